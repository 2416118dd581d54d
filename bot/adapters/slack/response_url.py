"""A `response_url` is a permission to write, and an address that somebody else has chosen: only known hosts are called."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class RefusedError(Exception):
    """Slack did not take what was sent: five uses or thirty minutes are over, or the message is not valid."""

    def __init__(self, status: int) -> None:
        super().__init__(f"a response_url answered with {status}")
        self.status = status


def is_allowed(url: str, hosts: frozenset[str]) -> bool:
    """Whether it may be called: https and a host of the list; on this machine, for local peers, plain http when the host is listed."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        secure = parts.scheme == "https" and parts.port in {None, 443}
    except ValueError:
        return False
    local = host in _LOOPBACK and parts.scheme in {"http", "https"}
    return host in hosts and (secure or local) and parts.username is None and parts.password is None


async def send(client: AsyncWebClient, url: str, message: Mapping[str, Any]) -> None:
    """Posts, once and without following anybody elsewhere.

    Raises:
        RefusedError: it was not taken.
        ConnectionError, TimeoutError: nobody has answered.
    """
    session = client.session
    if session is None or session.closed:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=client.timeout)) as own:
            await _post(own, client, url, message)
    else:
        await _post(session, client, url, message)


async def _post(session: aiohttp.ClientSession, client: AsyncWebClient, url: str, message: Mapping[str, Any]) -> None:
    try:
        async with session.post(url, json=message, allow_redirects=False, proxy=client.proxy, ssl=client.ssl or True) as response:
            said = await response.content.read(1_000)
    except aiohttp.ClientError as error:
        raise ConnectionError(type(error).__name__) from error
    if response.status != 200 or _is_refusal(said):  # noqa: PLR2004 - OK
        raise RefusedError(response.status)


def _is_refusal(said: bytes) -> bool:
    """Slack says "ok", or JSON in which `ok` says whether it is."""
    try:
        value = json.loads(said)
    except ValueError:
        return False
    return isinstance(value, dict) and value.get("ok") is False
