"""Installations as slack_sdk knows them, kept encrypted: one a workspace, or one for a whole organization."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Protocol

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from bot.adapters.slack.keys import TokenKeys
from bot.adapters.workers import Workers, in_thread
from bot.errors import ConfigurationError

_LOG = logging.getLogger(__name__)
_KEPT = (
    "app_id",
    "enterprise_id",
    "enterprise_name",
    "team_id",
    "team_name",
    "bot_token",
    "bot_id",
    "bot_user_id",
    "bot_scopes",
    "bot_refresh_token",
    "bot_token_expires_at",
    "user_id",
    "is_enterprise_install",
    "token_type",
    "installed_at",
)
"""Tokens of people and incoming webhooks are not asked for, and not kept."""


class Rows(Protocol):
    """Where encrypted installations lie. Every method raises StorageUnavailable."""

    def find(self, tenant: str) -> str | None: ...

    def save(self, tenant: str, content: str) -> None: ...

    def replace(self, tenant: str, content: str, by: str) -> bool:
        """False, and nothing is changed, unless `content` stands there."""
        ...

    def delete(self, tenant: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """An installation as it lies in storage; `content` is what it was read from."""

    tenant: str
    content: str
    installation: Installation


def tenant_of(enterprise_id: str | None, team_id: str | None, *, is_enterprise_install: bool) -> str | None:
    """Whose data it is: the organization's where the app is installed for all of it, else the workspace's."""
    return (enterprise_id if is_enterprise_install else None) or team_id or enterprise_id


class EncryptedInstallationStore(AsyncInstallationStore):
    """Implements slack_sdk's store. Every method may raise StorageUnavailable, those that read ConfigurationError too: no key opens what is stored."""

    def __init__(self, rows: Rows, keys: TokenKeys, workers: Workers | None = None) -> None:
        self._rows = rows
        self._keys = keys
        self._storing = (workers or Workers()).storing

    @property
    def logger(self) -> logging.Logger:
        return _LOG

    async def read(self, tenant: str) -> Kept | None:
        """What is stored for a tenant. What an older key has encrypted is encrypted anew."""
        return await in_thread(self._storing, self._read, tenant)

    async def replace(self, kept: Kept, by: Installation) -> Kept | None:
        """What is stored now; None, and nothing is changed, when the row is no longer what it was: somebody was first, or the app was removed."""
        content = self._sealed(by)
        done = await in_thread(self._storing, self._rows.replace, kept.tenant, kept.content, content)
        return Kept(kept.tenant, content, by) if done else None

    async def async_save(self, installation: Installation) -> None:
        tenant = tenant_of(installation.enterprise_id, installation.team_id, is_enterprise_install=installation.is_enterprise_install)
        if tenant is None:
            raise ValueError("an installation belongs to a workspace or an organization")
        await in_thread(self._storing, self._rows.save, tenant, self._sealed(installation))

    async def async_find_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None, is_enterprise_install: bool | None = False
    ) -> Installation | None:
        tenant = tenant_of(enterprise_id, team_id, is_enterprise_install=bool(is_enterprise_install))
        kept = await self.read(tenant) if tenant else None
        return kept.installation if kept and user_id in {None, kept.installation.user_id} else None

    async def async_find_bot(self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False) -> Bot | None:
        found = await self.async_find_installation(enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install)
        return found.to_bot() if found else None

    async def async_delete_installation(self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None) -> None:
        if user_id is None:  # with a user id it is about that person's token, and none is kept
            await self.async_delete_all(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self.async_delete_all(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        tenant = tenant_of(enterprise_id, team_id, is_enterprise_install=team_id is None)
        if tenant:
            await in_thread(self._storing, self._rows.delete, tenant)

    def _read(self, tenant: str) -> Kept | None:
        content = self._rows.find(tenant)
        if content is None:
            return None
        installation = Installation(**json.loads(self._keys.decrypt(content)))
        if tenant_of(installation.enterprise_id, installation.team_id, is_enterprise_install=installation.is_enterprise_install) != tenant:
            raise ConfigurationError("a stored Slack token stands in the row of another workspace", hint="put a backup in the database's place")
        if not self._keys.is_newest(content):
            renewed = self._sealed(installation)
            if self._rows.replace(tenant, content, renewed):
                content = renewed
        return Kept(tenant, content, installation)

    def _sealed(self, installation: Installation) -> str:
        return self._keys.encrypt(json.dumps({name: getattr(installation, name) for name in _KEPT}))
