"""The service of Teams that answers are sent to, on loopback: it records what it is sent, and fails as it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import on_loopback


@dataclass
class Sent:
    """A call: `path` without its query."""

    method: str
    path: str
    query: str
    body: dict[str, Any]

    @property
    def targeted(self) -> bool:
        return "isTargetedActivity=true" in self.query

    @property
    def card(self) -> dict[str, Any]:
        """The card of the message. Raises LookupError where there is none."""
        found: dict[str, Any] = self.body["attachments"][0]["content"]
        return found


@dataclass
class Connector:
    """Attributes:
    refuse: status by what a path contains; "" for all.
    retry_after: of what is refused.
    """

    url: str = ""
    calls: list[Sent] = field(default_factory=list)
    refuse: dict[str, int] = field(default_factory=dict)
    retry_after: str = ""
    count: int = 0

    def reset(self) -> None:
        self.calls.clear()
        self.refuse.clear()
        self.retry_after = ""

    @property
    def messages(self) -> list[Sent]:
        """What was posted or changed in conversations, in order."""
        return [call for call in self.calls if call.path.count("/") > 3 or "/activities" in call.path]

    def one(self) -> Sent:
        """The only message. Raises AssertionError."""
        assert len(self.messages) == 1, [call.path for call in self.calls]
        return self.messages[0]


@contextmanager
def a_connector() -> Iterator[Connector]:
    made = Connector()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            raw = self.rfile.read(length)
            path, _, query = self.path.partition("?")
            made.calls.append(Sent(self.command, path, query, json.loads(raw) if raw else {}))
            status = next((status for part, status in made.refuse.items() if part in self.path), 200)
            made.count += 1
            body = json.dumps(
                {"id": f"a:new-{made.count}" if path.rstrip("/").endswith("/v3/conversations") else f"m{made.count}"} if status < 400 else {}
            ).encode()
            self.send_response(status)
            if status >= 400 and made.retry_after:
                self.send_header("Retry-After", made.retry_after)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_GET = do_DELETE = _answer  # noqa: N815 - by http.server

        def log_message(self, *_: Any) -> None:
            pass

    with on_loopback(Handler) as made.url:
        yield made
