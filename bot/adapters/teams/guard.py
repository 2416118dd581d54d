"""Only what Teams has signed, from an organization that is known, and not too much of it, goes further."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect, Request

from bot.adapters.teams.activity import Activity, directory_of, text
from bot.adapters.teams.service_urls import is_allowed
from bot.adapters.teams.tokens import Tokens

MAX_BODY_BYTES = 1_000_000  # a message of Teams has 100 KB at the most
_MAX_DEPTH_ERRORS = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Guard:
    """What a request passes before the SDK sees it. Nothing of what is refused is logged.

    Attributes:
        tokens: None in the local mode, in which nobody is asked for one.
        directories: Entra tenants whose people are answered; None in the local mode.
        hosts: of Teams, to which answers may be sent.
    """

    tokens: Tokens | None
    directories: frozenset[str] | None
    hosts: frozenset[str]

    async def admit(self, request: Request) -> dict[str, Any] | HTTPStatus:
        """The activity, or why there is none."""
        body = await _read(request)
        if body is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        activity = _parsed(body)
        if self.tokens and not await self._is_signed(self.tokens, request.headers.get("authorization", ""), activity):
            return HTTPStatus.UNAUTHORIZED  # before anything is said of the body: strangers learn nothing
        if activity is None:
            return HTTPStatus.BAD_REQUEST
        return activity if self._is_ours(activity) else HTTPStatus.FORBIDDEN

    @staticmethod
    async def _is_signed(tokens: Tokens, authorization: str, activity: Activity | None) -> bool:
        return await (tokens.is_genuine(authorization) if activity is None else tokens.allow(authorization, activity))

    def _is_ours(self, activity: Activity) -> bool:
        if self.directories is not None and directory_of(activity) not in self.directories:
            return False
        return is_allowed(text(activity, "serviceUrl"), self.hosts, local=self.tokens is None)


async def _read(request: Request) -> bytes | None:
    """The body; None as soon as it is, or says that it is, larger than allowed."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared[:20]) > MAX_BODY_BYTES:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def _parsed(body: bytes) -> dict[str, Any] | None:
    """None for what is no activity."""
    try:
        value = json.loads(body)
    except _MAX_DEPTH_ERRORS:
        return None
    if not isinstance(value, dict) or not text(value, "type"):
        return None
    expected: Mapping[str, type] = {"from": dict, "recipient": dict, "conversation": dict, "channelData": dict, "id": str, "serviceUrl": str}
    return value if all(isinstance(value.get(name), kind) or value.get(name) is None for name, kind in expected.items()) else None
