"""Where people of Teams can be reached: conversations that the app is part of, and who was met in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.core.reach import PERSONAL, Reach
from bot.storage.database import Database
from bot.storage.statements import insert
from bot.storage.tables import teams_conversation


class StoredTeamsConversations:
    """One row a conversation and person. Every method raises StorageUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, tenant: str, met: Reach, at: datetime) -> bool:
        """Adds it, or brings it up to date; what is installed stays so. True when it is installed by this, and was not before."""
        values = {
            "kind": met.kind,
            "service_url": met.service_url,
            "directory": met.directory,
            "user_id": met.user,
            "account": met.account,
            "name": met.name,
            "seen_at": at,
        }
        with self._database.writing() as connection:
            before = connection.scalar(select(_T.installed).where(_T.tenant == tenant, _T.conversation == met.conversation))
            added = insert(connection, teams_conversation).values(tenant=tenant, conversation=met.conversation, installed=met.installed, **values)
            later = {**values, "installed": True} if met.installed else values
            connection.execute(added.on_conflict_do_update(index_elements=["tenant", "conversation"], set_=later))
        return met.installed and not before

    def find(self, tenant: str, conversation: str) -> Reach | None:
        with self._database.reading() as connection:
            row = connection.execute(_SELECT.where(_T.tenant == tenant, _T.conversation == conversation)).first()
        return Reach(*row) if row else None

    def anywhere(self, tenant: str) -> Reach | None:
        """The conversation of a tenant that was spoken in last: its service takes messages for all of them."""
        with self._database.reading() as connection:
            row = connection.execute(_SELECT.where(_T.tenant == tenant).order_by(_T.installed.desc(), _T.seen_at.desc())).first()
        return Reach(*row) if row else None

    def person(self, tenant: str, user: str) -> Reach | None:
        """How to reach somebody: the personal conversation when it is known, else where the person was met."""
        with self._database.reading() as connection:
            rows = connection.execute(_SELECT.where(_T.tenant == tenant, _T.user_id == user).order_by(_T.seen_at.desc())).all()
        found = [Reach(*row) for row in rows]
        return next((item for item in found if item.kind == PERSONAL), found[0] if found else None)

    def names(self, tenant: str, users: Iterable[str]) -> Mapping[str, str]:
        """What people call themselves, as far as they were met."""
        asked = list(users)
        with self._database.reading() as connection:
            rows = connection.execute(select(_T.user_id, _T.name).where(_T.tenant == tenant, _T.user_id.in_(asked)).order_by(_T.seen_at)).all()
        return {user: name for user, name in rows if name}

    def forget(self, tenant: str, conversation: str) -> int:
        """Deletes it; gives how many conversations of the tenant are left in which the app is installed."""
        with self._database.writing() as connection:
            connection.execute(delete(teams_conversation).where(_T.tenant == tenant, _T.conversation == conversation))
            left = select(func.count()).select_from(teams_conversation).where(_T.tenant == tenant, _T.installed)
            return int(connection.scalar(left) or 0)


_T = teams_conversation.c
_SELECT = select(_T.conversation, _T.kind, _T.service_url, _T.directory, _T.user_id, _T.account, _T.name, _T.installed)
