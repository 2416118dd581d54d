"""How stewards read where a request stands, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.core.requests import By, EventView, Happened, NamedRequestView, RequestView, State, Urgency
from bot.render.slack import blocks
from bot.render.slack.text import inert, short

MAX_TERM = 120  # characters of a term in a sentence
_NOTE = 160  # characters of what was said, in small print

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


def day(moment: datetime) -> str:
    return f"{moment:%-d %B %Y}"


def name(request: RequestView) -> str:
    """The term, quoted."""
    return f"\u201c{short(request.form.term, MAX_TERM)}\u201d"


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


def asked_by(request: RequestView) -> str:
    """Who asked, in mrkdwn. Somebody who is not to be named is nobody's to name."""
    who = blocks.mention(request.requester) if isinstance(request, NamedRequestView) else "anonymously" if request.form.anonymous else "somebody unknown"
    by = who if who == "anonymously" else f"by {who}"
    return f"Asked {by} on {day(request.created_at)}"


def event(view: EventView) -> str:
    """What happened, in mrkdwn."""
    said = inert(short(view.note, _NOTE)) if view.action is not Happened.PUBLISHED else ""
    return f"{_step(view)}{f': {said}' if said else ''}"


def decided(history: Sequence[EventView]) -> str:
    """Who was first, in mrkdwn: the last step that led to another state."""
    last = next((view for view in reversed(history) if view.to_state is not None and view.to_state is not view.from_state), None)
    return f"{_step(last)}. The card shows how it stands now." if last else "This request has changed meanwhile."


def _step(view: EventView) -> str:
    if view.action is Happened.PUBLISHED:
        return f"In the glossary since {day(view.at)}"
    return f"{_who(view)} {_HAPPENED[view.action]}, {day(view.at)}"


def _who(view: EventView) -> str:
    if view.who:
        return blocks.mention(view.who)
    return "The glossary" if view.by is By.SYSTEM else "An asker"
