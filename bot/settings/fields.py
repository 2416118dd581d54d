"""What settings are made of: where data lies, and values of more than one part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_BOT = Path(__file__).resolve().parent.parent
_PACKAGED = _BOT / "_data"  # where the wheel carries data/


def data(name: str) -> Path:
    """A folder or file of `data/`: beside the package in a checkout, inside it when installed from a wheel."""
    checkout = _BOT.parent / "data"
    return (checkout if checkout.is_dir() else _PACKAGED) / name


Rate = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}/(second|minute|hour|day)$")]
"""How often, as in "120/minute"."""


class GlossarySettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="GLOSSARY_", frozen=True, extra="ignore")


def by_tenant(text: str) -> Mapping[str, tuple[str, ...]]:
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
    by_tenant(text)
    return text


ByTenant = Annotated[str, AfterValidator(_readable)]
"""Values for tenants, as in "T01:U01,U02; T02:U9"."""
