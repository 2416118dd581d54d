"""The rest of an entry: what More shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.answer import Definition
from bot.render.adaptive_card.elements import Element, Run, bullets, line, run

MAX_LONG_DEF = 3_000  # characters, like the others here, where an entry has a card for itself
MAX_NOTES = 1_000
MAX_SOURCES = 8
_SHORTEST = 60


def detail(answer: Definition, room: float) -> Iterator[Element]:
    """`room` is the share of the usual length that texts may have."""
    term = answer.term
    yield from _paragraph("In full", term.long_def, MAX_LONG_DEF * room)
    yield from _list("Do", term.examples.do, MAX_NOTES * room)
    yield from _list("Don't", term.examples.dont, MAX_NOTES * room)
    yield from _paragraph("Risk", term.governance.risk_notes, MAX_NOTES * room)
    yield from _paragraph("NIST AI RMF", ", ".join(term.governance.nist_rmf_tags), MAX_NOTES * room)
    most = max(int(MAX_SOURCES * room), 2)
    sources: list[list[Run]] = [run(citation.source, limit=at_least(300 * room), url=citation.url) for citation in term.citations[:most]]
    yield from _headed("Sources", [*sources, *more(len(term.citations) - most)])


def at_least(limit: float) -> int:
    return max(int(limit), _SHORTEST)


def more(count: int) -> list[list[Run]]:
    """How many are left out, if any."""
    return [run(f"{count:,} more", subtle=True)] if count > 0 else []


def _paragraph(title: str, text: str, limit: float) -> Iterator[Element]:
    body = run(text, limit=at_least(limit))
    if body:
        yield from line(run(title, bold=True), spacing="Medium")
        yield from line(body, spacing="Small")


def _list(title: str, notes: Sequence[str], limit: float) -> Iterator[Element]:
    """As many notes as fit, the first in any case."""
    left, shown = limit, 0
    while shown < len(notes) and (not shown or left > 0):
        left -= len(notes[shown])
        shown += 1
    items = [run(note, limit=at_least(limit)) for note in notes[:shown]]
    yield from _headed(title, [*items, *more(len(notes) - shown)])


def _headed(title: str, items: list[list[Run]]) -> Iterator[Element]:
    if any(items):
        yield from line(run(title, bold=True), spacing="Medium")
        yield from bullets(filter(None, items))
