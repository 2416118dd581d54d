"""An entry as others see it in a conversation that the bot may not be part of: a link, or what somebody inserts. Nothing on it needs the bot."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from bot.core.answer import Definition
from bot.render.adaptive_card.definition import definition, spoken, web_entry
from bot.render.adaptive_card.elements import Card, open_url
from bot.render.adaptive_card.fitting import card
from bot.render.look import Look
from bot.render.text import short

_CARD = "application/vnd.microsoft.card.adaptive"
_THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
MAX_TITLE = 80  # characters of a line in the list of results
MAX_TEXT = 160


def entry_card(answer: Definition, look: Look) -> Card:
    return card(spoken(answer, look), lambda room: (definition(answer, look, room), open_url(web_entry(answer.term.slug, look), "Web entry")))


def attachment(made: Card) -> dict[str, Any]:
    return {"contentType": _CARD, "content": made}


def attachments(answers: Iterator[Definition], look: Look) -> list[dict[str, Any]]:
    """Results of a search: what is inserted, and how it looks in the list."""
    return [{**attachment(entry_card(answer, look)), "preview": preview(answer)} for answer in answers]


def preview(answer: Definition) -> dict[str, Any]:
    """Its text is read as HTML."""
    title, text = short(answer.term.term, MAX_TITLE), short(answer.term.short_def, MAX_TEXT)
    return {"contentType": _THUMBNAIL, "content": {"title": escape(title), "text": escape(text)}}
