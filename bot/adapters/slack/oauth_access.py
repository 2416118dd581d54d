"""oauth.v2.access: a code, or a refresh token, for a token.

Not by slack_sdk: its token rotator always calls slack.com, and `oauth_v2_access` uses an argument that aiohttp gives up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse


@dataclass(frozen=True, slots=True)
class SlackApp:
    """The app as the Web API knows it.

    Attributes:
        client: without a token; its base URL is that of the Web API.
    """

    client: AsyncWebClient
    client_id: str
    client_secret: str = field(repr=False)

    async def exchange(self, code: str, redirect_uri: str | None) -> Installation | None:
        """The installation that a code stands for; None when it gives the app no bot.

        Raises:
            SlackApiError: Slack refused.
            aiohttp.ClientError, TimeoutError: Slack did not answer.
        """
        granted = await self._access(code=code, redirect_uri=redirect_uri)
        token = granted.get("access_token")
        if not token or granted.get("token_type") != "bot":
            return None
        bot = await content(self.client.auth_test(token=token))  # only this knows the bot's id
        team, enterprise = granted.get("team") or {}, granted.get("enterprise") or {}
        return Installation(
            app_id=granted.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=token,
            bot_id=bot.get("bot_id"),
            bot_user_id=granted.get("bot_user_id"),
            bot_scopes=granted.get("scope") or "",
            bot_refresh_token=granted.get("refresh_token"),
            bot_token_expires_in=granted.get("expires_in"),
            user_id=(granted.get("authed_user") or {}).get("id") or "",
            is_enterprise_install=bool(granted.get("is_enterprise_install")),
            token_type="bot",  # noqa: S106 - the kind of token
        )

    async def renew(self, installation: Installation) -> Installation:
        """The same installation with new tokens. The refresh token is used up, also when the answer is lost.

        Raises:
            SlackApiError: Slack refused.
            aiohttp.ClientError, TimeoutError: Slack did not answer.
        """
        granted = await self._access(grant_type="refresh_token", refresh_token=installation.bot_refresh_token)
        if not granted.get("access_token"):
            raise SlackApiError("there is no token in what oauth.v2.access gave", {"error": "no_token"})  # type: ignore[no-untyped-call]
        renewed = Installation(**installation.to_dict_for_copying())
        fresh = Installation(user_id="", bot_token=granted["access_token"], bot_token_expires_in=granted.get("expires_in"))
        renewed.bot_token, renewed.bot_token_expires_at = fresh.bot_token, fresh.bot_token_expires_at
        renewed.bot_refresh_token = granted.get("refresh_token")
        return renewed

    async def _access(self, **arguments: str | None) -> Mapping[str, Any]:
        data = {"client_id": self.client_id, "client_secret": self.client_secret, **arguments}
        return await content(self.client.api_call("oauth.v2.access", data=data))


async def content(call: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any]:
    """What a method gave. Raises SlackApiError as well for what is no JSON at all, as from a proxy that wants a password."""
    try:
        said = (await call).data
    except AttributeError:  # slack_sdk takes any text for JSON
        said = None
    if not isinstance(said, dict):
        raise SlackApiError("the Web API gave something else than JSON", {"error": "no_json"})  # type: ignore[no-untyped-call]
    return said
