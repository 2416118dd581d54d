"""Closeness by words, by meaning, and by both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answer import Definition, NotFound, Suggestions
from bot.core.assistant import Assistant, Query, Tuning
from bot.core.glossary import Glossary
from bot.core.lexical import LexicalIndex
from bot.core.normalize import normalize
from bot.core.passages import MISSING_PREFIX, TermPassage, View
from bot.core.ports import FieldSimilarities
from bot.core.ranking import Ranked, Ranker, RankingWeights
from tests.fakes import a_term

MOST = 2.2  # k1 + 1: what BM25 gives for a query all of whose words stand in a document any number of times


@dataclass(frozen=True)
class Hit:
    """A document with its similarities, as a semantic index returns it."""

    document: str
    similarities: Mapping[str, Sequence[float]]


@dataclass
class FakeIndex:
    """Returns what it was given, and remembers what it was asked."""

    hits: Sequence[FieldSimilarities] | None
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def search(self, text: str, also: Iterable[str] = ()) -> Sequence[FieldSimilarities] | None:
        self.asked.append((text, tuple(also)))
        return self.hits


def index(**documents: str | dict[View, str]) -> LexicalIndex:
    """Documents by name; a text is a definition."""
    return LexicalIndex(
        TermPassage(name, view, text)
        for name, content in documents.items()
        for view, text in (content.items() if isinstance(content, dict) else [(View.DEFINITION, content)])
    )


def ranker(hits: Sequence[FieldSimilarities] | None = None, weights: RankingWeights | None = None, **documents: str) -> Ranker:
    words = index(**documents)
    return Ranker(lambda: words, FakeIndex(hits) if hits is not None else None, weights or RankingWeights())


# -- words ---------------------------------------------------------------------------------------------------------


def test_a_rare_word_beats_a_common_one() -> None:
    scores = index(common="model training", rare="quantization", third="model serving", fourth="model card").scores("model quantization")
    assert scores["rare"] > scores["common"]
    assert scores["rare"] > 2 * scores["third"]


def test_a_word_is_found_in_all_its_forms() -> None:
    words = index(one="Compressing networks", other="Serving requests")
    assert set(words.scores(normalize("compressed"))) == {"one"}
    assert words.scores(normalize("networks compress")) == words.scores(normalize("Network compressed!"))


def test_only_documents_that_share_a_word_have_a_score() -> None:
    words = index(one="model training", other="vector search")
    assert set(words.scores("training")) == {"one"}
    assert words.scores("banana") == {}


@pytest.mark.parametrize("key", ["", "what is the", "of it"])
def test_words_without_meaning_score_nothing(key: str) -> None:
    assert index(one="what is the meaning of it", other="the model").scores(key) == {}


def test_more_of_the_query_is_better() -> None:
    scores = index(both="vector search", one="vector math", other="search engines").scores("vector search")
    assert scores["both"] > max(scores["one"], scores["other"])


def test_a_word_that_nobody_knows_lowers_the_score() -> None:
    """Scores of two queries can be compared: half a query understood is worth less than a whole one."""
    words = index(one="vector search", other="model training")
    assert 0 < words.scores("vector banana")["one"] < words.scores("vector")["one"]


def test_saying_a_word_again_is_worth_less_each_time() -> None:
    filler = "alpha beta gamma delta epsilon zeta"
    said = [index(one=" ".join(["vector"] * times + filler.split()[times:]), other="model").scores("vector")["one"] for times in range(1, 5)]
    gains = [later - earlier for earlier, later in pairwise(said)]
    assert all(gain > 0 for gain in gains)
    assert gains == sorted(gains, reverse=True)


def test_asking_with_a_word_twice_changes_nothing() -> None:
    words = index(one="vector search", other="model training")
    assert words.scores("vector vector model") == pytest.approx(words.scores("vector model"))


def test_a_short_text_beats_a_long_one_that_says_the_same() -> None:
    scores = index(short="vector search", long="vector search " + " ".join(f"word{number}" for number in range(40))).scores("vector search")
    assert scores["short"] > scores["long"] > 0


def test_a_word_counts_most_in_a_label_and_least_in_advice() -> None:
    views = [View.LABEL, View.DEFINITION, View.DETAIL, View.ADVICE]
    documents: dict[str, str | dict[View, str]] = {view.value: {view: "vector", View.QUESTION: "pad " * 4} for view in views}
    scores = index(**documents).scores("vector")
    assert sorted(scores, key=lambda document: -scores[document]) == [view.value for view in views]


def test_an_index_of_nothing_scores_nothing() -> None:
    assert LexicalIndex([]).scores("vector") == {}


_WORD = st.sampled_from("vector model search training quantization the is what loss gradients of token".split())
_TEXTS = st.lists(_WORD, max_size=12).map(" ".join)


@given(st.dictionaries(st.sampled_from("abcdef"), st.dictionaries(st.sampled_from(View), _TEXTS), max_size=6), st.one_of(_TEXTS, st.text(max_size=30)))
@settings(max_examples=200, deadline=None)
def test_every_score_is_positive_and_below_the_same_bound(documents: dict[str, dict[View, str]], query: str) -> None:
    scores = index(**documents).scores(normalize(query))
    assert all(0 < score < MOST for score in scores.values())
    assert set(scores) <= set(documents)


# -- meaning and words ---------------------------------------------------------------------------------------------


def test_without_a_semantic_index_the_ranking_is_by_words_and_says_so() -> None:
    ranking = ranker(one="vector search", other="model search").rank("Vector search?", "vector search")
    assert [item.document for item in ranking.ranked] == ["one", "other"]
    assert ranking.lexical_only


def test_while_meaning_is_not_available_the_ranking_is_by_words_and_says_so() -> None:
    words = index(one="vector search", other="model search")
    semantic = FakeIndex(None)
    ranking = Ranker(lambda: words, semantic, RankingWeights()).rank("Vector search?", "vector search")
    assert semantic.asked
    assert ranking.lexical_only
    assert {item.document: item.score for item in ranking.ranked} == words.scores("vector search")


def test_with_meaning_the_ranking_does_not_call_itself_lexical() -> None:
    ranking = ranker([Hit("one", {View.DEFINITION: [0.9]})], one="vector search").rank("vector", "vector")
    assert not ranking.lexical_only


def test_no_hit_at_all_is_not_the_same_as_no_meaning() -> None:
    ranking = ranker([], one="vector search").rank("vector", "vector")
    assert ranking.ranked == ()
    assert not ranking.lexical_only


def test_the_index_is_asked_with_the_question_as_written_and_the_documents_that_words_found_best_first() -> None:
    words = index(one="vector vector", other="vector and many more words of no use", third="model")
    semantic = FakeIndex([])
    Ranker(lambda: words, semantic, RankingWeights()).rank("Vectors, anyone?", "vector")
    assert semantic.asked == [("Vectors, anyone?", ("one", "other"))]


def test_a_sparse_entry_is_not_punished_for_the_views_it_lacks() -> None:
    sparse = Hit("sparse", {View.DEFINITION: [0.6]})
    full = Hit("full", {view: [0.6] for view in View})
    ranking = ranker([full, sparse], x="nothing shared").rank("query", "query")
    scores = {item.document: item.score for item in ranking.ranked}
    assert scores["sparse"] == pytest.approx(scores["full"])


def test_a_sparse_entry_that_is_nearer_in_what_it_has_is_ranked_first() -> None:
    hits = [Hit("full", {view: [0.6] for view in View}), Hit("sparse", {View.LABEL: [0.7]})]
    assert [item.document for item in ranker(hits, x="nothing shared").rank("query", "query").ranked] == ["sparse", "full"]


def test_a_view_without_passages_counts_as_lacking() -> None:
    bare, empty = Hit("bare", {View.LABEL: [0.5]}), Hit("empty", {View.LABEL: [0.5], View.QUESTION: []})
    scores = {item.document: item.score for item in ranker([bare, empty], x="y").rank("query", "query").ranked}
    assert scores["bare"] == scores["empty"]


def test_a_hit_without_any_similarity_scores_by_its_words_alone() -> None:
    weights = RankingWeights(lexical=0.25)
    found = ranker([Hit("one", {})], weights, one="vector search", other="model").rank("vector", "vector").ranked[0]
    assert found.score == pytest.approx(0.25 * index(one="vector search", other="model").scores("vector")["one"])


def test_each_view_counts_by_its_weight_and_words_by_theirs() -> None:
    weights = RankingWeights(label=0.5, definition=0.25, detail=0.0, advice=0.0, question=0.25, lexical=0.4)
    hit = Hit("one", {View.LABEL: [0.8, 0.1], View.DEFINITION: [0.4], View.DETAIL: [0.99], View.QUESTION: [0.9, 0.6, 0.3, 0.0]})
    by_words = index(one="vector search", other="model").scores("vector")["one"]
    found = ranker([hit], weights, one="vector search", other="model").rank("vector", "vector").ranked[0]
    assert found.score == pytest.approx(0.6 * (0.5 * 0.8 + 0.25 * 0.4 + 0.25 * 0.6) + 0.4 * by_words)


def test_words_decide_between_entries_of_equal_meaning() -> None:
    hits = [Hit("a", {View.DEFINITION: [0.5]}), Hit("b", {View.DEFINITION: [0.5]})]
    assert [item.document for item in ranker(hits, a="model card", b="vector search").rank("vector", "vector").ranked] == ["b", "a"]


def test_equal_scores_are_ranked_by_name() -> None:
    hits = [Hit(name, {View.LABEL: [0.5]}) for name in "cab"]
    assert [item.document for item in ranker(hits, x="y").rank("query", "query").ranked] == ["a", "b", "c"]


def test_a_concept_without_an_entry_is_marked_as_missing() -> None:
    assert Ranked(MISSING_PREFIX + "beam search", 0.5).missing
    assert not Ranked("beam-search", 0.5).missing


def test_the_words_are_not_read_before_a_score_is_needed() -> None:
    def unreadable() -> LexicalIndex:
        raise AssertionError("too early")

    waiting = Ranker(unreadable, None, RankingWeights())
    with pytest.raises(AssertionError, match="too early"):
        waiting.rank("vector", "vector")


@given(
    st.lists(
        st.builds(Hit, st.sampled_from("abcd"), st.dictionaries(st.sampled_from(View), st.lists(st.floats(-1, 1), max_size=5))),
        unique_by=lambda hit: hit.document,
    ),
    _TEXTS,
)
@settings(max_examples=150, deadline=None)
def test_a_ranking_is_ordered_complete_and_bounded(hits: list[Hit], query: str) -> None:
    ranking = ranker(hits, a="vector search", b="model training loss").rank(query, normalize(query))
    scores = [item.score for item in ranking.ranked]
    assert scores == sorted(scores, reverse=True)
    assert {item.document for item in ranking.ranked} == {hit.document for hit in hits}
    assert all(-1 <= score <= MOST for score in scores)


# -- what the asker hears of it ------------------------------------------------------------------------------------

TERMS = [
    a_term("knowledge distillation", short_def="A small student network learns to copy the answers of a large teacher network."),
    a_term("vector store", short_def="A database that finds stored passages by nearness of their embeddings."),
    a_term("model card", short_def="A short document that states the purpose and the limits of a model."),
]


@pytest.mark.parametrize("semantic", [None, FakeIndex(None)], ids=["no index", "index not ready"])
def test_an_answer_found_by_words_alone_says_so(semantic: FakeIndex | None) -> None:
    assistant = Assistant(Glossary(TERMS), [], semantic)
    answer = assistant.answer(Query("a student copies the teacher's network"))
    assert isinstance(answer, Definition | Suggestions)
    assert answer.lexical_only
    first = answer.term.slug if isinstance(answer, Definition) else answer.closest[0].slug
    assert first == "knowledge-distillation"


@pytest.mark.parametrize("semantic", [None, FakeIndex(None)], ids=["no index", "index not ready"])
def test_an_honest_not_found_by_words_alone_says_so(semantic: FakeIndex | None) -> None:
    answer = Assistant(Glossary(TERMS), [], semantic).answer(Query("how do I boil an egg"))
    assert isinstance(answer, NotFound)
    assert answer.lexical_only


def test_with_meaning_an_answer_does_not_say_so() -> None:
    near = FakeIndex([Hit("model-card", {View.DEFINITION: [0.4]})])
    tuning = Tuning(RankingWeights(lexical=0.0), replace(Tuning().thresholds, answer=0.5, suggest=0.3))
    answer = Assistant(Glossary(TERMS), [], near, tuning).answer(Query("the sheet that says what it is for"))
    assert isinstance(answer, Suggestions)
    assert [entry.slug for entry in answer.closest] == ["model-card"]
    assert not answer.lexical_only


@pytest.mark.parametrize("question", ["vector store", "vector stroe", "what's a model card?", "model card vs vector store"])
def test_exact_and_misspelt_labels_never_ask_for_meaning(question: str) -> None:
    semantic = FakeIndex(None)
    Assistant(Glossary(TERMS), [], semantic).answer(Query(question))
    assert semantic.asked == []
