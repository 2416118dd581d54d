"""What a message shows, small enough to go with its controls, so that it can be rendered again for another role."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.answer import Answer, Comparison, Definition, Match, Step
from bot.core.resolution import MAX_COMPARED
from bot.core.roles import Role

MAX_KEY = 40  # characters of a slug that still leave room for the slugs of a comparison


@dataclass(frozen=True, slots=True)
class Shown:
    """The entries of an answer, in order, and how they were found and shown. `keys` are slugs, long ones as a digest: see `slugs`."""

    keys: tuple[str, ...]
    role: Role | None = None
    detail: bool = False
    match: Match | None = None

    def slugs(self, known: Iterable[str]) -> tuple[str, ...]:
        """The slugs that are meant, of those in the glossary; what has left the glossary is left out."""
        by_key = {key(slug): slug for slug in known}
        return tuple(by_key[key] for key in self.keys if key in by_key)


def shown_in(answer: Answer, role: Role | None, *, detail: bool = False) -> Shown | None:
    """What can be shown again; None for an answer without entries."""
    definitions = answer.definitions if isinstance(answer, Comparison) else (answer,) if isinstance(answer, Definition) else ()
    if not definitions:
        return None
    first = definitions[0]
    telling = first.match.step is not Step.EXACT or first.also  # what was found by its one name has nothing more to say about that
    return Shown(tuple(key(definition.term.slug) for definition in definitions[:MAX_COMPARED]), role, detail, first.match if telling else None)


def key(slug: str) -> str:
    return slug if len(slug) <= MAX_KEY else digest(slug)


def digest(slug: str) -> str:
    return f"~{hashlib.sha256(slug.encode()).hexdigest()[:16]}"  # no slug begins so
