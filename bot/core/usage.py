"""Who asks, what they say of an answer, and what is counted: the values that go to and come from storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Surface(StrEnum):
    """Where a question was asked."""

    WEB = "web"
    API = "api"
    SLACK = "slack"
    TEAMS = "teams"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Asker:
    """A person somewhere. `tenant` is the workspace or installation; `user` is None for somebody unknown."""

    tenant: str
    user: str | None
    surface: Surface


class AnswerKind(StrEnum):
    """What an answer was, in a word."""

    DEFINITION = "definition"
    COMPARISON = "comparison"
    DISAMBIGUATION = "disambiguation"
    SUGGESTIONS = "suggestions"
    NOT_FOUND = "not_found"


ANSWERED = frozenset({AnswerKind.DEFINITION, AnswerKind.COMPARISON})
"""Kinds in which entries are given, and not merely offered."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked, and how it was resolved.

    Attributes:
        text: the whole question as it was typed, cut to what the resolver reads.
        subject: what it was about: the answered term, else the known concept that has no entry, else what was asked for as written.
        step: exact, fuzzy or semantic; None when nothing matched.
        slug: the first entry that was answered.
        elapsed_ms: time in the assistant.
    """

    asker: Asker
    asked_at: datetime
    text: str
    subject: str
    kind: AnswerKind
    step: str | None
    slug: str | None
    lexical_only: bool
    elapsed_ms: float

    @property
    def answered(self) -> bool:
        return self.kind in ANSWERED


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether an entry helped. `question` is what was asked, if anything."""

    slug: str
    helpful: bool
    question: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A question, or a term, and how often."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was asked between two days, both included. `by_day` has every day, also those without a question."""

    since: date
    until: date
    questions: int
    answered: int
    by_day: Mapping[date, int] = field(default_factory=dict)
    by_step: Mapping[str, int] = field(default_factory=dict)
    most_asked: tuple[Counted, ...] = ()
    unanswered: tuple[Counted, ...] = ()
    helpful: int = 0
    not_helpful: int = 0

    @property
    def helpful_share(self) -> float | None:
        """In [0, 1]; None without any feedback."""
        votes = self.helpful + self.not_helpful
        return self.helpful / votes if votes else None
