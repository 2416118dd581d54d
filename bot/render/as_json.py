"""Answer -> plain values for JSON."""

from __future__ import annotations

from typing import Any, assert_never

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Match, Mentions, NotFound, Suggestions, TermRef

Json = dict[str, Any]


def answer_json(answer: Answer, elapsed_ms: float) -> Json:
    """The stable shape of `glossary ask --json`."""
    match answer:
        case Definition():
            return _shape("definition", elapsed_ms, answer.match, [answer], lexical_only=answer.lexical_only)
        case Comparison():
            first = answer.definitions[0]
            return _shape("comparison", elapsed_ms, first.match, list(answer.definitions), lexical_only=first.lexical_only, missing=list(answer.missing))
        case Disambiguation():
            return _shape("disambiguation", elapsed_ms, answer.match, suggestions=answer.senses, query=answer.query)
        case Suggestions():
            return _shape("suggestions", elapsed_ms, suggestions=answer.closest, query=answer.query, concept=answer.concept, lexical_only=answer.lexical_only)
        case NotFound():
            return _shape("not_found", elapsed_ms, query=answer.query, concept=answer.concept, lexical_only=answer.lexical_only)
        case _:
            assert_never(answer)


def mentions_json(mentions: Mentions) -> Json:
    """The stable shape of `glossary explain --json`."""
    return {
        "text": mentions.text,
        "mentions": [
            {"start": item.start, "end": item.end, "text": item.text, "slugs": [term.slug for term in item.terms], "short_def": item.terms[0].short_def}
            for item in mentions.mentions
        ],
    }


def _shape(
    kind: str,
    elapsed_ms: float,
    match: Match | None = None,
    definitions: list[Definition] | None = None,
    suggestions: tuple[TermRef, ...] = (),
    **more: object,
) -> Json:
    return {
        "kind": kind,
        "match": {"step": match.step.value, "score": round(match.score, 4), "label": match.label} if match else None,
        "terms": [_entry(definition) for definition in definitions or ()],
        "suggestions": [suggestion.slug for suggestion in suggestions],
        "elapsed_ms": round(elapsed_ms, 3),
        **more,
    }


def _entry(definition: Definition) -> Json:
    term, takeaway = definition.term, definition.takeaway
    return {
        "slug": term.slug,
        "term": term.term,
        "aliases": list(term.aliases),
        "short_def": term.short_def,
        "long_def": term.long_def,
        "takeaway": {"role": takeaway.role.value, "text": takeaway.text, "origin": takeaway.origin.value} if takeaway else None,
        "citations": [{"source": citation.source, "url": citation.url} for citation in term.citations],
        "status": term.status.value,
        "last_reviewed": term.last_reviewed.isoformat() if term.last_reviewed else None,
        "related": [related.slug for related in definition.related],
        "also": [other.slug for other in definition.also],
    }
