"""Nobody can keep everybody else from asking."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.adapters.web.refusal import refuse

TYPING = "/api/suggest"
_ASKING = ("/api/", "/ask", "/insights/")  # what costs more than a page
_POSTING = ("/explain", "/feedback", "/role")


class RateLimit:
    """429 with Retry-After for a client that asks or posts more often than `asking`, or completes its typing more often than `typing`.

    A client is an address. Browsing terms, files and health are free, and so are chat platforms, which send everybody's requests from a
    few addresses and are limited by person elsewhere. Counts are kept in memory, for this process.
    """

    def __init__(self, app: ASGIApp, *, asking: str, typing: str) -> None:
        self._app = app
        self._asking = parse(asking)
        self._typing = parse(typing)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        rule = self._rule(scope) if scope["type"] == "http" else None
        if rule is None:
            await self._app(scope, receive, send)
            return
        name, item = rule
        client = scope["client"][0] if scope.get("client") else "unknown"
        if self._limiter.hit(item, name, client):
            await self._app(scope, receive, send)
            return
        wait_s = max(1, math.ceil(self._limiter.get_window_stats(item, name, client).reset_time - time.time()))
        response = refuse(scope, 429, f"Slow down, please: try again in {wait_s} second{'s' if wait_s > 1 else ''}.")
        response.headers["retry-after"] = str(wait_s)
        await response(scope, receive, send)

    def _rule(self, scope: Scope) -> tuple[str, RateLimitItem] | None:
        path: str = scope["path"]
        if path == TYPING:
            return "typing", self._typing
        if path.startswith(_ASKING) or (scope["method"] == "POST" and path in _POSTING):
            return "asking", self._asking
        return None
