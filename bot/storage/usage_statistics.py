"""What was asked and said, counted by the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, select

from bot.core.answer import Step
from bot.core.usage import ANSWERED, Counted, Statistics
from bot.storage.database import Database
from bot.storage.tables import feedback, question_log

TOP = 10  # names in a list: what is looked at
_STEPS = (*(step.value for step in Step), "none")


class StoredStatistics:
    """Implements `UsageStatistics`. Lists are by count, then by name; days are those of UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def statistics(self, tenant: str, since: date, until: date) -> Statistics:
        """Raises StorageUnavailable."""
        asked = _within(question_log.c.tenant, question_log.c.asked_at, tenant, since, until)
        said = _within(feedback.c.tenant, feedback.c.said_at, tenant, since, until)
        answered = question_log.c.kind.in_([kind.value for kind in ANSWERED])
        with self._database.reading() as connection:
            by_day = _counts(connection, func.date(question_log.c.asked_at), asked)
            by_step = _counts(connection, func.coalesce(question_log.c.step, "none"), asked)
            votes = _counts(connection, feedback.c.helpful, said)
            return Statistics(
                since=since,
                until=until,
                questions=sum(by_day.values()),
                answered=sum(_counts(connection, question_log.c.kind, and_(asked, answered)).values()),
                by_day={day: by_day.get(day.isoformat(), 0) for day in days(since, until)},
                by_step={step: by_step.get(step, 0) for step in _STEPS},
                most_asked=_top(connection, question_log.c.subject, and_(asked, answered)),
                unanswered=_top(connection, question_log.c.subject_key, and_(asked, ~answered)),
                helpful=votes.get("True", 0),
                not_helpful=votes.get("False", 0),
            )


def days(since: date, until: date) -> list[date]:
    """Every day from one to the other, both included."""
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def nothing(since: date, until: date) -> Statistics:
    """Of an installation that nobody has asked yet."""
    return Statistics(since, until, 0, 0, dict.fromkeys(days(since, until), 0), dict.fromkeys(_STEPS, 0))


def _within(owner: ColumnElement[str], moment: ColumnElement[datetime], tenant: str, since: date, until: date) -> ColumnElement[bool]:
    start, end = (datetime.combine(day, time.min, UTC) for day in (since, until + timedelta(days=1)))
    return and_(owner == tenant, moment >= start, moment < end)


def _counts(connection: Connection, what: ColumnElement[object], where: ColumnElement[bool]) -> Mapping[str, int]:
    rows = connection.execute(select(what, func.count()).where(where).group_by(what))
    return {str(value): count for value, count in rows}


def _top(connection: Connection, group: ColumnElement[str], where: ColumnElement[bool]) -> tuple[Counted, ...]:
    """The largest groups, each under the subject that was written last."""
    newest_first = (question_log.c.asked_at.desc(), question_log.c.id.desc())
    ranked = (
        select(
            question_log.c.subject,
            func.count().over(partition_by=group).label("count"),
            func.row_number().over(partition_by=group, order_by=newest_first).label("place"),
        )
        .where(where, group != "")
        .subquery()
    )
    largest = select(ranked.c.subject, ranked.c.count).where(ranked.c.place == 1).order_by(ranked.c.count.desc(), ranked.c.subject).limit(TOP)
    return tuple(Counted(subject, count) for subject, count in connection.execute(largest))
