"""Slack's Web API on loopback: real HTTP, records what it is sent, and fails as it is told."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import threading
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiohttp import web

TOKEN = "xoxb-test-token"  # noqa: S105 - of nobody
IDENTITY = {"team_id": "T1", "team": "Acme", "user_id": "UBOT", "user": "glossary", "bot_id": "BBOT", "url": "https://acme.slack.com/"}
HANG_S = 20.0  # longer than anybody waits; a reset ends it


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method. `args` are decoded, whether they came as JSON or as a form."""

    method: str
    args: dict[str, Any]
    token: str


@dataclass(slots=True)
class _Fault:
    status: int
    body: dict[str, Any] | str
    headers: dict[str, str]
    times: int | None  # None: always
    hang: bool = False


@dataclass
class FakeWebApi:
    """Use `shared()`.

    Attributes:
        url: base address of the Web API, for `AsyncWebClient(base_url=...)`.
        calls: what was called, in order, without `auth.test`.
        responses: what was posted to a `response_url`, in order.
        tokens: who each accepted token belongs to, as `auth.test` says it. Others get `invalid_auth`.
    """

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    auth_tests: int = 0
    _faults: dict[str, _Fault] = field(default_factory=dict)
    _results: dict[str, dict[str, Any]] = field(default_factory=dict)
    _count: int = 0

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._released = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-slack", daemon=True)
        self._thread.start()
        self._runner = self._run(self._start())
        self.reset()

    # -- what tests say ---------------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Forgets everything, and lets go whoever hangs."""
        self._run(self._release())
        self.calls.clear()
        self.responses.clear()
        self._faults.clear()
        self._results.clear()
        self.tokens = {TOKEN: dict(IDENTITY)}
        self.auth_tests = 0

    def returns(self, method: str, result: Mapping[str, Any]) -> None:
        """Added to `{"ok": true}` from now on."""
        self._results[method] = dict(result)

    def fail(self, method: str, error: str, *, times: int | None = None, **more: Any) -> None:
        """`{"ok": false, "error": ...}`, with status 200 as Slack does it."""
        self._faults[method] = _Fault(200, {"ok": False, "error": error, **more}, {}, times)

    def limit(self, method: str, *, retry_after_s: int = 30, times: int | None = None) -> None:
        """429."""
        self._faults[method] = _Fault(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(retry_after_s)}, times)

    def break_down(self, method: str, *, status: int = 500, times: int | None = None) -> None:
        """An error page."""
        self._faults[method] = _Fault(status, "<html>upstream</html>", {"content-type": "text/html"}, times)

    def hang(self, method: str, *, times: int | None = None) -> None:
        """No answer until `reset`."""
        self._faults[method] = _Fault(200, {"ok": True}, {}, times, hang=True)

    def down(self, *, times: int | None = None) -> None:
        """Nothing works any more but what has a fault of its own: no method, no `response_url`."""
        self._faults["*"] = _Fault(503, "<html>upstream</html>", {"content-type": "text/html"}, times)

    def up(self) -> None:
        """Everything works again."""
        self._faults.clear()

    def fail_response_url(self, status: int = 404, body: str = "expired_url", *, times: int | None = None) -> None:
        self._faults["response_url"] = _Fault(status, body, {"content-type": "text/plain"}, times)

    def redirect_response_url(self, to: str) -> None:
        self._faults["response_url"] = _Fault(302, "", {"location": to}, None)

    def hang_response_url(self) -> None:
        self.hang("response_url")

    # -- what tests read --------------------------------------------------------------------------------------------

    @property
    def origin(self) -> str:
        return self.url.removesuffix("/api/")

    def response_url(self, name: str = "1") -> str:
        """A `response_url` of ours; its host is 127.0.0.1."""
        return f"{self.origin}/respond/{name}"

    def of(self, method: str) -> list[dict[str, Any]]:
        """The arguments of the calls of one method."""
        return [call.args for call in self.calls if call.method == method]

    def one(self, method: str) -> dict[str, Any]:
        """The arguments of the only call of a method."""
        found = self.of(method)
        assert len(found) == 1, f"{len(found)} calls of {method}: {[call.method for call in self.calls]}"
        return found[0]

    @property
    def response(self) -> dict[str, Any]:
        """What was posted to a `response_url`, once."""
        assert len(self.responses) == 1, f"{len(self.responses)} posts to a response_url"
        return self.responses[0]

    def stop(self) -> None:
        self._run(self._release())
        self._run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # -- the server -------------------------------------------------------------------------------------------------

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_post("/respond/{name}", self._respond)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        return runner

    async def _release(self) -> None:
        self._released.set()
        self._released = asyncio.Event()

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or str(args.pop("token", ""))
        if method == "auth.test":
            self.auth_tests += 1
        else:
            self.calls.append(Call(method, args, token))
        fault = await self._fault(method)
        if fault:
            return fault
        if method != "oauth.v2.access" and token not in self.tokens:
            return web.json_response({"ok": False, "error": "invalid_auth" if token else "not_authed"})
        return web.json_response({"ok": True, **self._default(method, args, token), **self._results.get(method, {})})

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        fault = await self._fault("response_url")
        if fault:
            return fault
        self.responses.append(await request.json())
        return web.Response(text="ok")

    async def _fault(self, name: str) -> web.Response | None:
        fault = self._faults.get(name) or self._faults.get("*")
        if fault is None or fault.times == 0:
            return None
        if fault.times is not None:
            fault.times -= 1
        if fault.hang:
            released = self._released
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(released.wait(), HANG_S)
        text = fault.body if isinstance(fault.body, str) else json.dumps(fault.body)
        return web.Response(status=fault.status, text=text, headers={"content-type": "application/json", **fault.headers})

    def _default(self, method: str, args: dict[str, Any], token: str) -> dict[str, Any]:
        self._count += 1
        match method:
            case "auth.test":
                return self.tokens[token]
            case "chat.postMessage" | "chat.update":
                return {"channel": args.get("channel"), "ts": args.get("ts") or f"1700000000.{self._count:06d}", "message": {}}
            case "chat.postEphemeral":
                return {"message_ts": f"1700000000.{self._count:06d}"}
            case "views.open" | "views.push" | "views.update" | "views.publish":
                view = args.get("view") or {}
                return {"view": {**view, "id": args.get("view_id") or f"V{self._count}", "hash": f"h{self._count}", "state": {"values": {}}}}
            case "conversations.open":
                return {"channel": {"id": "D1"}}
            case _:
                return {}


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {**request.query, **(await request.post())}
    return {name: _decoded(str(value)) for name, value in form.items()}


def _decoded(value: str) -> Any:
    """Structures are sent as JSON in a field of a form."""
    if value[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


@cache
def shared() -> FakeWebApi:
    """The one server of a test run; reset it before use."""
    api = FakeWebApi()
    atexit.register(api.stop)
    return api
