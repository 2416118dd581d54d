"""Well-known AI concepts: what else they are called and how people ask for them without knowing the word.

A phrasebook says nothing about meaning; it helps to hear. A concept that the glossary has lends its phrases to that
entry. A concept that the glossary lacks is recognised as missing, so that a neighbouring entry is not passed off as it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.glossary import Glossary
from bot.core.normalize import normalize
from bot.core.term import Term

_WIDEST_PHRASE = 4  # words that an everyday phrase may have before or after the label


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept: its usual name, its other labels, example questions that do not name it, and everyday phrases in which its label means something else."""

    name: str
    labels: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()


class Phrasebook:
    """The concepts as seen from one glossary: attached to an entry, or known to be missing."""

    def __init__(self, concepts: Iterable[Concept], glossary: Glossary) -> None:
        self.attached: dict[str, list[Concept]] = {}
        self.missing: dict[str, Concept] = {}
        self._borrowed: dict[str, str] = {}
        self._unlisted: dict[str, str] = {}
        self._everyday: set[str] = set()
        for concept in concepts:
            self._everyday.update(normalize(phrase) for phrase in concept.everyday)
            term = _entry_for(concept, glossary)
            if term is None:
                self.missing[normalize(concept.name)] = concept
            else:
                self.attached.setdefault(term.slug, []).append(concept)
            for label in (concept.name, *concept.labels):
                key = normalize(label)
                if glossary.find(label) is None and key:
                    if term is None:
                        self._unlisted.setdefault(key, concept.name)
                    else:
                        self._borrowed.setdefault(key, term.slug)

    @property
    def labels(self) -> dict[str, str]:
        """Normalised label -> slug of the entry, for labels that the glossary itself does not have."""
        return self._borrowed

    @property
    def missing_labels(self) -> dict[str, str]:
        """Normalised label -> name of a concept without an entry."""
        return self._unlisted

    def is_everyday_phrase(self, words: Sequence[str], start: int, end: int) -> bool:
        """True when `words[start:end]` stands in a phrase in which it means something else: "pay attention"."""
        for first in range(max(start - _WIDEST_PHRASE, 0), start + 1):
            for last in range(end, min(end + _WIDEST_PHRASE, len(words)) + 1):
                if " ".join(words[first:last]) in self._everyday:
                    return True
        return False


def _entry_for(concept: Concept, glossary: Glossary) -> Term | None:
    """The entry for the concept: the one that carries its name, else the first that *is called* by one of its labels."""
    key = glossary.find(concept.name)
    if key:
        return glossary.owners(key)[0]
    for label in concept.labels:
        key = glossary.find(label)
        if key:
            return glossary.owners(key)[0]
    return None
