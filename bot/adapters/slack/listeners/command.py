"""The slash command."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.looks import look
from bot.adapters.chat.speaker import Speaker
from bot.adapters.slack.listeners.plain_text import plain
from bot.adapters.slack.people import person
from bot.adapters.slack.replies import replies
from bot.adapters.slack.site import SlackSite
from bot.render.look import Place
from bot.render.slack.replies import reply_message


def register(app: AsyncApp, site: SlackSite) -> None:
    async def answer(context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        spoken = await Speaker(site, person(context, body).asker).reply(plain(str(body.get("text") or "")))
        await replies(context, body, client, site).privately(reply_message(spoken.reply, look(site, Place.PRIVATE)))

    app.command(site.command)(answer)
