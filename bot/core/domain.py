"""Which words speak of the glossary's field: far more frequent in its texts than in general English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from math import log10

from bot.core.normalize import normalize
from bot.core.passages import TermPassage
from bot.core.words import FILLER, zipf

_TIMES_MORE_FREQUENT = 1.3  # log10: about twenty times
_RARE_ZIPF = 2.5  # a word that general English hardly has counts as this rare, no rarer
_SEEN = 5  # occurrences below which a ratio is chance


class DomainWords:
    """Log-odds of words, glossary against general English; computed on first use."""

    def __init__(self, passages: Callable[[], Iterable[TermPassage]]) -> None:
        self._passages = passages

    def evidence(self, words: Iterable[str]) -> int:
        """How many different words of the field are among `words`."""
        return len({word for word in words if word in self._words})

    @cached_property
    def _words(self) -> frozenset[str]:
        counts = Counter(word for passage in self._passages() for word in normalize(passage.text).split())
        total = sum(counts.values())
        return frozenset(
            word
            for word, count in counts.items()
            if count >= _SEEN and word not in FILLER and log10(count / total) + 9 - max(zipf(word), _RARE_ZIPF) >= _TIMES_MORE_FREQUENT
        )
