"""Looking around in a glossary without a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.core.glossary import Glossary
from bot.core.normalize import normalize
from bot.core.term import Status, Term


def alphabetical(terms: Iterable[Term]) -> list[Term]:
    """By label as it is read; what begins with no letter comes first."""
    return sorted(terms, key=lambda term: (initial(term) != "#", normalize(term.term), term.slug))


def initial(term: Term) -> str:
    """The letter under which a term stands; "#" for anything else."""
    first = normalize(term.term)[:1].upper()
    return first if first.isalpha() else "#"


def recently_reviewed(glossary: Glossary, limit: int) -> list[Term]:
    """The entries reviewed last, newest first."""
    reviewed = [term for term in glossary if term.last_reviewed and term.status is not Status.DEPRECATED]
    return sorted(reviewed, key=lambda term: (term.last_reviewed, term.slug), reverse=True)[:limit]


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
    return alphabetical(term for term in glossary if name in term.categories)
