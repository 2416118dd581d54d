"""How Slack is called: few seconds, no second try, one set of connections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
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
