"""Entries for the beginning of a word: what a person may be about to type."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.fuzzy import allowed_edits
from bot.core.glossary import Glossary, LabelKind, labels_of
from bot.core.normalize import normalize
from bot.core.term import Status, Term

MAX_COMPLETIONS = 8  # lines that a person takes in while typing
_BEHIND_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Completion:
    """An entry and the label of it that begins like the text; the preferred one where that label is hidden."""

    slug: str
    term: str
    label: str
    short_def: str


@dataclass(frozen=True, slots=True, order=True)
class _Entry:
    """A label from one of its words on. Sorted by text; `rank` is how good a match at this place is, lower is better."""

    text: str
    rank: tuple[bool, bool, LabelKind, int, str]
    label: str
    slug: str


class Typeahead:
    """Labels by the beginnings of their words; one typing error or two are forgiven where nothing begins as typed."""

    def __init__(self, glossary: Glossary) -> None:
        self._terms = {term.slug: term for term in glossary}
        self._entries = sorted(entry for term in glossary for entry in _entries(term))
        self._texts = [entry.text for entry in self._entries]

    def complete(self, typed: str, limit: int = MAX_COMPLETIONS) -> tuple[Completion, ...]:
        """The entries a text may become, best first. Never raises for any text."""
        key = normalize(typed)
        if not key:
            return ()
        start = bisect_left(self._texts, key)
        end = bisect_left(self._texts, key + _BEHIND_ALL, lo=start)
        found = self._entries[start:end] or self._forgiven(key)
        best = nsmallest(4 * limit, found, key=lambda entry: (entry.text != key or entry.rank[0], entry.rank))  # an entry may come by several labels
        return tuple(self._completions(best))[:limit]

    def _forgiven(self, key: str) -> list[_Entry]:
        """The entries that begin nearly as typed. A letter too many or too few moves the place up to which a label is compared."""
        edits = allowed_edits(len(key))
        near: dict[int, int] = {}
        for length in (len(key), len(key) + 1, len(key) - 1) if edits else ():
            beginnings = [text[:length] for text in self._texts]
            for _, distance, position in process.extract(key, beginnings, scorer=OSA.distance, score_cutoff=edits, limit=None):
                near[position] = min(distance, near.get(position, distance))
        nearest = min(near.values(), default=0)
        return [self._entries[position] for position, distance in sorted(near.items()) if distance == nearest]

    def _completions(self, entries: Iterable[_Entry]) -> Iterable[Completion]:
        seen = set()
        for entry in entries:
            if entry.slug not in seen:
                seen.add(entry.slug)
                term = self._terms[entry.slug]
                yield Completion(term.slug, term.term, term.term if entry.rank[2] is LabelKind.HIDDEN else entry.label, term.short_def)


def _entries(term: Term) -> Iterable[_Entry]:
    for kind, label in labels_of(term):
        key = normalize(label)
        words = key.split()
        for position in range(len(words)):
            rank = (position > 0, term.status is Status.DEPRECATED, kind, len(key), key)
            yield _Entry(" ".join(words[position:]), rank, label, term.slug)
