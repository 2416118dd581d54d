"""What a message showed, answered once more: for another role, or with everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.core.answer import Answer, Comparison
from bot.core.assistant import Assistant
from bot.core.glossary import Glossary
from bot.core.roles import Role
from bot.render.slack.state import Shown


def answer_again(assistant: Assistant, shown: Shown, role: Role | None) -> Answer | None:
    """None when the entries have left the glossary."""
    definitions = [assistant.define(slug, role) for slug in shown.slugs(slugs(assistant.glossary))]
    if not definitions:
        return None
    first = replace(definitions[0], match=shown.match or definitions[0].match, also=assistant.also_called(shown.match.label or "") if shown.match else ())
    return Comparison((first, *definitions[1:])) if definitions[1:] else first


def slugs(glossary: Glossary) -> Iterator[str]:
    return (term.slug for term in glossary)
