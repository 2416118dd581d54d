"""Slack's side of an installation, on loopback: consent, codes that work once, tokens that expire, refresh tokens that work once, revocation."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

CLIENT_ID = "1111.2222"
CLIENT_SECRET = "a-client-secret"  # noqa: S105 - of this peer
REDIRECT_URI = "https://glossary.test/slack/oauth_redirect"


@dataclass(frozen=True)
class Workspace:
    team: str
    name: str = "Acme"
    enterprise: str | None = None
    org_wide: bool = False

    @property
    def bot(self) -> str:
        return f"U{self.team}BOT"


@dataclass
class OAuthPeer:
    """What has been granted, and what is to go wrong.

    Attributes:
        chosen: the workspace that the person at the consent page chooses; None: the person cancels.
        lifetime_s: of tokens; None: they do not expire.
        broken: by method: an error word of Slack's, "404" or "500" without JSON, "proxy" for a text in its place, or "hang".
    """

    chosen: Workspace | None = field(default_factory=lambda: Workspace("T1"))
    lifetime_s: int | None = None
    broken: dict[str, str] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    address: str = ""
    consents: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, Workspace] = field(default_factory=dict)
    _refresh: dict[str, Workspace] = field(default_factory=dict)
    _tokens: dict[str, tuple[Workspace, float]] = field(default_factory=dict)

    def client(self) -> AsyncWebClient:
        return AsyncWebClient(base_url=f"{self.address}/api/", timeout=2, retry_handlers=[])

    def granted(self, workspace: Workspace) -> dict[str, Any]:
        """New tokens; those from before go on until they expire."""
        token, refresh = f"xoxb-{workspace.team}-{secrets.token_hex(4)}", f"xoxe-1-{secrets.token_hex(4)}"
        self._tokens[token] = (workspace, time.time() + (self.lifetime_s if self.lifetime_s is not None else 1e9))
        tokens: dict[str, Any] = {"ok": True, "access_token": token, "token_type": "bot"}
        if self.lifetime_s is not None:
            self._refresh[refresh] = workspace
            tokens |= {"refresh_token": refresh, "expires_in": self.lifetime_s}
        enterprise = {"id": workspace.enterprise, "name": "Acme Group"} if workspace.enterprise else None
        return tokens | {
            "app_id": "A1",
            "scope": "commands,chat:write",
            "bot_user_id": workspace.bot,
            "team": None if workspace.org_wide else {"id": workspace.team, "name": workspace.name},
            "enterprise": enterprise,
            "is_enterprise_install": workspace.org_wide,
            "authed_user": {"id": "U1"},
        }

    def is_valid(self, token: str) -> bool:
        return token in self._tokens and self._tokens[token][1] > time.time()

    def revoke(self, token: str) -> None:
        self._tokens.pop(token, None)

    async def authorize(self, request: web.Request) -> web.Response:
        """The consent page, already answered: the browser is sent back."""
        asked = dict(request.query)
        self.consents.append(asked)
        if asked.get("client_id") != CLIENT_ID or asked.get("redirect_uri") != REDIRECT_URI:
            return web.Response(status=400)
        if self.chosen is None:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_hex(8)
            self._codes[code] = self.chosen
            answer = {"code": code, "state": asked["state"]}
        return web.Response(status=302, headers={"Location": f"{REDIRECT_URI}?{urlencode(answer)}"})

    async def access(self, request: web.Request) -> dict[str, Any]:
        form = await request.post()
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return {"ok": False, "error": "bad_client_secret"}
        if form.get("grant_type") == "refresh_token":
            workspace = self._refresh.pop(str(form.get("refresh_token")), None)
            return self.granted(workspace) if workspace else {"ok": False, "error": "invalid_refresh_token"}
        if form.get("redirect_uri") != REDIRECT_URI:
            return {"ok": False, "error": "bad_redirect_uri"}
        workspace = self._codes.pop(str(form.get("code")), None)
        return self.granted(workspace) if workspace else {"ok": False, "error": "invalid_code"}

    async def test(self, request: web.Request) -> dict[str, Any]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self.is_valid(token):
            return {"ok": False, "error": "invalid_auth" if token not in self._tokens else "token_expired"}
        workspace, _ = self._tokens[token]
        return {"ok": True, "url": "https://acme.slack.com/", "team": workspace.name, "team_id": workspace.team, "user_id": workspace.bot, "bot_id": "B1"}

    async def revoked(self, request: web.Request) -> dict[str, Any]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        known = self.is_valid(token)
        self.revoke(token)
        return {"ok": True, "revoked": True} if known else {"ok": False, "error": "invalid_auth"}

    def method(self, name: str, answer: Callable[[web.Request], Awaitable[dict[str, Any]]]) -> Callable[[web.Request], Awaitable[web.Response]]:
        """The answer, unless it is to go wrong."""

        async def handle(request: web.Request) -> web.Response:
            self.calls[name] += 1
            match self.broken.get(name):
                case None:
                    return web.json_response(await answer(request))
                case "proxy":
                    return web.Response(text="please sign in")
                case "404":
                    return web.Response(status=404, text="404: Not Found")
                case "500":
                    return web.Response(status=500, text="<html>oops</html>", content_type="text/html")
                case "hang":
                    await asyncio.sleep(30)
                    return web.Response()
                case error:
                    return web.json_response({"ok": False, "error": error})

        return handle


@asynccontextmanager
async def oauth_peer() -> AsyncIterator[OAuthPeer]:
    """Slack, while inside."""
    peer = OAuthPeer()
    app = web.Application()
    app.router.add_get("/oauth/v2/authorize", peer.authorize)
    for name, answer in {"oauth.v2.access": peer.access, "auth.test": peer.test, "auth.revoke": peer.revoked}.items():
        app.router.add_route("*", f"/api/{name}", peer.method(name, answer))
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    peer.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield peer
    finally:
        await runner.cleanup()
