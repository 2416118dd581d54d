"""Questions that lean on the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.follow_up import FollowUp, follow_up
from bot.core.roles import Role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("and for product?", Role.PRODUCT),
        ("for our lawyers", Role.LEGAL),
        ("what about engineers?", Role.ENGINEERING),
        ("as a PM", Role.PRODUCT),
        ("legal?", Role.LEGAL),
        ("and for the board please", Role.EXECUTIVE),
    ],
)
def test_a_role_alone_asks_what_the_last_entry_means_for_it(text: str, role: Role) -> None:
    assert follow_up(text, "RLHF") == FollowUp("RLHF", role)


@pytest.mark.parametrize(
    "text", ["compare it with dpo", "vs dpo", "and versus dpo?", "compared to dpo?", "how is it different from dpo?", "how does that differ from dpo"]
)
def test_a_comparison_with_one_side_has_the_last_entry_for_the_other(text: str) -> None:
    assert follow_up(text, "RLHF") == FollowUp("RLHF vs dpo")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("is it the same as dpo?", 'is "RLHF" the same as dpo?'),
        ("which is better, it or dpo?", 'which is better, "RLHF" or dpo?'),
        ("what's the difference between that and dpo", 'what\'s the difference between "RLHF" and dpo'),
    ],
)
def test_a_pronoun_in_a_comparison_is_the_last_entry(text: str, whole: str) -> None:
    assert follow_up(text, "RLHF") == FollowUp(whole)


@pytest.mark.parametrize("text", ["tell me more", "more", "examples?", "why does it matter?", "explain that again", "sources?"])
def test_asking_for_more_gives_everything_about_the_last_entry(text: str) -> None:
    assert follow_up(text, "RLHF") == FollowUp("RLHF", detail=True)


@pytest.mark.parametrize("text", ["thanks", "ok", "hi there", "thank you!", "what is dpo?", "rlhf", "and dpo?", "beam search vs dpo", "", "???", "\u200b"])
def test_what_stands_on_its_own_or_asks_nothing_is_left_alone(text: str) -> None:
    assert follow_up(text, "RLHF") is None


@given(st.text(max_size=200), st.text(min_size=1, max_size=40))
def test_any_text_is_read(text: str, last: str) -> None:
    found = follow_up(text, last)
    assert found is None or found.text
