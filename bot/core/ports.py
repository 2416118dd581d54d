"""What the domain needs from outside: verbs, not libraries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.core.roles import Role
from bot.core.usage import AskedQuestion, Asker, Feedback, Statistics


class FieldSimilarities(Protocol):
    """A document and, per view, its cosine similarities with the query, highest first."""

    @property
    def document(self) -> str: ...

    @property
    def similarities(self) -> Mapping[str, Sequence[float]]: ...


class SemanticIndex(Protocol):
    """Finds documents by meaning."""

    def search(self, text: str, also: Iterable[str] = ()) -> Sequence[FieldSimilarities] | None:
        """The documents nearest to `text`, and those named in `also`; None while meaning is not available."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The time in UTC, with its zone."""
        ...


class QuestionLog(Protocol):
    """Remembers what was asked, off the answer path."""

    def record(self, question: AskedQuestion) -> None:
        """Never waits and never raises; what does not fit is dropped and counted."""
        ...


class LookUps(Protocol):
    """What a person has looked up."""

    def recent(self, tenant: str, user: str, limit: int) -> tuple[str, ...]:
        """The slugs of the entries this person was answered with, newest first, each once. Raises StorageUnavailable."""
        ...


class RolePreferences(Protocol):
    """The role that a person has chosen."""

    def role(self, tenant: str, user: str) -> Role | None: ...

    def choose(self, tenant: str, user: str, role: Role | None) -> None:
        """Stored when it returns; None forgets the choice. Raises StorageUnavailable."""
        ...


class FeedbackLog(Protocol):
    """Whether answers helped."""

    def record(self, asker: Asker, feedback: Feedback, *, at: datetime, delivery: str | None = None) -> bool:
        """Stored when it returns; the last word of a known user on an entry replaces the one before.

        Args:
            delivery: id of the delivery, so that the same one coming again has no effect.

        Returns:
            False when this delivery was already recorded.

        Raises:
            StorageUnavailable: nothing was stored.
        """
        ...


class UsageStatistics(Protocol):
    """What was asked and said, counted."""

    def statistics(self, tenant: str, since: date, until: date) -> Statistics: ...
