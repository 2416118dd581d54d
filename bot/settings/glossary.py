"""The glossary itself: its terms, its model, what it remembers, its server, its logs, its tuning."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import AnyHttpUrl, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from bot.core.ranking import RankingWeights
from bot.core.thresholds import Thresholds
from bot.settings.fields import GlossarySettings, Rate, data


class CatalogSettings(GlossarySettings):
    """Where terms come from."""

    terms_dir: Path = Field(default_factory=lambda: data("terms"), description="Folder of the term files, one `<slug>.yml` a term.")
    phrasebook_dir: Path | None = Field(
        default_factory=lambda: data("phrasebook"), description="Folder of the phrasebook: how people ask for well-known AI concepts."
    )
    watch: bool = Field(default=True, description="Whether the server notices edited term files by itself.")


class EmbeddingSettings(GlossarySettings):
    """The encoder and its derived files."""

    model_dir: Path | None = Field(default=None, description="A local sentence-transformers folder with safetensors weights; default: the packaged model.")
    seed: Path = Field(default_factory=lambda: data("vectors.npz"), description="Vectors that are shipped, so that a first start is quick.")
    model_threads: int = Field(default=1, ge=1, le=64, description="Threads of the encoder.")
    meaning: bool = Field(default=True, description="`false` answers by labels and words alone, without a model.")


class StorageSettings(GlossarySettings):
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


class ServerSettings(GlossarySettings):
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


class LogSettings(GlossarySettings):
    """Logs on standard error."""

    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="Least level that is logged.")
    log_format: Literal["auto", "json", "text"] = Field(default="auto", description="`json` lines, `text` to read, or text on a terminal only.")


class TuningSettings(GlossarySettings):
    """Weights and thresholds of the resolver; `glossary eval FILE --calibrate` proposes values for your glossary."""

    model_config = SettingsConfigDict(env_prefix="GLOSSARY_", env_nested_delimiter="__", frozen=True, extra="ignore")

    weights: RankingWeights = Field(default_factory=RankingWeights, description="Share of each view in the score, and of words beside meaning.")
    thresholds: Thresholds = Field(default_factory=Thresholds, description="Scores that separate answering, offering and silence.")
