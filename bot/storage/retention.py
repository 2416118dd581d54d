"""What is deleted: rows that are old enough, and everything of a tenant that has gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, select, tuple_

from bot.storage.database import Database
from bot.storage.tables import feedback, metadata, outbox, processed_delivery, question_log

DELIVERY_DAYS = 7  # platforms give up delivering again within a day; a week covers one that was down
JOB_DAYS = 7  # finished jobs, for whoever looks into what was sent
FEEDBACK_DAYS = 365  # a year of votes shows whether an entry got better
BATCH = 500  # rows a transaction: the write lock is held for milliseconds


def purge(database: Database, now: datetime, question_days: int) -> Mapping[str, int]:
    """Deletes what is older than its time, in many short transactions. Gives the number of deleted rows by table.

    Raises:
        StorageUnavailable: the rest is deleted next time.
    """

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    outdated: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (question_log, question_log.c.asked_at < before(question_days)),
        (processed_delivery, processed_delivery.c.seen_at < before(DELIVERY_DAYS)),
        (outbox, (outbox.c.state == "done") & (outbox.c.available_at < before(JOB_DAYS))),
        (feedback, feedback.c.said_at < before(FEEDBACK_DAYS)),
    )
    return {table.name: _delete(database, table, condition) for table, condition in outdated}


def forget_tenant(database: Database, tenant: str) -> Mapping[str, int]:
    """Deletes every row of a tenant, of every table, in one transaction. Gives the number of deleted rows by table.

    Raises:
        StorageUnavailable: nothing was deleted.
    """
    with database.writing() as connection:
        children_first = reversed(metadata.sorted_tables)
        return {table.name: connection.execute(delete(table).where(table.c.tenant == tenant)).rowcount for table in children_first}


def _delete(database: Database, table: Table, condition: ColumnElement[bool]) -> int:
    key = list(table.primary_key.columns)
    some = delete(table).where(tuple_(*key).in_(select(*key).where(condition).limit(BATCH)))
    total = 0
    while True:
        with database.writing() as connection:
            count = connection.execute(some).rowcount
        total += count
        if count < BATCH:
            return total
