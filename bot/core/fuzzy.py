"""Labels within a few typing errors of a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.core.normalize import compact
from bot.core.words import is_common

_ONE_EDIT_FROM = 3  # letters; shorter than that, everything is near everything
_SWAP_ONLY = 4  # letters: in so short a word only two swapped letters are surely a typing error (RLFH)
_ONE_EDIT_UP_TO = 8  # letters: measured best for 1 and 2 random edits at .1 % false matches on English words
_MAX_EDITS = 2


def allowed_edits(letters: int) -> int:
    """Optimal string alignment distance that may still be a typing error: 0, 1 or 2, by the length of the longer string."""
    if letters <= _ONE_EDIT_FROM:
        return 0
    return 1 if letters <= _ONE_EDIT_UP_TO else _MAX_EDITS


@dataclass(frozen=True, slots=True)
class FuzzyLabel:
    """A label near the query. `certain` is False when the query is spelled right as something else."""

    key: str
    edits: int
    certain: bool

    @property
    def score(self) -> float:
        """Share of the label's letters that were typed right, in [0, 1]."""
        return 1 - self.edits / max(len(self.key), 1)


class FuzzyLabels:
    """Labels by the pieces they consist of: a label within reach shares at least one piece with the query, nearly in its place.

    An edit spoils at most two adjacent pieces (two letters swapped across a border), so of 2 k + 1 pieces k edits leave one
    whole, moved by at most k letters. Source: partition index of PASS-JOIN (Li et al., 2011), with room for swaps.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys: dict[str, list[str]] = defaultdict(list)
        self._pieces: dict[tuple[int, int, int, str], list[str]] = defaultdict(list)
        for key in keys:
            folded = _fold(key)
            if folded not in self._keys:
                for edits in {allowed_edits(len(folded)), allowed_edits(len(folded) + _MAX_EDITS)}:
                    for number, (start, end) in enumerate(_borders(len(folded), edits)):
                        self._pieces[edits, len(folded), number, folded[start:end]].append(folded)
            self._keys[folded].append(key)

    def nearest(self, query: str) -> list[FuzzyLabel]:
        """The labels at the smallest distance within reach: empty when there is none, several on a tie."""
        typed = _fold(query)
        if len(typed) < _ONE_EDIT_FROM:
            return []
        best: dict[str, int] = {}
        fewest = _MAX_EDITS
        for folded in self._candidates(typed):
            edits = OSA.distance(typed, folded, score_cutoff=min(fewest, allowed_edits(max(len(folded), len(typed)))))
            if edits < fewest:
                fewest, best = edits, {}
            if edits <= min(fewest, allowed_edits(max(len(folded), len(typed)))):
                best[folded] = edits
        found = sorted((key, edits) for folded, edits in best.items() for key in self._keys[folded] if key != query)
        return [FuzzyLabel(key, edits, _is_slip(query, key)) for key, edits in found if _plausible(query)]

    def _candidates(self, typed: str) -> set[str]:
        """The labels that share a piece with `typed`: all within reach, and some more."""
        found: set[str] = set()
        for length in range(len(typed) - _MAX_EDITS, len(typed) + _MAX_EDITS + 1):
            edits = allowed_edits(max(length, len(typed)))
            if abs(length - len(typed)) <= edits:
                for number, (start, end) in enumerate(_borders(length, edits)):
                    for shift in range(-min(edits, start), edits + 1):
                        found.update(self._pieces.get((edits, length, number, typed[start + shift : end + shift]), ()))
        return found


def _borders(length: int, edits: int) -> list[tuple[int, int]]:
    """Where the pieces of a string of `length` begin and end."""
    pieces = 2 * edits + 1
    return [(number * length // pieces, (number + 1) * length // pieces) for number in range(pieces)]


def _fold(key: str) -> str:
    """British and American endings are no typing error: "minimise" and "minimize" are one spelling here."""
    return key.replace("z", "s")


def _plausible(query: str) -> bool:
    """A short correct word is not even asked about: whoever types "bag" does not mean "rag"."""
    return len(query) > _SWAP_ONLY or not is_common(query)


def _is_slip(query: str, key: str) -> bool:
    """False when the query may well be meant as typed: "test suite" is no misspelt "test set", "clap" no misspelt "clip"."""
    if len(query) <= _SWAP_ONLY:
        return sorted(query) == sorted(key) and not is_common(query)
    typed, meant = query.split(), key.split()
    if len(typed) != len(meant):
        return compact(query) == compact(key) or not all(is_common(word) for word in typed)
    wrong = [word for word, other in zip(typed, meant, strict=True) if word != other]
    if not all(is_common(word) for word in wrong):
        return True
    return len(typed) > 1 and OSA.distance(query, key) == 1
