"""What is offered before a question is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.core.answer import TermRef
from bot.core.term import Term
from bot.core.typeahead import Completion
from bot.render.slack import limits, state
from bot.render.slack.blocks import plain
from bot.render.text import clean

MAX_PROMPTS = 4
MAX_PROMPT = 60  # characters of a term in a prompt


def options(completions: Sequence[Completion | TermRef]) -> dict[str, Any]:
    """Entries of a menu; the value is what `state.slug_of` reads."""
    unique = {state.option_value(item.slug): item for item in completions}
    return {"options": [_option(value, item) for value, item in list(unique.items())[: limits.SELECT_OPTIONS]]}


def _option(value: str, item: Completion | TermRef) -> dict[str, Any]:
    label = item.label if isinstance(item, Completion) else item.term
    name = clean(item.term) if label == item.term else f"{clean(label)} \u2013 {clean(item.term)}"
    option = {"text": plain(name, limits.OPTION_TEXT), "value": value}
    return {**option, "description": plain(item.short_def, limits.OPTION_TEXT)} if clean(item.short_def) else option


def prompts(terms: Iterable[Term | TermRef]) -> tuple[str, list[dict[str, str]]]:
    """A title and what people may send with one click."""
    names = [name for term in terms if (name := clean(term.term)) and len(name) <= MAX_PROMPT]
    texts = [f"What is {name}?" for name in names[:2]]
    if len(names) > 1:
        texts.append(f"{names[0]} vs {names[1]}")
    texts.append("help")
    return "Ask about a term", [{"title": text, "message": text} for text in texts[:MAX_PROMPTS]]
