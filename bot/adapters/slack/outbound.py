"""Slack called without a request: by jobs, in the name of the workspace that they belong to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.causes import may_pass
from bot.adapters.slack.refusals import error_code, refusal
from bot.errors import DeliveryError, GiveUp, RetryLater

_SLOWLY = frozenset({"ratelimited", "rate_limited"})


class Outbound:
    """Clients by tenant.

    Args:
        client: without a token; see `connection.web_client`.
        authorize: finds the token of a workspace, as for requests.
    """

    def __init__(self, client: AsyncWebClient, authorize: AsyncAuthorize) -> None:
        self._client = client
        self._authorize = authorize

    @asynccontextmanager
    async def to(self, tenant: str) -> AsyncIterator[AsyncWebClient]:
        """A client with the token of the tenant. What Slack refuses inside comes out as RetryLater or GiveUp. Raises StorageUnavailable too."""
        try:
            yield self._speaking(await self._token(tenant))
        except SlackApiError as error:
            raise _refused(error) from None
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise RetryLater(f"Slack does not answer: {type(error).__name__}") from None

    async def _token(self, tenant: str) -> str:
        found = await self._authorize(context=AsyncBoltContext(), enterprise_id=None, team_id=tenant, user_id=None)
        if found is None or found.bot_token is None:
            raise GiveUp("the app is not installed there any more")
        if tenant not in {found.team_id, found.enterprise_id}:
            raise GiveUp("the token belongs to another workspace")
        return found.bot_token

    def _speaking(self, token: str) -> AsyncWebClient:
        """With the connections of the other client."""
        known = self._client
        return AsyncWebClient(token, base_url=known.base_url, timeout=known.timeout, session=known.session, retry_handlers=[])


def _refused(error: SlackApiError) -> DeliveryError:
    if error_code(error) in _SLOWLY:
        asked = str(error.response.headers.get("Retry-After", ""))
        return RetryLater("Slack takes requests slowly", float(asked) if asked.isdigit() else None)
    return (RetryLater if may_pass(error) else GiveUp)(f"Slack refuses: {refusal(error)}")
