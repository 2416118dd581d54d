"""The questions that no entry answered, by spelling, out of the log of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select

from bot.core.requests import Unanswered
from bot.core.usage import AnswerKind
from bot.storage.database import Database
from bot.storage.tables import question_log

_WITHOUT_ANSWER = (AnswerKind.NOT_FOUND.value, AnswerKind.SUGGESTIONS.value)  # of several senses one is meant: that is an answer


class StoredUnansweredQuestions:
    """Implements `UnansweredQuestions`. People are the pseudonyms of the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unanswered(self, tenant: str, since: datetime, limit: int) -> Sequence[Unanswered]:
        log = question_log.c
        asked = and_(log.tenant == tenant, log.asked_at >= since, log.kind.in_(_WITHOUT_ANSWER), log.subject_key != "")
        count = func.count()
        most = (
            select(log.subject_key, count, func.max(log.asked_at)).where(asked).group_by(log.subject_key).order_by(count.desc(), log.subject_key).limit(limit)
        )
        subjects: dict[str, str] = {}
        people: dict[str, set[str]] = defaultdict(set)
        with self._database.reading() as connection:
            rows = connection.execute(most).all()
            these = and_(asked, log.subject_key.in_([row.subject_key for row in rows]))
            written = select(log.subject_key, log.subject).where(these).group_by(log.subject_key, log.subject).order_by(count.desc(), log.subject)
            for key, subject in connection.execute(written):
                subjects.setdefault(key, subject)
            for key, user in connection.execute(select(log.subject_key, log.user_hash).where(these, log.user_hash.is_not(None)).distinct()):
                people[key].add(user)
        return [Unanswered(key, subjects[key], questions, frozenset(people[key]), last) for key, questions, last in rows]
