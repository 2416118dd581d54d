"""Settings from the environment. Frozen, one class per concern, every field documented, secrets never printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from bot.core.ranking import RankingWeights
from bot.core.thresholds import Thresholds
from bot.errors import ConfigurationError

_ROOT = Path(__file__).resolve().parent.parent
_PACKAGED = Path(__file__).resolve().parent / "_data"  # where the wheel carries data/


def _data(name: str) -> Path:
    """A folder or file of `data/`: beside the package in a checkout, inside it when installed from a wheel."""
    checkout = _ROOT / "data"
    return (checkout if checkout.is_dir() else _PACKAGED) / name


Rate = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}/(second|minute|hour|day)$")]
"""How often, as in "120/minute"."""


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="GLOSSARY_", frozen=True, extra="ignore")


class CatalogSettings(_Settings):
    """Where terms come from."""

    terms_dir: Path = Field(default_factory=lambda: _data("terms"), description="Folder of the term files, one `<slug>.yml` a term.")
    phrasebook_dir: Path | None = Field(
        default_factory=lambda: _data("phrasebook"), description="Folder of the phrasebook: how people ask for well-known AI concepts."
    )
    watch: bool = Field(default=True, description="Whether the server notices edited term files by itself.")


class EmbeddingSettings(_Settings):
    """The encoder and its derived files."""

    model_dir: Path | None = Field(default=None, description="A local sentence-transformers folder with safetensors weights; default: the packaged model.")
    seed: Path = Field(default_factory=lambda: _data("vectors.npz"), description="Vectors that are shipped, so that a first start is quick.")
    model_threads: int = Field(default=1, ge=1, le=64, description="Threads of the encoder.")
    meaning: bool = Field(default=True, description="`false` answers by labels and words alone, without a model.")


class StorageSettings(_Settings):
    """What is remembered, where, and for how long."""

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("glossary-assistant", appauthor=False), description="Folder of the database and of derived files like the index."
    )
    secret_key: SecretStr | None = Field(
        default=None, description="Key for hashing user ids and encrypting Slack tokens; default: one is made and kept in the data folder.", min_length=16
    )
    allow_ephemeral_disk: bool = Field(
        default=False, description="`true` keeps the database in the default folder even where the platform's disk is known to be wiped at every start."
    )
    question_days: int = Field(default=90, ge=1, le=3650, description="Days after which logged questions are deleted.")

    @property
    def key(self) -> bytes | None:
        """The key that is set; None leaves it to the data folder."""
        return self.secret_key.get_secret_value().encode() if self.secret_key else None


class ServerSettings(_Settings):
    """The web server."""

    public_url: AnyHttpUrl | None = Field(default=None, description="Address by which people reach the web glossary; default: the one they asked.")
    web_tenant: str = Field(
        default="web", min_length=1, max_length=64, description="Tenant that questions on the web count for; a Slack team id here puts both into one statistic."
    )
    trusted_proxies: str = Field(default="127.0.0.1", description="Addresses of proxies whose X-Forwarded-For is believed, by commas; `*` for all.")
    max_body_bytes: int = Field(default=1_000_000, ge=1_000, le=100_000_000, description="Largest accepted request body.")
    rate_limit: Rate = Field(default="120/minute", description="How often one client may ask or post; browsing and health are not counted.")
    typing_rate_limit: Rate = Field(default="600/minute", description="The same for suggestions while typing.")
    metrics_token: SecretStr | None = Field(default=None, description="Bearer token for `/metrics`; default: from this machine only.", min_length=16)
    drain_s: float = Field(default=2.0, ge=0, le=20, description="Seconds that the server still answers after SIGTERM, for load balancers to notice.")


class LogSettings(_Settings):
    """Logs on standard error."""

    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="Least level that is logged.")
    log_format: Literal["auto", "json", "text"] = Field(default="auto", description="`json` lines, `text` to read, or text on a terminal only.")


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


def _by_tenant(text: str) -> Mapping[str, tuple[str, ...]]:
    """A tenant that stands twice has the values of both. Raises ValueError."""
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(str.strip, text.split(";")):
        tenant, _, names = (piece.strip() for piece in part.partition(":"))
        values = [name.strip() for name in names.split(",")]
        if not tenant or not all(values) or any(len(value.split()) > 1 for value in (tenant, *values)):
            raise ValueError("must be values by tenant, like `T01:U01,U02;T02:U9`")
        found[tenant] = (*found.get(tenant, ()), *values)
    return found


def _readable(text: str) -> str:
    _by_tenant(text)
    return text


_GROUP = re.compile(r"S[A-Z0-9]{5,}")  # a Slack user group; people begin with U or W
ByTenant = Annotated[str, AfterValidator(_readable)]
"""Values for tenants, as in "T01:U01,U02; T02:U9"."""


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
        return {directory.lower(): names[0] for directory, names in _by_tenant(self.organizations).items()}

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


class RequestSettings(_Settings):
    """Term requests: what is promised, who decides, and where that is done."""

    request_days: int = Field(default=5, ge=1, le=60, description="Working days within which askers are promised a decision.")
    stewards: ByTenant = Field(
        default="",
        description="Who decides about requests, by tenant: `T01:U01,U02;T02:U9`. A Slack user group (`S...`) stands for its members.",
    )
    triage_channels: ByTenant = Field(default="", description="The channel in which stewards see new requests, by tenant: `T01:C01;T02:C9`.")
    digest_hour: int | None = Field(
        default=None, ge=0, le=23, description="Hour (UTC) at which open requests are summed up in the triage channel; default: never."
    )
    git_repo: Path | None = Field(default=None, description="A local clone with the terms: accepting a request can open a branch in it.")
    github_token: SecretStr | None = Field(default=None, description="Token with which that branch can become a pull request.")
    github_api_url: AnyHttpUrl = Field(default=AnyHttpUrl("https://api.github.com/"), description="Base address of the GitHub API: an Enterprise Server.")

    @property
    def steward_people(self) -> Mapping[str, tuple[str, ...]]:
        """User ids by tenant."""
        return {tenant: tuple(name for name in names if not _GROUP.fullmatch(name)) for tenant, names in _by_tenant(self.stewards).items()}

    @property
    def steward_groups(self) -> Mapping[str, tuple[str, ...]]:
        """Slack user groups by tenant."""
        return {tenant: tuple(name for name in names if _GROUP.fullmatch(name)) for tenant, names in _by_tenant(self.stewards).items()}

    @property
    def triage_channel(self) -> Mapping[str, str]:
        """One channel a tenant."""
        return {tenant: names[0] for tenant, names in _by_tenant(self.triage_channels).items()}


class TuningSettings(_Settings):
    """Weights and thresholds of the resolver; `glossary eval FILE --calibrate` proposes values for your glossary."""

    model_config = SettingsConfigDict(env_prefix="GLOSSARY_", env_nested_delimiter="__", frozen=True, extra="ignore")

    weights: RankingWeights = Field(default_factory=RankingWeights, description="Share of each view in the score, and of words beside meaning.")
    thresholds: Thresholds = Field(default_factory=Thresholds, description="Scores that separate answering, offering and silence.")


class Settings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True)

    catalog: CatalogSettings = Field(default_factory=CatalogSettings)
    embedding: EmbeddingSettings = Field(default_factory=EmbeddingSettings)
    storage: StorageSettings = Field(default_factory=StorageSettings)
    server: ServerSettings = Field(default_factory=ServerSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    slack: SlackSettings = Field(default_factory=SlackSettings)
    teams: TeamsSettings = Field(default_factory=TeamsSettings)
    requests: RequestSettings = Field(default_factory=RequestSettings)
    tuning: TuningSettings = Field(default_factory=TuningSettings)


def load_settings(*, terms_dir: Path | None = None) -> Settings:
    """Settings from the environment, with the command line's choice of terms before it.

    Raises:
        ConfigurationError: a variable is malformed; the message names it, and never shows a secret.
    """
    try:
        return Settings(catalog=CatalogSettings(terms_dir=terms_dir) if terms_dir else CatalogSettings())
    except ValidationError as error:
        prefix = {"SlackSettings": "SLACK_", "TeamsSettings": "TEAMS_"}.get(error.title, "GLOSSARY_")
        lines = [f"{prefix}{'__'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}" for problem in error.errors()]
        raise ConfigurationError("; ".join(lines), hint="`glossary settings` lists every variable with its meaning") from None
    except SettingsError as error:
        raise ConfigurationError(f"{error}", hint="a group is set value by value: GLOSSARY_THRESHOLDS__ANSWER=0.5") from None
