"""What people are shown of requests. No class here can hold the name of somebody who asks anonymously: there is no field for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from bot.core.answer import TermRef
from bot.core.requests.form import Draft, RequestForm
from bot.core.requests.lifecycle import Happened, State
from bot.core.requests.request import MAX_DETAILS, By, Event, TermRequest

_DECIDING = frozenset({By.STEWARD, By.SYSTEM})


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as stewards, exports and the web see it.

    Attributes:
        askers: how many people want it, whether or not they are named.
        supporters: those of them who support it by name.
        overdue: a decision was promised earlier than now.
        said: what the stewards told the askers last.
    """

    id: int
    form: RequestForm
    state: State
    askers: int
    supporters: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    due_at: datetime | None
    overdue: bool
    details: tuple[str, ...]
    said: str
    draft: Draft | None
    slug: str | None
    duplicate_of: int | None


@dataclass(frozen=True, slots=True)
class NamedRequestView(RequestView):
    """A request whose asker may be named."""

    requester: str


@dataclass(frozen=True, slots=True)
class EventView:
    """A step of a request. `who` is None where nobody may be named; `by` says in what capacity it was done."""

    at: datetime
    by: By
    who: str | None
    action: Happened
    from_state: State | None
    to_state: State | None
    note: str


@dataclass(frozen=True, slots=True)
class MyRequest:
    """A request as one of its askers sees it.

    Attributes:
        form: what was asked for; None for a supporter, who is shown nothing that somebody else wrote.
        mine: this person asked first; False for a supporter.
    """

    id: int
    term: str
    state: State
    askers: int
    created_at: datetime
    due_at: datetime | None
    overdue: bool
    said: str
    slug: str | None
    duplicate_of: int | None
    mine: bool
    form: RequestForm | None
    can_withdraw: bool
    can_add_details: bool


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """An open request as everybody sees it. `mine` when this person is among its askers already."""

    id: int
    term: str
    state: State
    askers: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Similar:
    """What exists already for a text. `sure` when the first entry is what the text says, and not merely near it."""

    entries: tuple[TermRef, ...]
    requests: tuple[OpenRequest, ...]
    sure: bool


class QueueFilter(StrEnum):
    """Which requests of the queue."""

    OPEN = "open"
    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    ACCEPTED = "accepted"
    OVERDUE = "overdue"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Queue:
    """Requests, oldest first, and how many there are for each filter, whatever is chosen."""

    requests: tuple[RequestView, ...]
    counts: Mapping[QueueFilter, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request in public: what is asked for, and nothing else that anybody wrote."""

    term: str
    state: State
    askers: int
    created_at: datetime
    due_at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many requests are in each state, and the open ones, oldest first. Nobody is named."""

    counts: Mapping[State, int]
    overdue: int
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Questions without an answer that ask for the same thing.

    Attributes:
        people: how many different known people asked.
        spellings: all ways in which it was written, the most frequent first.
        open_request: the request that exists for it.
    """

    subject: str
    questions: int
    people: int
    spellings: tuple[str, ...]
    last_asked: datetime
    open_request: int | None


def shown(request: TermRequest, now: datetime) -> RequestView:
    """For stewards: with the name of the requester, or without a place for it."""
    view = RequestView(
        id=request.id,
        form=request.form,
        state=request.state,
        askers=how_many(request),
        supporters=tuple(supporter.user for supporter in request.supporters if not supporter.anonymous),
        created_at=request.created_at,
        updated_at=request.updated_at,
        due_at=request.due_at,
        overdue=request.is_overdue(now),
        details=request.details,
        said=request.said,
        draft=request.draft,
        slug=request.slug,
        duplicate_of=request.duplicate_of,
    )
    if request.requester is None or request.form.anonymous:
        return view
    return NamedRequestView(**{part.name: getattr(view, part.name) for part in fields(view)}, requester=request.requester)


def shown_to_asker(request: TermRequest, user: str | None, now: datetime) -> MyRequest:
    mine = user is not None and request.requester == user
    taking_part = user is not None and user in request.askers
    return MyRequest(
        id=request.id,
        term=request.form.term,
        state=request.state,
        askers=how_many(request),
        created_at=request.created_at,
        due_at=request.due_at,
        overdue=request.is_overdue(now),
        said=request.said,
        slug=request.slug,
        duplicate_of=request.duplicate_of,
        mine=mine,
        form=request.form if mine else None,
        can_withdraw=taking_part and request.is_open,
        can_add_details=taking_part and request.state in {State.SUBMITTED, State.NEEDS_INFO} and len(request.details) < MAX_DETAILS,
    )


def shown_to_everybody(request: TermRequest, user: str | None) -> OpenRequest:
    return OpenRequest(request.id, request.form.term, request.state, how_many(request), user is not None and user in request.askers)


def shown_in_public(request: TermRequest, now: datetime) -> Waiting:
    return Waiting(request.form.term, request.state, how_many(request), request.created_at, request.due_at, request.is_overdue(now))


def shown_events(events: Iterable[Event]) -> tuple[EventView, ...]:
    """For stewards."""
    return tuple(EventView(item.at, item.by, item.actor, item.action, item.from_state, item.to_state, item.note) for item in events)


def shown_events_to_asker(events: Iterable[Event], user: str) -> tuple[EventView, ...]:
    """Without the names and words of other askers, and without what others were refused."""
    mine = [item for item in events if item.action is not Happened.REFUSED or item.actor == user]
    return tuple(view if view.by in _DECIDING or view.who == user else replace(view, who=None, note="") for view in shown_events(mine))


def how_many(request: TermRequest) -> int:
    """Somebody unknown who asked first counts as well."""
    return len(request.askers) + (request.requester is None)
