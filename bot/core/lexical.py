"""BM25 over all passages of a term: what embeddings miss when a rare word is shared."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bot.core.normalize import normalize
from bot.core.passages import TermPassage, View
from bot.core.words import content_stems

_SATURATION = 1.2  # k1 of Robertson & Zaragoza (2009); 1.2 is their default
CEILING = _SATURATION + 1  # what a score approaches when every word of the question stands there many times
_LENGTH_PENALTY = 0.5  # b; below the usual 0.75, since a thorough entry is not a worse one
_WEIGHTS: Mapping[View, float] = {View.LABEL: 4.0, View.DEFINITION: 2.0, View.QUESTION: 2.0, View.DETAIL: 1.0, View.ADVICE: 0.5}


class LexicalIndex:
    """BM25F: words of stronger views count as if they stood there several times."""

    def __init__(self, passages: Iterable[TermPassage]) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for passage in passages:
            for word in content_stems(normalize(passage.text)):
                counts[passage.document][word] += _WEIGHTS[passage.view]  # type: ignore[assignment]  # weighted counts
        lengths = {document: sum(words.values()) for document, words in counts.items()}
        average = sum(lengths.values()) / len(lengths) if lengths else 1.0
        occurrences = Counter(word for words in counts.values() for word in words)
        total = len(counts)
        self._idf = {word: math.log(1 + (total - number + 0.5) / (number + 0.5)) for word, number in occurrences.items()}
        self._unknown_idf = math.log(1 + total + 0.5)
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for document, words in counts.items():
            norm = _SATURATION * (1 - _LENGTH_PENALTY + _LENGTH_PENALTY * lengths[document] / average)
            for word, count in words.items():
                self._postings[word].append((document, self._idf[word] * count * (_SATURATION + 1) / (count + norm)))

    def scores(self, key: str) -> dict[str, float]:
        """Document -> BM25 divided by the summed idf of the query's words: about [0, 2.2], comparable between queries."""
        words = set(content_stems(key))
        weight = sum(self._idf.get(word, self._unknown_idf) for word in words)
        found: dict[str, float] = defaultdict(float)
        for word in words:
            for document, score in self._postings.get(word, ()):
                found[document] += score
        return {document: score / weight for document, score in found.items()} if weight else {}
