"""What exists already for a text that somebody is about to ask for."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, NotFound, Suggestions, TermRef
from bot.core.assistant import Assistant, Query
from bot.core.glossary import Glossary, ref
from bot.core.normalize import normalize
from bot.core.requests.near import near_thing
from bot.core.requests.request import TermRequest

MAX_SIMILAR = 5  # of each kind: what a person reads before sending a form


def similar_entries(assistant: Assistant, text: str) -> tuple[tuple[TermRef, ...], bool]:
    """The entries that are near in spelling or meaning, best first, and whether the first is what the text says."""
    answer = assistant.answer(Query(text))
    return tuple(_entries(answer))[:MAX_SIMILAR], isinstance(answer, Definition | Comparison)


def _entries(answer: Answer) -> Iterable[TermRef]:
    match answer:
        case Definition():
            yield ref(answer.term)
            yield from answer.also
        case Comparison():
            yield from (ref(definition.term) for definition in answer.definitions)
        case Disambiguation():
            yield from answer.senses
        case Suggestions():
            yield from answer.closest
        case NotFound():
            return


def similar_requests(requests: Iterable[TermRequest], text: str) -> list[TermRequest]:
    """Those whose term or another name of it is the text, or near it; the same term first."""
    key = normalize(text)
    near = [request for request in requests if key and any(near_thing(key, label) for label in request.form.label_keys)]
    return sorted(near, key=lambda request: request.form.key != key)[:MAX_SIMILAR]


def published_as(request: TermRequest, glossary: Glossary) -> str | None:
    """The entry that an accepted request has become: one that carries the term, or another name of it that no entry had before.

    A file that nobody has written the short definition of is no entry yet: the askers would be told a placeholder.
    """
    for label in request.form.label_keys:
        key = glossary.find(label)
        written = [term.slug for term in glossary.owners(key) if not term.is_unwritten] if key else []
        if written and (label == request.form.key or label not in request.taken):
            return written[0]
    return None


def taken_labels(request: TermRequest, glossary: Glossary) -> tuple[str, ...]:
    return tuple(label for label in request.form.label_keys if glossary.find(label) is not None)
