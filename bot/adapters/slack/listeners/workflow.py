"""The step "Look up a term" of Workflow Builder."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.complete.async_complete import AsyncComplete
from slack_bolt.context.fail.async_fail import AsyncFail

from bot.adapters.chat import notices
from bot.adapters.chat.looks import look
from bot.adapters.slack.listeners.plain_text import plain
from bot.adapters.slack.people import person
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core.roles import find_role
from bot.render.look import Place
from bot.render.slack import names
from bot.render.slack.step import step_outputs


def register(app: AsyncApp, site: SlackSite) -> None:
    async def look_up(context: AsyncBoltContext, body: dict[str, Any], complete: AsyncComplete, fail: AsyncFail) -> None:
        """A term without an entry gives empty outputs, so that the workflow can go on; what its author got wrong fails with a sentence."""
        inputs = context.get("inputs") or {}
        term, said = plain(str(inputs.get("term") or "")), plain(str(inputs.get("role") or ""))
        role = find_role(said) if said else None
        if not term:
            await fail(notices.STEP_WITHOUT_TERM)
        elif said and role is None:
            await fail(notices.unknown_role(said))
        else:
            answered = await in_thread(site.workers.answering, site.service.answer, person(context, body).asker, term, role)
            await complete(step_outputs(answered.answer, look(site, Place.CHANNEL, answered.role)))

    app.function(names.LOOK_UP_STEP)(look_up)
