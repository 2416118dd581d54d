"""Slack."""

from __future__ import annotations

from pydantic import AnyHttpUrl, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.fields import Rate


class SlackSettings(BaseSettings):
    """The Slack app: a bot token for one workspace, or client id and secret to be installed in many; a signing secret or an app token to be reached."""

    model_config = SettingsConfigDict(env_prefix="SLACK_", frozen=True, extra="ignore")

    bot_token: SecretStr | None = Field(default=None, description="Bot token of a single workspace, `xoxb-...`.")
    signing_secret: SecretStr | None = Field(default=None, description="Signing secret: Slack sends requests to this server.")
    app_token: SecretStr | None = Field(default=None, description="App-level token, `xapp-...`: this server connects to Slack (Socket Mode).")
    client_id: str | None = Field(default=None, description="Client id, to be installed in many workspaces.")
    client_secret: SecretStr | None = Field(default=None, description="Client secret, to be installed in many workspaces.")
    token_keys: SecretStr | None = Field(
        default=None, description="Fernet keys for stored tokens, newest first, by commas; default: one made from the key in the data folder."
    )
    command: str = Field(default="/define", pattern=r"^/[a-z0-9_-]{1,31}$", description="The slash command, as in the app's manifest.")
    allow_outsiders: bool = Field(default=False, description="`true` answers people of other organizations in shared channels.")
    rate_limit: Rate = Field(default="30/minute", description="How often one person may ask.")
    api_url: AnyHttpUrl = Field(default=AnyHttpUrl("https://slack.com/api/"), description="Base address of the Web API: GovSlack, or a local one.")
    response_hosts: str = Field(default="hooks.slack.com", description="Hosts that answers to commands are posted to, by commas.")

    @property
    def configured(self) -> bool:
        return bool(self.bot_token or self.client_id)

    def missing(self) -> tuple[str, ...]:
        """The variables that are needed beside those that are set; none when nothing is set."""
        given = (self.bot_token, self.signing_secret, self.app_token, self.client_id, self.client_secret)
        if not any(given):
            return ()
        lacking = []
        if bool(self.client_id) != bool(self.client_secret):
            lacking.append("SLACK_CLIENT_SECRET" if self.client_id else "SLACK_CLIENT_ID")
        if not (self.bot_token or self.client_id or self.client_secret):
            lacking.append("SLACK_BOT_TOKEN")
        if not (self.signing_secret or self.app_token):
            lacking.append("SLACK_SIGNING_SECRET or SLACK_APP_TOKEN")
        return tuple(lacking)
