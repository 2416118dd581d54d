"""Misspelt labels: found like by comparing with every label, and told from words that are meant as typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.core.fuzzy import FuzzyLabels, allowed_edits

LABELS = ["rlhf", "token", "test set", "hallucination", "vector store", "top k sampling", "top p sampling", "data redaction", "data retention", "penalization"]
WORDS = st.text(alphabet="abcd ", min_size=1, max_size=14).map(str.strip).filter(bool)


def found(query: str, labels: list[str] = LABELS) -> dict[str, bool]:
    return {label.key: label.certain for label in FuzzyLabels(labels).nearest(query)}


@pytest.mark.parametrize(("letters", "edits"), [(0, 0), (2, 0), (3, 0), (4, 1), (8, 1), (9, 2), (40, 2)])
def test_the_reach_grows_with_the_length(letters: int, edits: int) -> None:
    assert allowed_edits(letters) == edits


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("rlhff", "rlhf"),
        ("rhlf", "rlhf"),
        ("tokne", "token"),
        ("hallucinatoin", "hallucination"),
        ("halucinaton", "hallucination"),
        ("vectro stroe", "vector store"),
        ("vecor tsore", "vector store"),
        ("penalisation", "penalization"),
        ("testt set", "test set"),
    ],
)
def test_a_typing_error_is_read_with_certainty(query: str, label: str) -> None:
    assert found(query) == {label: True}


def test_a_word_that_is_spelled_right_is_not_read_as_another_with_certainty() -> None:
    assert found("taken") == {"token": False}
    assert found("test suite").get("test set", False) is False


def test_a_short_correct_word_is_not_even_asked_about() -> None:
    assert found("bag", ["rag"]) == {}


def test_a_tie_gives_all_labels_that_are_as_near() -> None:
    assert set(found("top q sampling")) == {"top k sampling", "top p sampling"}


def test_what_is_beyond_reach_is_not_found() -> None:
    assert found("hxllxcinxtion") == {}
    assert found("") == {}


def test_the_score_is_the_share_of_letters_that_were_right() -> None:
    (label,) = FuzzyLabels(["hallucination"]).nearest("hallucinatoin")
    assert label.score == pytest.approx(1 - 1 / 13)


@settings(max_examples=500, deadline=None)
@given(st.lists(WORDS, max_size=12), WORDS)
def test_the_index_finds_what_comparing_with_every_label_finds(labels: list[str], query: str) -> None:
    reachable = {
        label: OSA.distance(query, label)
        for label in set(labels)
        if label != query and len(query) >= 3 and 0 <= OSA.distance(query, label) <= allowed_edits(max(len(query), len(label)))
    }
    exact = query in labels
    expected = set() if exact or not reachable else {label for label, edits in reachable.items() if edits == min(reachable.values())}
    near = {label.key for label in FuzzyLabels(labels).nearest(query)}
    assert near == expected or (near == set() and len(query) <= 4)
