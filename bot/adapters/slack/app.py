"""The Bolt application: what every request passes before a listener has it, over HTTP and Socket Mode alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.causes import NotInstalledError, UnauthorizedError
from bot.adapters.slack.failures import Failures
from bot.adapters.slack.limits import Admission
from bot.adapters.slack.once import OncePerDelivery
from bot.adapters.slack.payloads import is_well_formed
from bot.adapters.slack.refusals import error_code
from bot.adapters.slack.response_url import is_allowed
from bot.adapters.slack.site import SlackSite
from bot.adapters.slack.talk import is_for_us

Register = Callable[[AsyncApp, SlackSite], None]


def build_app(
    site: SlackSite,
    *,
    client: AsyncWebClient,
    register: Register,
    authorize: AsyncAuthorize,
    oauth_flow: AsyncOAuthFlow | None = None,
) -> AsyncApp:
    """The application, with its listeners registered. Requests are taken as genuine: `guard` has verified them, or the socket is Slack's.

    Args:
        client: how Slack is called; without a token. See `connection.web_client`.
        register: adds the listeners.
        authorize: finds the token of a workspace.
        oauth_flow: where the app can be installed by anybody.
    """
    with _no_environment():
        app = _App(
            OncePerDelivery(site),
            site.response_hosts,
            name="glossary",
            client=client,
            process_before_response=True,  # do the work, then acknowledge: what is acknowledged first is lost when the process ends
            raise_error_for_unhandled_request=True,  # `Failures` answers; Bolt would log what was sent
            request_verification_enabled=False,
            authorize=_Authorize(authorize),
            oauth_flow=oauth_flow,
        )
    app.use(Admission(site))
    app.error(Failures(site).handle)
    register(app, site)
    return app


class _App(AsyncApp):
    """Bolt's middleware runs before a listener, never around it; this does."""

    def __init__(self, once: OncePerDelivery, response_hosts: frozenset[str], **options: Any) -> None:
        super().__init__(**options)
        self._once = once
        self._response_hosts = response_hosts

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        if not is_well_formed(req.body):
            return BoltResponse(status=400)
        if not is_for_us(req.body):
            return BoltResponse(status=200)
        url = req.context.response_url
        if url and not is_allowed(url, self._response_hosts):
            req.context["response_url"] = None  # Bolt itself would call it
        return await self._once.run(req, super().async_dispatch)


class _Authorize(AsyncAuthorize):
    """Says what is the matter where Bolt would answer with words of its own."""

    def __init__(self, finds: AsyncAuthorize) -> None:
        self._finds = finds

    async def __call__(
        self, *, context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None, user_id: str | None, **actor: Any
    ) -> AuthorizeResult:
        """Raises NotInstalledError, UnauthorizedError, and what the store raises."""
        try:
            found = await self._finds(context=context, enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, **actor)
        except SlackApiError as error:
            raise UnauthorizedError(error_code(error)) from None  # Bolt takes SlackApiError for its own, and what was sent for answered
        if found is None:
            raise NotInstalledError
        return found


@contextmanager
def _no_environment() -> Iterator[None]:
    """Bolt reads tokens and secrets from the environment behind its caller's back; settings come from one place only."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)
