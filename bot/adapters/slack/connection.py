"""How Slack is called: few seconds, no second try, one set of connections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT_S = 2  # of the three seconds that Slack gives for the whole answer
_CONNECTIONS = 100  # at once; who waits for one waits within the timeout


def web_client(api_url: str) -> AsyncWebClient:
    """A client without a token: each request brings the one of its workspace.

    A call that failed is not made again: what is posted twice is worse than a plain "please try again".
    """
    return AsyncWebClient(base_url=api_url, timeout=TIMEOUT_S, retry_handlers=[])


@asynccontextmanager
async def connected(client: AsyncWebClient, timeout_s: float = TIMEOUT_S) -> AsyncIterator[AsyncWebClient]:
    """While inside, connections to Slack are kept open: a new one for every call would cost more than the call."""
    timeout = aiohttp.ClientTimeout(total=timeout_s)
    async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=_CONNECTIONS)) as session:
        client.session = session
        try:
            yield client
        finally:
            client.session = None


class OneWorkspace:
    """Authorizes with a fixed bot token. Whose token it is, is asked once, and again only when the answer did not come."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._identity: AuthorizeResult | None = None

    async def __call__(self, client: AsyncWebClient) -> AuthorizeResult:
        """Raises SlackApiError, or OSError, when Slack does not say whose token it is."""
        if self._identity is None:
            said = await client.auth_test(token=self._token)
            self._identity = AuthorizeResult(
                enterprise_id=said.get("enterprise_id"),
                team_id=said.get("team_id"),
                bot_id=said.get("bot_id"),
                bot_user_id=said.get("user_id"),
                bot_token=self._token,
            )
        return self._identity
