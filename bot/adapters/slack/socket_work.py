"""Envelopes of Socket Mode through the same Bolt application as requests over HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

_LOG = logging.getLogger(__name__)
AT_ONCE = 40  # as many as there are threads for answering
WAITING = 400  # beyond these nobody would be answered within three seconds: Slack tells people that the app is busy, and delivers events again
_OK = 200

Acknowledge = Callable[[str, dict[str, Any] | None], Awaitable[bool]]


class SocketWork:
    """Runs listeners, some at once, and acknowledges what they have done. What failed is not acknowledged: events come again."""

    def __init__(self, app: AsyncApp, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._app = app
        self._turns = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._running: set[asyncio.Task[None]] = set()

    def take(self, envelope: dict[str, Any], acknowledge: Acknowledge) -> None:
        """Begins with an envelope, unless there is too much to do."""
        if len(self._running) >= self._most:
            _LOG.warning("a request from Slack is not taken: %d are waiting", len(self._running))
            return
        task = asyncio.create_task(self._handle(envelope, acknowledge))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finish(self, timeout_s: float) -> None:
        """Returns when everything taken is done, or given up after `timeout_s`."""
        if self._running:
            _, unfinished = await asyncio.wait(self._running, timeout=timeout_s)
            for task in unfinished:
                task.cancel()
            if unfinished:
                _LOG.warning("%d requests from Slack were not finished", len(unfinished))

    async def _handle(self, envelope: dict[str, Any], acknowledge: Acknowledge) -> None:
        try:
            async with self._turns:
                response = await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=envelope["payload"], headers=_headers(envelope)))
            if response.status == _OK and not await acknowledge(envelope["envelope_id"], _payload(response, envelope)):
                _LOG.warning("a request from Slack was answered after the connection had ended")
        except Exception as error:  # noqa: BLE001 - whatever a payload does, the others go on
            _LOG.error("a request from Slack failed: %s", type(error).__qualname__)


def _headers(envelope: dict[str, Any]) -> dict[str, str | Sequence[str]]:
    """Deliveries that are not the first say so, as over HTTP."""
    told = {"x-slack-retry-num": envelope.get("retry_attempt"), "x-slack-retry-reason": envelope.get("retry_reason")}
    return {name: str(value) for name, value in told.items() if value}


def _payload(response: BoltResponse, envelope: dict[str, Any]) -> dict[str, Any] | None:
    if not response.body or not envelope.get("accepts_response_payload", True):
        return None
    if response.headers.get("content-type", [""])[0].startswith("application/json"):
        content = json.loads(response.body)
        return content if isinstance(content, dict) else None
    return {"text": response.body}
