"""Evaluation counts what was answered, offered and left unsaid; calibration proposes what answers better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from bot.core.assistant import Assistant, Tuning
from bot.core.calibration import calibrate
from bot.core.evaluation import Labelled, Outcome, evaluate, judge
from bot.core.glossary import Glossary
from bot.core.question import understand
from bot.core.resolution import Resolution
from bot.core.thresholds import Thresholds
from embeddings import FieldScores
from tests.fakes import a_term, an_assistant

TERMS = (a_term("precision"), a_term("recall", aliases=["hit rate"]), a_term("token", aliases=["share"]), a_term("reward model", aliases=["share"]))


def lines(*rows: tuple[str, list[str], str]) -> list[Labelled]:
    return [Labelled(text, tuple(gold), kind) for text, gold, kind in rows]


class Fixed:
    """A semantic index that finds what it is told to."""

    def __init__(self, scores: dict[str, float]) -> None:
        self._scores = scores
        self.asked: list[str] = []

    def search(self, text: str, also: Iterable[str] = ()) -> Sequence[FieldScores]:
        self.asked.append(text)
        return [FieldScores(slug, {"definition": [score]}) for slug, score in self._scores.items()]


def test_every_outcome_is_counted_for_all_and_for_its_kind() -> None:
    report = evaluate(
        an_assistant(*TERMS),
        lines(
            ("precision", ["precision"], "a"),
            ("recall", ["precision"], "a"),
            ("share", ["token"], "b"),
            ("share", ["recall"], "b"),
            ("zzz", ["recall"], "b"),
            ("zzz", [], "c"),
            ("precision vs recall", ["precision", "recall"], "compare"),
            ("precision vs recall", ["precision", "token"], "compare"),
        ),
    )
    counts = report["all"]
    assert [counts[name] for name in ("n", "right", "wrong", "suggested_hit", "suggested_miss", "silent")] == [8, 2, 2, 1, 1, 2]
    assert report["kinds"]["a"] == {"n": 2, "right": 1, "wrong": 1, "suggested_hit": 0, "suggested_miss": 0, "silent": 0, "top1": 1, "top3": 1}
    assert list(report["latency_ms"]) == ["p50", "p95", "p99"]


def test_messages_are_measured_by_precision_and_recall() -> None:
    report = evaluate(
        an_assistant(*TERMS),
        [
            Labelled("the reward model likes a better hit rate", ("reward-model", "recall"), "message", is_message=True),
            Labelled("a reward model again", (), "message", is_message=True),
            Labelled("nothing here", ("precision",), "message", is_message=True),
        ],
    )
    assert report["kinds"]["message"] == {"n": 3, "precision": 0.6667, "recall": 0.6667}


def test_an_empty_file_has_nothing_to_count() -> None:
    assert evaluate(an_assistant(*TERMS), []) == {"all": {}, "kinds": {}, "latency_ms": {"p50": 0.0, "p95": 0.0, "p99": 0.0}}


def test_only_the_first_three_that_are_offered_count() -> None:
    offered = Resolution(understand("x"), offered=("a", "b", "c", "d"))
    assert judge(offered, ["c"], compare=False) is Outcome.SUGGESTED_HIT
    assert judge(offered, ["d"], compare=False) is Outcome.SUGGESTED_MISS


@pytest.mark.parametrize("line", [{}, {"query": "x"}, {"query": 1, "gold": []}, {"query": "x", "gold": "y"}, {"query": "x", "gold": [1]}, [], "x", None])
def test_a_line_of_another_form_is_refused(line: object) -> None:
    with pytest.raises(ValueError, match=r"gold|object"):
        Labelled.from_json(line)  # type: ignore[arg-type]


def test_calibration_lowers_a_threshold_that_keeps_right_answers_back() -> None:
    index = Fixed({"precision": 0.95, "recall": 0.3})
    strict = Tuning(thresholds=replace(Thresholds(), answer=0.75))
    assistant = Assistant(Glossary(TERMS), [], index, strict)
    queries = lines(*((f"how many of the flagged items number {number} were truly bad ones", ["precision"], "q") for number in range(4)))
    proposal = calibrate(assistant, queries)
    assert proposal.tuning.thresholds.answer < strict.thresholds.answer
    assert proposal.after > proposal.before
    assert evaluate(assistant.retuned(proposal.tuning, index), queries)["all"]["right"] == 4
    assert proposal.settings()["GLOSSARY_THRESHOLDS__ANSWER"] == round(proposal.tuning.thresholds.answer, 4)


def test_calibration_asks_the_index_once_a_question() -> None:
    index = Fixed({"precision": 0.4})
    calibrate(Assistant(Glossary(TERMS), [], index), lines(("which of the alarms were worth the trouble", ["precision"], "q")))
    assert len(index.asked) == 1
