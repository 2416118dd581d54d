"""What requests need from outside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.requests.jobs import NewJob
from bot.core.requests.lifecycle import State
from bot.core.requests.request import Event, TermRequest


class Stewards(Protocol):
    """Who decides about requests."""

    def is_steward(self, tenant: str, user: str) -> bool:
        """As of now: asked at every action, so whoever is dismissed is refused from then on."""
        ...


class RequestTransaction(Protocol):
    """One transaction on the requests of a tenant. Nobody else changes a request meanwhile."""

    @property
    def repeated(self) -> bool:
        """True when this delivery has had its effect: it must not have another."""
        ...

    def find(self, request_id: int) -> TermRequest | None: ...

    def find_term(self, key: str) -> TermRequest | None:
        """The open request for a normalised term, else the newest closed one."""
        ...

    def save(self, request: TermRequest) -> TermRequest:
        """Stores it, and gives it its id when it is new."""
        ...

    def record(self, event: Event) -> int:
        """Adds to the history. Gives the number of the event."""
        ...

    def enqueue(self, jobs: Sequence[NewJob]) -> None:
        """To be done once the transaction is stored, and only then."""
        ...


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """How many requests a tenant has."""

    by_state: Mapping[State, int]
    overdue: int


class TermRequests(Protocol):
    """The requests of all tenants. Every method raises StorageUnavailable."""

    def writing(self, tenant: str, *, at: datetime, delivery: str | None = None) -> AbstractContextManager[RequestTransaction]:
        """A transaction that is stored as a whole when the block ends, together with the id of the delivery, or not at all."""
        ...

    def find(self, tenant: str, request_id: int) -> TermRequest | None: ...

    def select(
        self, tenant: str, states: Collection[State], *, asker: str | None = None, due_before: datetime | None = None, limit: int | None = None
    ) -> tuple[TermRequest, ...]:
        """Oldest first; those of one asker or supporter, or those whose promise ended before a moment."""
        ...

    def counts(self, tenant: str, now: datetime) -> RequestCounts: ...

    def history(self, tenant: str, request_id: int) -> tuple[Event, ...]:
        """Everything that happened to a request, in order."""
        ...

    def refusals(self, tenant: str, limit: int) -> tuple[Event, ...]:
        """What somebody was refused, newest first; also what concerns no request."""
        ...

    def tenants(self, state: State) -> tuple[str, ...]:
        """Those who have requests in this state."""
        ...


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A spelling of what nobody was answered. `people` are opaque tokens of those known, to be counted."""

    key: str
    subject: str
    questions: int
    people: frozenset[str]
    last_asked: datetime


class UnansweredQuestions(Protocol):
    """The part of the question log that no entry answered."""

    def unanswered(self, tenant: str, since: datetime, limit: int) -> Sequence[Unanswered]:
        """By spelling, the most asked first. Raises StorageUnavailable."""
        ...
