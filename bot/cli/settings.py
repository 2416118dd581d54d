"""`glossary settings`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path

import typer

from bot.cli.app import app


@app.command()
def settings() -> None:
    """List every environment variable with its default and meaning."""
    for name, default, meaning in documented():
        typer.echo(f"{name}={default}\n    {meaning}")


def documented() -> Iterator[tuple[str, str, str]]:
    """(variable, default, meaning) for every setting; each weight and threshold is a variable of its own."""
    from bot.settings import Settings

    for concern in (field.annotation for field in Settings.model_fields.values()):
        prefix = concern.model_config["env_prefix"]  # type: ignore[union-attr]
        for name, field in concern.model_fields.items():  # type: ignore[union-attr]
            default = field.get_default(call_default_factory=True)
            variable = f"{prefix}{name.upper()}"
            meaning = field.description or ""
            if is_dataclass(default) and not isinstance(default, type):
                for part, value in asdict(default).items():
                    yield f"{variable}__{part.upper()}", str(value), meaning
            else:
                yield variable, _shown(default), meaning


def _shown(default: object) -> str:
    """Folders without what differs between machines."""
    if isinstance(default, Path):
        return {"terms": "data/terms", "phrasebook": "data/phrasebook", "vectors.npz": "data/vectors.npz"}.get(
            default.name, "the user's data folder for glossary-assistant"
        )
    return "" if default is None else str(default).lower() if isinstance(default, bool) else str(default)
