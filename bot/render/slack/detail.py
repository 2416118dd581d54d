"""The rest of an entry: what More shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.answer import Definition
from bot.render.slack import blocks
from bot.render.slack.look import Block
from bot.render.slack.text import clean, size

MAX_LONG_DEF = 3_000  # characters, like the others here, where an entry has a message for itself
MAX_NOTES = 1_200
MAX_TAGS = 300
MAX_SOURCES = 2_000
_SHORTEST = 80

Item = tuple[list[blocks.Run], int]  # what is shown, and how many characters it takes


def detail(answer: Definition, room: float) -> Iterator[Block]:
    """`room` is the share of the usual length that texts may have."""
    term = answer.term
    yield from _paragraph("In full", term.long_def, MAX_LONG_DEF * room)
    yield from _notes("Do", term.examples.do, MAX_NOTES * room)
    yield from _notes("Don't", term.examples.dont, MAX_NOTES * room)
    yield from _paragraph("Risk", term.governance.risk_notes, MAX_NOTES * room)
    yield from _paragraph("NIST AI RMF", ", ".join(term.governance.nist_rmf_tags), MAX_TAGS * room)
    longest = _at_least(MAX_SOURCES * room)
    named = [(blocks.anchor(item.url, item.source, longest), size(item.source) + size(item.url)) for item in term.citations if clean(item.source)]
    yield from _list("Sources", named, longest)


def _at_least(limit: float) -> int:
    return max(int(limit), _SHORTEST)


def _paragraph(heading: str, text: str, limit: float) -> Iterator[Block]:
    body = blocks.run(text, limit=_at_least(limit))
    if body:
        yield from blocks.rich(blocks.lines(blocks.run(heading, bold=True), body))


def _notes(heading: str, notes: Sequence[str], limit: float) -> Iterator[Block]:
    longest = _at_least(limit)
    yield from _list(heading, [(blocks.run(note, limit=longest), size(note)) for note in notes if clean(note)], longest)


def _list(heading: str, items: Sequence[Item], limit: int) -> Iterator[Block]:
    """As many items as fit, the first in any case, and how many are left out."""
    shown: list[list[list[blocks.Run]]] = []
    for item, length in items:
        limit -= length
        if shown and limit < 0:
            break
        shown.append([item])
    rest = len(items) - len(shown)
    if shown:
        yield from blocks.rich(blocks.line(blocks.run(heading, bold=True)), blocks.bullets(shown + ([[blocks.run(f"{rest} more")]] if rest else [])))
