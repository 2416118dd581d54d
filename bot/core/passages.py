"""The texts by which a term can be found, apart by what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.glossary import Glossary
from bot.core.phrasebook import Phrasebook
from bot.core.term import Term

MISSING_PREFIX = "~"  # marks a known concept without an entry; no slug can start with it
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
_SHORTEST_SENTENCE = 15  # characters; "See above." is no passage


class View(StrEnum):
    """What a passage is of its term."""

    LABEL = "label"
    DEFINITION = "definition"
    DETAIL = "detail"
    ADVICE = "advice"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class TermPassage:
    """`document` is a slug, or `~name` for a concept of the phrasebook that has no entry."""

    document: str
    view: View
    text: str


def passages(glossary: Glossary, phrasebook: Phrasebook) -> list[TermPassage]:
    """All passages, in an order that depends only on the content."""
    found = [TermPassage(term.slug, view, text) for term in glossary for view, text in _of_term(term)]
    for slug, concepts in sorted(phrasebook.attached.items()):
        for concept in concepts:
            found += [TermPassage(slug, View.LABEL, label) for label in concept.labels]
            found += [TermPassage(slug, View.QUESTION, question) for question in concept.asked_as]
    for key, concept in sorted(phrasebook.missing.items()):
        document = MISSING_PREFIX + key
        found += [TermPassage(document, View.LABEL, label) for label in (concept.name, *concept.labels)]
        found += [TermPassage(document, View.QUESTION, question) for question in concept.asked_as]
    return list(dict.fromkeys(found))


def _of_term(term: Term) -> Iterator[tuple[View, str]]:
    for label in (*term.shown_labels, *term.hidden_labels):
        yield View.LABEL, label
    yield View.DEFINITION, term.short_def
    for sentence in _SENTENCE_END.split(term.long_def):
        if len(sentence) >= _SHORTEST_SENTENCE:
            yield View.DETAIL, sentence
    for note in (term.audiences.exec, term.audiences.engineer, *term.takeaways.values()):
        if note:
            yield View.DETAIL, note
    for note in (*term.examples.do, *term.examples.dont, term.governance.risk_notes):
        if note:
            yield View.ADVICE, note
    for question in term.questions:
        yield View.QUESTION, question
