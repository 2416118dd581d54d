"""Looking around in a glossary without a question."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.core.glossary import Glossary
from bot.core.normalize import normalize
from bot.core.term import Status, Term


@dataclass(frozen=True, slots=True)
class Placed:
    """A term and the letter under which it stands; "#" for anything that is no letter."""

    letter: str
    term: Term


@lru_cache(maxsize=2)  # the glossary that is served, and the one before it while it is replaced
def alphabetical(glossary: Glossary) -> tuple[Placed, ...]:
    """All terms as they stand in a list, what begins with no letter first."""
    keyed = sorted((normalize(term.term), term.slug, term) for term in glossary)
    placed = [Placed(key[0].upper() if key[:1].isalpha() else "#", term) for key, _, term in keyed]
    return tuple(sorted(placed, key=lambda item: item.letter != "#"))


def recently_reviewed(glossary: Glossary, limit: int) -> list[Term]:
    """The entries in use that were reviewed last, newest first."""
    reviewed = [item.term for item in alphabetical(glossary) if item.term.last_reviewed and item.term.status is not Status.DEPRECATED]
    return sorted(reviewed, key=lambda term: term.last_reviewed or date.min, reverse=True)[:limit]


def any_term(glossary: Glossary) -> Term:
    """Some entry in use, or any when none is."""
    terms = list(glossary)
    return random.choice([term for term in terms if term.status is not Status.DEPRECATED] or terms)  # noqa: S311 - chosen for variety, not for secrecy


def categories(glossary: Glossary) -> Mapping[str, int]:
    """How many entries each category has, by name."""
    counted = Counter(name for term in glossary for name in term.categories)
    return dict(sorted(counted.items(), key=lambda item: item[0].casefold()))


def find_category(glossary: Glossary, text: str) -> str | None:
    """The category meant by a name or its beginning, whatever its spelling; None when none or several begin so."""
    key = normalize(text)
    names = {normalize(name): name for name in categories(glossary)}
    beginning = [name for other, name in names.items() if key and other.startswith(key)]
    return names.get(key) or (beginning[0] if len(beginning) == 1 else None)


def in_category(glossary: Glossary, name: str) -> list[Term]:
    return [item.term for item in alphabetical(glossary) if name in item.term.categories]
