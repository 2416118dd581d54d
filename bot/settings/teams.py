"""Microsoft Teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import AnyHttpUrl, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.fields import ByTenant, Rate, by_tenant


class TeamsSettings(BaseSettings):
    """The Teams bot: a client secret or a managed identity, and the directories whose people are answered."""

    model_config = SettingsConfigDict(env_prefix="TEAMS_", frozen=True, extra="ignore")
    local: ClassVar[bool] = False

    client_id: str | None = Field(default=None, description="Application (client) id of the bot.")
    client_secret: SecretStr | None = Field(default=None, description="Client secret of the bot.")
    managed_identity: str | None = Field(
        default=None, description="Instead of a secret: `direct` (the bot is a managed identity), `system`, or the client id of a user-assigned one."
    )
    tenant_id: str | None = Field(default=None, description="Directory (tenant) id of the bot.")
    allowed_tenants: str = Field(default="", description="Directories whose people are answered, by commas; default: that of the bot.")
    organizations: ByTenant = Field(
        default="", description="Which Slack workspace a directory is one organization with, so that both share requests: `DIRECTORY:T01;...`."
    )
    service_hosts: str = Field(
        default="smba.trafficmanager.net,.botframework.com,.botframework.us,.botframework.azure.cn,smba.infra.gov.teams.microsoft.us,smba.infra.dod.teams.microsoft.us",
        description="Hosts of Teams that answers are sent to, by commas; one that begins with a dot stands for all below it.",
    )
    cloud: Literal["public", "usgov", "usgov-dod", "china"] = Field(default="public", description="Which Microsoft cloud.")
    openid_url: AnyHttpUrl | None = Field(default=None, description="Where the keys of Teams are published; default: by the cloud.")
    command: str = Field(default="/define", pattern=r"^/[a-z0-9_-]{1,31}$", description="The slash command, as in the app's manifest.")
    answers: Literal["card", "text"] = Field(default="card", description="`text` answers questions with plain messages that cite their sources.")
    allow_guests: bool = Field(default=False, description="`true` answers people of other directories who are guests.")
    rate_limit: Rate = Field(default="30/minute", description="How often one person may ask.")

    @property
    def configured(self) -> bool:
        return bool(self.client_id) or self.local

    @property
    def tenants(self) -> frozenset[str]:
        """Directories whose people are answered, in lower case."""
        named = self.allowed_tenants or self.tenant_id or ""
        return frozenset(tenant.strip().lower() for tenant in named.split(",") if tenant.strip())

    @property
    def organization(self) -> Mapping[str, str]:
        """The Slack workspace by directory, in lower case."""
        return {directory.lower(): names[0] for directory, names in by_tenant(self.organizations).items()}

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(host.strip().lower() for host in self.service_hosts.split(",") if host.strip())

    def missing(self) -> tuple[str, ...]:
        """The variables that are needed beside those that are set; none when nothing is set."""
        secret = self.client_secret or self.managed_identity
        given = {"TEAMS_CLIENT_ID": self.client_id, "TEAMS_CLIENT_SECRET or TEAMS_MANAGED_IDENTITY": secret, "TEAMS_TENANT_ID": self.tenant_id}
        return tuple(name for name, value in given.items() if not value) if any(given.values()) else ()


class LocalTeamsSettings(TeamsSettings):
    """For Microsoft's playground on this machine: no credentials, and no checks. Made by `glossary serve --teams-local` alone."""

    local: ClassVar[bool] = True
