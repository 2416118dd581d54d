"""The set of terms, its label table, and the promise that every label leads to its term."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.loader import load_catalog, load_concepts
from bot.core.answer import Answer, Definition, Disambiguation, TermRef
from bot.core.assistant import Assistant, Query
from bot.core.glossary import Glossary, LabelKind, ref
from bot.core.normalize import normalize
from bot.core.term import Term
from tests.conftest import CORPUS, ROOT, needs_corpus
from tests.fakes import a_term, an_assistant

RAG = a_term("retrieval-augmented generation", slug="rag", aliases=["RAG", "grounded generation"], hidden_labels=["retreival augmented generation"])
RATING = a_term("red-amber-green rating", slug="rating", aliases=["R.A.G."])


def slugs(terms: list[Term]) -> list[str]:
    return [term.slug for term in terms]


# -- the terms -----------------------------------------------------------------------------------------------------


def test_terms_come_in_the_order_of_their_slugs_whatever_order_they_were_given_in() -> None:
    terms = [a_term("token"), a_term("attention"), a_term("recall")]
    assert slugs(list(Glossary(terms))) == slugs(list(Glossary(reversed(terms)))) == ["attention", "recall", "token"]


def test_a_term_is_found_by_its_slug_and_by_nothing_else() -> None:
    glossary = Glossary([RAG, a_term("token")])
    assert len(glossary) == 2
    assert glossary["rag"] is RAG
    assert "token" in glossary
    assert "RAG" not in glossary
    with pytest.raises(KeyError):
        glossary["RAG"]


def test_an_empty_glossary_finds_nothing() -> None:
    glossary = Glossary([])
    assert len(glossary) == 0
    assert list(glossary) == []
    assert dict(glossary.labels) == {}
    assert glossary.find("anything") is None


def test_a_reference_carries_what_a_button_needs() -> None:
    assert ref(RAG) == TermRef("rag", "retrieval-augmented generation", RAG.short_def)


# -- the label table -----------------------------------------------------------------------------------------------


def test_the_label_table_holds_every_label_normalised_with_the_strength_of_its_claim() -> None:
    labels = Glossary([RAG, RATING]).labels
    assert {key: dict(claims) for key, claims in labels.items()} == {
        "retrieval augmented generation": {"rag": LabelKind.NAME},
        "grounded generation": {"rag": LabelKind.ALIAS},
        "retreival augmented generation": {"rag": LabelKind.HIDDEN},
        "red amber green rating": {"rating": LabelKind.NAME},
        "rag": {"rag": LabelKind.ALIAS, "rating": LabelKind.ALIAS},
    }


def test_a_label_given_twice_by_one_term_counts_with_its_strongest_claim() -> None:
    labels = Glossary([a_term("Guardrails", aliases=["guardrail"], hidden_labels=["GUARDRAILS", "guardrail"])]).labels
    assert {key: dict(claims) for key, claims in labels.items()} == {"guardrail": {"guardrails": LabelKind.NAME}}


def test_the_label_table_cannot_be_written_to() -> None:
    labels = Glossary([RAG]).labels
    with pytest.raises(TypeError):
        labels["new"] = {}  # type: ignore[index]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Retrieval Augmented Generation", "retrieval augmented generation"),
        ("retrieval_augmented_generations", "retrieval augmented generation"),
        ("R.A.G.?", "rag"),
        ("groundedgeneration", "grounded generation"),
        ("ground-ed generation", "grounded generation"),
        ("retreival augmented generation", "retreival augmented generation"),
    ],
)
def test_another_spelling_of_a_label_finds_its_key(typed: str, key: str) -> None:
    assert Glossary([RAG]).find(typed) == key


@pytest.mark.parametrize("typed", ["", "?", "generation", "rags to riches", "retrieval", "grounded generations of people"])
def test_what_is_no_label_finds_no_key(typed: str) -> None:
    assert Glossary([RAG]).find(typed) is None


def test_letters_that_meet_by_chance_are_not_joined() -> None:
    """Only labels of five letters and more are found with other spaces: "i d" is not "ID"."""
    glossary = Glossary([a_term("ID"), a_term("F1 score"), a_term("top k")])
    assert glossary.find("i d") is None
    assert glossary.find("topk") is None
    assert glossary.find("f1score") == "f1 score"


def test_a_label_written_with_spaces_is_preferred_to_one_that_only_joins_to_the_same_letters() -> None:
    glossary = Glossary([a_term("guard rail", slug="a"), a_term("guardrail", slug="b")])
    assert glossary.find("Guard-Rails") == "guard rail"
    assert glossary.find("Guardrails") == "guardrail"


# -- owners and others ---------------------------------------------------------------------------------------------

NAME_OF = {"A": a_term("shared label", slug="named"), "B": a_term("b", slug="aliased", aliases=["Shared-Label"])}
HIDES = a_term("c", slug="hiding", hidden_labels=["shared labels"])


@pytest.mark.parametrize(
    ("terms", "owners", "others"),
    [
        ([NAME_OF["A"], NAME_OF["B"], HIDES], ["named"], ["aliased", "hiding"]),
        ([HIDES, NAME_OF["B"]], ["aliased"], ["hiding"]),
        ([HIDES], ["hiding"], []),
        ([a_term("z", slug="second", aliases=["shared label"]), NAME_OF["B"], HIDES], ["aliased", "second"], ["hiding"]),
        ([a_term("Shared Label", slug="also-named"), NAME_OF["A"], NAME_OF["B"]], ["also-named", "named"], ["aliased"]),
    ],
    ids=["name before alias before hidden", "alias before hidden", "hidden alone", "two aliases", "two names"],
)
def test_a_name_beats_an_alias_and_an_alias_beats_a_hidden_label(terms: list[Term], owners: list[str], others: list[str]) -> None:
    for glossary in (Glossary(terms), Glossary(reversed(terms))):
        assert slugs(glossary.owners("shared label")) == owners
        assert slugs(glossary.others("shared label")) == others


def test_the_owners_of_an_unknown_key_are_a_key_error() -> None:
    with pytest.raises(KeyError):
        Glossary([RAG]).owners("token")


# -- related -------------------------------------------------------------------------------------------------------


def related_of(term: Term, *others: Term) -> list[str]:
    return slugs(Glossary([term, *others]).related(term))


def test_related_entries_come_first_then_broader_then_narrower() -> None:
    term = a_term("x", relationships={"narrower": ["d"], "broader": ["c"], "related": ["b", "a"]})
    assert related_of(term, *(a_term(name) for name in "abcd")) == ["b", "a", "c", "d"]


def test_an_entry_that_is_related_in_two_ways_is_named_once() -> None:
    term = a_term("x", relationships={"related": ["a"], "broader": ["A", "b"], "narrower": ["alias of a"]})
    assert related_of(term, a_term("a", aliases=["alias of a"]), a_term("b")) == ["a", "b"]


def test_deprecated_entries_are_named_last() -> None:
    term = a_term("x", relationships={"related": ["old", "a"], "broader": ["b"]})
    assert related_of(term, a_term("old", status="deprecated"), a_term("a"), a_term("b", status="draft")) == ["a", "b", "old"]


def test_relationships_resolve_by_alias_plural_and_joined_spelling() -> None:
    term = a_term("x", relationships={"related": ["RLHFs", "guard rail", "reward_model"]})
    others = (a_term("learning from feedback", slug="rlhf", aliases=["R.L.H.F."]), a_term("guardrails"), a_term("Reward Models"))
    assert related_of(term, *others) == ["rlhf", "guardrails", "reward-models"]


def test_a_relationship_to_a_shared_label_names_all_its_owners() -> None:
    assert related_of(a_term("x", relationships={"related": ["RAG"]}), RAG, RATING) == ["rag", "rating"]


def test_relationships_to_nothing_and_to_the_term_itself_are_left_out() -> None:
    assert related_of(a_term("x", aliases=["y"], relationships={"related": ["nothing here", "X", "y"]}), a_term("z")) == []


# -- every label leads to its term ---------------------------------------------------------------------------------


def labels_of(term: Term) -> list[str]:
    return [*term.shown_labels, *term.hidden_labels]


def missed(assistant: Assistant) -> list[tuple[str, str, Answer]]:
    """The labels that lead elsewhere: to no entry of theirs, no choice that offers it, and no stronger claim that names it beside."""
    wrong = []
    for term in assistant.glossary:
        for label in labels_of(term):
            answer = assistant.answer(Query(label))
            match answer:
                case Definition():
                    claims = assistant.glossary.labels[normalize(label)]
                    outranked = claims.get(answer.term.slug, LabelKind.HIDDEN) < claims[term.slug]
                    right = answer.term is term or (outranked and term.slug in {other.slug for other in answer.also})
                case Disambiguation():
                    right = term.slug in {sense.slug for sense in answer.senses}
                case _:
                    right = False
            if not right:
                wrong.append((term.slug, label, answer))
    return wrong


def test_two_terms_with_one_alias_are_both_offered() -> None:
    answer = an_assistant(RAG, RATING).answer(Query("what is RAG?"))
    assert isinstance(answer, Disambiguation)
    assert [sense.slug for sense in answer.senses] == ["rag", "rating"]


def test_two_terms_with_one_name_are_both_offered() -> None:
    one, other = a_term("attention", slug="attention-ml"), a_term("Attention", slug="attention-ux")
    answer = an_assistant(one, other).answer(Query("attention"))
    assert isinstance(answer, Disambiguation)
    assert [sense.slug for sense in answer.senses] == ["attention-ml", "attention-ux"]


def test_a_name_that_is_another_terms_alias_answers_with_the_first_and_names_the_other() -> None:
    answer = an_assistant(a_term("RAG", slug="rag-status"), RAG).answer(Query("rag"))
    assert isinstance(answer, Definition)
    assert answer.term.slug == "rag-status"
    assert [other.slug for other in answer.also] == ["rag"]


def test_a_hidden_label_answers_and_is_not_shown() -> None:
    answer = an_assistant(RAG, RATING).answer(Query("retreival augmented generation"))
    assert isinstance(answer, Definition)
    assert answer.term is RAG
    assert "retreival augmented generation" not in answer.term.shown_labels


# Words that mean something to whoever reads questions, so that labels made of them tempt it.
_ASKING = ["what", "is", "the", "a", "an", "vs", "versus", "or", "and", "not", "difference", "between", "for", "as", "our", "who", "explain", "mean"]
_MEANT = ["PM", "lawyer", "model", "models", "Token", "tokens", "RAG", "rag", "R.A.G.", "f1", "k", "l2", "ai"]
_WORDED = st.builds(
    lambda words, by: by.join(words), st.lists(st.sampled_from(_ASKING + _MEANT), min_size=1, max_size=4), st.sampled_from([" ", "-", "_", ": ", ", "])
)
# Twenty characters stay below the length at which a question is cut even where one of them folds to eighteen.
_WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
LABELS = st.one_of(_WORDED, _WRITTEN).filter(lambda label: any(char.isalnum() for char in label) and normalize(label) != "")


@st.composite
def glossaries(draw: st.DrawFn) -> list[Term]:
    count = draw(st.integers(1, 6))
    lists = st.lists(LABELS, max_size=3)
    return [
        a_term(draw(LABELS), slug=f"t{number}", aliases=draw(lists), hidden_labels=draw(lists), status=draw(st.sampled_from(["approved", "deprecated"])))
        for number in range(count)
    ]


@given(glossaries())
@settings(max_examples=150, deadline=None)
def test_every_label_of_every_term_resolves_to_its_own_term_or_to_a_choice_that_names_it(terms: list[Term]) -> None:
    assert missed(an_assistant(*terms)) == []


@given(glossaries(), st.lists(LABELS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_related_entries_are_always_other_entries_named_once_and_deprecated_last(terms: list[Term], labels: list[str]) -> None:
    term = a_term("the one", slug="the-one", relationships={"related": labels, "broader": labels[::-1]})
    related = Glossary([*terms, term]).related(term)
    assert len({other.slug for other in related}) == len(related)
    assert term not in related
    order = [other.status == "deprecated" for other in related]
    assert order == sorted(order)


@pytest.mark.parametrize("folder", [ROOT / "data" / "terms", pytest.param(CORPUS, marks=needs_corpus)], ids=["shipped", "corpus"])
@pytest.mark.parametrize("with_phrasebook", [True, False], ids=["with phrasebook", "without phrasebook"])
def test_every_label_of_a_real_glossary_resolves_to_its_own_term(folder: Path, *, with_phrasebook: bool) -> None:
    concepts = load_concepts(ROOT / "data" / "phrasebook") if with_phrasebook else []
    assistant = Assistant(load_catalog(folder).glossary(), concepts)
    assert len(assistant.glossary) >= 25
    assert missed(assistant) == []
