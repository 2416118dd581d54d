"""What a phrasebook lends to the entries of a glossary, what it knows to be missing, and what it calls everyday speech."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.catalog.loader import load_catalog, load_concepts
from bot.core.answer import Definition, NotFound, Suggestions
from bot.core.assistant import Query
from bot.core.glossary import Glossary
from bot.core.normalize import normalize
from bot.core.passages import MISSING_PREFIX, View
from bot.core.phrasebook import Concept, Phrasebook
from bot.errors import TermFileError
from tests.conftest import CORPUS, ROOT, needs_corpus
from tests.fakes import a_term, an_assistant

RAG = a_term("retrieval-augmented generation", slug="rag", aliases=["RAG"])
ATTENTION = a_term("attention", aliases=["self-attention"])


def book(*concepts: Concept) -> Phrasebook:
    """A phrasebook over a glossary of two entries."""
    return Phrasebook(concepts, Glossary([RAG, ATTENTION]))


# -- attached ------------------------------------------------------------------------------------------------------


def test_a_concept_is_attached_to_the_entry_that_carries_its_name() -> None:
    concept = Concept("Retrieval Augmented Generation", asked_as=("look it up first, then answer",))
    phrasebook = book(concept)
    assert phrasebook.attached == {"rag": [concept]}
    assert phrasebook.missing == {}


@pytest.mark.parametrize("name", ["R.A.G.", "rags", "retrieval-augmented generations", "retrievalaugmentedgeneration"])
def test_another_spelling_of_the_name_attaches_as_well(name: str) -> None:
    assert list(book(Concept(name)).attached) == ["rag"]


def test_a_concept_is_attached_to_the_entry_that_carries_one_of_its_labels() -> None:
    concept = Concept("open-book answering", labels=("grounded answering", "RAG"))
    assert book(concept).attached == {"rag": [concept]}


def test_the_name_of_a_concept_counts_before_its_labels() -> None:
    assert list(book(Concept("attention", labels=("RAG",))).attached) == ["attention"]


def test_one_entry_may_have_several_concepts() -> None:
    concepts = (Concept("attention"), Concept("self-attention"))
    assert book(*concepts).attached == {"attention": list(concepts)}


# -- borrowed and missing labels -----------------------------------------------------------------------------------


def test_an_entry_borrows_the_labels_that_the_glossary_does_not_have() -> None:
    phrasebook = book(Concept("open-book answering", labels=("RAG", "Grounded Answers", "retrieval augmented generation")))
    assert phrasebook.labels == {"open book answering": "rag", "grounded answer": "rag"}
    assert phrasebook.missing_labels == {}


def test_a_concept_without_an_entry_is_known_to_be_missing_by_all_its_labels() -> None:
    concept = Concept("Beam Search", labels=("beam decoding", "K-beams"), asked_as=("keep the best few half sentences",))
    phrasebook = book(concept)
    assert phrasebook.missing == {"beam search": concept}
    assert phrasebook.missing_labels == {"beam search": "Beam Search", "beam decoding": "Beam Search", "k beam": "Beam Search"}
    assert phrasebook.labels == {}
    assert phrasebook.attached == {}


def test_a_label_of_the_glossary_stays_with_its_entry() -> None:
    """Although a concept of another entry claims it, and so does one that has no entry."""
    phrasebook = book(Concept("retrieval-augmented generation", labels=("self-attention",)), Concept("attention", labels=("selfattention",)))
    assert phrasebook.labels == {}
    phrasebook = book(Concept("attention", labels=("RAG",)), Concept("beam search", labels=("beam",)))
    assert phrasebook.labels == {}
    assert set(phrasebook.missing_labels) == {"beam search", "beam"}


def test_a_label_of_two_concepts_goes_to_the_first() -> None:
    assert book(Concept("RAG", labels=("lookup",)), Concept("attention", labels=("Look-Ups", "lookup"))).labels["lookup"] == "rag"
    assert book(Concept("beam search", labels=("beams",)), Concept("light", labels=("beam",))).missing_labels["beam"] == "beam search"


def test_a_label_without_a_letter_is_nobodys() -> None:
    phrasebook = book(Concept("RAG", labels=("", "?!")), Concept("beam search", labels=("\u200b",)))
    assert "" not in phrasebook.labels
    assert "" not in phrasebook.missing_labels


# -- what the assistant makes of it --------------------------------------------------------------------------------

LENT = Concept("retrieval-augmented generation", labels=("open-book answering",), asked_as=("it looks things up in our files first",))
LACKING = Concept("Beam Search", labels=("beam decoding",), asked_as=("it keeps several half sentences and extends the best",))


def test_a_borrowed_label_answers_with_its_entry() -> None:
    answer = an_assistant(RAG, ATTENTION, concepts=(LENT,)).answer(Query("what is open book answering?"))
    assert isinstance(answer, Definition)
    assert answer.term is RAG


def test_the_glossarys_own_label_answers_with_its_own_entry_whatever_the_phrasebook_says() -> None:
    concept = Concept("retrieval-augmented generation", labels=("attention", "self-attention"))
    for label in ("attention", "self attention", "what is self-attention"):
        answer = an_assistant(RAG, ATTENTION, concepts=(concept,)).answer(Query(label))
        assert isinstance(answer, Definition)
        assert answer.term is ATTENTION


@pytest.mark.parametrize("question", ["beam search", "what is beam decoding?", "Beam-Searches"])
def test_a_concept_without_an_entry_is_named_and_not_answered(question: str) -> None:
    answer = an_assistant(RAG, ATTENTION, concepts=(LENT, LACKING)).answer(Query(question))
    assert isinstance(answer, NotFound | Suggestions)
    assert answer.concept == "Beam Search"


def test_questions_and_labels_become_passages_of_the_entry_or_of_what_is_missing() -> None:
    passages = {(item.document, item.view, item.text) for item in an_assistant(RAG, ATTENTION, concepts=(LENT, LACKING)).passages}
    lacking = MISSING_PREFIX + "beam search"
    assert passages >= {
        ("rag", View.LABEL, "open-book answering"),
        ("rag", View.QUESTION, "it looks things up in our files first"),
        (lacking, View.LABEL, "Beam Search"),
        (lacking, View.LABEL, "beam decoding"),
        (lacking, View.QUESTION, "it keeps several half sentences and extends the best"),
    }
    assert {document for document, _, _ in passages} == {"rag", "attention", lacking}


def test_a_question_that_shares_words_with_a_lent_phrase_finds_the_entry() -> None:
    assistant = an_assistant(RAG, ATTENTION, concepts=(LENT,))
    answer = assistant.answer(Query("the thing that looks up our files first"))
    assert isinstance(answer, Definition | Suggestions)
    offered = [answer.term.slug] if isinstance(answer, Definition) else [entry.slug for entry in answer.closest]
    assert offered[0] == "rag"


# -- everyday phrases ----------------------------------------------------------------------------------------------

EVERYDAY = book(Concept("attention", everyday=("Pay attention", "attention to detail", "your attention please", "pays close attention to all of")))


@pytest.mark.parametrize(
    ("sentence", "everyday"),
    [
        ("please pay attention now", True),
        ("attention to detail is wanted", True),
        ("we want attention to details", True),
        ("your attention please", True),
        ("she pays close attention to all of it", True),
        ("what is attention", False),
        ("attention", False),
        ("pay for attention", False),
        ("pay more attention", False),
        ("attention to the detail", False),
        ("your attention", False),
    ],
)
def test_a_label_inside_an_everyday_phrase_is_told_from_the_label_itself(sentence: str, *, everyday: bool) -> None:
    words = normalize(sentence).split()
    at = words.index("attention")
    assert EVERYDAY.is_everyday_phrase(words, at, at + 1) is everyday


def test_the_phrase_must_hold_the_very_place_that_is_asked_about() -> None:
    words = "attention is all you get when you pay attention".split()
    assert not EVERYDAY.is_everyday_phrase(words, 0, 1)
    assert EVERYDAY.is_everyday_phrase(words, 8, 9)


def test_a_concept_without_an_entry_has_everyday_phrases_too() -> None:
    assert book(Concept("clip", everyday=("paper clip",))).is_everyday_phrase(["paper", "clip"], 1, 2)


# -- files ---------------------------------------------------------------------------------------------------------


def written(folder: Path, text: str) -> Path:
    (folder / "some.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_phrasebook_file_is_a_list_of_concepts(tmp_path: Path) -> None:
    text = "- concept: beam search\n  labels: [beam decoding]\n  asked_as:\n  - keep the best few\n- concept: clip\n  everyday: [paper clip]\n  asked_as:\n"
    assert load_concepts(written(tmp_path, text)) == [
        Concept("beam search", ("beam decoding",), ("keep the best few",)),
        Concept("clip", everyday=("paper clip",)),
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("concept: beam search\n", 1, "list of concepts"),
        ("- concept: clip\n- labels: [beam]\n", 2, "needs `concept:"),
        ("- clip\n", 1, "needs `concept:"),
        ("- concept: [clip]\n", 1, "needs `concept:"),
        ("- concept: clip\n\n- concept: beam search\n  labels: beam\n", 3, "lists of text"),
        ("- concept: clip\n  asked_as: [[nested]]\n", 1, "lists of text"),
        ("- concept: clip\n  everyday: {paper: clip}\n", 1, "lists of text"),
    ],
)
def test_a_file_of_another_form_is_a_fault_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    with pytest.raises(TermFileError, match=reason) as caught:
        load_concepts(written(tmp_path, text))
    assert caught.value.line == line


# -- the shipped phrasebook ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def concepts() -> list[Concept]:
    return load_concepts(ROOT / "data" / "phrasebook")


def named_in(name: str, text: str) -> bool:
    return f" {normalize(name)} " in f" {normalize(text)} "


def test_the_shipped_phrasebook_knows_at_least_four_hundred_concepts(concepts: list[Concept]) -> None:
    assert len(concepts) >= 400


def test_no_question_of_the_shipped_phrasebook_names_its_concept(concepts: list[Concept]) -> None:
    """Such a question would be found by the name alone; the others are there for people who do not know it."""
    assert [(concept.name, question) for concept in concepts for question in concept.asked_as if named_in(concept.name, question)] == []


def test_no_two_concepts_of_the_shipped_phrasebook_share_a_name(concepts: list[Concept]) -> None:
    counts = Counter(normalize(concept.name) for concept in concepts)
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_concept_of_the_shipped_phrasebook_can_be_heard(concepts: list[Concept]) -> None:
    assert [concept.name for concept in concepts if not concept.asked_as or not normalize(concept.name)] == []
    assert [(concept.name, text) for concept in concepts for text in (*concept.labels, *concept.asked_as, *concept.everyday) if not normalize(text)] == []


@pytest.mark.parametrize("folder", [ROOT / "data" / "terms", pytest.param(CORPUS, marks=needs_corpus)], ids=["shipped", "corpus"])
def test_every_concept_is_either_attached_or_missing_and_every_label_is_lent_once(folder: Path, concepts: list[Concept]) -> None:
    glossary = load_catalog(folder).glossary()
    phrasebook = Phrasebook(concepts, glossary)
    attached = [concept.name for lent in phrasebook.attached.values() for concept in lent]
    missing = [concept.name for concept in phrasebook.missing.values()]
    assert sorted([*attached, *missing]) == sorted(concept.name for concept in concepts)
    assert attached
    assert missing
    assert set(phrasebook.attached) <= {term.slug for term in glossary}
    assert not (set(phrasebook.labels) | set(phrasebook.missing_labels)) & set(glossary.labels)
