"""Mentions in channels, and direct messages."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.looks import look
from bot.adapters.chat.speaker import Speaker
from bot.adapters.slack.listeners.plain_text import plain
from bot.adapters.slack.listeners.stage import is_direct
from bot.adapters.slack.people import person
from bot.adapters.slack.replies import replies
from bot.adapters.slack.site import SlackSite
from bot.render.look import Place
from bot.render.slack.replies import reply_message


def register(app: AsyncApp, site: SlackSite) -> None:
    async def mentioned(event: dict[str, Any], context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        """In the thread of the mention, which begins one where there is none."""
        if is_direct(event["channel"]):
            return  # the same post comes as a direct message
        thread = str(event.get("thread_ts") or event["ts"])
        speaker = Speaker(site, person(context, body).asker, f"{event['channel']}:{thread}")
        spoken = await speaker.reply(plain(str(event.get("text") or "")))
        answers = replies(context, body, client, site)
        if spoken.personal:
            await answers.privately(reply_message(spoken.reply, look(site, Place.PRIVATE)))
        else:
            await answers.in_thread(reply_message(spoken.reply, look(site, Place.CHANNEL)), thread)

    async def told(event: dict[str, Any], context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Only direct messages come here: what is said in channels is nobody's question, and mentions come as such."""
        speaker = Speaker(site, person(context, body).asker, str(event["channel"]))
        spoken = await speaker.reply(plain(str(event.get("text") or "")))
        await replies(context, body, client, site).in_thread(reply_message(spoken.reply, look(site, Place.DIRECT)), event.get("thread_ts"))

    app.event("app_mention")(mentioned)
    app.event("message")(told)
