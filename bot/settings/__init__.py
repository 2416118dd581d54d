"""Settings from the environment. Frozen, one class per concern, every field documented, secrets never printed."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import SettingsError

from bot.errors import ConfigurationError
from bot.settings.glossary import CatalogSettings, EmbeddingSettings, LogSettings, ServerSettings, StorageSettings, TuningSettings
from bot.settings.requests import RequestSettings
from bot.settings.slack import SlackSettings
from bot.settings.teams import LocalTeamsSettings, TeamsSettings

__all__ = [
    "CatalogSettings",
    "EmbeddingSettings",
    "LocalTeamsSettings",
    "LogSettings",
    "RequestSettings",
    "ServerSettings",
    "Settings",
    "SlackSettings",
    "StorageSettings",
    "TeamsSettings",
    "TuningSettings",
    "load_settings",
]


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
