"""Installing in any workspace: /slack/install, and /slack/oauth_redirect where Slack sends people back."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urljoin

import aiohttp
from fastapi import APIRouter, Request, Response
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation

from bot.adapters.slack import oauth_pages
from bot.adapters.slack.addresses import INSTALL_PATH, REDIRECT_PATH
from bot.adapters.slack.authorize import InstalledWorkspaces
from bot.adapters.slack.installation import EncryptedInstallationStore, tenant_of
from bot.adapters.slack.oauth_access import SlackApp
from bot.adapters.slack.oauth_states import LIFETIME_S, SignedStates
from bot.adapters.slack.refusals import refusal
from bot.adapters.slack.scopes import bot_scopes
from bot.errors import StorageUnavailable

_LOG = logging.getLogger(__name__)
_TEAM = re.compile(r"[TE][A-Z0-9]{2,20}", re.ASCII)


class NotInstalled(Exception):
    """The installation ended without one; `reason` is a word that `oauth_pages.failure_page` knows."""

    def __init__(self, reason: str, status: HTTPStatus) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class InstallFlow(AsyncOAuthFlow):
    """Bolt's flow with our own calls, pages and words. Make it with `install_flow`."""

    def __init__(self, app: SlackApp, settings: AsyncOAuthSettings, command: str, installed: Callable[[str], None]) -> None:
        super().__init__(client=app.client, settings=settings, logger=_LOG)
        self._app = app
        self._command = command
        self._installed = installed
        self.success_handler = self._succeeded
        self.failure_handler = self._failed

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        parameters = {"client_id": self.client_id, "scope": ",".join(self.settings.scopes or ()), "user_scope": "", "state": state}
        if self.redirect_uri:
            parameters["redirect_uri"] = self.redirect_uri
        team = next(iter(request.query.get("team") or ()), "")
        if _TEAM.fullmatch(team):
            parameters["team"] = team
        return f"{self.settings.authorization_url}?{urlencode(parameters)}"

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:  # noqa: ARG002 - Bolt's signature
        return oauth_pages.install_page(url, self._command)

    async def handle_installation(self, request: AsyncBoltRequest) -> BoltResponse:
        response = await super().handle_installation(request)
        response.headers.update({name.lower(): [value] for name, value in oauth_pages.HEADERS.items()})
        return response

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        try:
            return await super().handle_callback(request)
        except NotInstalled as failure:
            return self._page(oauth_pages.failure_page(failure.reason, self.install_path), failure.status)
        except StorageUnavailable as error:
            _LOG.error("a Slack installation could not be stored: %s", error)
            return self._page(oauth_pages.failure_page("storage_error", self.install_path), HTTPStatus.SERVICE_UNAVAILABLE)

    async def run_installation(self, code: str) -> Installation:
        try:
            installation = await self._app.exchange(code, self.redirect_uri)
        except SlackApiError as error:
            _LOG.warning("a Slack installation was refused: %s", refusal(error))
            raise NotInstalled("invalid_code", HTTPStatus.UNAUTHORIZED) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            _LOG.warning("a Slack installation got no answer: %s", type(error).__name__)
            raise NotInstalled("no_answer", HTTPStatus.BAD_GATEWAY) from None
        if installation is None:
            raise NotInstalled("no_bot", HTTPStatus.BAD_REQUEST)
        return installation

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        await super().store_installation(request, installation)
        tenant = tenant_of(installation.enterprise_id, installation.team_id, is_enterprise_install=installation.is_enterprise_install)
        self._installed(tenant or "")
        _LOG.info("the Slack app is installed in %s", tenant)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        done = args.installation
        organization = done.is_enterprise_install
        opened = "slack://open" if organization or not (done.team_id and done.app_id) else f"slack://app?{urlencode({'team': done.team_id, 'id': done.app_id})}"
        return self._page(oauth_pages.success_page(done.enterprise_name if organization else done.team_name, opened, self._command), HTTPStatus.OK)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        if args.reason != "access_denied":
            _LOG.info("a Slack installation ended with %s", args.reason if args.reason in oauth_pages.REASONS else "another reason of Slack's")
        return self._page(oauth_pages.failure_page(args.reason, self.install_path), HTTPStatus(args.suggested_status_code))

    def _page(self, html: str, status: HTTPStatus) -> BoltResponse:
        forget_state = self.settings.state_utils.build_set_cookie_for_deletion()
        return BoltResponse(status=status, body=html, headers={**oauth_pages.HEADERS, "Set-Cookie": forget_state})


def install_flow(
    app: SlackApp,
    store: EncryptedInstallationStore,
    workspaces: InstalledWorkspaces,
    states: SignedStates,
    *,
    command: str,
    public_url: str | None,
    groups: bool = False,
) -> InstallFlow:
    """The flow of an app that `workspaces` authorizes.

    Args:
        public_url: https address of this server, without a slash at the end. With None, Slack sends people back to the first
            redirect URL of the app's own settings.
        groups: where user groups are stewards.
    """
    settings = AsyncOAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=bot_scopes(unfurl=public_url is not None, groups=groups),
        user_scopes=[],
        redirect_uri=f"{public_url}{REDIRECT_PATH}" if public_url else None,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=urljoin(app.client.base_url, "../oauth/v2/authorize"),  # slack.com, slack-gov.com, or a local one
        installation_store=store,
        installation_store_bot_only=True,
        state_store=states,
        state_cookie_name="glossary-slack-install",
        state_expiration_seconds=LIFETIME_S,
        callback_options=AsyncCallbackOptions(success=_unused, failure=_unused),
        logger=_LOG,
    )
    settings.authorize = workspaces
    return InstallFlow(app, settings, command, workspaces.forget)


def oauth_routes(flow: AsyncOAuthFlow) -> APIRouter:
    """Both addresses."""
    router = APIRouter(include_in_schema=False)

    @router.get(flow.install_path)
    async def install(request: Request) -> Response:
        return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))

    @router.get(flow.redirect_uri_path)
    async def redirect(request: Request) -> Response:
        return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))

    return router


async def _unused(args: AsyncSuccessArgs | AsyncFailureArgs) -> BoltResponse:
    """Stands where `InstallFlow` puts its own."""
    raise NotImplementedError(type(args).__name__)
