"""What a card shows, in the data of its controls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.answer import Match, Step
from bot.core.resolution import MAX_COMPARED
from bot.core.roles import Role
from bot.render.shown import Shown
from bot.render.text import short

KEY = "shown"
_LABEL = 40  # characters


def write(shown: Shown, **more: Any) -> dict[str, Any]:
    """Data of a control."""
    match = shown.match
    value = {
        "keys": list(shown.keys),
        "role": shown.role.value if shown.role else "",
        "detail": shown.detail,
        "match": [match.step.value, round(match.score, 2), short(match.label or "", _LABEL)] if match else [],
    }
    return {KEY: value, **more}


def read(data: Mapping[str, Any]) -> Shown | None:
    """What was written; None for anything else."""
    value = data.get(KEY)
    try:
        match = value["match"]  # type: ignore[index]
        found = Match(Step(match[0]), float(match[1]), match[2] or None) if match else None
        keys = tuple(map(str, value["keys"]))[:MAX_COMPARED]  # type: ignore[index]
        return Shown(keys, Role(value["role"]) if value["role"] else None, bool(value["detail"]), found)  # type: ignore[index]
    except (ValueError, TypeError, LookupError):
        return None
