"""What a question was resolved to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.answer import Match
from bot.core.question import Question

MAX_OFFERED = 3  # suggestions a person takes in at a glance
MAX_COMPARED = 4  # columns that still fit side by side


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how it was matched."""

    slug: str
    match: Match


@dataclass(frozen=True, slots=True)
class Resolution:
    """`found` is answered: one entry, or several to compare, or with `ambiguous` several of which the asker must choose.

    `also` are entries that share the label as a lesser one. `missing` are sides of a comparison without entry. `offered` are the
    closest entries when nothing is answered, `concept` a known concept without entry. `named` tells that a label stood in the question.
    """

    question: Question
    found: tuple[Found, ...] = ()
    ambiguous: bool = False
    named: bool = False
    also: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    concept: str | None = None
    lexical_only: bool = False

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(item.slug for item in self.found)
