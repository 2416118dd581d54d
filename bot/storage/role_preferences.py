"""The role that a person has chosen."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.core.roles import Role
from bot.storage.database import Database
from bot.storage.statements import insert
from bot.storage.tables import role_preference


class StoredRolePreferences:
    """Implements `RolePreferences`. The user id is kept as the platform gives it: what somebody chose must be found, shown and deleted by it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def role(self, tenant: str, user: str) -> Role | None:
        """None also for a role that this version does not know."""
        with self._database.reading() as connection:
            chosen = connection.scalar(select(role_preference.c.role).where(role_preference.c.tenant == tenant, role_preference.c.user_id == user))
        return next((role for role in Role if role == chosen), None)

    def choose(self, tenant: str, user: str, role: Role | None) -> None:
        with self._database.writing() as connection:
            if role is None:
                connection.execute(delete(role_preference).where(role_preference.c.tenant == tenant, role_preference.c.user_id == user))
                return
            chosen = insert(connection, role_preference).values(tenant=tenant, user_id=user, role=role.value)
            connection.execute(chosen.on_conflict_do_update(index_elements=["tenant", "user_id"], set_={"role": role.value}))
