"""Every request has an id, one log line, and a place in the numbers; every fault has an answer."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from bot.adapters.web.refusal import refuse

_LOG = get_logger(__name__)
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")  # what a proxy may hand down: nothing that could forge a log line
_QUIET = {"/healthz", "/readyz", "/metrics"}  # asked every few seconds by machines
_SORRY = "Something went wrong here. It is noted; please try again."


class Observer(Protocol):
    def request(self, method: str, route: str, status: int, seconds: float) -> None: ...


class Trace:
    """Around everything but the headers for browsers, which faults need too.

    An exception of the program ends here: logged with its traceback, answered with a plain sentence.
    """

    def __init__(self, app: ASGIApp, *, observer: Observer, clock: Callable[[], float] = time.perf_counter) -> None:
        self._app = app
        self._observer = observer
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        status = 0

        async def identified(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        started = self._clock()
        with bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, identified)
            except Exception:  # the last place where a fault can still become an answer
                _LOG.exception("a request failed")
                if status:
                    raise  # half a response is out: only breaking the connection is honest
                await refuse(scope, 500, f"{_SORRY} ({request_id})")(scope, receive, identified)
            finally:
                self._finish(scope, status, self._clock() - started)

    def _finish(self, scope: Scope, status: int, seconds: float) -> None:
        route = _template(scope)
        method = scope["method"] if scope["method"] in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
        self._observer.request(method, route, status, seconds)
        level = logging.DEBUG if scope["path"] in _QUIET or route == "/static" else logging.INFO
        _LOG.log(level, "request", method=method, route=route, status=status, ms=round(seconds * 1000, 2))


def _template(scope: Scope) -> str:
    """The address with names in place of values, so that there are few: "/api/terms/{slug}"."""
    path: str = scope["path"]
    route = getattr(scope.get("route"), "path", None)
    if route is None:
        return "/static" if path.startswith("/static/") else "unknown"
    concrete = route.format_map(scope.get("path_params", {}))
    return path.removesuffix(concrete) + route if path.endswith(concrete) else str(route)  # a route does not know the prefix of its router
