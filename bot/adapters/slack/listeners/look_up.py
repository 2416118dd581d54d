"""The look-up modal: opens from anywhere, suggests while one types, and shows the entry that is chosen."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.looks import look
from bot.adapters.chat.speaker import refs
from bot.adapters.slack.listeners.answers import open_entry
from bot.adapters.slack.listeners.home import recently_viewed
from bot.adapters.slack.listeners.stage import on_stage
from bot.adapters.slack.people import person
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core import browse
from bot.render.look import Place
from bot.render.slack import names
from bot.render.slack.suggestions import options
from bot.render.slack.views import look_up_modal

OFFERED = 8  # entries before anything is typed


def register(app: AsyncApp, site: SlackSite) -> None:
    async def open_modal(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """At once and empty: a trigger lasts three seconds."""
        await client.views_open(trigger_id=body["trigger_id"], view=look_up_modal(look(site, Place.MODAL)))
        await ack()

    async def suggest(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], payload: dict[str, Any]) -> None:
        typed = str(payload.get("value") or "").strip()
        if typed:
            completions = await in_thread(site.workers.answering, site.service.assistant.complete, typed)
            await ack(**options(completions))
            return
        recent = await recently_viewed(site, person(context, body).asker, OFFERED)
        await ack(**options(recent or refs(browse.recently_reviewed(site.service.assistant.glossary, OFFERED))))

    app.global_shortcut(names.LOOK_UP_SHORTCUT)(open_modal)
    app.action(names.LOOK_UP)(open_modal)
    app.options(names.TERM)(suggest)
    app.action(names.TERM)(on_stage(site, open_entry))
