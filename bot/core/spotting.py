"""Where known labels stand in a sequence of normalised words, longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property, lru_cache

from bot.core.fuzzy import FuzzyLabel, FuzzyLabels
from bot.core.glossary import Glossary
from bot.core.normalize import compact
from bot.core.phrasebook import Phrasebook
from bot.core.words import EVERYDAY_ZIPF, FILLER, is_common, stem, zipf

MAX_LABEL_WORDS = 8
_SHORTEST_JOINED = 4  # letters; "topk" -> "top-k", but not "i d" -> "id"
_REMEMBERED = 64  # word sequences: the steps of one question ask several times
_VERB_ENDINGS = ("ing", "ed", "ate", "ize")  # a stem shared with such a word is a form of the same verb; "general" and "generalization" are not


class Source(IntEnum):
    """Who knows a label: the glossary, the phrasebook for one of its entries, or the phrasebook for a concept without entry."""

    OWN = 0
    BORROWED = 1
    MISSING = 2


@dataclass(frozen=True, slots=True)
class Label:
    """A known label: its normalised key, and the slug or, for MISSING, the concept's name."""

    key: str
    source: Source
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """`words[start:end]` is `label`. `inflected` when only the stem is the same; `label.edits` when it is misspelt."""

    start: int
    end: int
    label: Label
    inflected: bool = False


class Spotter:
    """Looks labels up exactly, joined or apart, inflected, and misspelt."""

    def __init__(self, glossary: Glossary, phrasebook: Phrasebook) -> None:
        self._glossary = glossary
        self._phrasebook = phrasebook
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._spans)
        self._labels: dict[str, Label] = {}
        for source, keys in ((Source.MISSING, phrasebook.missing_labels), (Source.BORROWED, phrasebook.labels), (Source.OWN, glossary.labels)):
            self._labels.update((key, Label(key, source)) for key in keys)
        self._joined: dict[str, Label] = {}
        for label in sorted(self._labels.values(), key=lambda label: (label.source, label.key)):
            if len(compact(label.key)) >= _SHORTEST_JOINED:
                self._joined.setdefault(compact(label.key), label)
        self._longest = max((key.count(" ") + 2 for key in self._labels), default=1)
        self._fuzzy = FuzzyLabels(self._labels)

    @cached_property
    def _stems(self) -> dict[str, Label]:
        """Labels by the stems of their words, the glossary's own first."""
        found: dict[str, Label] = {}
        for label in sorted(self._labels.values(), key=lambda label: (label.source, label.key)):
            found.setdefault(_stemmed(label.key), label)
        return found

    def find(self, key: str) -> Label | None:
        """The label that `key` is, or differs from only in spaces."""
        return self._labels.get(key) or (self._joined.get(compact(key)) if key else None)

    def inflection(self, key: str) -> Label | None:
        """The label of which `key` is a verb form."""
        last = key.rpartition(" ")[2]
        return self._stems.get(_stemmed(key)) if last.endswith(_VERB_ENDINGS) else None

    def misspelt(self, key: str) -> list[FuzzyLabel]:
        """The labels nearest to `key`; none when it is a label itself."""
        return self._fuzzy.nearest(key)

    def owners(self, label: Label) -> tuple[str, ...]:
        """The slugs that a label of the glossary, or one borrowed for it, stands for."""
        if label.source is Source.OWN:
            return tuple(term.slug for term in self._glossary.owners(label.key))
        return (self._phrasebook.labels[label.key],)

    def label(self, key: str) -> Label:
        return self._labels[key]

    def spans(self, words: Sequence[str]) -> tuple[Span, ...]:
        """The labels in `words`, left to right, without overlap: longest first, and a misspelt one before a shorter correct one inside it."""
        return self._remembered(tuple(words))

    def _spans(self, words: tuple[str, ...]) -> tuple[Span, ...]:
        found: list[Span] = []
        taken = [False] * len(words)
        for size in range(min(self._longest, MAX_LABEL_WORDS, len(words)), 0, -1):
            for look in (self._span, self._misspelt_span):
                for start in range(len(words) - size + 1):
                    if not any(taken[start : start + size]):
                        span = look(words, start, size)
                        if span:
                            found.append(span)
                            taken[start : start + size] = [True] * size
        return tuple(sorted(found, key=lambda span: span.start))

    def _span(self, words: Sequence[str], start: int, size: int) -> Span | None:
        part = words[start : start + size]
        key = " ".join(part)
        if part[0] in FILLER and size > 1 and key not in self._labels:
            return None
        label = self.find(key)
        if label:
            return Span(start, start + size, label)
        inflected = self.inflection(key) if key not in FILLER else None
        return Span(start, start + size, inflected, inflected=True) if inflected else None

    def _misspelt_span(self, words: Sequence[str], start: int, size: int) -> Span | None:
        part = words[start : start + size]
        if part[0] in FILLER or part[-1] in FILLER or all(is_common(word) for word in part):
            return None
        near = [candidate for candidate in self.misspelt(" ".join(part)) if candidate.certain]
        if not near:
            return None
        best = min(near, key=lambda candidate: (self._labels[candidate.key].source, candidate.key))
        return Span(start, start + size, replace(self._labels[best.key], edits=best.edits))


def _stemmed(key: str) -> str:
    return " ".join(stem(word) for word in key.split())


def is_filled_in(span: Span, acronyms: frozenset[str]) -> bool:
    """True for a label that is also a word people fill in ("ppl"), unless it is written in capitals."""
    return span.label.key in FILLER and span.label.key not in acronyms


def is_everyday(key: str) -> bool:
    """True for a single word that people also use without thinking of AI: token, clip, recall."""
    return " " not in key and zipf(key) >= EVERYDAY_ZIPF
