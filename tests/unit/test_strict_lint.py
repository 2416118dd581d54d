"""What `glossary terms lint --strict` asks of an entry beyond being valid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalog.loader import load_catalog
from bot.catalog.strict import grade_of, sentences, strict

LONG = " ".join(["A cache keeps what was found, so that nobody has to search for it again."] * 8)
GOOD: dict[str, Any] = {
    "term": "retrieval cache",
    "aliases": ["search cache"],
    "categories": ["Retrieval & RAG"],
    "short_def": "A store of recent search results.",
    "long_def": LONG,
    "takeaways": {
        "executive": "Ask for the hit rate before you pay for a faster search.",
        "engineering": "Put the version of the index into the key of every entry.",
        "legal": "A deleted document can live on in it, so name it in the procedure.",
        "product": "Show people the date of the document that an answer comes from.",
    },
    "examples": {"do": ["Empty it when the index is built again."], "dont": ["Share it between customers."]},
    "citations": [{"source": "A (2024)", "url": "https://a.example/1"}, {"source": "B (2025)", "url": "https://b.example/2"}],
    "questions": ["Why was the second answer faster?", "Where does a deleted file turn up?", "Can we stop asking twice?", "What do we clear afterwards?"],
    "status": "reviewed",
    "license": "CC BY 4.0",
    "roles": ["engineering"],
    "last_reviewed": "2026-11-01",
}


def reasons(folder: Path, *entries: dict[str, Any]) -> list[str]:
    for number, entry in enumerate(entries):
        (folder / f"entry-{number}.yml").write_text(yaml.safe_dump(entry, sort_keys=False), encoding="utf-8")
    return [fault.reason for fault in strict(load_catalog(folder))]


def test_a_good_entry_has_nothing_to_be_said(tmp_path: Path) -> None:
    assert reasons(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"long_def": "Too short."}, "long_def has 2 words"),
        ({"long_def": LONG * 3}, "90 to 180"),
        ({"long_def": " ".join(["institutionalization notwithstanding internationalization"] * 40)}, "school years"),
        ({"takeaways": {**GOOD["takeaways"], "executive": ""}}, "no takeaway for executive"),
        ({"takeaways": {role: GOOD["takeaways"][role] for role in ("executive", "engineering", "legal")}}, "3 takeaways"),
        ({"takeaways": {**GOOD["takeaways"], "legal": "Beware of it."}}, "3 words"),
        ({"citations": GOOD["citations"][:1]}, "1 citations: 2 to 4"),
        ({"questions": GOOD["questions"][:3]}, "3 questions: 4 to 8"),
        ({"questions": [*GOOD["questions"], "What is a Search Cache good for?"]}, "'search cache'"),
        ({"examples": {"do": ["One."], "dont": []}}, "examples.dont is empty"),
        ({"categories": ["Caches"]}, "Caches: categories are"),
        ({"categories": []}, "no category"),
        ({"last_reviewed": None}, "nobody has reviewed it"),
        ({"relationships": {"related": ["nowhere"]}}, "'nowhere' is no term"),
    ],
)
def test_what_falls_short_is_named(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    assert [reason for reason in reasons(tmp_path, GOOD | change) if said in reason]


def test_a_takeaway_that_stands_under_two_entries_is_named_at_the_second(tmp_path: Path) -> None:
    other = GOOD | {
        "term": "prompt cache",
        "aliases": [],
        "takeaways": {
            "executive": "Something else before anybody pays for it. ASK for the hit rate, before you pay for a faster search!",
            "engineering": "Something quite different to do about the key of every prompt.",
            "legal": "Something quite different to have in mind about what is kept.",
            "product": "Something quite different to tell people about the first answer.",
        },
    }
    assert [reason for reason in reasons(tmp_path, GOOD, other) if "entry-0 has too" in reason]


def test_a_label_of_two_entries_is_named(tmp_path: Path) -> None:
    other = GOOD | {"term": "prompt cache", "takeaways": {role: f"{text} Here as well." for role, text in GOOD["takeaways"].items()}}
    assert [reason for reason in reasons(tmp_path, GOOD, other) if "'search cache' is also a label" in reason]


def test_sentences_are_compared_without_case_and_punctuation() -> None:
    assert sentences("Ask first. Then, pay!") == {"ask first", "then pay"}


def test_harder_texts_take_more_school_years() -> None:
    assert grade_of("The cat sat on the mat. It saw a dog.") < grade_of("Institutional accountability necessitates comprehensive documentation.")


def test_the_shipped_terms_are_good_entries() -> None:
    from tests.conftest import ROOT

    assert [fault.where + fault.reason for fault in strict(load_catalog(ROOT / "data" / "terms"))] == []
