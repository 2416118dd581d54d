"""The app as a zip file that Teams takes: manifest, icons, other languages."""

from __future__ import annotations

import json
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.adapters.teams.manifest import COLOR_ICON, GERMAN_FILE, OUTLINE_ICON, localization

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same manifest makes the same bytes


def app_package(manifest: dict[str, Any]) -> bytes:
    """Everything at the root of the zip, as Teams wants it."""
    icons = files("bot.adapters.teams") / "package"
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name, content in (
            ("manifest.json", as_json(manifest).encode()),
            (GERMAN_FILE, as_json(localization(manifest)).encode()),
            *((name, (icons / name).read_bytes()) for name in (COLOR_ICON, OUTLINE_ICON)),
        ):
            package.writestr(ZipInfo(name, _EPOCH), content, ZIP_DEFLATED)
    return made.getvalue()


def as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
