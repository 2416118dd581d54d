"""Settings -> the Slack app: what it adds to the web application, and what runs beside it. Imported where Slack is configured."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import anyio
from fastapi import FastAPI
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import routes
from bot.adapters.slack.app import build_app
from bot.adapters.slack.authorize import InstalledWorkspaces
from bot.adapters.slack.authorize_single import SingleWorkspace
from bot.adapters.slack.connection import connected, web_client
from bot.adapters.slack.installation import EncryptedInstallationStore
from bot.adapters.slack.keys import state_key, token_keys
from bot.adapters.slack.listeners import register_all
from bot.adapters.slack.notify import personal_notices
from bot.adapters.slack.oauth import InstallFlow, install_flow, oauth_routes
from bot.adapters.slack.oauth_access import SlackApp
from bot.adapters.slack.oauth_states import SignedStates
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.refusals import refusal
from bot.adapters.slack.site import SlackSite
from bot.adapters.slack.socket import SocketMode
from bot.adapters.slack.triage import TriageChannel
from bot.adapters.slack.usergroups import GroupMembers
from bot.bootstrap.routing import Platform
from bot.core.requests import RequestDesk
from bot.core.service import Service
from bot.settings import Settings
from bot.storage import Storage, forget_tenant

_FLUSH_S = 5.0  # for the questions of a workspace that are still to be logged when it is forgotten


@dataclass(frozen=True, slots=True)
class Slack:
    """The Slack app of this process. Over HTTP when there is a signing secret, over a socket when there is an app token, or both.

    Attributes:
        members: the people of a user group.
        platform: what Slack does of what the outbox holds.
    """

    bolt: AsyncApp
    client: AsyncWebClient
    workspaces: SingleWorkspace | InstalledWorkspaces
    signing_secret: str | None = field(repr=False)
    flow: InstallFlow | None
    socket: SocketMode | None
    members: GroupMembers
    platform: Platform

    def mount(self, app: FastAPI) -> None:
        """Adds the addresses that Slack, and people who install the app, call."""
        if self.signing_secret:
            routes.mount(app, self.bolt, self.signing_secret)
        if self.flow:
            app.include_router(oauth_routes(self.flow))

    def state_now(self) -> str:
        """How requests arrive: a word for the health page."""
        if self.socket is None:
            return "http"
        return "connected" if self.socket.connected else "connecting"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Connections to Slack are open while inside; on leaving, what was taken is finished."""
        stop = anyio.Event()
        async with connected(self.client):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self.workspaces.check)
                if self.socket:
                    tasks.start_soon(self.socket.run, stop)
                try:
                    yield
                finally:
                    stop.set()
            await self.workspaces.settle()


def build_slack(settings: Settings, service: Service, desk: RequestDesk, storage: Storage, flush: Callable[[float], object]) -> Slack:
    """The app that the settings describe; `flush` writes what is still queued for the log of questions.

    Raises:
        ConfigurationError: a setting cannot be used.
    """
    slack = settings.slack
    public_url = str(settings.server.public_url).rstrip("/") if settings.server.public_url else None

    def forget(tenant: str) -> None:
        flush(_FLUSH_S)
        forget_tenant(storage.database, tenant)
        workspaces.forget(tenant)

    site = SlackSite(
        service,
        desk,
        storage.processed(),
        forget,
        public_url=public_url,
        command=slack.command,
        allow_outsiders=slack.allow_outsiders,
        rate=slack.rate_limit,
        response_hosts=frozenset(host.strip() for host in slack.response_hosts.split(",") if host.strip()),
    )
    client = web_client(str(slack.api_url))
    flow: InstallFlow | None = None
    workspaces: SingleWorkspace | InstalledWorkspaces
    if slack.bot_token:
        workspaces = SingleWorkspace(client, slack.bot_token.get_secret_value())
    else:
        flow, workspaces = _distributed(settings, storage, site, client)
    bolt = build_app(site, client=client, register=register_all, authorize=workspaces, oauth_flow=flow)
    socket = SocketMode(bolt, client, slack.app_token.get_secret_value()) if slack.app_token else None
    secret = slack.signing_secret.get_secret_value() if slack.signing_secret else None
    outbound = Outbound(client, workspaces)
    platform = Platform(personal_notices(site, outbound), TriageChannel(site, outbound))
    return Slack(bolt, client, workspaces, secret, flow, socket, GroupMembers(outbound), platform)


def _distributed(settings: Settings, storage: Storage, site: SlackSite, client: AsyncWebClient) -> tuple[InstallFlow, InstalledWorkspaces]:
    slack = settings.slack
    assert slack.client_id  # noqa: S101 - what is half configured was refused before
    assert slack.client_secret  # noqa: S101
    app = SlackApp(client, slack.client_id, slack.client_secret.get_secret_value())
    rows = storage.slack_installations
    keys = token_keys(slack.token_keys.get_secret_value() if slack.token_keys else None, storage.key)
    store = EncryptedInstallationStore(rows, keys, site.workers)
    states = SignedStates(state_key(storage.key), rows.is_new_state, workers=site.workers)
    workspaces = InstalledWorkspaces(store, app)
    https = site.public_url if site.public_url and site.public_url.startswith("https://") else None
    return install_flow(
        app, store, workspaces, states, command=site.command, public_url=https, groups=any(settings.requests.steward_groups.values())
    ), workspaces


def ask_slack(settings: Settings, method: str, token: SecretStr, name: str) -> tuple[bool, str, str]:
    """One call with a token: whether Slack takes it, what that says, and the cure. `name` is the setting that the token comes from."""

    async def asked() -> str:
        async with connected(web_client(str(settings.slack.api_url))) as client:
            said = await client.api_call(method, headers={"Authorization": f"Bearer {token.get_secret_value()}"})
            return f"Slack takes {name}" + (f": {said['user']} in {said['team']}" if said.get("team") else "")

    try:
        return True, anyio.run(asked), ""
    except SlackApiError as error:
        return False, f"Slack does not take {name}: {refusal(error)}", f"install the app again, or make a new token, and set {name}"
    except (aiohttp.ClientError, OSError) as error:
        return (
            False,
            f"Slack does not answer at {settings.slack.api_url}: {type(error).__name__}",
            "look at SLACK_API_URL, and at what lies between here and Slack",
        )
