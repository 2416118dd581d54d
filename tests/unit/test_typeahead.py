"""What a person may be about to type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.glossary import Glossary
from bot.core.typeahead import MAX_COMPLETIONS, Typeahead
from tests.fakes import a_term

RLHF = a_term("reinforcement learning from human feedback", slug="rlhf", aliases=["RLHF"], hidden_labels=["thumbs training"])
CARD = a_term("model card", aliases=["card for a model"])
DRIFT = a_term("model drift")
OLD = a_term("model zoo", status="deprecated")
EMBEDDING = a_term("embedding")
POLICY = a_term("guardrail policy")
TYPEAHEAD = Typeahead(Glossary([RLHF, CARD, DRIFT, OLD, EMBEDDING, POLICY]))


def slugs(typed: str) -> list[str]:
    return [completion.slug for completion in TYPEAHEAD.complete(typed)]


@pytest.mark.parametrize("typed", ["rl", "RLH", "reinforcement", "human f", "  Rein"])
def test_an_entry_is_offered_by_the_beginning_of_any_word_of_any_label(typed: str) -> None:
    assert slugs(typed) == ["rlhf"]


def test_a_label_that_begins_as_typed_goes_before_one_that_has_the_word_inside_and_deprecated_entries_come_last() -> None:
    assert slugs("model") == ["model-card", "model-drift", "model-zoo"]


def test_a_whole_label_goes_before_longer_ones() -> None:
    typeahead = Typeahead(Glossary([a_term("token budget"), a_term("token")]))
    assert [completion.slug for completion in typeahead.complete("token")] == ["token", "token-budget"]


def test_each_entry_is_offered_once_with_the_label_that_begins_as_typed() -> None:
    assert [(item.term, item.label) for item in TYPEAHEAD.complete("card")] == [("model card", "card for a model")]


def test_a_hidden_label_finds_its_entry_and_is_not_shown() -> None:
    (found,) = TYPEAHEAD.complete("thumbs")
    assert (found.slug, found.label) == ("rlhf", RLHF.term)


@pytest.mark.parametrize("typed", ["embedings", "embeding", "mebedding", "embbedd"])
def test_a_typing_error_is_forgiven_where_nothing_begins_as_typed(typed: str) -> None:
    assert slugs(typed) == ["embedding"]


@pytest.mark.parametrize("typed", ["policies", "guardrail policies"])
def test_plurals_are_read_like_everywhere_else(typed: str) -> None:
    assert slugs(typed) == ["guardrail-policy"]


@pytest.mark.parametrize("typed", ["", "   ", "???", "\u200b", "zzzzzz", "xy"])
def test_nothing_is_offered_for_nothing_or_for_what_is_far_from_everything(typed: str) -> None:
    assert slugs(typed) == []


def test_no_more_is_offered_than_a_person_takes_in() -> None:
    many = Typeahead(Glossary([a_term(f"model {letter}{other}") for letter in "abcdef" for other in "xyz"]))
    assert len(many.complete("model")) == MAX_COMPLETIONS


@given(st.text(max_size=60))
def test_any_text_has_an_answer(typed: str) -> None:
    assert len(TYPEAHEAD.complete(typed)) <= MAX_COMPLETIONS
