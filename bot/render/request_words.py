"""How requests are spoken of, on every surface: to stewards, and to those who asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.core.answer import Definition
from bot.core.requests import By, Candidate, EventView, Happened, MyRequest, Notice, Queue, QueueFilter, RequestView, State, Urgency
from bot.render.text import short

MAX_TERM = 120  # characters of a term in a sentence
MAX_NOTE = 160  # characters of what was said, in small print

STATES: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: "Waiting for a decision",
        State.NEEDS_INFO: "Waiting for details from the askers",
        State.ACCEPTED: "Accepted: the entry is to be written",
        State.PUBLISHED: "Published",
        State.DECLINED: "Declined",
        State.DUPLICATE: "Duplicate",
        State.WITHDRAWN: "Withdrawn",
    }
)
URGENCIES: Mapping[Urgency, str] = MappingProxyType({Urgency.NOW: "Now", Urgency.QUARTER: "This quarter", Urgency.EVERGREEN: "Whenever it fits"})
_HAPPENED: Mapping[Happened, str] = MappingProxyType(
    {
        Happened.SUBMITTED: "asked for it",
        Happened.SUPPORTED: "wants it too",
        Happened.DETAILS_ADDED: "added details",
        Happened.SUPPORT_WITHDRAWN: "no longer needs it",
        Happened.HANDED_OVER: "no longer needs it, others do",
        Happened.WITHDRAWN: "withdrew it",
        Happened.EDITED: "edited it",
        Happened.ASKED: "asked for details",
        Happened.ACCEPTED: "accepted it",
        Happened.DRAFTED: "changed the draft",
        Happened.DECLINED: "declined it",
        Happened.MARKED_DUPLICATE: "marked it as a duplicate",
        Happened.MERGED: "added the askers of another request",
        Happened.PUBLISHED: "wrote it",
        Happened.REFUSED: "was refused",
    }
)


STATES_FOR_ASKERS: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: "waiting for a decision",
        State.NEEDS_INFO: "waiting for details from those who asked",
        State.ACCEPTED: "accepted: the entry is being written",
        State.PUBLISHED: "in the glossary",
        State.DECLINED: "declined",
        State.DUPLICATE: "the same as something else",
        State.WITHDRAWN: "withdrawn",
    }
)


FILTERS: Mapping[QueueFilter, str] = MappingProxyType(
    {
        QueueFilter.OPEN: "Open",
        QueueFilter.OVERDUE: "Overdue",
        QueueFilter.SUBMITTED: "To decide",
        QueueFilter.NEEDS_INFO: "Waiting for details",
        QueueFilter.ACCEPTED: "Accepted, to be written",
        QueueFilter.CLOSED: "Closed",
        QueueFilter.ALL: "All",
    }
)


def day(moment: datetime) -> str:
    return f"{moment:%-d %B %Y}"


def quoted(term: str) -> str:
    return f"\u201c{short(term, MAX_TERM)}\u201d"


def standing(request: RequestView) -> str:
    """State and promise in a line."""
    state = STATES[request.state]
    if request.state is State.DUPLICATE:
        return f"{state} of request {request.duplicate_of}" if request.duplicate_of else f"{state} of {request.slug}" if request.slug else state
    if request.state is not State.SUBMITTED or request.due_at is None:
        return state
    return f"Overdue: a decision was promised for {day(request.due_at)}" if request.overdue else f"{state}, promised for {day(request.due_at)}"


def people(count: int) -> str:
    return "1 person wants it" if count == 1 else f"{count:,} people want it"


def standing_for_askers(request: MyRequest) -> str:
    """State and promise."""
    said = STATES_FOR_ASKERS[request.state]
    said = f"{said[0].upper()}{said[1:]}"
    if request.state is not State.SUBMITTED or request.due_at is None:
        return said
    return f"{said}, which was promised for {day(request.due_at)}" if request.overdue else f"{said}, promised for {day(request.due_at)}"


def step(view: EventView, named: Callable[[str], str]) -> str:
    """What happened and who did it. `named` says how a person is named."""
    if view.action is Happened.PUBLISHED:
        return f"In the glossary since {day(view.at)}"
    who = named(view.who) if view.who else "The glossary" if view.by is By.SYSTEM else "An asker"
    return f"{who} {_HAPPENED[view.action]}, {day(view.at)}"


def decided(history: Sequence[EventView], named: Callable[[str], str]) -> str:
    """Who was first: the last step that led to another state."""
    last = next((view for view in reversed(history) if view.to_state is not None and view.to_state is not view.from_state), None)
    return f"{step(last, named)}. The card shows how it stands now." if last else "This request has changed meanwhile."


def told(notice: Notice, request: MyRequest, entry: Definition | None, other: MyRequest | None) -> str:
    """What those who asked are told. `entry` is what the request became or is the same as, `other` the request it is the same as."""
    name = quoted(request.term)
    match notice:
        case Notice.NEEDS_INFO:
            return f"The stewards of the glossary need to know more about {name}, which you have requested."
        case Notice.ACCEPTED:
            return f"{name} is accepted: it will get an entry. You hear from me when it is in the glossary."
        case Notice.DECLINED:
            return f"There will be no entry for {name}."
        case Notice.PUBLISHED:
            return f"{name} is in the glossary now. You have asked for it."
        case Notice.DUPLICATE if entry:
            return f"{name}, which you have requested, is in the glossary as {quoted(entry.term.term)}."
        case Notice.DUPLICATE if other:
            return f"{name} is the same as {quoted(other.term)}, which others have requested. Your wish counts there: you hear from me what becomes of it."
        case Notice.DUPLICATE:
            return f"{name} is the same as something that is in the glossary or requested already."


def filed(request: MyRequest, *, first: bool) -> str:
    """What somebody is told who has just asked."""
    name = quoted(request.term)
    return f"{name} is requested." if first else f"{name} was asked for before: your wish counts too. {people(request.askers)}."


def what_next(request: MyRequest) -> str:
    match request.state:
        case State.ACCEPTED:
            return "It is accepted, and the entry is being written. You hear from me when it is in the glossary."
        case State.NEEDS_INFO:
            return "The stewards of the glossary wait for details from those who asked. You hear from me what they decide."
        case _ if request.due_at is None or request.overdue:
            return "The stewards of the glossary decide about it. You hear from me what they say."
        case _:
            return f"The stewards of the glossary decide by {day(request.due_at)}. You hear from me what they say."


def wanted(candidate: Candidate, name: str) -> str:
    """How many asked for what is called `name`: people where they are known, else questions."""
    if candidate.people:
        return f"{'1 person' if candidate.people == 1 else f'{candidate.people:,} people'} asked for {name}"
    return f"{name} was asked for {'once' if candidate.questions == 1 else f'{candidate.questions:,} times'}"


def candidate_line(candidate: Candidate) -> str:
    asked = wanted(candidate, f"\u201c{short(candidate.subject, MAX_TERM)}\u201d")
    others = ", ".join(short(spelling, MAX_TERM) for spelling in candidate.spellings[1:4])
    return f"{asked}{f', also written {others}' if others else ''}"


def counted(queue: Queue) -> str:
    counts = queue.counts
    parts = [f"{counts.get(which, 0):,} {text}" for which, text in ((QueueFilter.SUBMITTED, "to decide"), (QueueFilter.NEEDS_INFO, "waiting for details"))]
    overdue = counts.get(QueueFilter.OVERDUE, 0)
    return f"{parts[0]}{f' ({overdue:,} overdue)' if overdue else ''}, {parts[1]}, {counts.get(QueueFilter.ACCEPTED, 0):,} to be written"


def queued_line(request: RequestView) -> str:
    """A request in a list."""
    asked = f"{people(request.askers)}, asked on {day(request.created_at)}"
    return f"{standing(request)} \u2013 {quoted(request.form.term)}, {asked}"


def mine_line(request: MyRequest) -> str:
    """One's own request in a list, without its name."""
    since = f"{'requested' if request.mine else 'first requested'} on {day(request.created_at)}"
    return f"{standing_for_askers(request)}. {people(request.askers)}; {since}."
