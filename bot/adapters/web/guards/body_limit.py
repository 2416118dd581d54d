"""Bodies that are too large are refused before anything reads them."""

from __future__ import annotations

from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.adapters.web.refusal import refuse


class _TooLargeError(Exception):
    """More bytes have arrived than are allowed."""


class BodyLimit:
    """413 for a request whose body is, or turns out to be, larger than `limit` bytes."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self._limit:
            await self._refuse(scope, receive, send)
            return
        arrived = 0
        started = False

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self._limit:
                raise _TooLargeError
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            if arrived > self._limit and not started:
                return  # whatever the program makes of a body that breaks off, the answer is ours
            started = True
            await send(message)

        with suppress(_TooLargeError):
            await self._app(scope, counted, noted)
        if arrived > self._limit and not started:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = refuse(scope, 413, f"Too large: at most {self._limit:,} bytes are read.")
        response.headers["connection"] = "close"  # the rest of the body is not read
        await response(scope, receive, send)
