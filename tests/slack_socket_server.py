"""Slack's side of Socket Mode, on loopback: apps.connections.open, and real WebSockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web
from slack_sdk.web.async_client import AsyncWebClient

APP_TOKEN = "xapp-1-A1-1"  # noqa: S105 - of this server
HELLO = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}


@dataclass
class Connection:
    """A WebSocket as the server has it."""

    socket: web.WebSocketResponse
    acknowledged: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(self, message: dict[str, Any]) -> None:
        await self.socket.send_str(json.dumps(message))

    async def deliver(self, envelope_id: str, payload: dict[str, Any], kind: str = "slash_commands", **more: Any) -> None:
        """An envelope."""
        await self.say({"type": kind, "envelope_id": envelope_id, "payload": payload, "accepts_response_payload": kind != "events_api"} | more)

    async def disconnect(self, reason: str) -> None:
        """The end of this connection is announced."""
        await self.say({"type": "disconnect", "reason": reason, "debug_info": {}})


@dataclass
class SocketServer:
    """What is to happen, and what has happened.

    Attributes:
        refusal: Slack's word for why apps.connections.open fails.
        retry_after_s: what it then asks for.
        on_open: what to do in place of saying hello and listening.
        pongs: whether pings are answered.
    """

    refusal: str | None = None
    retry_after_s: int | None = None
    on_open: Callable[[web.WebSocketResponse], Any] | None = None
    pongs: bool = True
    address: str = ""
    opened: int = 0
    asked: int = 0
    connections: asyncio.Queue[Connection] = field(default_factory=asyncio.Queue)

    def client(self) -> AsyncWebClient:
        return AsyncWebClient(base_url=f"{self.address}/api/", timeout=2, retry_handlers=[])

    async def next_connection(self) -> Connection:
        """The next one that has said hello."""
        return await asyncio.wait_for(self.connections.get(), 10)

    async def open(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.refusal:
            headers = {"Retry-After": str(self.retry_after_s)} if self.retry_after_s is not None else {}
            return web.json_response({"ok": False, "error": self.refusal}, headers=headers, status=429 if self.refusal == "ratelimited" else 200)
        if request.headers.get("Authorization") != f"Bearer {APP_TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response({"ok": True, "url": f"{self.address.replace('http', 'ws', 1)}/link/?ticket=1"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=self.pongs)
        await socket.prepare(request)
        self.opened += 1
        if self.on_open:
            await self.on_open(socket)
            return socket
        connection = Connection(socket)
        await connection.say(HELLO)
        await self.connections.put(connection)
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await connection.acknowledged.put(json.loads(frame.data))
        connection.ended.set()
        return socket


@asynccontextmanager
async def socket_server() -> AsyncIterator[SocketServer]:
    """Slack, while inside."""
    server = SocketServer()
    app = web.Application()
    app.router.add_post("/api/apps.connections.open", server.open)
    app.router.add_get("/link/", server.link)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()
