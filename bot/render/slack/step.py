"""The outputs of a Workflow Builder step."""

from __future__ import annotations

from bot.core.answer import Answer, Comparison, Definition
from bot.render.look import Look
from bot.render.slack.definition import web_entry
from bot.render.slack.text import inert
from bot.render.text import clean


def step_outputs(answer: Answer, look: Look) -> dict[str, str]:
    """Of the first entry; all are empty where there is none. A workflow puts them into messages: nothing in them is markup."""
    found = answer.definitions[0] if isinstance(answer, Comparison) and answer.definitions else answer
    if not isinstance(found, Definition):
        return {"term": "", "definition": "", "takeaway": "", "link": ""}
    return {
        "term": inert(clean(found.term.term)),
        "definition": inert(clean(found.term.short_def)),
        "takeaway": inert(clean(found.takeaway.text)) if found.takeaway else "",
        "link": web_entry(found.term.slug, look),
    }
