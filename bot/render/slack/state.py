"""What a message shows, small enough for the id of a block, so that it can be rendered again for another role."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.core.answer import Answer, Comparison, Definition, Match, Step
from bot.core.resolution import MAX_COMPARED
from bot.core.roles import Role
from bot.render.slack import limits
from bot.render.text import clean, size

_LONG = 40  # characters of a slug or a label that still leave room for the slugs of a comparison


@dataclass(frozen=True, slots=True)
class Shown:
    """The entries of an answer, in order, and how they were found and shown. `keys` are slugs, long ones as a digest: see `slugs`."""

    keys: tuple[str, ...]
    role: Role | None = None
    detail: bool = False
    match: Match | None = None

    def slugs(self, known: Iterable[str]) -> tuple[str, ...]:
        """The slugs that are meant, of those in the glossary; what has left the glossary is left out."""
        by_key = {_key(slug): slug for slug in known}
        return tuple(by_key[key] for key in self.keys if key in by_key)


def shown_in(answer: Answer, role: Role | None, *, detail: bool = False) -> Shown | None:
    """What can be shown again; None for an answer without entries."""
    definitions = answer.definitions if isinstance(answer, Comparison) else (answer,) if isinstance(answer, Definition) else ()
    if not definitions:
        return None
    first = definitions[0]
    telling = first.match.step is not Step.EXACT or first.also  # what was found by its one name has nothing more to say about that
    return Shown(tuple(_key(definition.term.slug) for definition in definitions[:MAX_COMPARED]), role, detail, first.match if telling else None)


def write(kind: str, shown: Shown) -> str:
    """The id of a block of this kind ("role", "helpful", ...): each kind once a message, since ids are unique there."""
    match = shown.match
    value = [
        kind,
        list(shown.keys),
        shown.role.value if shown.role else "",
        int(shown.detail),
        [match.step.value, round(match.score, 2), clean(match.label or "")[:_LONG]] if match else 0,
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
    return slug if len(slug) <= limits.OPTION_VALUE else _digest(slug)


def slug_of(value: str, known: Iterable[str]) -> str | None:
    """The slug that an option's or a button's value means, of those in the glossary; None when it is not there (any more)."""
    is_digest = value.startswith("~")  # no slug does
    return next((slug for slug in known if value == (_digest(slug) if is_digest else slug)), None)


def _key(slug: str) -> str:
    return slug if len(slug) <= _LONG else _digest(slug)


def _digest(slug: str) -> str:
    return f"~{hashlib.sha256(slug.encode()).hexdigest()[:16]}"
