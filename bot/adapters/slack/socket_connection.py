"""One WebSocket to Slack: https://docs.slack.dev/apis/events-api/using-socket-mode/."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.oauth_access import content

_LOG = logging.getLogger(__name__)
MAX_MESSAGE_BYTES = 4 * 1024 * 1024  # a payload with a long message and its attachments is well below
CLOSE_S = 2.0  # for Slack to say goodbye


class SocketConnection:
    """Open from `connect` until either side closes it.

    Attributes:
        ending: set when Slack has announced the end of it, or it has ended: another one is needed.
        reason: Slack's word for why, "" while there is none.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._messages = self._received()
        self.ending = asyncio.Event()
        self.reason = ""

    @classmethod
    async def connect(cls, session: aiohttp.ClientSession, client: AsyncWebClient, app_token: str, *, heartbeat_s: float, hello_s: float) -> SocketConnection:
        """A connection on which Slack has said hello.

        Args:
            client: asks for the address of the socket.
            heartbeat_s: seconds of silence after which Slack is pinged; without an answer within half of that the connection counts as lost.
            hello_s: how long Slack may take until it says hello.

        Raises:
            SlackApiError: Slack gives no address.
            aiohttp.ClientError, TimeoutError: it does not answer, or the socket cannot be opened.
        """
        async with asyncio.timeout(hello_s):
            address = (await content(client.apps_connections_open(app_token=app_token))).get("url", "")
            socket = await session.ws_connect(
                address,
                heartbeat=heartbeat_s,
                timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_S),
                max_msg_size=MAX_MESSAGE_BYTES,
                proxy=client.proxy,
                ssl=client.ssl or True,
            )
            connection = cls(socket)
            try:
                first = await anext(connection._messages, None)
                if first and first.get("type") == "hello":
                    return connection
            except BaseException:
                await connection.close()
                raise
            await connection.close()
            raise aiohttp.ClientConnectionError("the socket ended before Slack said hello")

    async def envelopes(self) -> AsyncIterator[dict[str, Any]]:
        """What has to be handled and acknowledged, until the connection ends; it goes on for a while after its end was announced."""
        try:
            async for message in self._messages:
                if message.get("type") == "disconnect":
                    self.reason = str(message.get("reason") or "unknown")
                    self.ending.set()
                elif message.get("envelope_id") and isinstance(message.get("payload"), dict):
                    yield message
        finally:
            self.ending.set()

    async def acknowledge(self, envelope_id: str, payload: dict[str, Any] | None) -> bool:
        """False when the connection has ended."""
        answer: dict[str, Any] = {"envelope_id": envelope_id}
        if payload:
            answer["payload"] = payload
        try:
            await self._socket.send_str(json.dumps(answer))
        except (aiohttp.ClientError, ConnectionError, RuntimeError):  # RuntimeError is aiohttp's word for a socket that is closed
            return False
        return True

    async def close(self) -> None:
        self.ending.set()
        await self._socket.close()

    @property
    def is_open(self) -> bool:
        return not self._socket.closed

    async def _received(self) -> AsyncIterator[dict[str, Any]]:
        async for frame in self._socket:
            if frame.type is aiohttp.WSMsgType.ERROR:
                return
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            try:
                message = json.loads(frame.data)
            except (ValueError, RecursionError):
                _LOG.warning("Slack sent something over the socket that is not JSON")
                continue
            if isinstance(message, dict):
                yield message
