"""The glossary of the Slack scenarios: every kind of entry once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.core.assistant import Assistant
from bot.core.phrasebook import Concept
from bot.core.roles import Role
from bot.core.usage import Asker, Surface
from tests.fakes import a_term, an_assistant
from tests.slack_world import World, texts

RLHF = a_term(
    "reinforcement learning from human feedback",
    slug="rlhf",
    aliases=["RLHF", "preference optimization"],
    short_def="Tunes a model with a reward signal learned from people's choices between answers.",
    long_def="First people compare answers, then a reward model learns their taste.",
    categories=["Fine-tuning"],
    takeaways={"product": "Plan for recurring labelling rounds.", "legal": "Ask for the rater guidelines."},
    examples={"do": ["Say who the raters are."], "dont": ["Call it fairness."]},
    relationships={"related": ["reward model", "DPO"]},
    citations=[{"source": "InstructGPT (2022)", "url": "https://arxiv.org/abs/2203.02155"}],
    last_reviewed="2026-10-09",
)
DPO = a_term("direct preference optimization", slug="dpo", aliases=["DPO"], categories=["Fine-tuning"], takeaways={"product": "Cheaper to run."})
REWARD = a_term("reward model", categories=["Foundations"], last_reviewed="2026-11-20")
BATCH = a_term("batch size", aliases=["BS"], categories=["Foundations"])
BIAS = a_term("bias score", aliases=["BS"], categories=["Evaluation"])
OLD = a_term("expert system", status="deprecated", categories=["Foundations"])
DRAFT = a_term("agent swarm", status="draft", last_reviewed=None, categories=["Foundations"])
STALE = a_term("perceptron", last_reviewed="2024-01-31", categories=["Foundations"])
HELP = a_term("help", slug="help", short_def="A state of being assisted.")
SEARCH = a_term("search engine", categories=["Foundations"])
FOREST = a_term("random forest", categories=["Foundations"])
TERMS = (RLHF, DPO, REWARD, BATCH, BIAS, OLD, DRAFT, STALE, HELP, SEARCH, FOREST)


def the_assistant() -> Assistant:
    return an_assistant(*TERMS, concepts=(Concept("dropout", ("drop out",), ()),))


def shown(message: Mapping[str, Any]) -> str:
    """What a person reads in the blocks of a message or a view, in one line."""
    return " ".join(texts(message["blocks"]).split())


def everything(value: object) -> Iterator[Mapping[str, Any]]:
    """Every object in a message or a view."""
    if isinstance(value, Mapping):
        yield value
    for item in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from everything(item)


def said(world: World, text: str, **fields: Any) -> str:
    """What the command answers, as it is read."""
    return shown(world.command(text, **fields).json())


def role_of(world: World) -> Role | None:
    """What the person who acts has chosen."""
    return world.site.service.role_of(asker(world))


def asker(world: World) -> Asker:
    return Asker(world.team, world.user, Surface.SLACK)


def settle(world: World) -> None:
    """Waits until every question is recorded."""
    assert world.site.service._questions.flush()  # type: ignore[attr-defined]
