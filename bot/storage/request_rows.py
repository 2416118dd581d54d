"""Rows of requests <-> the values of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row

from bot.core.requests import By, Card, Citation, Draft, Happened, RequestForm, State, Urgency
from bot.core.requests.request import Event, Supporter, TermRequest
from bot.core.roles import Role


def request_row(request: TermRequest) -> dict[str, object]:
    """Every column but the id."""
    form = request.form
    return {
        "tenant": request.tenant,
        "term_key": form.key,
        "term": form.term,
        "state": request.state.value,
        "requester": request.requester,
        "anonymous": form.anonymous,
        "where_seen": form.where_seen,
        "excerpt": form.excerpt,
        "why": form.why,
        "roles": [role.value for role in form.roles],
        "urgency": form.urgency.value,
        "links": list(form.links),
        "aliases": list(form.aliases),
        "created_at": request.created_at,
        "updated_at": request.updated_at,
        "due_at": request.due_at,
        "details": list(request.details),
        "said": request.said,
        "draft": _draft_row(request.draft) if request.draft else None,
        "taken": list(request.taken),
        "slug": request.slug,
        "duplicate_of": request.duplicate_of,
        "card_channel": request.card.channel if request.card else None,
        "card_message": request.card.message if request.card else None,
    }


def request_of(row: Row[Any], supporters: Iterable[Row[Any]]) -> TermRequest:
    """Roles and urgencies that this version does not know are left out."""
    return TermRequest(
        id=row.id,
        tenant=row.tenant,
        form=RequestForm(
            term=row.term,
            where_seen=row.where_seen,
            excerpt=row.excerpt,
            why=row.why,
            roles=_roles(row.roles),
            urgency=next((urgency for urgency in Urgency if urgency == row.urgency), Urgency.EVERGREEN),
            links=tuple(row.links),
            aliases=tuple(row.aliases),
            anonymous=row.anonymous,
        ),
        requester=row.requester,
        created_at=row.created_at,
        updated_at=row.updated_at,
        state=State(row.state),
        due_at=row.due_at,
        supporters=tuple(Supporter(supporter.user_id, supporter.since, supporter.anonymous) for supporter in supporters),
        details=tuple(row.details),
        said=row.said,
        draft=_draft_of(row.draft) if row.draft else None,
        taken=tuple(row.taken),
        slug=row.slug,
        duplicate_of=row.duplicate_of,
        card=Card(row.card_channel, row.card_message) if row.card_channel and row.card_message else None,
    )


def event_row(tenant: str, event: Event) -> dict[str, object]:
    return {
        "tenant": tenant,
        "request_id": event.request_id,
        "happened_at": event.at,
        "actor": event.actor,
        "actor_kind": event.by.value,
        "action": event.action.value,
        "from_state": event.from_state.value if event.from_state else None,
        "to_state": event.to_state.value if event.to_state else None,
        "note": event.note,
    }


def event_of(row: Row[Any]) -> Event:
    before, now = (State(state) if state else None for state in (row.from_state, row.to_state))
    return Event(row.request_id, row.happened_at, By(row.actor_kind), row.actor, Happened(row.action), before, now, row.note)


def _draft_row(draft: Draft) -> Mapping[str, object]:
    return {
        "short_def": draft.short_def,
        "takeaways": {role.value: note for role, note in draft.takeaways.items()},
        "citations": [[citation.source, citation.url] for citation in draft.citations],
    }


def _draft_of(stored: Mapping[str, Any]) -> Draft:
    takeaways = {role: stored["takeaways"][role.value] for role in Role if role.value in stored["takeaways"]}
    return Draft(stored["short_def"], takeaways, tuple(Citation(*citation) for citation in stored["citations"]))


def _roles(values: Iterable[str]) -> tuple[Role, ...]:
    known = {role.value: role for role in Role}
    return tuple(known[value] for value in values if value in known)
