"""`POST /api/messages`: what is genuine has one effect, however often it comes."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.adapters.chat.once import Once
from bot.adapters.teams.activity import Kind, delivery_of, directory_of, kind_of
from bot.adapters.teams.app import Mounted
from bot.adapters.teams.current import CURRENT, InWork
from bot.adapters.teams.guard import Guard
from bot.adapters.teams.site import TeamsSite

MESSAGES_PATH = "/api/messages"
Answer = tuple[int, object]
_STORED = frozenset({Kind.MESSAGE, Kind.SUBMIT, Kind.ACTION, Kind.DIALOG_SUBMIT, Kind.MESSAGE_ACTION_SUBMIT, Kind.FEEDBACK})
"""Kinds that Teams delivers again, or that write: these are known after a restart too.

What is stored for an organization that has just been forgotten would be left behind, so that lifecycle events are not stored.
"""


def mount(app: FastAPI, mounted: Mounted, guard: Guard, site: TeamsSite) -> None:
    """Adds the address that Teams calls."""
    once: Once[Answer] = Once(site.deliveries, site.workers, succeeded=lambda answer: answer[0] == HTTPStatus.OK, done_before=lambda: (HTTPStatus.OK, None))

    async def messages(request: Request) -> Response:
        admitted = await guard.admit(request)
        if isinstance(admitted, HTTPStatus):
            return Response(status_code=admitted, headers={"connection": "close"})  # what is left of the body is not read

        async def act() -> Answer:
            work = InWork(admitted)
            CURRENT.set(work)
            status, body = await mounted.handle(admitted, dict(request.headers))
            if work.unfinished:
                return HTTPStatus.SERVICE_UNAVAILABLE, None
            return (HTTPStatus.BAD_REQUEST, None) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else (status, body)  # listeners never fail: it is no activity

        delivery = delivery_of(admitted)
        key = (site.tenant_of(directory_of(admitted)), delivery or "")
        status, body = await once.run(key, act, stored=kind_of(admitted) in _STORED) if delivery else await act()
        return JSONResponse(body, status) if body is not None else Response(status_code=status)

    app.add_api_route(MESSAGES_PATH, messages, methods=["POST"], include_in_schema=False)
