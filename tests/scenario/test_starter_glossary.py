"""The shipped glossary: what it covers, that its sentences are its own, and how well questions in chat style find its entries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.bootstrap import Application
from bot.catalog.loader import load_catalog
from bot.catalog.strict import strict, words
from bot.core.answer import Definition, NotFound, Suggestions
from bot.core.assistant import Assistant, Query
from bot.core.evaluation import Labelled, evaluate
from bot.core.glossary import Glossary
from bot.render.adaptive_card.answers import answer_card
from bot.render.look import Look
from bot.render.slack.messages import answer_message
from tests import slack_blocks, teams_cards
from tests.conftest import CORPUS, ROOT, needs_corpus
from tests.fakes import TODAY

TERMS = ROOT / "data" / "terms"
QUERIES = ROOT / "bench" / "queries"
RUN = 8  # words in a row that two texts do not share by chance

SOUGHT_TODAY = """
large language model; transformer; foundation model; multimodal model; reasoning model; zero-shot prompting; few-shot prompting; in-context learning;
prompt caching; speculative decoding; context engineering; structured output; Model Context Protocol; MCP; agent memory; multi-agent system; computer
use; RAG evaluation; hybrid search; vector index; re-embedding; LLM-as-a-judge; pass@k; perplexity; BLEU; ROUGE; benchmark contamination; RLAIF;
reward hacking; catastrophic forgetting; dropout; early stopping; batch normalisation; batch normalization; epoch; learning rate; transfer learning;
model merging; mixture of agents; mixture-of-agents; data poisoning; model extraction; membership inference; deepfake; watermarking; C2PA; content
credentials; EU AI Act; NIST AI RMF; ISO/IEC 42001; GPAI model; high-risk AI system; shadow AI; AI bill of materials; model registry; inference cost;
token pricing; TTFT; tokens per second; GPU utilisation; GPU utilization
"""


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_catalog(TERMS).glossary()


def test_there_are_160_entries_and_each_is_a_good_one() -> None:
    catalog = load_catalog(TERMS)
    assert len(catalog.glossary()) >= 160
    assert [str(fault) for fault in strict(catalog)] == []


@pytest.mark.parametrize("name", [name.strip() for name in SOUGHT_TODAY.replace("\n", " ").split(";")])
def test_what_people_ask_for_today_has_an_entry(glossary: Glossary, name: str) -> None:
    assert glossary.find(name)


@needs_corpus
def test_every_concept_of_the_public_corpus_has_an_entry(glossary: Glossary) -> None:
    names = [yaml.safe_load(path.read_text(encoding="utf-8"))["term"] for path in sorted(CORPUS.glob("*.yml"))]
    assert [name for name in names if not glossary.find(name)] == []


@needs_corpus
def test_no_eight_words_in_a_row_are_the_corpus_own() -> None:
    theirs = {run: path.name for path in CORPUS.glob("*.yml") for run in runs_of(path)}
    assert [(path.name, theirs[run], " ".join(run)) for path in sorted(TERMS.glob("*.yml")) for run in runs_of(path) if run in theirs] == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["starter_tuning", "starter_holdout"])
def test_chat_questions_rank_the_entry_first(shipped: Application, name: str) -> None:
    found = counted(shipped, name)
    assert found["n"] >= 150
    assert found["top1"] / found["n"] >= 0.85
    assert found["top3"] / found["n"] >= 0.95


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["out_of_scope_far", "starter_out_of_scope"])
def test_what_has_nothing_to_do_with_it_is_not_answered(shipped: Application, name: str) -> None:
    found = counted(shipped, name)
    assert found["n"] >= 150
    assert found["wrong"] / found["n"] <= 0.01


@pytest.mark.parametrize(
    "text", ["steepest descent of any ski run in austria?", "is the epoch times on our news list", "whos our DPO? need the data protection officers email"]
)
def test_an_entry_that_is_named_in_an_everyday_phrase_is_not_answered_by_meaning_either(shipped: Application, text: str) -> None:
    assert not isinstance(shipped.assistant.answer(Query(text)), Definition)


def test_beside_a_concept_without_an_entry_only_what_is_close_is_offered(shipped: Application) -> None:
    far, close = (shipped.assistant.answer(Query(f"what is {name}?")) for name in ("a digital twin", "human in the loop"))
    assert isinstance(far, NotFound)
    assert far.concept == "digital twin"
    assert isinstance(close, Suggestions)
    assert close.closest[0].slug == "human-handoff"


@pytest.mark.parametrize("text", ["colorado ai act", "uk ai act", "iso 27001 certificate"])
def test_the_law_of_another_place_and_another_standard_are_not_passed_off(shipped: Application, text: str) -> None:
    assert not isinstance(shipped.assistant.answer(Query(text)), Definition)


@pytest.mark.parametrize(("message", "named"), [("who ordered the bleu cheese burger", []), ("our BLEU score fell by two points", ["bleu"])])
def test_rare_labels_in_everyday_phrases_are_not_marked_in_messages(shipped: Application, message: str, named: list[str]) -> None:
    assert [term.slug for mention in shipped.assistant.explain(message).mentions for term in mention.terms] == named


@pytest.mark.parametrize(
    ("text", "slug"), [("ppl", "perplexity"), ("rag for security ppl", "retrieval-augmented-generation"), ("what's our PPL on the wiki", "perplexity")]
)
def test_a_word_that_people_fill_in_is_a_term_alone_or_in_capitals_only(shipped: Application, text: str, slug: str) -> None:
    answer = shipped.assistant.answer(Query(text))
    assert isinstance(answer, Definition)
    assert answer.term.slug == slug


def test_every_entry_fits_whole_into_a_message_and_a_card(glossary: Glossary) -> None:
    assistant = Assistant(glossary, [])
    for term in glossary:
        role = max(term.takeaways, key=lambda role: len(term.takeaways[role]))
        look = Look(TODAY, role=role, detail=True, public_url="https://glossary.example")
        message, card = (made(assistant.define(term.slug, role), look) for made in (answer_message, answer_card))
        slack_blocks.check(message)
        teams_cards.check(card)
        for shown in (json.dumps(message["blocks"], ensure_ascii=False), json.dumps(card, ensure_ascii=False)):
            assert [text for text in (term.short_def, term.long_def, term.takeaways[role]) if json.dumps(text, ensure_ascii=False)[1:-1] not in shown] == []


def counted(application: Application, name: str) -> Any:
    lines = (QUERIES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return evaluate(application.assistant, [Labelled.from_json(json.loads(line)) for line in lines])["all"]


def runs_of(path: Path) -> Iterator[tuple[str, ...]]:
    for text in prose(yaml.safe_load(path.read_text(encoding="utf-8"))):
        said = words(text.casefold())
        yield from (tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1))


def prose(value: object) -> Iterator[str]:
    """The sentences of an entry: everything but its sources, whose titles are facts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from prose(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in {"citations", "license"}:
                yield from prose(item)
