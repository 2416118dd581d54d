"""Closeness of a query to every term: dense similarity over views, mixed with BM25."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.lexical import LexicalIndex
from bot.core.passages import MISSING_PREFIX, View
from bot.core.ports import FieldSimilarities, SemanticIndex

_QUESTIONS_AVERAGED = 3  # the mean of the three closest example questions ranks better than the closest alone
_LEXICAL_CANDIDATES = 12  # best BM25 documents that are scored densely even when no passage of theirs is near


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """How much each view counts in the dense part, and how much BM25 counts beside it. `glossary eval --calibrate` proposes them."""

    label: float = 0.18
    definition: float = 0.16
    detail: float = 0.12
    advice: float = 0.02
    question: float = 0.55
    lexical: float = 0.29

    def of(self, view: View) -> float:
        weight: float = getattr(self, view.value)
        return weight


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document and its score, about [0, 1], higher is closer. `missing` marks a known concept that has no entry."""

    document: str
    score: float

    @property
    def missing(self) -> bool:
        return self.document.startswith(MISSING_PREFIX)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Documents by score, best first; `lexical_only` when meaning was not available."""

    ranked: tuple[Ranked, ...]
    lexical_only: bool


class Ranker:
    """Scores documents for a query; the semantic index may be absent or not ready yet. `lexical` is called when a score is first needed."""

    def __init__(self, lexical: Callable[[], LexicalIndex], semantic: SemanticIndex | None, weights: RankingWeights) -> None:
        self._lexical = lexical
        self._semantic = semantic
        self._weights = weights

    def rank(self, text: str, key: str) -> Ranking:
        """Ranks by `text` (as asked, for meaning) and `key` (normalised, for words)."""
        lexical = self._lexical().scores(key)
        best = sorted(lexical, key=lambda document: -lexical[document])[:_LEXICAL_CANDIDATES]
        hits = self._semantic.search(text, best) if self._semantic else None
        if hits is None:
            scores: Mapping[str, float] = lexical
        else:
            share = self._weights.lexical
            scores = {hit.document: (1 - share) * self._dense(hit) + share * lexical.get(hit.document, 0.0) for hit in hits}
        ranked = tuple(Ranked(document, score) for document, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])))
        return Ranking(ranked, lexical_only=hits is None)

    def _dense(self, hit: FieldSimilarities) -> float:
        """Weighted mean over the views that the document has: a sparse entry is not punished for what it lacks."""
        total = weight_sum = 0.0
        for view in View:
            similarities = hit.similarities.get(view)
            if similarities:
                weight = self._weights.of(view)
                total += weight * _strength(view, similarities)
                weight_sum += weight
        return total / weight_sum if weight_sum else 0.0


def _strength(view: View, similarities: Sequence[float]) -> float:
    if view is View.QUESTION:
        closest = similarities[:_QUESTIONS_AVERAGED]
        return sum(closest) / len(closest)
    return similarities[0]
