"""Entries to choose from: what each is, and a button that opens it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.answer import TermRef
from bot.render.slack import blocks, controls
from bot.render.slack.look import Block
from bot.render.text import short

MAX_SHORT_DEF = 200  # characters of each definition: a line or two
_SHORTEST = 40
_FEWEST = 3


def references(terms: Sequence[TermRef], limit: int, block_id: str, room: float = 1.0, first: int = 0) -> Iterator[Block]:
    """The first entries as a list, then a button for each, numbered from `first`. `room` is the share of the usual length and number."""
    shown = terms[: at_most(limit, room)]
    length = max(int(MAX_SHORT_DEF * room), _SHORTEST)
    yield from blocks.rich(blocks.bullets(_item(term, length) for term in shown))
    for page, elements in enumerate(controls.pages(controls.open_buttons(shown, first))):
        yield from blocks.actions(f"{block_id}:{page}", elements)


def at_most(limit: int, room: float) -> int:
    """How many of `limit` entries are shown."""
    return max(int(limit * room), _FEWEST)


def _item(term: TermRef, length: int) -> list[list[blocks.Run]]:
    meaning = short(term.short_def, length)
    return [blocks.run(term.term, bold=True), *([blocks.space("  "), blocks.run(meaning)] if meaning else [])]
