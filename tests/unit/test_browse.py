"""Looking around without a question."""

from __future__ import annotations

from bot.core.browse import alphabetical, any_term, categories, find_category, in_category, recently_reviewed
from bot.core.glossary import Glossary
from tests.fakes import a_term

GLOSSARY = Glossary(
    [
        a_term("token", categories=["LLM Core", "Foundations"], last_reviewed="2026-01-01"),
        a_term("Attention", categories=["LLM Core"], last_reviewed="2026-03-01"),
        a_term("4-bit", slug="four-bit", categories=["Operations"], last_reviewed="2026-02-01"),
        a_term("old word", categories=["Open science"], status="deprecated", last_reviewed="2026-04-01"),
        a_term("new word", status="draft", last_reviewed=None),
    ]
)


def test_what_begins_with_no_letter_stands_first_whatever_the_case() -> None:
    assert [(item.letter, item.term.term) for item in alphabetical(GLOSSARY)] == [
        ("#", "4-bit"),
        ("A", "Attention"),
        ("N", "new word"),
        ("O", "old word"),
        ("T", "token"),
    ]


def test_the_newest_review_comes_first_without_what_is_deprecated_or_was_never_reviewed() -> None:
    assert [term.term for term in recently_reviewed(GLOSSARY, 2)] == ["Attention", "4-bit"]
    assert [term.term for term in recently_reviewed(GLOSSARY, 9)] == ["Attention", "4-bit", "token"]


def test_a_category_is_found_by_its_beginning_when_no_other_begins_so() -> None:
    assert categories(GLOSSARY) == {"Foundations": 1, "LLM Core": 2, "Open science": 1, "Operations": 1}
    assert find_category(GLOSSARY, "llm core") == "LLM Core"
    assert find_category(GLOSSARY, "FOUND") == "Foundations"
    assert find_category(GLOSSARY, "op") is None
    assert find_category(GLOSSARY, "") is None
    assert [term.term for term in in_category(GLOSSARY, "LLM Core")] == ["Attention", "token"]


def test_any_term_is_one_in_use_when_there_is_one() -> None:
    assert {any_term(GLOSSARY).term for _ in range(200)} == {"token", "Attention", "4-bit", "new word"}
    assert any_term(Glossary([a_term("gone", status="deprecated")])).term == "gone"
