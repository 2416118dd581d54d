"""Requests, their history, and the jobs that follow from them: one transaction a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, func, or_, select, update

from bot.core.requests import NewJob, State
from bot.core.requests.ports import RequestCounts
from bot.core.requests.request import Event, TermRequest
from bot.storage.database import Database
from bot.storage.deliveries import Deliveries
from bot.storage.outbox import Outbox
from bot.storage.request_rows import event_of, event_row, request_of, request_row
from bot.storage.statements import insert
from bot.storage.tables import OPEN_STATES, term_request, term_request_event, term_request_supporter


class StoredTermRequests:
    """Implements `TermRequests`."""

    def __init__(self, database: Database, deliveries: Deliveries, outbox: Outbox) -> None:
        self._database = database
        self._deliveries = deliveries
        self._outbox = outbox

    @contextmanager
    def writing(self, tenant: str, *, at: datetime, delivery: str | None = None) -> Iterator[RequestWriting]:
        """The write lock is held from the beginning: what is read inside is so until the end."""
        with self._database.writing() as connection:
            repeated = delivery is not None and not self._deliveries.is_new(connection, tenant, delivery, at)
            writing = RequestWriting(connection, self._outbox, tenant, at, repeated=repeated)
            yield writing
        if writing.has_enqueued:
            self._outbox.on_enqueued()

    def find(self, tenant: str, request_id: int) -> TermRequest | None:
        with self._database.reading() as connection:
            return _one(connection, _of(tenant).where(term_request.c.id == request_id))

    def select(
        self, tenant: str, states: Collection[State], *, asker: str | None = None, due_before: datetime | None = None, limit: int | None = None
    ) -> tuple[TermRequest, ...]:
        chosen = _of(tenant).where(term_request.c.state.in_([state.value for state in states])).order_by(term_request.c.created_at, term_request.c.id)
        if asker is not None:
            supports = exists().where(term_request_supporter.c.request_id == term_request.c.id, term_request_supporter.c.user_id == asker)
            chosen = chosen.where(or_(term_request.c.requester == asker, supports))
        if due_before is not None:
            chosen = chosen.where(term_request.c.due_at < due_before)
        with self._database.reading() as connection:
            return _all(connection, chosen.limit(limit))

    def counts(self, tenant: str, now: datetime) -> RequestCounts:
        counted = select(term_request.c.state, func.count()).where(term_request.c.tenant == tenant).group_by(term_request.c.state)
        late = counted.where(term_request.c.state == State.SUBMITTED.value, term_request.c.due_at < now)
        with self._database.reading() as connection:
            by_state = {State(state): count for state, count in connection.execute(counted)}
            return RequestCounts(by_state, sum(count for _, count in connection.execute(late)))

    def history(self, tenant: str, request_id: int) -> tuple[Event, ...]:
        found = select(term_request_event).where(term_request_event.c.tenant == tenant, term_request_event.c.request_id == request_id)
        with self._database.reading() as connection:
            return tuple(map(event_of, connection.execute(found.order_by(term_request_event.c.id))))

    def refusals(self, tenant: str, limit: int) -> tuple[Event, ...]:
        found = select(term_request_event).where(term_request_event.c.tenant == tenant, term_request_event.c.action == "refused")
        with self._database.reading() as connection:
            return tuple(map(event_of, connection.execute(found.order_by(term_request_event.c.id.desc()).limit(limit))))

    def tenants(self, state: State) -> tuple[str, ...]:
        found = select(term_request.c.tenant).where(term_request.c.state == state.value).distinct().order_by(term_request.c.tenant)
        with self._database.reading() as connection:
            return tuple(connection.scalars(found))


class RequestWriting:
    """Implements `RequestTransaction`."""

    def __init__(self, connection: Connection, outbox: Outbox, tenant: str, at: datetime, *, repeated: bool) -> None:
        self._connection = connection
        self._outbox = outbox
        self._tenant = tenant
        self._at = at
        self.repeated = repeated
        self.has_enqueued = False

    def find(self, request_id: int) -> TermRequest | None:
        return _one(self._connection, _of(self._tenant).where(term_request.c.id == request_id))

    def find_term(self, key: str) -> TermRequest | None:
        open_first = (term_request.c.state.in_(OPEN_STATES).desc(), term_request.c.id.desc())
        return _one(self._connection, _of(self._tenant).where(term_request.c.term_key == key).order_by(*open_first).limit(1))

    def save(self, request: TermRequest) -> TermRequest:
        row = request_row(request)
        if request.id:
            mine = (term_request.c.tenant == self._tenant, term_request.c.id == request.id)
            self._connection.execute(update(term_request).where(*mine).values(row))
            number = request.id
        else:
            number = self._connection.execute(insert(self._connection, term_request).values(row).returning(term_request.c.id)).scalar_one()
        self._save_supporters(number, request)
        return _one(self._connection, _of(self._tenant).where(term_request.c.id == number)) or request

    def _save_supporters(self, number: int, request: TermRequest) -> None:
        users = [supporter.user for supporter in request.supporters]
        mine = (term_request_supporter.c.tenant == self._tenant, term_request_supporter.c.request_id == number)
        self._connection.execute(delete(term_request_supporter).where(*mine, term_request_supporter.c.user_id.not_in(users)))
        for supporter in request.supporters:
            row = {"tenant": self._tenant, "request_id": number, "user_id": supporter.user, "since": supporter.since, "anonymous": supporter.anonymous}
            self._connection.execute(insert(self._connection, term_request_supporter).values(row).on_conflict_do_nothing())

    def record(self, event: Event) -> int:
        stored = insert(self._connection, term_request_event).values(event_row(self._tenant, event)).returning(term_request_event.c.id)
        return int(self._connection.execute(stored).scalar_one())

    def enqueue(self, jobs: Sequence[NewJob]) -> None:
        for job in jobs:
            self.has_enqueued |= self._outbox.enqueue(self._connection, self._tenant, job, self._at)


def _of(tenant: str) -> Select[Any]:
    return select(term_request).where(term_request.c.tenant == tenant)


def _one(connection: Connection, chosen: Select[Any]) -> TermRequest | None:
    return next(iter(_all(connection, chosen)), None)


def _all(connection: Connection, chosen: Select[Any]) -> tuple[TermRequest, ...]:
    rows = connection.execute(chosen).all()
    supporters: dict[int, list[Row[Any]]] = defaultdict(list)
    of_these = select(term_request_supporter).where(term_request_supporter.c.request_id.in_([row.id for row in rows]))
    for supporter in connection.execute(of_these.order_by(term_request_supporter.c.since, term_request_supporter.c.user_id)):
        supporters[supporter.request_id].append(supporter)
    return tuple(request_of(row, supporters[row.id]) for row in rows)
