"""Whether answers helped."""

from __future__ import annotations

from datetime import datetime

from bot.core.normalize import clean
from bot.core.usage import Asker, Feedback
from bot.storage.database import Database
from bot.storage.deliveries import Deliveries
from bot.storage.key import pseudonym
from bot.storage.statements import insert
from bot.storage.tables import feedback as votes


class StoredFeedback:
    """Implements `FeedbackLog`. A person is stored as a pseudonym."""

    def __init__(self, database: Database, deliveries: Deliveries, key: bytes) -> None:
        self._database = database
        self._deliveries = deliveries
        self._key = key

    def record(self, asker: Asker, feedback: Feedback, *, at: datetime, delivery: str | None = None) -> bool:
        row = {
            "tenant": asker.tenant,
            "user_hash": pseudonym(self._key, asker.tenant, asker.user) if asker.user else None,
            "surface": asker.surface.value,
            "slug": feedback.slug,
            "helpful": feedback.helpful,
            "question": clean(feedback.question),
            "comment": clean(feedback.comment),
            "said_at": at,
        }
        with self._database.writing() as connection:
            if delivery is not None and not self._deliveries.is_new(connection, asker.tenant, delivery, at):
                return False
            vote = insert(connection, votes).values(row)
            connection.execute(vote.on_conflict_do_update(index_elements=["tenant", "user_hash", "slug"], set_=row))
        return True
