"""Whatever is typed, an answer comes, soon, and nothing is raised."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.answer import Comparison, Definition, Disambiguation, NotFound, Suggestions
from bot.core.assistant import Assistant, Query
from bot.core.question import understand
from tests.fakes import a_term, an_assistant

SECONDS = 2.0  # generous: the longest of these takes some milliseconds
ASSISTANT = an_assistant(
    a_term("reinforcement learning from human feedback", aliases=["RLHF"]),
    a_term("precision", aliases=["PPV"]),
    a_term("recall"),
    a_term("top-k sampling"),
    a_term("KV cache"),
)
HOSTILE = {
    "a megabyte of one letter": "a" * 1_000_000,
    "a megabyte of words": "what is the " * 90_000,
    "NUL and controls": "rl\x00hf\x01\x1b[31m\x9b0m",
    "zero width": "r\u200bl\u200ch\u200df\ufeff",
    "right to left": "\u202erl\u2067hf\u2069\u202c",
    "lone surrogates": "\ud800rlhf\udfff",
    "a combining pile": "r" + "\u0301" * 5_000 + "lhf",
    "emoji only": "\U0001f389\U0001f468\u200d\U0001f469\u200d\U0001f467" * 200,
    "ligatures that grow": "\ufdfa" * 5_000,
    "homoglyphs": "\u0433l\u04bbf",
    "full width": "\uff32\uff2c\uff28\uff26",
    "nested brackets": "(" * 10_000 + ")" * 10_000,
    "quotes": "\"'" * 5_000,
    "vs chain": "a vs " * 5_000,
    "role chain": "for a new lawyer to our senior counsel as a pm " * 500,
    "dots": "a." * 5_000,
    "spaces": " " * 100_000 + "rlhf",
    "markup": "<!channel> <@U1> [x](javascript:alert(1)) <script>alert(1)</script> {{7*7}} %s ${x}",
    "slashes": "/" * 50_000,
    "punctuation": "?!.,;:-" * 2_000,
    "difference between": "difference between " * 2_000 + "x and y",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_question_is_answered_soon(text: str) -> None:
    started = time.perf_counter()
    answer = ASSISTANT.answer(Query(text))
    ASSISTANT.explain(text)
    assert time.perf_counter() - started < SECONDS
    assert isinstance(answer, Definition | Comparison | Disambiguation | Suggestions | NotFound)


@pytest.mark.parametrize("text", ["zero width", "right to left", "full width"])
def test_an_invisible_disguise_does_not_hide_a_label(text: str) -> None:
    answer = ASSISTANT.answer(Query(HOSTILE[text]))
    assert isinstance(answer, Definition)
    assert answer.term.aliases == ("RLHF",)


def test_what_is_echoed_holds_no_control_characters() -> None:
    answer = ASSISTANT.answer(Query("what is zz\x1b[31mtop\u202e\x00?"))
    assert isinstance(answer, NotFound)
    assert answer.query.isprintable()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=600) | st.text(alphabet="aeilrhf vs.?-'\"/:()for PM\u0301\u200b", max_size=600))
def test_any_text_is_answered(text: str) -> None:
    assert ASSISTANT.answer(Query(text)) is not None
    for mention in ASSISTANT.explain(text).mentions:
        assert mention.start < mention.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=500))
def test_understanding_is_stable_for_its_own_key(text: str) -> None:
    """What is shown as asked never holds more than was typed."""
    question = understand(text)
    assert len(question.asked) <= 2_000
    assert set(question.subject.split()) <= set(question.key.split())


def test_a_glossary_of_one_term_answers_it() -> None:
    only = Assistant(an_assistant(a_term("RLHF")).glossary, [])
    assert isinstance(only.answer(Query("rlhf")), Definition)
