"""Which deliveries have had their effect. Platforms deliver again when an acknowledgement is late."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.storage.statements import insert
from bot.storage.tables import processed_delivery


class Deliveries:
    """Call inside the transaction of the effect: both are stored, or neither."""

    def is_new(self, connection: Connection, tenant: str, delivery: str, at: datetime) -> bool:
        """True once for every delivery, however many threads ask; False means that the effect is stored already."""
        seen = insert(connection, processed_delivery).values(tenant=tenant, delivery_id=delivery, seen_at=at).on_conflict_do_nothing()
        return connection.execute(seen).rowcount == 1
