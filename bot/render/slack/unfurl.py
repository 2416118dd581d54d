"""A link to an entry of the web glossary, as a card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.core.answer import Definition
from bot.render import phrases
from bot.render.look import Look
from bot.render.other_names import other_names
from bot.render.slack import blocks
from bot.render.slack.definition import MAX_ALIASES
from bot.render.slack.look import Block


def unfurl(definition: Definition, look: Look) -> dict[str, Any]:
    """Compact, without controls: the link is beside it."""
    return {"blocks": list(_card(definition, look))}


def _card(definition: Definition, look: Look) -> Iterator[Block]:
    term = definition.term
    yield blocks.header(term.term)
    yield blocks.section(term.short_def)
    yield from blocks.context(other_names(term.aliases, MAX_ALIASES), phrases.review_line(term, look.today), phrases.warning(term, look.today))
