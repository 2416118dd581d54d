"""Settings from the environment. Frozen, one class per concern, every field documented."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError
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


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="GLOSSARY_", frozen=True, extra="ignore")


class CatalogSettings(_Settings):
    """Where terms come from."""

    terms_dir: Path = Field(default_factory=lambda: _data("terms"), description="Folder of the term files, one `<slug>.yml` a term.")
    phrasebook_dir: Path | None = Field(
        default_factory=lambda: _data("phrasebook"), description="Folder of the phrasebook: how people ask for well-known AI concepts."
    )


class EmbeddingSettings(_Settings):
    """The encoder and its derived files."""

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("glossary-assistant", appauthor=False), description="Folder for derived files; the index is in `index/`."
    )
    model_dir: Path | None = Field(default=None, description="A local sentence-transformers folder with safetensors weights; default: the packaged model.")
    seed: Path = Field(default_factory=lambda: _data("vectors.npz"), description="Vectors that are shipped, so that a first start is quick.")
    model_threads: int = Field(default=1, ge=1, le=64, description="Threads of the encoder.")
    meaning: bool = Field(default=True, description="`false` answers by labels and words alone, without a model.")


class TuningSettings(_Settings):
    """Weights and thresholds of the resolver; `glossary eval FILE --calibrate` proposes values for your glossary."""

    model_config = SettingsConfigDict(env_prefix="GLOSSARY_", env_nested_delimiter="__", frozen=True, extra="ignore")

    weights: RankingWeights = Field(default_factory=RankingWeights, description="Share of each view in the score, and of words beside meaning.")
    thresholds: Thresholds = Field(default_factory=Thresholds, description="Scores that separate answering, offering and silence.")


class Settings(BaseModel):
    """All settings. `overrides` of `load` go before the environment."""

    model_config = ConfigDict(frozen=True)

    catalog: CatalogSettings
    embedding: EmbeddingSettings
    tuning: TuningSettings


def load_settings(*, terms_dir: Path | None = None) -> Settings:
    """Settings from the environment, with the command line's choice of terms before it.

    Raises:
        ConfigurationError: a variable is malformed; the message names it.
    """
    chosen = {"terms_dir": terms_dir} if terms_dir else {}
    try:
        return Settings(catalog=CatalogSettings(**chosen), embedding=EmbeddingSettings(), tuning=TuningSettings())
    except ValidationError as error:
        lines = [f"GLOSSARY_{'__'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}" for problem in error.errors()]
        raise ConfigurationError("; ".join(lines), hint="`glossary settings` lists every variable with its meaning") from None
    except SettingsError as error:
        raise ConfigurationError(f"{error}", hint="a group is set value by value: GLOSSARY_THRESHOLDS__ANSWER=0.5") from None
