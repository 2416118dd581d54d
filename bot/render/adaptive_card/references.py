"""Entries to choose from: what each is, and a button that opens it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.answer import TermRef
from bot.render.adaptive_card.controls import open_button
from bot.render.adaptive_card.elements import Element, action_set, beside, line, run

MAX_SHORT_DEF = 200  # characters of each definition: a line or two
_SHORTEST = 40
_FEWEST = 3


def references(terms: Sequence[TermRef], limit: int, room: float = 1.0) -> Iterator[Element]:
    """`room` is the share of the usual length and number."""
    length = max(int(MAX_SHORT_DEF * room), _SHORTEST)
    for term in terms[: at_most(limit, room)]:
        said = [*line(run(term.term, bold=True, limit=length)), *line(run(term.short_def, subtle=True, limit=length), spacing="None")]
        yield from beside(said, action_set([open_button(term)]))


def at_most(limit: int, room: float) -> int:
    """How many of `limit` entries are shown."""
    return max(int(limit * room), _FEWEST)
