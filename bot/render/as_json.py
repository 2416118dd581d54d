"""Answer -> plain values for JSON. The shapes are the contract of the API and of `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, assert_never

from typing_extensions import TypedDict

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Match, Mentions, NotFound, Suggestions, Takeaway, TermRef
from bot.core.term import Citation, Term
from bot.core.usage import AnswerKind


class MatchJson(TypedDict):
    step: str
    score: float
    label: str | None


class TakeawayJson(TypedDict):
    role: str
    text: str
    origin: str


class CitationJson(TypedDict):
    source: str
    url: str


class EntryJson(TypedDict):
    """An entry as an answer shows it."""

    slug: str
    term: str
    aliases: list[str]
    short_def: str
    long_def: str
    takeaway: TakeawayJson | None
    citations: list[CitationJson]
    status: str
    last_reviewed: str | None
    related: list[str]
    also: list[str]


class AnswerJson(TypedDict):
    """`terms` are answered, `suggestions` (slugs) only offered. `query` is what was asked for, ready to be requested."""

    kind: AnswerKind
    match: MatchJson | None
    terms: list[EntryJson]
    suggestions: list[str]
    elapsed_ms: float
    lexical_only: NotRequired[bool]
    missing: NotRequired[list[str]]
    query: NotRequired[str]
    concept: NotRequired[str | None]


class MentionJson(TypedDict):
    """`text[start:end]`, in characters of the cleaned text that comes with it."""

    start: int
    end: int
    text: str
    slugs: list[str]
    short_def: str


class MentionsJson(TypedDict):
    text: str
    mentions: list[MentionJson]


def answer_json(answer: Answer, elapsed_ms: float) -> AnswerJson:
    """The stable shape of `glossary ask --json` and `/api/answer`."""
    match answer:
        case Definition():
            return {**_shape(AnswerKind.DEFINITION, elapsed_ms, answer.match, [answer]), "lexical_only": answer.lexical_only}
        case Comparison():
            first = answer.definitions[0]
            shape = _shape(AnswerKind.COMPARISON, elapsed_ms, first.match, answer.definitions)
            return {**shape, "lexical_only": first.lexical_only, "missing": list(answer.missing)}
        case Disambiguation():
            return {**_shape(AnswerKind.DISAMBIGUATION, elapsed_ms, answer.match, offered=answer.senses), "query": answer.query}
        case Suggestions():
            return {**_shape(AnswerKind.SUGGESTIONS, elapsed_ms, offered=answer.closest), **_missed(answer)}
        case NotFound():
            return {**_shape(AnswerKind.NOT_FOUND, elapsed_ms), **_missed(answer)}
        case _:
            assert_never(answer)


def mentions_json(mentions: Mentions) -> MentionsJson:
    """The stable shape of `glossary explain --json` and `/api/explain`."""
    return {
        "text": mentions.text,
        "mentions": [
            {"start": item.start, "end": item.end, "text": item.text, "slugs": [term.slug for term in item.terms], "short_def": item.terms[0].short_def}
            for item in mentions.mentions
        ],
    }


def takeaway_json(takeaway: Takeaway) -> TakeawayJson:
    return {"role": takeaway.role.value, "text": takeaway.text, "origin": takeaway.origin.value}


def citations_json(citations: Sequence[Citation]) -> list[CitationJson]:
    return [{"source": citation.source, "url": citation.url} for citation in citations]


def reviewed_json(term: Term) -> str | None:
    return term.last_reviewed.isoformat() if term.last_reviewed else None


def _shape(
    kind: AnswerKind, elapsed_ms: float, match: Match | None = None, definitions: Sequence[Definition] = (), offered: Sequence[TermRef] = ()
) -> AnswerJson:
    return {
        "kind": kind,
        "match": {"step": match.step.value, "score": round(match.score, 4), "label": match.label} if match else None,
        "terms": [_entry(definition) for definition in definitions],
        "suggestions": [suggestion.slug for suggestion in offered],
        "elapsed_ms": round(elapsed_ms, 3),
    }


class _Missed(TypedDict):
    query: str
    concept: str | None
    lexical_only: bool


def _missed(answer: Suggestions | NotFound) -> _Missed:
    return {"query": answer.query, "concept": answer.concept, "lexical_only": answer.lexical_only}


def _entry(definition: Definition) -> EntryJson:
    term = definition.term
    return {
        "slug": term.slug,
        "term": term.term,
        "aliases": list(term.aliases),
        "short_def": term.short_def,
        "long_def": term.long_def,
        "takeaway": takeaway_json(definition.takeaway) if definition.takeaway else None,
        "citations": citations_json(term.citations),
        "status": term.status.value,
        "last_reviewed": reviewed_json(term),
        "related": [related.slug for related in definition.related],
        "also": [other.slug for other in definition.also],
    }
