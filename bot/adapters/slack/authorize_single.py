"""The one token of an app that is installed in one workspace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.oauth_access import content
from bot.adapters.slack.refusals import refusal

_LOG = logging.getLogger(__name__)
PATIENCE_S = 2.0  # Slack waits three seconds for an answer
_NO_LONGER_VALID = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})


class SingleWorkspace(AsyncAuthorize):
    """Asks Slack once who the token belongs to; after a failure again at the next request.

    Args:
        client: without a token.
        token: SLACK_BOT_TOKEN.
    """

    def __init__(self, client: AsyncWebClient, token: str) -> None:
        self._client = client
        self._token = token
        self._bot: Mapping[str, Any] | None = None
        self._asking = asyncio.Lock()

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - there is one workspace
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult | None:
        """None when Slack no longer takes the token. While Slack does not say whose it is, it is used all the same: many answers need no call."""
        bot = await self._known()
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.get("enterprise_id", enterprise_id),
            team_id=bot.get("team_id", team_id),
            team=bot.get("team"),
            url=bot.get("url"),
            bot_id=bot.get("bot_id"),
            bot_user_id=bot.get("user_id"),
            bot_token=self._token,
            user_id=user_id,
        )

    def forget(self, _: str) -> None:
        """The app was removed: the next request asks Slack again."""
        self._bot = None

    async def settle(self) -> None:
        """There is nothing to wait for."""

    async def check(self) -> None:
        """Ahead of the first request: then nobody waits for it, and a token that Slack does not take is in the log at the start."""
        await self._known()

    async def _known(self) -> Mapping[str, Any] | None:
        """Nothing, while Slack does not answer; None for a token that it does not take."""
        try:
            return await self._identity()
        except SlackApiError as error:
            reason = refusal(error)
            if reason in _NO_LONGER_VALID:
                _LOG.error("Slack no longer takes SLACK_BOT_TOKEN (%s): install the app again and set the new token", reason)
                return None
            _LOG.warning("Slack does not say whose SLACK_BOT_TOKEN is: %s", reason)
        except (aiohttp.ClientError, TimeoutError) as error:
            _LOG.warning("Slack does not say whose SLACK_BOT_TOKEN is: %s", type(error).__name__)
        return {}

    async def _identity(self) -> Mapping[str, Any]:
        if self._bot is None:
            async with asyncio.timeout(PATIENCE_S), self._asking:
                if self._bot is None:
                    self._bot = await content(self._client.auth_test(token=self._token))
        return self._bot
