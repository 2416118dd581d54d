"""A uvicorn server that lets load balancers notice before it stops."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from bot.errors import GlossaryError

if TYPE_CHECKING:
    from fastapi import FastAPI

GRACE_S = 20  # for requests that were accepted before the stop; platforms kill after 25 to 30
_BACKLOG = 2048


def bind(host: str, port: int) -> socket.socket:
    """A listening socket: from now on connections wait instead of being refused. Port 0 takes a free one.

    Raises:
        GlossaryError: the address is not to be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror  # the socket's own sentence names the address once more
        raise GlossaryError(f"cannot listen on {host} port {port}: {reason}", hint="name another with --port or --host") from None


class DrainingServer(uvicorn.Server):
    """On SIGTERM says so by `on_drain` and goes on answering for `drain_s`; then accepts nothing new and finishes what it has. More SIGTERMs change nothing."""

    def __init__(self, app: FastAPI, *, trusted_proxies: str, drain_s: float, on_drain: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                forwarded_allow_ips=trusted_proxies,
                timeout_graceful_shutdown=GRACE_S,
                lifespan="on",
            )
        )
        self._drain_s = drain_s
        self._on_drain = on_drain
        self._stop_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig != signal.SIGTERM:
            super().handle_exit(sig, frame)
        elif self._stop_at is None:
            self._stop_at = time.monotonic() + self._drain_s
            self._on_drain()

    async def on_tick(self, counter: int) -> bool:
        if self._stop_at is not None and time.monotonic() >= self._stop_at:
            self.should_exit = True
        return await super().on_tick(counter)
