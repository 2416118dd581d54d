"""Which deliveries have had their effect. Platforms deliver again when an acknowledgement is late."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from bot.storage.database import Database
from bot.storage.statements import insert
from bot.storage.tables import processed_delivery


class Deliveries:
    """Call inside the transaction of the effect: both are stored, or neither."""

    def is_new(self, connection: Connection, tenant: str, delivery: str, at: datetime) -> bool:
        """True once for every delivery, however many threads ask; False means that the effect is stored already."""
        seen = insert(connection, processed_delivery).values(tenant=tenant, delivery_id=delivery, seen_at=at).on_conflict_do_nothing()
        return connection.execute(seen).rowcount == 1


class ProcessedDeliveries:
    """The same for effects outside the database, such as a message: done once the message is out."""

    def __init__(self, database: Database, deliveries: Deliveries) -> None:
        self._database = database
        self._deliveries = deliveries

    def is_done(self, tenant: str, delivery: str) -> bool:
        """Raises StorageUnavailable."""
        found = select(processed_delivery.c.seen_at).where(processed_delivery.c.tenant == tenant, processed_delivery.c.delivery_id == delivery)
        with self._database.reading() as connection:
            return connection.scalar(found) is not None

    def done(self, tenant: str, delivery: str) -> None:
        """Raises StorageUnavailable."""
        with self._database.writing() as connection:
            self._deliveries.is_new(connection, tenant, delivery, datetime.now(UTC))
