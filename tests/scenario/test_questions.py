"""Questions as people type them, over the public corpus and the real model: each gets what a person would hope for."""

from __future__ import annotations

import pytest

from bot.bootstrap import Application
from bot.core.answer import Answer, Comparison, Definition, Disambiguation, NotFound, Origin, Step, Suggestions
from bot.core.assistant import Query
from bot.core.roles import Role
from tests.conftest import needs_corpus

pytestmark = needs_corpus
RLHF = "reinforcement-learning-from-human-feedback"


def ask(application: Application, text: str, role: Role | None = None) -> Answer:
    return application.assistant.answer(Query(text, role))


def defined(answer: Answer) -> Definition:
    assert isinstance(answer, Definition), answer
    return answer


def test_all_real_files_load_without_a_fault(corpus: Application) -> None:
    assert len(corpus.catalog.loaded) == 112
    assert corpus.catalog.faults == ()


@pytest.mark.parametrize(
    "text", ["rlhf", "R.L.H.F.?", "RLHFs", "what's rlhf", "wtf is RLHF pls :sob:", "can someone remind me what rlhf means", "preference optimization"]
)
def test_a_label_in_any_wrapping_is_answered_exactly(corpus: Application, text: str) -> None:
    answer = defined(ask(corpus, text))
    assert (answer.term.slug, answer.match.step) == (RLHF, Step.EXACT)


def test_a_misspelt_label_is_answered_and_says_so(corpus: Application) -> None:
    answer = defined(ask(corpus, "rlhff"))
    assert (answer.term.slug, answer.match.step) == (RLHF, Step.FUZZY)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("what is RLHF for a lawyer", Role.LEGAL),
        ("PM: rlhf?", Role.PRODUCT),
        ("as a CISO, what should I know about rlhf", Role.SECURITY),
        ("explain rlhf to our execs", Role.EXECUTIVE),
        ("rlhf in one line for our counsel", Role.LEGAL),
        ("rlhf - policy angle", Role.POLICY),
        ("i work in comms, whats rlhf", Role.COMMUNICATIONS),
    ],
)
def test_a_role_in_the_question_sets_the_role_of_that_answer(corpus: Application, text: str, role: Role) -> None:
    answer = defined(ask(corpus, text, Role.ENGINEERING))
    assert answer.term.slug == RLHF
    assert answer.takeaway is not None
    assert answer.takeaway.role is role


def test_a_role_that_is_merely_named_gives_way_to_the_saved_one(corpus: Application) -> None:
    merely = "my lawyer keeps saying hallucination"
    named, saved = (defined(ask(corpus, merely, role)).takeaway for role in (None, Role.PRODUCT))
    assert (named and named.role, saved and saved.role) == (Role.LEGAL, Role.PRODUCT)


def test_without_a_role_in_the_question_the_saved_one_counts(corpus: Application) -> None:
    answer = defined(ask(corpus, "rlhf", Role.ENGINEERING))
    assert answer.takeaway is not None
    assert (answer.takeaway.role, answer.takeaway.origin) == (Role.ENGINEERING, Origin.AUDIENCE)


@pytest.mark.parametrize(
    "text",
    [
        "precision vs recall",
        "whats the difference between precision and recall?",
        "precision or recall?",
        "compare recall with precision",
        "is precision the same as recall",
    ],
)
def test_two_terms_are_compared_side_by_side(corpus: Application, text: str) -> None:
    answer = ask(corpus, text)
    assert isinstance(answer, Comparison), answer
    assert {definition.term.slug for definition in answer.definitions} == {"precision", "recall"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("rlhf vs dropout", ("dropout",)),
        ("what is the difference between dropout and RLHF?", ("dropout",)),
        ("rlhf vs frobnication of widgets", ("frobnication of widgets",)),
    ],
)
def test_of_two_terms_the_one_that_is_there_is_shown_and_the_other_named(corpus: Application, text: str, missing: tuple[str, ...]) -> None:
    answer = ask(corpus, text)
    assert isinstance(answer, Comparison), answer
    assert [definition.term.slug for definition in answer.definitions] == ["reinforcement-learning-from-human-feedback"]
    assert answer.missing == missing


