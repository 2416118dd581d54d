"""Answers as JSON: one stable shape for every kind."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Match, Mention, Mentions, NotFound, Origin, Step, Suggestions, Takeaway, TermRef
from bot.core.assistant import Query, takeaway
from bot.core.roles import Role
from bot.core.term import Term
from bot.render.as_json import answer_json, mentions_json
from tests.fakes import a_term, an_assistant

KEYS = {"kind", "match", "terms", "suggestions", "elapsed_ms"}
TERM_KEYS = {"slug", "term", "aliases", "short_def", "long_def", "takeaway", "citations", "status", "last_reviewed", "related"}
URL = "https://arxiv.org/abs/1706.03741"
RLHF = a_term(
    "reinforcement learning from human feedback",
    slug="rlhf",
    aliases=["RLHF"],
    hidden_labels=["RHLF"],
    short_def="Training on people's judgments.",
    long_def="Raters compare answers.",
    takeaways={"legal": "Ask for the guidelines."},
    citations=[{"source": "Christiano et al. (2017)", "url": URL}],
    status="reviewed",
    last_reviewed="2026-10-09",
)
DPO = a_term("direct preference optimization", slug="dpo", last_reviewed=None, status="draft")
REFERENCES = (TermRef("reward-model", "reward model", "Scores answers."), TermRef("dpo", "direct preference optimization"))
EXACT = Match(Step.EXACT, 1.0, "rlhf")


def shape(answer: Answer, elapsed_ms: float = 1.0) -> dict[str, Any]:
    """The value after a round through JSON text."""
    value: dict[str, Any] = json.loads(json.dumps(answer_json(answer, elapsed_ms), ensure_ascii=False, allow_nan=False))
    return value


def test_a_definition_holds_everything_that_is_shown_of_the_entry() -> None:
    answer = Definition(RLHF, Match(Step.FUZZY, 2 / 3, "rlhf"), takeaway(RLHF, Role.LEGAL), REFERENCES, (TermRef("other", "other"),))
    assert shape(answer, 12.34567) == {
        "kind": "definition",
        "match": {"step": "fuzzy", "score": 0.6667, "label": "rlhf"},
        "terms": [
            {
                "slug": "rlhf",
                "term": "reinforcement learning from human feedback",
                "aliases": ["RLHF"],
                "short_def": "Training on people's judgments.",
                "long_def": "Raters compare answers.",
                "takeaway": {"role": "legal", "text": "Ask for the guidelines.", "origin": "term"},
                "citations": [{"source": "Christiano et al. (2017)", "url": URL}],
                "status": "reviewed",
                "last_reviewed": "2026-10-09",
                "related": ["reward-model", "dpo"],
                "also": ["other"],
            }
        ],
        "suggestions": [],
        "elapsed_ms": 12.346,
        "lexical_only": False,
    }


def test_what_a_sparse_entry_lacks_is_empty_or_null_and_never_absent() -> None:
    (entry,) = shape(Definition(DPO, EXACT))["terms"]
    assert set(entry) >= TERM_KEYS
    assert (entry["long_def"], entry["aliases"], entry["citations"], entry["related"]) == ("", [], [], [])
    assert (entry["takeaway"], entry["last_reviewed"]) == (None, None)


def test_hidden_labels_are_no_part_of_an_entry() -> None:
    assert "RHLF" not in json.dumps(shape(Definition(RLHF, EXACT)))


@pytest.mark.parametrize("origin", Origin)
@pytest.mark.parametrize("role", Role)
def test_a_takeaway_says_for_whom_it_is_and_where_it_comes_from(role: Role, origin: Origin) -> None:
    (entry,) = shape(Definition(RLHF, EXACT, Takeaway(role, "Read this.", origin)))["terms"]
    assert entry["takeaway"] == {"role": role.value, "text": "Read this.", "origin": origin.value}


@pytest.mark.parametrize("step", Step)
def test_a_match_says_by_which_step_and_how_closely(step: Step) -> None:
    assert shape(Definition(RLHF, Match(step, 0.123456)))["match"] == {"step": step.value, "score": 0.1235, "label": None}


def test_a_comparison_has_its_terms_in_the_order_in_which_they_were_asked() -> None:
    answer = shape(Comparison((Definition(RLHF, EXACT), Definition(DPO, EXACT)), missing=("beam search",)))
    assert answer["kind"] == "comparison"
    assert [entry["slug"] for entry in answer["terms"]] == ["rlhf", "dpo"]
    assert answer["match"] == {"step": "exact", "score": 1.0, "label": "rlhf"}
    assert answer["suggestions"] == []
    assert answer["missing"] == ["beam search"]


def test_several_senses_are_suggestions_with_the_match_that_they_share() -> None:
    answer = shape(Disambiguation("RAG", REFERENCES, EXACT))
    assert (answer["kind"], answer["terms"], answer["suggestions"]) == ("disambiguation", [], ["reward-model", "dpo"])
    assert answer["match"]["step"] == "exact"
    assert answer["query"] == "RAG"


def test_suggestions_match_nothing_and_keep_their_order() -> None:
    answer = shape(Suggestions("scores", REFERENCES, concept="beam search", lexical_only=True))
    assert (answer["kind"], answer["match"], answer["terms"], answer["suggestions"]) == ("suggestions", None, [], ["reward-model", "dpo"])
    assert (answer["query"], answer["concept"], answer["lexical_only"]) == ("scores", "beam search", True)


def test_not_found_has_neither_terms_nor_suggestions() -> None:
    answer = shape(NotFound("flux capacitor"))
    assert (answer["kind"], answer["match"], answer["terms"], answer["suggestions"]) == ("not_found", None, [], [])
    assert (answer["query"], answer["concept"], answer["lexical_only"]) == ("flux capacitor", None, False)


@pytest.mark.parametrize(
    "answer", [Definition(RLHF, EXACT, lexical_only=True), Suggestions("x", REFERENCES, lexical_only=True), NotFound("x", lexical_only=True)]
)
def test_an_answer_by_words_alone_says_so(answer: Answer) -> None:
    assert shape(answer)["lexical_only"] is True


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("RLHF", "definition"),
        ("RLHF vs direct preference optimization", "comparison"),
        ("preferences", "disambiguation"),
        ("who sold the flux capacitor to the neighbours of the baker", "not_found"),
    ],
)
def test_what_the_assistant_says_has_the_promised_keys(question: str, kind: str) -> None:
    assistant = an_assistant(RLHF, DPO, a_term("a", aliases=["preferences"]), a_term("b", aliases=["preference"]))
    answer = shape(assistant.answer(Query(question, Role.LEGAL)))
    assert answer["kind"] == kind
    assert set(answer) >= KEYS
    assert [set(entry) >= TERM_KEYS for entry in answer["terms"]] == [True] * len(answer["terms"])


def test_the_terms_of_a_message_have_their_place_in_it() -> None:
    mentions = Mentions(
        "Is RLHF like DPO?", (Mention(3, 7, "RLHF", (TermRef("rlhf", "RLHF", "Short."), REFERENCES[0])), Mention(13, 16, "DPO", (TermRef("dpo", "DPO"),)))
    )
    value = mentions_json(mentions)
    assert value == {
        "text": "Is RLHF like DPO?",
        "mentions": [
            {"start": 3, "end": 7, "text": "RLHF", "slugs": ["rlhf", "reward-model"], "short_def": "Short."},
            {"start": 13, "end": 16, "text": "DPO", "slugs": ["dpo"], "short_def": ""},
        ],
    }
    assert json.loads(json.dumps(value)) == value


# -- any content ---------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
READABLE = TEXT.map(lambda text: f"{text}x")
TERMS: st.SearchStrategy[Term] = st.builds(
    lambda name, fields: a_term(name, slug="x", **fields),
    READABLE,
    st.fixed_dictionaries(
        {
            "short_def": READABLE,
            "long_def": TEXT,
            "aliases": st.lists(READABLE, max_size=3),
            "takeaways": st.dictionaries(st.sampled_from(Role), TEXT, max_size=2),
            "citations": st.lists(st.fixed_dictionaries({"source": READABLE, "url": st.just(URL)}), max_size=2),
            "last_reviewed": st.none() | st.dates().map(date.isoformat),
        }
    ),
)
REFS = st.lists(st.builds(TermRef, st.just("x"), READABLE, TEXT), max_size=3).map(tuple)
MATCHES = st.builds(Match, st.sampled_from(Step), st.floats(0, 1), st.none() | TEXT)
DEFINITIONS = st.builds(
    Definition, TERMS, MATCHES, st.none() | st.builds(Takeaway, st.sampled_from(Role), TEXT, st.sampled_from(Origin)), REFS, REFS, lexical_only=st.booleans()
)
ANY_ANSWER: st.SearchStrategy[Answer] = st.one_of(
    DEFINITIONS,
    st.builds(Comparison, st.lists(DEFINITIONS, min_size=1, max_size=4).map(tuple), st.lists(TEXT, max_size=2).map(tuple)),
    st.builds(Disambiguation, TEXT, REFS, MATCHES),
    st.builds(Suggestions, TEXT, REFS, st.none() | TEXT, st.booleans()),
    st.builds(NotFound, TEXT, st.none() | TEXT, st.booleans()),
)


@given(ANY_ANSWER, st.floats(0, 1e9))
@settings(max_examples=200, deadline=None)
def test_every_answer_survives_the_way_through_json_text(answer: Answer, elapsed_ms: float) -> None:
    value = answer_json(answer, elapsed_ms)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    assert json.loads(text.encode()) == value
    assert set(value) >= KEYS
    assert [set(entry) >= TERM_KEYS for entry in value["terms"]] == [True] * len(value["terms"])


@given(st.builds(Mentions, TEXT, st.lists(st.builds(Mention, st.integers(0, 9), st.integers(0, 9), TEXT, REFS.filter(bool)), max_size=3).map(tuple)))
@settings(max_examples=80, deadline=None)
def test_every_message_survives_the_way_through_json_text(mentions: Mentions) -> None:
    value = mentions_json(mentions)
    assert json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False).encode()) == value
