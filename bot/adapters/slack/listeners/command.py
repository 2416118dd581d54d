"""The slash command."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.listeners.plain_text import plain
from bot.adapters.slack.listeners.saying import Speaker
from bot.adapters.slack.people import person
from bot.adapters.slack.replies import replies
from bot.adapters.slack.site import SlackSite
from bot.render.slack.look import Place


def register(app: AsyncApp, site: SlackSite) -> None:
    async def answer(context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        speaker = Speaker(site, person(context, body).asker, Place.PRIVATE)
        reply = await speaker.reply(plain(str(body.get("text") or "")))
        await replies(context, body, client, site).privately(reply.message)

    app.command(site.command)(answer)
