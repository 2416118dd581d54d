"""The quality that has to hold on labelled queries over the public corpus, with the real model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Application
from bot.core.evaluation import Labelled, evaluate
from tests.conftest import LABELLED, ROOT, needs_corpus

pytestmark = [needs_corpus, pytest.mark.skipif(not LABELLED.is_dir(), reason="the labelled queries do not lie beside the repository"), pytest.mark.timeout(300)]
OWN = ROOT / "bench" / "queries"


def shares(application: Application, path: Path, *, every: int = 1, kinds: Iterable[str] = ()) -> dict[str, Any]:
    """Counts as shares of n; `every` takes one line in so many."""
    lines = [Labelled.from_json(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()][::every]
    wanted = set(kinds)
    counts = evaluate(application.assistant, [line for line in lines if not wanted or line.kind in wanted])["all"]
    return {name: value if name in {"n", "precision", "recall"} else value / counts["n"] for name, value in counts.items()}


def test_misspelt_labels_are_read_right(corpus: Application) -> None:
    found = shares(corpus, LABELLED / "typo.jsonl")
    assert found["right"] >= 0.975
    assert found["right"] + found["suggested_hit"] >= 0.99
    assert found["wrong"] <= 0.002


def test_definitions_from_other_glossaries_rank_the_entry_first(corpus: Application) -> None:
    found = shares(corpus, LABELLED / "xdef.jsonl")
    assert found["top1"] >= 0.80
    assert found["top3"] >= 0.90


@pytest.mark.parametrize(
    ("name", "every", "most"),
    [("oos_def", 5, 0.004), ("oos_head", 4, 0.004), ("oos_near_head", 1, 0.01), ("oos_near_def", 1, 0.05)],
)
def test_what_is_not_in_the_glossary_is_hardly_ever_answered(corpus: Application, name: str, every: int, most: float) -> None:
    assert shares(corpus, LABELLED / f"{name}.jsonl", every=every)["wrong"] <= most


def test_own_held_out_lookups_are_answered(corpus: Application) -> None:
    found = shares(corpus, OWN / "holdout.jsonl", kinds={"lookup"})
    assert found["right"] >= 0.95
    assert found["wrong"] <= 0.005


def test_own_held_out_descriptions_rank_the_entry_first(corpus: Application) -> None:
    found = shares(corpus, OWN / "holdout.jsonl", kinds={"description"})
    assert found["top1"] >= 0.78
    assert found["top3"] >= 0.92
    assert found["right"] + found["suggested_hit"] >= 0.85
    assert found["wrong"] <= 0.05


def test_own_held_out_questions_outside_the_glossary_are_not_answered(corpus: Application) -> None:
    assert shares(corpus, OWN / "holdout.jsonl", kinds={"far", "near"})["wrong"] <= 0.008


def test_own_held_out_comparisons_show_both_terms(corpus: Application) -> None:
    assert shares(corpus, OWN / "holdout.jsonl", kinds={"compare"})["right"] >= 0.95


def test_own_held_out_messages_are_read_precisely(corpus: Application) -> None:
    found = shares(corpus, OWN / "holdout.jsonl", kinds={"message"})
    assert found["precision"] >= 0.97
    assert found["recall"] >= 0.97
