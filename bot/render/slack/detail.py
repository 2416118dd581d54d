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

Item = list[blocks.Run]


def detail(answer: Definition, room: float) -> Iterator[Block]:
    """`room` is the share of the usual length that texts may have."""
    term = answer.term
    yield from blocks.rich(
        *_headed("In full", blocks.line(blocks.run(term.long_def, limit=_share(MAX_LONG_DEF, room)))),
        *_notes("Do", term.examples.do, room),
        *_notes("Don't", term.examples.dont, room),
        *_headed("Risk", blocks.line(blocks.run(term.governance.risk_notes, limit=_share(MAX_NOTES, room)))),
        *_headed("NIST AI RMF", blocks.line(blocks.run(", ".join(term.governance.nist_rmf_tags), limit=_share(MAX_TAGS, room)))),
    )
    sources = [(clean(citation.source), citation.url) for citation in term.citations]
    items = [(blocks.anchor(url, source, _share(MAX_SOURCES, room)), size(source) + size(url)) for source, url in sources if source]
    yield from blocks.rich(*_list("Sources", items, _share(MAX_SOURCES, room)))


def _share(limit: int, room: float) -> int:
    return max(int(limit * room), 80)


def _headed(heading: str, body: list[blocks.Element]) -> list[list[blocks.Element]]:
    return [blocks.line(blocks.run(heading, bold=True)), body] if body else []


def _notes(heading: str, notes: Sequence[str], room: float) -> list[list[blocks.Element]]:
    limit = _share(MAX_NOTES, room)
    return _list(heading, [(blocks.run(note, limit=limit), size(clean(note))) for note in notes if clean(note)], limit)


def _list(heading: str, items: Sequence[tuple[Item, int]], limit: int) -> list[list[blocks.Element]]:
    """As many items as fit, the first in any case, and how many are left out."""
    shown: list[Item] = []
    for item, length in items:
        limit -= length
        if shown and limit < 0:
            break
        shown.append(item)
    rest = len(items) - len(shown)
    return _headed(heading, blocks.bullets([[item] for item in shown] + ([[blocks.run(f"{rest} more")]] if rest else [])))
