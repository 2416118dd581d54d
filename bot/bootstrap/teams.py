"""Settings -> the Teams app: what it adds to the web application, and what runs beside it. Imported where Teams is configured."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
from fastapi import FastAPI

from bot.adapters.teams import routes
from bot.adapters.teams.app import Identity, Mounted, build_app, issuer_of
from bot.adapters.teams.guard import Guard
from bot.adapters.teams.keys import SigningKeys
from bot.adapters.teams.listeners import Listeners
from bot.adapters.teams.notify import personal_notices
from bot.adapters.teams.outbound import Outbound
from bot.adapters.teams.site import TeamsSite
from bot.adapters.teams.tokens import Tokens
from bot.adapters.teams.triage import TriageChannel
from bot.bootstrap.routing import Platform
from bot.core.requests import RequestDesk
from bot.core.service import Service
from bot.settings import Settings, TeamsSettings
from bot.storage import Storage, forget_tenant

if TYPE_CHECKING:
    from microsoft_teams.apps import App  # importing it reads the environment: see `build_app`

_FLUSH_S = 5.0  # for the questions of an organization that are still to be logged when it is forgotten
LOCAL_ID = "00000000-0000-0000-0000-000000000000"
_LOCAL_TOKEN = "eyJhbGciOiJub25lIn0.e30.bG9jYWw"  # noqa: S105 - what the playground takes: three parts, signed by nobody


@dataclass(frozen=True, slots=True)
class Teams:
    """The Teams app of this process.

    Attributes:
        keys: by which Teams signs; None in the local mode.
        platform: what Teams does of what the outbox holds.
    """

    app: App
    mounted: Mounted
    guard: Guard
    site: TeamsSite
    keys: SigningKeys | None
    platform: Platform

    def mount(self, app: FastAPI) -> None:
        """Adds the address that Teams calls."""
        routes.mount(app, self.mounted, self.guard, self.site)

    def state_now(self) -> str:
        """A word for the health page."""
        if self.keys is None:
            return "local"
        return "ready" if self.keys.known else "without keys"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Requests are answered while inside; the keys are fetched before one asks for them."""
        await self.app.initialize()
        async with anyio.create_task_group() as tasks:
            if self.keys:
                tasks.start_soon(self.keys.fetch)
            yield
            tasks.cancel_scope.cancel()
        await self.app.http_client.http.aclose()


def build_teams(settings: Settings, service: Service, desk: RequestDesk, storage: Storage, flush: Callable[[float], object]) -> Teams:
    """The app that the settings describe; `flush` writes what is still queued for the log of questions."""
    teams = settings.teams
    shared = set(teams.organization.values()) if settings.slack.configured else set()

    def forget(tenant: str) -> None:
        """An organization that is in Slack as well keeps what it has: only the ways to its people in Teams are gone."""
        flush(_FLUSH_S)
        if tenant not in shared:
            forget_tenant(storage.database, tenant)

    site = TeamsSite(
        service,
        desk,
        storage.processed(),
        storage.teams_conversations,
        forget,
        organizations=teams.organization,
        public_url=str(settings.server.public_url).rstrip("/") if settings.server.public_url else None,
        command=teams.command,
        as_text=teams.answers == "text",
        allow_guests=teams.allow_guests,
        rate=teams.rate_limit,
    )
    return assemble(site, identity_of(teams), teams.hosts, tokens=None if teams.local else _tokens(teams), directories=None if teams.local else teams.tenants)


def assemble(site: TeamsSite, identity: Identity, hosts: frozenset[str], *, tokens: Tokens | None, directories: frozenset[str] | None) -> Teams:
    """`tokens` None takes requests that nobody has signed, from this machine alone."""
    local = tokens is None
    outbound = Outbound(lambda: app, site.conversations, site.workers, hosts, local=local)
    app, mounted = build_app(identity, Listeners(site, outbound).handle)
    guard = Guard(tokens, directories, hosts)
    platform = Platform(personal_notices(site, outbound), TriageChannel(site, outbound))
    return Teams(app, mounted, guard, site, tokens.keys if tokens else None, platform)


def identity_of(teams: TeamsSettings) -> Identity:
    if teams.local:
        return Identity(LOCAL_ID, "local", token=lambda *_: _LOCAL_TOKEN)
    secret = teams.client_secret.get_secret_value() if teams.client_secret else None
    return Identity(teams.client_id or "", teams.tenant_id or "", secret, teams.managed_identity, teams.cloud)


def _tokens(teams: TeamsSettings) -> Tokens:
    issuer, published = issuer_of(teams.cloud)
    return Tokens(SigningKeys(str(teams.openid_url) if teams.openid_url else published), teams.client_id or "", issuer)


def ask_teams(settings: Settings) -> list[tuple[bool, str, str]]:
    """Whether the keys of Teams, and a token for the bot, can be had: what that says, and the cure."""
    teams = settings.teams
    tokens = _tokens(teams)

    async def asked() -> list[tuple[bool, str, str]]:
        await tokens.keys.fetch()
        keys = (tokens.keys.known, "the keys of Teams are published", "look at what lies between here and login.botframework.com, or at TEAMS_OPENID_URL")
        app, _ = build_app(identity_of(teams), _nothing)
        try:
            token = await app.token_provider.get_app_token()
        except Exception as error:  # noqa: BLE001 - whatever Microsoft, or the way there, raises
            said = f"Microsoft gives no token to {teams.client_id}: {type(error).__name__}"
            return [keys, (False, said, "look at TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET (it expires) and TEAMS_TENANT_ID")]
        return [keys, (token is not None, f"Microsoft gives {teams.client_id} a token", "look at TEAMS_CLIENT_ID and TEAMS_TENANT_ID")]

    return anyio.run(asked)


async def _nothing(_: object) -> None:
    return None
