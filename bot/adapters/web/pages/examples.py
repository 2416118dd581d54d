"""Questions worth trying: made from the terms that are there, and tried before they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from weakref import ref

from bot.core.answer import Comparison, Definition
from bot.core.assistant import Assistant, Query
from bot.core.condition import MeaningState
from bot.core.roles import ROLES
from bot.core.term import Status, Term

_SHOWN = 4
_TRIED_TERMS = 12  # a glossary whose terms cannot be asked for must not cost the first page its speed
_LONGEST_LABEL = 24  # characters that still look inviting on a button
_LONGEST_QUESTION = 72


class Examples:
    """Remembers the examples of an assistant for a day, and until it understands more or less than before."""

    def __init__(self) -> None:
        self._known: tuple[object, ...] = ()
        self._examples: tuple[str, ...] = ()

    def of(self, assistant: Assistant, meaning: MeaningState, today: date) -> tuple[str, ...]:
        """A few questions that this assistant answers; other ones tomorrow."""
        known = (ref(assistant), meaning, today)
        if known != self._known:
            self._examples = tuple(_answered(assistant, today.toordinal()))
            self._known = known
        return self._examples


def _answered(assistant: Assistant, turn: int) -> Iterator[str]:
    """One question of each kind, each about other terms."""
    terms = [term for term in assistant.glossary if term.status is not Status.DEPRECATED]
    used: set[str] = set()
    for number, kind in enumerate((_for_a_role, _described, _beside_another, _plain)[:_SHOWN]):
        start = (turn * 7 + number * len(terms) // _SHOWN) % max(len(terms), 1)
        for term in islice([*terms[start:], *terms[:start]], _TRIED_TERMS):
            question = kind(assistant, term) if term.slug not in used else ""
            about = _about(assistant, question) if question else set()
            if term.slug in about and not about & used:
                used |= about
                yield question
                break


def _about(assistant: Assistant, question: str) -> set[str]:
    match assistant.answer(Query(question)):
        case Definition() as answer:
            return {answer.term.slug}
        case Comparison() as answer:
            return {definition.term.slug for definition in answer.definitions}
        case _:
            return set()


def _for_a_role(_: Assistant, term: Term) -> str:
    label = min((label for label in term.aliases if label.isupper()), key=len, default="")
    role = next((role for role in ROLES if role in term.takeaways), None)
    person = ROLES[role].words[0] if role else ""
    return f"explain {label} to {'an' if person[0] in 'aeio' else 'a'} {person}" if label and person else ""


def _described(_: Assistant, term: Term) -> str:
    return next((question for question in term.questions if len(question) <= _LONGEST_QUESTION), "")


def _beside_another(assistant: Assistant, term: Term) -> str:
    other = next((other.term for other in assistant.glossary.related(term) if len(other.term) <= _LONGEST_LABEL), None)
    return f"{term.term} vs {other}" if other and len(term.term) <= _LONGEST_LABEL else ""


def _plain(_: Assistant, term: Term) -> str:
    return f"what is {term.term}?" if len(term.term) <= _LONGEST_LABEL else ""
