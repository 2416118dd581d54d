"""Explain terms in message."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.looks import look
from bot.adapters.slack.listeners.plain_text import message_text
from bot.adapters.slack.replies import replies
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.render.look import Place
from bot.render.slack import names
from bot.render.slack.messages import mentions_message


def register(app: AsyncApp, site: SlackSite) -> None:
    async def explain(context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        mentions = await in_thread(site.workers.answering, site.service.explain, message_text(body["message"]))
        await replies(context, body, client, site).privately(mentions_message(mentions, look(site, Place.PRIVATE)))

    app.message_shortcut(names.EXPLAIN_MESSAGE)(explain)
