"""Slack's requests over HTTP."""

from __future__ import annotations

from fastapi import FastAPI
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from bot.adapters.slack.addresses import EVENTS_PATH
from bot.adapters.slack.guard import Guard

_HEADERS = ("content-type", "x-slack-retry-num", "x-slack-retry-reason")  # those that Bolt needs: it obeys others too, of its own
_NOT_UNDERSTOOD = (ValueError, TypeError, AttributeError, KeyError, RecursionError)  # what Bolt raises over a body that is no payload


class Events:
    """The endpoint behind the guard. 400 for what is signed and yet nothing that Slack would send."""

    def __init__(self, bolt: AsyncApp) -> None:
        self._bolt = bolt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Request(scope, receive)
        request = _bolt_request(asked, await asked.body())
        response = Response(status_code=400) if request is None else to_starlette_response(await self._bolt.async_dispatch(request))
        await response(scope, receive, send)


class _Route(Route):
    """Says which route it is, as those of FastAPI do: traces and figures name it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        return match, {**found, "route": self} if match is not Match.NONE else found


def mount(app: FastAPI, bolt: AsyncApp, signing_secret: str) -> None:
    """Adds `POST /slack/events`, also for url_verification and ssl_check."""
    app.router.routes.append(_Route(EVENTS_PATH, Guard(Events(bolt), signing_secret=signing_secret), methods=["POST"]))


def _bolt_request(request: Request, body: bytes) -> AsyncBoltRequest | None:
    try:
        return AsyncBoltRequest(body=body.decode(), headers={name: request.headers[name] for name in _HEADERS if name in request.headers})
    except _NOT_UNDERSTOOD:
        return None
