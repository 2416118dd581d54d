"""What a message showed, answered once more: for another role, or with everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.answer import Answer, Comparison, Match
from bot.core.assistant import Assistant
from bot.core.glossary import Glossary
from bot.core.roles import Role


def answer_again(assistant: Assistant, slugs: Sequence[str], match: Match | None, role: Role | None) -> Answer | None:
    """`match` is how the first entry was found. None when the entries have left the glossary."""
    definitions = [assistant.define(slug, role) for slug in slugs if slug in assistant.glossary]
    if not definitions:
        return None
    first = replace(definitions[0], match=match or definitions[0].match, also=assistant.also_called(match.label or "") if match else ())
    return Comparison((first, *definitions[1:])) if definitions[1:] else first


def slugs(glossary: Glossary) -> Iterator[str]:
    return (term.slug for term in glossary)
