"""Socket Mode: we connect to Slack, and it needs no address of ours. For a pilot behind a firewall.

slack_sdk's client for aiohttp connects again at once and for ever when the server closes at once; this one waits longer each time.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
from anyio import CancelScope
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.backoff import Backoff
from bot.adapters.slack.refusals import refusal
from bot.adapters.slack.socket_connection import SocketConnection
from bot.adapters.slack.socket_work import SocketWork

_LOG = logging.getLogger(__name__)
_WRONG_TOKEN = frozenset(
    {"account_inactive", "forbidden_team", "invalid_auth", "missing_scope", "not_allowed_token_type", "not_authed", "token_expired", "token_revoked"}
)
_SWITCHED_OFF = "link_disabled"
_TOO_MANY = "too_many_websockets"


class Stop(Protocol):
    """An event of asyncio or anyio."""

    async def wait(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds.

    Attributes:
        heartbeat_s: of silence, before Slack is pinged.
        hello_s: until a new connection is ready.
        steady_s: after which a connection counts as good, and failures before it as forgotten.
        linger_s: that a connection whose end was announced stays open for what still comes over it.
        refused_s: before Slack is asked again when it does not take the token: somebody has to change a setting first.
        drain_s: to finish what was taken when the server stops.
    """

    heartbeat_s: float = 10.0
    hello_s: float = 10.0
    steady_s: float = 30.0
    linger_s: float = 30.0
    refused_s: float = 60.0
    drain_s: float = 10.0


@dataclass(slots=True)
class SocketMode:
    """The connection of an app to Slack, made again whenever it ends.

    Args:
        client: for apps.connections.open; without a token.
        app_token: SLACK_APP_TOKEN.
    """

    app: AsyncApp
    client: AsyncWebClient
    app_token: str = field(repr=False)
    pace: Pace = Pace()
    backoff: Backoff = field(default_factory=Backoff)
    _open: list[SocketConnection] = field(default_factory=list, init=False)
    _stopping: bool = field(default=False, init=False)

    @property
    def connected(self) -> bool:
        """Whether requests from Slack can arrive."""
        return not self._stopping and any(connection.is_open for connection in self._open)

    async def run(self, stop: Stop) -> None:
        """Returns after `stop`, when what was taken is finished. Also when it is cancelled it first finishes that."""
        work = SocketWork(self.app)
        readers: set[asyncio.Task[None]] = set()
        async with aiohttp.ClientSession() as session:
            keeping = asyncio.create_task(self._keep_connected(session, work, readers))
            try:
                await stop.wait()
            finally:
                self._stopping = True
                keeping.cancel()
                with CancelScope(shield=True):
                    await work.finish(self.pace.drain_s)
                    for connection in tuple(self._open):
                        await connection.close()
                    await asyncio.gather(keeping, *readers, return_exceptions=True)

    async def _keep_connected(self, session: aiohttp.ClientSession, work: SocketWork, readers: set[asyncio.Task[None]]) -> None:
        while True:
            began = time.monotonic()
            try:
                connection = await SocketConnection.connect(session, self.client, self.app_token, heartbeat_s=self.pace.heartbeat_s, hello_s=self.pace.hello_s)
            except SlackApiError as error:
                await asyncio.sleep(self._after_refusal(error))
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, without a connection nobody is answered
                wait_s = self.backoff.next_s()
                _LOG.warning("no connection to Slack (%s), trying again in %.1f s", type(error).__name__, wait_s)
                await asyncio.sleep(wait_s)
                continue
            self._open.append(connection)
            reader = asyncio.create_task(self._read(connection, work))
            readers.add(reader)
            reader.add_done_callback(readers.discard)
            _LOG.info("connected to Slack")
            await connection.ending.wait()
            await asyncio.sleep(await self._after_end(connection, time.monotonic() - began))

    async def _read(self, connection: SocketConnection, work: SocketWork) -> None:
        async def acknowledge(envelope_id: str, payload: dict[str, Any] | None) -> bool:
            """Over another connection when this one has ended meanwhile."""
            for way in (connection, *reversed(self._open)):
                if await way.acknowledge(envelope_id, payload):
                    return True
            return False

        closing = asyncio.create_task(self._close_in_time(connection))
        try:
            async for envelope in connection.envelopes():
                if not self._stopping:  # else Slack delivers it to another server, or again
                    work.take(envelope, acknowledge)
        finally:
            closing.cancel()
            self._open.remove(connection)
            await connection.close()

    async def _close_in_time(self, connection: SocketConnection) -> None:
        await connection.ending.wait()
        await asyncio.sleep(0 if connection.reason == _TOO_MANY else self.pace.linger_s)
        await connection.close()

    async def _after_end(self, connection: SocketConnection, lasted_s: float) -> float:
        """How long to wait before the next connection."""
        if connection.reason == _SWITCHED_OFF:
            _LOG.error("Socket Mode is switched off in the settings of the Slack app: switch it on, or set SLACK_SIGNING_SECRET in place of SLACK_APP_TOKEN")
            return self.pace.refused_s
        if lasted_s >= self.pace.steady_s:
            self.backoff.reset()
            return 0.0
        wait_s = self.backoff.next_s()
        _LOG.warning("Slack ended the connection after %.1f s (%s), connecting again in %.1f s", lasted_s, connection.reason or "without a word", wait_s)
        return wait_s

    def _after_refusal(self, error: SlackApiError) -> float:
        reason = refusal(error)
        if reason in _WRONG_TOKEN:
            _LOG.error(
                "Slack does not take SLACK_APP_TOKEN (%s): it has to be an app-level token, xapp-..., with the scope connections:write; trying again in %.0f s",
                reason,
                self.pace.refused_s,
            )
            return self.pace.refused_s
        asked_s = getattr(error.response, "headers", {}).get("Retry-After", "0")
        wait_s = max(self.backoff.next_s(), float(asked_s) if str(asked_s).isdigit() else 0.0)
        _LOG.warning("no connection to Slack (%s), trying again in %.1f s", reason, wait_s)
        return wait_s
