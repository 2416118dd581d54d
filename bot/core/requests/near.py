"""Which normalised labels are spellings, or near-spellings, of each other."""

from __future__ import annotations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.core.fuzzy import allowed_edits
from bot.core.normalize import compact
from bot.core.words import is_common

_SAME_WORDS = 90.0  # token_sort_ratio in [0, 100]: the same words in another order, up to a letter or two
_SHORTEST_BEGINNING = 4  # letters: from here on, who types the beginning of a request may mean it


def same_thing(one: str, other: str) -> bool:
    """True for a typing error, other spaces, or the words in another order. Two different ordinary words are no typing error."""
    if compact(one) == compact(other):
        return True
    if _are_both_right(one, other):
        return False
    edits = allowed_edits(max(len(one), len(other)))
    return OSA.distance(one, other, score_cutoff=edits) <= edits or fuzz.token_sort_ratio(one, other, score_cutoff=_SAME_WORDS) > 0


def near_thing(typed: str, key: str) -> bool:
    """True also while `key` is still being typed."""
    return same_thing(typed, key) or (len(typed) >= _SHORTEST_BEGINNING and key.startswith(typed))


def _are_both_right(one: str, other: str) -> bool:
    """Where they differ, both have words that people use: "prompt chaining" is no misspelt "prompt changing"."""
    left, right = set(one.split()), set(other.split())
    return bool(left - right) and bool(right - left) and all(map(is_common, left ^ right))
