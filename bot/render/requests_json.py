"""Term requests -> plain values for JSON. Nobody who asks anonymously is named: the views have no place for it."""

from __future__ import annotations

from datetime import datetime

from typing_extensions import TypedDict

from bot.core.requests import Backlog, Draft, EventView, NamedRequestView, RequestView
from bot.render.as_json import CitationJson


class DraftJson(TypedDict):
    short_def: str
    takeaways: dict[str, str]
    citations: list[CitationJson]


class RequestJson(TypedDict):
    """A request as stewards see it. Times are ISO 8601 in UTC; `requester` is null for somebody unknown or anonymous."""

    id: int
    term: str
    state: str
    askers: int
    requester: str | None
    supporters: list[str]
    anonymous: bool
    created_at: str
    updated_at: str
    due_at: str | None
    overdue: bool
    why: str
    where_seen: str
    excerpt: str
    roles: list[str]
    urgency: str
    links: list[str]
    aliases: list[str]
    details: list[str]
    said: str
    draft: DraftJson | None
    slug: str | None
    duplicate_of: int | None


class EventJson(TypedDict):
    at: str
    by: str
    who: str | None
    action: str
    from_state: str | None
    to_state: str | None
    note: str


class WaitingJson(TypedDict):
    """An open request, without names. `due_at` says when a decision is promised."""

    term: str
    state: str
    askers: int
    created_at: str
    due_at: str | None
    overdue: bool


class BacklogJson(TypedDict):
    """`by_state` has every state. `waiting` are the open requests, oldest first, the first fifty at most."""

    by_state: dict[str, int]
    overdue: int
    waiting: list[WaitingJson]


def backlog_json(backlog: Backlog) -> BacklogJson:
    return {
        "by_state": {state.value: count for state, count in backlog.counts.items()},
        "overdue": backlog.overdue,
        "waiting": [
            {
                "term": item.term,
                "state": item.state.value,
                "askers": item.askers,
                "created_at": _time(item.created_at),
                "due_at": _time(item.due_at) if item.due_at else None,
                "overdue": item.overdue,
            }
            for item in backlog.waiting
        ],
    }


def request_json(request: RequestView) -> RequestJson:
    form = request.form
    return {
        "id": request.id,
        "term": form.term,
        "state": request.state.value,
        "askers": request.askers,
        "requester": request.requester if isinstance(request, NamedRequestView) else None,
        "supporters": list(request.supporters),
        "anonymous": form.anonymous,
        "created_at": _time(request.created_at),
        "updated_at": _time(request.updated_at),
        "due_at": _time(request.due_at) if request.due_at else None,
        "overdue": request.overdue,
        "why": form.why,
        "where_seen": form.where_seen,
        "excerpt": form.excerpt,
        "roles": [role.value for role in form.roles],
        "urgency": form.urgency.value,
        "links": list(form.links),
        "aliases": list(form.aliases),
        "details": list(request.details),
        "said": request.said,
        "draft": _draft(request.draft) if request.draft else None,
        "slug": request.slug,
        "duplicate_of": request.duplicate_of,
    }


def event_json(event: EventView) -> EventJson:
    return {
        "at": _time(event.at),
        "by": event.by.value,
        "who": event.who,
        "action": event.action.value,
        "from_state": event.from_state.value if event.from_state else None,
        "to_state": event.to_state.value if event.to_state else None,
        "note": event.note,
    }


def _draft(draft: Draft) -> DraftJson:
    return {
        "short_def": draft.short_def,
        "takeaways": {role.value: note for role, note in draft.takeaways.items()},
        "citations": [{"source": item.source, "url": item.url} for item in draft.citations],
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
