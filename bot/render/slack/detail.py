"""The rest of an entry: what More shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from bot.core.answer import Definition
from bot.render.slack import blocks
from bot.render.slack.look import Block
from bot.render.text import size

MAX_LONG_DEF = 3_000  # characters, like the others here, where an entry has a message for itself
MAX_NOTES = 1_200
MAX_TAGS = 300
MAX_SOURCES = 2_000
_SHORTEST = 80

T = TypeVar("T")


def detail(answer: Definition, room: float) -> Iterator[Block]:
    """`room` is the share of the usual length that texts may have."""
    term = answer.term
    yield from _paragraph("In full", term.long_def, MAX_LONG_DEF * room)
    yield from _notes("Do", term.examples.do, MAX_NOTES * room)
    yield from _notes("Don't", term.examples.dont, MAX_NOTES * room)
    yield from _paragraph("Risk", term.governance.risk_notes, MAX_NOTES * room)
    yield from _paragraph("NIST AI RMF", ", ".join(term.governance.nist_rmf_tags), MAX_TAGS * room)
    longest = _at_least(MAX_SOURCES * room)
    yield from _list("Sources", term.citations, lambda citation: blocks.anchor(citation.url, citation.source, longest), longest)


def _at_least(limit: float) -> int:
    return max(int(limit), _SHORTEST)


def _paragraph(heading: str, text: str, limit: float) -> Iterator[Block]:
    body = blocks.run(text, limit=_at_least(limit))
    if body:
        yield from blocks.rich(blocks.lines(blocks.run(heading, bold=True), body))


def _notes(heading: str, notes: Sequence[str], limit: float) -> Iterator[Block]:
    longest = _at_least(limit)
    yield from _list(heading, notes, lambda note: blocks.run(note, limit=longest), longest)


def _list(heading: str, items: Sequence[T], made: Callable[[T], list[blocks.Run]], limit: int) -> Iterator[Block]:
    """As many items as fit, the first in any case, and how many are left out."""
    shown: list[list[list[blocks.Run]]] = []
    rest = 0
    for number, item in enumerate(items):
        runs = made(item)
        limit -= sum(size(text) for run in runs for text in (run["text"], run.get("url", "")))
        if shown and limit < 0:
            rest = len(items) - number
            break
        if runs:
            shown.append([runs])
    if shown:
        yield from blocks.rich(blocks.line(blocks.run(heading, bold=True)), blocks.bullets(shown + ([[blocks.run(f"{rest} more")]] if rest else [])))
