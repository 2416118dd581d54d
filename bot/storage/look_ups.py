"""What a person has looked up, out of the log of questions."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.key import pseudonym
from bot.storage.tables import question_log


class StoredLookUps:
    """Implements `LookUps`."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def recent(self, tenant: str, user: str, limit: int) -> tuple[str, ...]:
        newest = func.max(question_log.c.asked_at)
        found = (
            select(question_log.c.slug)
            .where(question_log.c.tenant == tenant, question_log.c.user_hash == pseudonym(self._key, tenant, user), question_log.c.slug.is_not(None))
            .group_by(question_log.c.slug)
            .order_by(newest.desc(), question_log.c.slug)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(connection.scalars(found))
