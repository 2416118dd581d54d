"""Whether the process lives, whether it should get work, and its numbers."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from anyio import CapacityLimiter, move_on_after, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from bot.core.condition import Condition, MeaningState

_DATABASE_PATIENCE_S = 1.0
_LOOPBACK = {"127.0.0.1", "::1"}
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class Readiness:
    """What has to hold before this process should get work."""

    def __init__(self, *, condition: Callable[[], Condition], database: Callable[[], None], platforms: Mapping[str, Callable[[], str]] | None = None) -> None:
        """`database` raises when the database does not answer; `platforms` say how they are reached, which does not decide on readiness."""
        self._condition = condition
        self._database = database
        self._platforms = platforms or {}
        self._looking = CapacityLimiter(2)  # of its own: a hung database must not use up the threads of answers
        self.draining = False

    def drain(self) -> None:
        """From now on the process wants no new work."""
        self.draining = True

    async def report(self) -> tuple[bool, dict[str, Any]]:
        """Ready or not, and why."""
        condition = self._condition()
        database = await self._database_state()
        ready = not self.draining and database == "ok" and condition.terms > 0 and condition.meaning not in {MeaningState.IDLE, MeaningState.LOADING}
        degraded = bool(condition.faults) or condition.meaning is not MeaningState.READY
        return ready, {
            "status": "draining" if self.draining else "not ready" if not ready else "degraded" if degraded else "ready",
            "database": database,
            "terms": condition.terms,
            "terms_read_at": condition.read_at.isoformat(timespec="seconds"),
            "faults": list(condition.faults),
            "meaning": condition.meaning.value,
            "meaning_reason": condition.reason,
            **{name: state() for name, state in self._platforms.items()},
        }

    async def _database_state(self) -> str:
        state = f"no answer within {_DATABASE_PATIENCE_S:g} s"
        with move_on_after(_DATABASE_PATIENCE_S):
            try:
                await to_thread.run_sync(self._database, limiter=self._looking, abandon_on_cancel=True)
                state = "ok"
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what this page reports
                state = f"{type(error).__name__}: {error}"
        return state


def router(readiness: Readiness, metrics: Callable[[], bytes], token: str | None) -> APIRouter:
    """/healthz, /readyz and /metrics. Without a token, numbers are shown to this machine only."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    async def healthz() -> Response:
        return JSONResponse({"status": "alive"})

    @routes.get("/readyz")
    async def readyz() -> Response:
        ready, report = await readiness.report()
        return JSONResponse(report, status_code=200 if ready else 503)

    @routes.get("/metrics")
    async def numbers(request: Request) -> Response:
        if not _may_see(request, token):
            return PlainTextResponse("not for you\n", status_code=403)
        return Response(metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return routes


def _may_see(request: Request, token: str | None) -> bool:
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    through_proxy = any(name in request.headers for name in _FORWARDED)  # a proxy on this machine looks like this machine
    return request.client is not None and request.client.host in _LOOPBACK and not through_proxy
