"""A request, who is behind it, and what happened to it: complete, for storage and the rules. Nobody is shown these; see `views`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.requests.form import Draft, RequestForm
from bot.core.requests.lifecycle import OPEN, Happened, State

MAX_DETAILS = 10  # additions by the askers; what a card can still show


@dataclass(frozen=True, slots=True)
class Supporter:
    """Somebody who wants the entry too."""

    user: str = field(repr=False)
    since: datetime
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """The message about a request in the triage channel of its tenant."""

    channel: str
    message: str


@dataclass(frozen=True, slots=True)
class TermRequest:
    """A wish for an entry. Names of people are not in its `repr`, so that no log shows one.

    Attributes:
        id: counts over all tenants; 0 before it is stored.
        form: what was asked for; `form.anonymous` is about the requester.
        requester: None for somebody unknown.
        due_at: when a decision is promised.
        details: what the askers added.
        said: the question, reason or note that the stewards had for the askers last.
        taken: labels, normalised, that an entry had when the request was accepted: they announce no new entry.
        slug: the entry that it became, or is a duplicate of.
        duplicate_of: the other request.
    """

    tenant: str
    form: RequestForm
    requester: str | None = field(repr=False)
    created_at: datetime
    updated_at: datetime
    id: int = 0
    state: State = State.SUBMITTED
    due_at: datetime | None = None
    supporters: tuple[Supporter, ...] = field(default=(), repr=False)
    details: tuple[str, ...] = ()
    said: str = ""
    draft: Draft | None = None
    taken: tuple[str, ...] = ()
    slug: str | None = None
    duplicate_of: int | None = None
    card: Card | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def askers(self) -> tuple[str, ...]:
        """Everybody who wants it and can be told, each once, the requester first."""
        return tuple(dict.fromkeys(asker.user for asker in self.asking()))

    def asking(self) -> Iterator[Supporter]:
        """The requester, if known, and the supporters in the order in which they came."""
        if self.requester is not None:
            yield Supporter(self.requester, self.created_at, self.form.anonymous)
        yield from self.supporters

    def hides(self, user: str | None) -> bool:
        """True for somebody who asks anonymously."""
        return any(asker.user == user and asker.anonymous for asker in self.asking())

    def is_overdue(self, now: datetime) -> bool:
        """A promise is for a decision: nobody is late while the askers are to add something."""
        return self.state is State.SUBMITTED and self.due_at is not None and self.due_at < now


class By(StrEnum):
    """In what capacity somebody acted."""

    ASKER = "asker"
    ANONYMOUS = "anonymous"
    STEWARD = "steward"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, once and for all. `actor` is None for an anonymous asker, somebody unknown, and the program itself.

    Attributes:
        request_id: None when what was refused concerned no request of the tenant.
        to_state: None when it changed nothing.
    """

    request_id: int | None
    at: datetime
    by: By
    actor: str | None
    action: Happened
    from_state: State | None = None
    to_state: State | None = None
    note: str = ""
