"""What is still to be done outside the database. A job is stored with the change it follows from, and done at least once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, update

from bot.core.requests import Job, NewJob
from bot.storage.database import Database
from bot.storage.statements import insert
from bot.storage.tables import outbox

MAX_ATTEMPTS = 5
LEASE_S = 60.0  # longer than any delivery may take; what a killed worker held is taken up after it
BACKOFF_S = 5.0  # before the second attempt
BACKOFF_FACTOR = 6.0  # 5 s, 30 s, 3 min, 18 min: a platform that is down for a quarter of an hour loses nothing
MAX_ERROR_CHARS = 200
_NEVER_FINISHED = "it was begun again and again and never finished"

_COLUMNS = (outbox.c.id, outbox.c.tenant, outbox.c.kind, outbox.c.payload, outbox.c.dedupe_key, outbox.c.attempts)


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up. Whom it was for is not in it."""

    id: int
    tenant: str
    kind: str
    request_id: int | None
    notice: str | None
    attempts: int
    error: str
    created_at: datetime


class Outbox:
    """Jobs of all tenants. Every method raises StorageUnavailable.

    `on_enqueued` may be set: it is called, from any thread, when jobs were stored, so that a worker of this process need not wait.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.on_enqueued: Callable[[], None] = lambda: None

    def enqueue(self, connection: Connection, tenant: str, job: NewJob, at: datetime) -> bool:
        """Stores a job inside the transaction of its cause; call `on_enqueued` after it. False when it is there, or another stands for it."""
        if job.unless_waiting is not None and connection.scalar(select(outbox.c.id).where(_waiting(tenant, job.kind, job.unless_waiting)).limit(1)):
            return False
        values = {"tenant": tenant, "kind": job.kind.value, "payload": dict(job.payload), "dedupe_key": job.key, "available_at": at, "created_at": at}
        return connection.execute(insert(connection, outbox).values(values).on_conflict_do_nothing()).rowcount == 1

    def add(self, tenant: str, job: NewJob, at: datetime) -> bool:
        """Stores a job that follows from nothing else. False when it is there."""
        with self._database.writing() as connection:
            added = self.enqueue(connection, tenant, job, at)
        if added:
            self.on_enqueued()
        return added

    def claim(self, kinds: Collection[str], now: datetime, limit: int, lease_s: float = LEASE_S) -> tuple[Job, ...]:
        """Takes jobs that are due in hand, oldest first: nobody else gets them before `lease_s` seconds are over."""
        due = and_(
            outbox.c.state == "pending",
            outbox.c.kind.in_(kinds),
            outbox.c.available_at <= now,
            or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until <= now),
        )
        with self._database.reading() as connection:
            if connection.scalar(select(outbox.c.id).where(due).limit(1)) is None:
                return ()
        claim = secrets.token_hex(8)
        with self._database.writing() as connection:
            connection.execute(
                update(outbox).where(due, outbox.c.attempts >= MAX_ATTEMPTS).values(state="dead", claim=None, claimed_until=None, last_error=_NEVER_FINISHED)
            )
            oldest = select(outbox.c.id).where(due).order_by(outbox.c.available_at, outbox.c.id).limit(limit)
            taken = {"claim": claim, "claimed_until": now + timedelta(seconds=lease_s), "attempts": outbox.c.attempts + 1}
            connection.execute(update(outbox).where(outbox.c.id.in_(oldest)).values(taken))
            rows = connection.execute(select(*_COLUMNS).where(outbox.c.claim == claim).order_by(outbox.c.id)).all()
        return tuple(_job(row, claim) for row in rows)

    def done(self, job: Job, now: datetime) -> None:
        """It is done, whoever holds it by now."""
        with self._database.writing() as connection:
            done = {"state": "done", "available_at": now, "claim": None, "claimed_until": None, "last_error": None}
            connection.execute(update(outbox).where(outbox.c.tenant == job.tenant, outbox.c.id == job.id, outbox.c.state == "pending").values(done))

    def failed(self, job: Job, now: datetime, error: str, *, after_s: float | None = None, jitter: float = 0.0, final: bool = False) -> bool:
        """Lets it come again, or gives it up: after so many attempts, or at once when `final`. True when it was given up.

        Args:
            error: for stewards to read; no names and no secrets.
            after_s: what the platform asked for; the usual pause otherwise.
            jitter: in [0, 1): how much of half a pause is added, so that what failed together does not come again together.
        """
        dead = final or job.attempts >= MAX_ATTEMPTS
        pause_s = (BACKOFF_S * BACKOFF_FACTOR ** (job.attempts - 1) if after_s is None else after_s) * (1 + jitter / 2)
        values = {"state": "dead" if dead else "pending", "available_at": now + timedelta(seconds=pause_s), "last_error": error[:MAX_ERROR_CHARS]}
        with self._database.writing() as connection:
            connection.execute(update(outbox).where(_held(job)).values(values | {"claim": None, "claimed_until": None}))
        return dead

    def release(self, job: Job) -> None:
        """Puts a job back as if it had not been taken: the program ends."""
        with self._database.writing() as connection:
            connection.execute(update(outbox).where(_held(job)).values(claim=None, claimed_until=None, attempts=outbox.c.attempts - 1))

    def dead(self, tenant: str, limit: int = 50) -> tuple[DeadJob, ...]:
        """What was given up, newest first."""
        columns = (*_COLUMNS, outbox.c.last_error, outbox.c.created_at)
        found = select(*columns).where(outbox.c.tenant == tenant, outbox.c.state == "dead").order_by(outbox.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return tuple(_dead(row) for row in connection.execute(found))

    def counts(self, state: str = "dead", tenant: str | None = None) -> Mapping[str, int]:
        """Jobs in a state (pending, done, dead), by kind; of all tenants without one."""
        counted = select(outbox.c.kind, func.count().label("jobs")).where(outbox.c.state == state).group_by(outbox.c.kind)
        with self._database.reading() as connection:
            rows = connection.execute(counted if tenant is None else counted.where(outbox.c.tenant == tenant)).all()
        return {row.kind: row.jobs for row in rows}

    def requeue(self, tenant: str, now: datetime, job_id: int | None = None) -> int:
        """Lets a dead job, or all of them, begin anew. Gives how many."""
        again = update(outbox).where(outbox.c.tenant == tenant, outbox.c.state == "dead")
        with self._database.writing() as connection:
            chosen = again if job_id is None else again.where(outbox.c.id == job_id)
            count = connection.execute(chosen.values(state="pending", attempts=0, available_at=now)).rowcount
        if count:
            self.on_enqueued()
        return count


def _waiting(tenant: str, kind: str, beginning: str) -> ColumnElement[bool]:
    """Stored, and nobody has looked yet at what it is about."""
    untouched = and_(outbox.c.state == "pending", outbox.c.claim.is_(None), outbox.c.attempts == 0)
    return and_(outbox.c.tenant == tenant, outbox.c.kind == kind, untouched, outbox.c.dedupe_key.startswith(beginning, autoescape=True))


def _held(job: Job) -> ColumnElement[bool]:
    return and_(outbox.c.tenant == job.tenant, outbox.c.id == job.id, outbox.c.claim == job.claim, outbox.c.state == "pending")


def _job(row: Row[*tuple[Any, ...]], claim: str) -> Job:
    return Job(row.id, row.tenant, row.kind, row.payload, row.dedupe_key, row.attempts, claim)


def _dead(row: Row[*tuple[Any, ...]]) -> DeadJob:
    about = row.payload
    return DeadJob(row.id, row.tenant, row.kind, about.get("request"), about.get("notice"), row.attempts, row.last_error or "", row.created_at)
