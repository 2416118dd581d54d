"""What a message shows, as the id of a block."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bot.core.answer import Match, Step
from bot.core.roles import Role
from bot.render.shown import MAX_KEY, Shown, digest
from bot.render.slack import limits
from bot.render.text import clean, size


def write(kind: str, shown: Shown) -> str:
    """The id of a block of this kind ("role", "helpful", ...): each kind once a message, since ids are unique there."""
    match = shown.match
    value = [
        kind,
        list(shown.keys),
        shown.role.value if shown.role else "",
        int(shown.detail),
        [match.step.value, round(match.score, 2), clean(match.label or "")[:MAX_KEY]] if match else 0,
    ]
    text = _compact(value)
    return text if size(text) <= limits.BLOCK_ID else _compact([*value[:-1], 0])


def read(block_id: str) -> Shown | None:
    """What was written; None for anything else."""
    if len(block_id) > limits.BLOCK_ID:
        return None
    try:
        _, keys, role, detail, match = json.loads(block_id)
        found = Match(Step(match[0]), float(match[1]), match[2] or None) if match else None
        return Shown(tuple(map(str, keys)), Role(role) if role else None, bool(detail), found)
    except (ValueError, TypeError, LookupError):
        return None


def _compact(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def option_value(slug: str) -> str:
    """The value of a menu's option for an entry: the slug, as far as Slack lets it be that long."""
    return slug if len(slug) <= limits.OPTION_VALUE else digest(slug)


def slug_of(value: str, known: Iterable[str]) -> str | None:
    """The slug that an option's or a button's value means, of those in the glossary; None when it is not there (any more)."""
    is_digest = value.startswith("~")  # no slug does
    return next((slug for slug in known if value == (digest(slug) if is_digest else slug)), None)
