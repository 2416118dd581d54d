"""The workspaces that installed the Slack app, each with what the adapter has encrypted for it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from bot.storage.database import Database
from bot.storage.deliveries import Deliveries
from bot.storage.statements import insert
from bot.storage.tables import slack_installation

_INSTALLING = "slack-install"  # who installs is no tenant yet: the states of installations that were begun belong to this one


class StoredSlackInstallations:
    """One row a tenant: a workspace, or a whole organization. Every method raises StorageUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._deliveries = Deliveries()

    def find(self, tenant: str) -> str | None:
        """What was saved."""
        with self._database.reading() as connection:
            return connection.scalar(select(slack_installation.c.content).where(slack_installation.c.tenant == tenant))

    def save(self, tenant: str, content: str) -> None:
        """Saves, whatever was there before."""
        values = {"content": content, "saved_at": datetime.now(UTC)}
        with self._database.writing() as connection:
            saved = insert(connection, slack_installation).values(tenant=tenant, **values)
            connection.execute(saved.on_conflict_do_update(index_elements=["tenant"], set_=values))

    def replace(self, tenant: str, content: str, by: str) -> bool:
        """True when `by` stands where `content` stood; False, and nothing is changed, when somebody else was first or the row is gone."""
        unchanged = (slack_installation.c.tenant == tenant) & (slack_installation.c.content == content)
        with self._database.writing() as connection:
            return connection.execute(update(slack_installation).where(unchanged).values(content=by, saved_at=datetime.now(UTC))).rowcount == 1

    def delete(self, tenant: str) -> None:
        """Deletes the row, if there is one."""
        with self._database.writing() as connection:
            connection.execute(delete(slack_installation).where(slack_installation.c.tenant == tenant))

    def is_new_state(self, state: str) -> bool:
        """True once for every state of an installation, in whichever process it is asked."""
        with self._database.writing() as connection:
            return self._deliveries.is_new(connection, _INSTALLING, state, datetime.now(UTC))
