"""Wishes for entries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.normalize import clean, normalize
from bot.core.usage import Asker
from bot.storage.database import Database
from bot.storage.statements import insert
from bot.storage.tables import OPEN_STATES, term_request, term_request_event, term_request_supporter


class StoredTermRequests:
    """Implements `TermRequests`. The index on open requests decides who was first, also among processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def file(self, asker: Asker, term: str, *, at: datetime) -> bool:
        key = normalize(term)
        request: dict[str, object] = {
            "tenant": asker.tenant,
            "term_key": key,
            "term": clean(term),
            "state": "submitted",
            "requester": asker.user,
            "anonymous": False,
            "where_seen": "",
            "excerpt": "",
            "why": "",
            "roles": [],
            "urgency": "",
            "links": [],
            "aliases": [],
            "created_at": at,
            "updated_at": at,
        }
        with self._database.writing() as connection:
            first = connection.execute(insert(connection, term_request).values(request).on_conflict_do_nothing()).rowcount == 1
            number = connection.scalar(
                select(term_request.c.id).where(term_request.c.tenant == asker.tenant, term_request.c.term_key == key, term_request.c.state.in_(OPEN_STATES))
            )
            if first:
                connection.execute(term_request_event.insert().values(_event(asker, number, at, "submitted", None)))
            elif asker.user:
                self._support(connection, asker, number, at)
        return first

    def _support(self, connection: Connection, asker: Asker, number: int | None, at: datetime) -> None:
        requester = connection.scalar(select(term_request.c.requester).where(term_request.c.id == number))
        if requester == asker.user:
            return
        supporter = insert(connection, term_request_supporter).values(tenant=asker.tenant, request_id=number, user_id=asker.user, since=at)
        if connection.execute(supporter.on_conflict_do_nothing()).rowcount:
            state = connection.scalar(select(term_request.c.state).where(term_request.c.id == number))
            connection.execute(term_request_event.insert().values(_event(asker, number, at, "supported", state)))


def _event(asker: Asker, number: int | None, at: datetime, action: str, state: str | None) -> dict[str, object]:
    return {
        "tenant": asker.tenant,
        "request_id": number,
        "happened_at": at,
        "actor": asker.user,
        "action": action,
        "from_state": state,
        "to_state": state or "submitted",
        "note": "",
    }