def test_what_lies_between_two_terms_is_not_a_comparison_of_them(corpus: Application) -> None:
    assert defined(ask(corpus, "single number that balances precision and recall")).term.slug == "f1-score"


@pytest.mark.parametrize("text", ["rlhf or reinforcement learning from human feedback", "is RLHF the same as reinforcement learning from human feedback?"])
def test_two_names_of_one_entry_are_that_entry(corpus: Application, text: str) -> None:
    assert defined(ask(corpus, text)).term.slug == "reinforcement-learning-from-human-feedback"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("the thing where you squeeze a big model into a small one by copying its answers", "knowledge-distillation"),
        ("setting that makes the output more random", "temperature"),
        ("why does the bot make things up with total confidence", "hallucination"),
    ],
)
def test_a_paraphrase_that_names_nothing_brings_the_entry_first(corpus: Application, text: str, slug: str) -> None:
    answer = ask(corpus, text)
    first = answer.term.slug if isinstance(answer, Definition) else answer.closest[0].slug if isinstance(answer, Suggestions) else None
    assert first == slug


def test_an_alias_of_two_terms_asks_which_is_meant(corpus: Application) -> None:
    answer = ask(corpus, "supervised fine-tuning")
    assert isinstance(answer, Disambiguation)
    assert {sense.slug for sense in answer.senses} == {"fine-tuning", "instruction-tuning"}


def test_a_name_goes_before_another_terms_alias_and_names_that_term(corpus: Application) -> None:
    answer = defined(ask(corpus, "function calling"))
    assert answer.term.slug == "function-calling"
    assert [other.slug for other in answer.also] == ["tool-use"]


def test_a_typing_error_between_two_terms_asks(corpus: Application) -> None:
    answer = ask(corpus, "top-q sampling")
    assert isinstance(answer, Disambiguation)
    assert {sense.slug for sense in answer.senses} == {"top-k-sampling", "top-p-sampling"}


def test_a_known_concept_without_entry_is_named_and_not_replaced_by_a_neighbour(corpus: Application) -> None:
    answer = ask(corpus, "what is dropout?")
    assert isinstance(answer, Suggestions | NotFound)
    assert answer.concept == "dropout"


@pytest.mark.parametrize("text", ["when is lunch", "is there oat milk left", "asdf", "????", ":tada:", "", "the"])
def test_what_has_nothing_to_do_with_the_glossary_finds_nothing(corpus: Application, text: str) -> None:
    assert isinstance(ask(corpus, text), NotFound)


def test_not_found_carries_the_words_to_request_as_they_were_written(corpus: Application) -> None:
    answer = ask(corpus, "hey what's the Zorblax Biases thing??")
    assert isinstance(answer, NotFound)
    assert answer.query == "Zorblax Biases"


def test_a_term_that_is_ruled_out_is_not_the_answer(corpus: Application) -> None:
    answer = ask(corpus, "not overfitting, the opposite: works well on new data it has never seen")
    first = answer.term.slug if isinstance(answer, Definition) else answer.closest[0].slug if isinstance(answer, Suggestions) else None
    assert first == "generalization"


@pytest.mark.parametrize(
    ("message", "slugs"),
    [
        ("our RAG bot hallucinates when the KV cache is cold", {"retrieval-augmented-generation", "hallucination", "kv-cache"}),
        ("thanks, a small token of appreciation for the team", set()),
        ("pay attention: project status RAG is green, nothing to recall", set()),
        ("we fine-tuned with LoRA and set the temperature to 0", {"fine-tuning", "low-rank-adaptation", "temperature"}),
        ("the reward model is not the model card", {"reward-model", "model-card"}),
    ],
)
def test_terms_are_found_in_a_message_only_where_they_are_meant(corpus: Application, message: str, slugs: set[str]) -> None:
    mentions = corpus.assistant.explain(message)
    assert {mention.terms[0].slug for mention in mentions.mentions} == slugs
    assert all(mentions.text[mention.start : mention.end] == mention.text for mention in mentions.mentions)
