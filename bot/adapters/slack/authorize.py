"""Which token answers a request: the one of the workspace it comes from."""

from __future__ import annotations

import logging

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack.installation import EncryptedInstallationStore, tenant_of
from bot.adapters.slack.installation_cache import KnownInstallations
from bot.adapters.slack.oauth_access import SlackApp
from bot.adapters.slack.oauth_renewal import Renewals
from bot.errors import ConfigurationError

_LOG = logging.getLogger(__name__)


class InstalledWorkspaces(AsyncAuthorize):
    """Tokens of the workspaces that have installed the app. Neither the database nor Slack is asked for a workspace that is remembered."""

    def __init__(self, store: EncryptedInstallationStore, app: SlackApp) -> None:
        self._known = KnownInstallations(store)
        self._renewals = Renewals(store, self._known, app.renew)

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,  # noqa: ARG002 - for tokens of people, of which there are none
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult | None:
        """None for a workspace without a token that can be used. Raises StorageUnavailable."""
        tenant = tenant_of(enterprise_id, team_id, is_enterprise_install=bool(context.is_enterprise_install))
        if tenant is None:
            return None
        try:
            kept = await self._known.find(tenant)
            kept = kept and await self._renewals.usable(kept)
        except ConfigurationError as error:
            _LOG.error("Slack workspace %s cannot be answered: %s; %s", tenant, error, error.hint)
            return None
        if kept is None:
            return None
        installation = kept.installation
        return AuthorizeResult(
            enterprise_id=installation.enterprise_id,
            team_id=installation.team_id or team_id,  # with an installation for a whole organization, the workspace is only where people are
            team=installation.team_name,
            bot_id=installation.bot_id,
            bot_user_id=installation.bot_user_id,
            bot_token=installation.bot_token,
            bot_scopes=installation.bot_scopes,
            user_id=user_id,
        )

    def forget(self, tenant: str) -> None:
        """The app was removed there, or installed anew: what is remembered no longer holds."""
        self._known.forget(tenant)

    async def check(self) -> None:
        """Each workspace has its own token: there is nothing to ask ahead."""

    async def settle(self) -> None:
        """Returns when nothing is being renewed: call it before the database is closed."""
        await self._renewals.settle()
