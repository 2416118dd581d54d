"""Only what Slack has signed, and not too much of it, goes further."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 1_000_000
MAX_AGE_S = 300  # by https://docs.slack.dev/authentication/verifying-requests-from-slack
_TIMESTAMP = re.compile(rb"[0-9]{1,12}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")


class Guard:
    """401 for a request that Slack has not signed within five minutes, 413 for one that is too large; nothing is logged.

    The HMAC is of the bytes as they came: `slack_sdk`'s verifier decodes them first, and falls over what is not UTF-8.
    """

    def __init__(self, app: ASGIApp, *, signing_secret: str, limit: int = MAX_BODY_BYTES, clock: Callable[[], float] = time.time) -> None:
        if not signing_secret.strip():
            raise ValueError("without a signing secret everybody could sign")
        self._app = app
        self._secret = signing_secret.encode()
        self._limit = limit
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        signed = self._headers(scope)
        if signed is None:
            await _refuse(401, scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except ClientDisconnect:
            return
        if body is None:
            await _refuse(413, scope, receive, send)
        elif self._is_signed(body, *signed):
            await self._app(scope, _replay(body, receive), send)
        else:
            await _refuse(401, scope, receive, send)

    def _headers(self, scope: Scope) -> tuple[bytes, bytes] | None:
        """Timestamp and signature, each there once and well-formed, and not old."""
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        timestamps = [value for name, value in headers if name == b"x-slack-request-timestamp"]
        signatures = [value for name, value in headers if name == b"x-slack-signature"]
        if len(timestamps) != 1 or len(signatures) != 1 or not _TIMESTAMP.fullmatch(timestamps[0]) or not _SIGNATURE.fullmatch(signatures[0]):
            return None
        return None if abs(self._clock() - int(timestamps[0])) > MAX_AGE_S else (timestamps[0], signatures[0])

    def _is_signed(self, body: bytes, timestamp: bytes, signature: bytes) -> bool:
        expected = hmac.new(self._secret, b"v0:" + timestamp + b":" + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"v0={expected}".encode(), signature)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body; None as soon as it is, or says that it is, larger than allowed."""
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared[:20]) > self._limit:
            return None
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            if len(body) > self._limit:
                return None
            if not message.get("more_body"):
                return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    await Response(status_code=status, headers={"connection": "close"})(scope, receive, send)  # what is left of the body is not read
