"""The message extension: an entry inserted while somebody writes, and links that become cards."""

from __future__ import annotations

from typing import Any

from bot.adapters.chat.entry_link import entry_at
from bot.adapters.chat.looks import look
from bot.adapters.teams.activity import mapping, text
from bot.adapters.teams.visit import Body, Visit
from bot.adapters.workers import in_thread
from bot.core import browse
from bot.core.assistant import Assistant
from bot.render.adaptive_card.unfurl import attachment, attachments, entry_card, preview
from bot.render.look import Place

MAX_RESULTS = 15  # Teams takes 25; more than a screen helps nobody


async def search(visit: Visit) -> Body:
    """Before anything is typed: what was reviewed lately. What is inserted is seen by others, so that it is for no role."""
    value = mapping(visit.activity, "value")
    parameters = value.get("parameters")
    first = parameters[0] if isinstance(parameters, list) and parameters and isinstance(parameters[0], dict) else {}
    typed = str(first.get("value") or "").strip() if first.get("name") != "initialRun" else ""
    assistant = visit.site.service.assistant
    found = await in_thread(visit.site.workers.answering, _found, assistant, typed)
    how = look(visit.site, Place.CHANNEL)
    return _result(attachments((assistant.define(slug) for slug in found), how))


async def unfurl(visit: Visit) -> Body:
    """To post a link is not to ask: nothing is recorded."""
    base, url = visit.site.public_url, text(visit.activity, "value", "url")
    entry = await in_thread(visit.site.workers.answering, entry_at, url, base, visit.site.service.assistant) if base and url else None
    if entry is None:
        return _result([])
    return _result([{**attachment(entry_card(entry, look(visit.site, Place.CHANNEL))), "preview": preview(entry)}])


def _found(assistant: Assistant, typed: str) -> tuple[str, ...]:
    if not typed:
        return tuple(term.slug for term in browse.recently_reviewed(assistant.glossary, MAX_RESULTS))
    return tuple(item.slug for item in assistant.search(typed, MAX_RESULTS))


def _result(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": found}}
