"""A label stands among other words: is it asked about?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.knowledge import Knowledge, residue
from bot.core.question import Question
from bot.core.ranking import Ranking
from bot.core.resolution import MAX_COMPARED, Resolution
from bot.core.spotting import Source, Span, is_everyday

_SLIGHT = 2  # content words beside two labels that still leave both the subject
_LITTLE = 4  # content words beside one label that still leave it the subject; beyond that the text describes something


def mention(known: Knowledge, question: Question) -> Resolution | None:
    """Answers when nothing but filler surrounds a label, or when form and meaning of the question agree with it; else offers it."""
    words = question.key.split()
    spans = known.spans(question)
    own = [span for span in spans if span.label.source is not Source.MISSING]
    rest = residue(words, spans)
    if not own:
        return known.lacking(question, spans[0].label) if spans and not rest else None
    if not rest and spans[0] is own[0] and not any(span.inflected for span in own) and len(known.sides(own)[0]) == 1:
        return known.answered(question, own[0].label)  # "precision in machine learning": the concept without entry is context; "LLM or language model"
    telling = [span for span in own if _is_telling(question, span)] or own
    found, _ = known.sides(telling)
    if len(found) > 1 and len(rest) <= _SLIGHT:
        return Resolution(question, found[:MAX_COMPARED], named=True)
    ranking = known.ranking(_corrected(question, words, spans))
    if len(found) == 1 and _is_asked_about(known, question, telling[0], rest, ranking):
        return known.answered(question, telling[0].label)
    if len(rest) > _LITTLE or _behind(known, ranking, telling) > known.thresholds.named_phrase_behind:
        return None
    return known.offering(question, ranking, first=[item.slug for item in found])


def _is_asked_about(known: Knowledge, question: Question, span: Span, rest: Sequence[str], ranking: Ranking) -> bool:
    wordy = len(rest) > _LITTLE
    isolated = span.label.key in (question.isolated[:1] + question.isolated[-1:] if wordy else question.isolated)
    if (span.inflected and is_everyday(span.label.key)) or (wordy and not (question.asks_plainly or isolated)):
        return False
    signs = (question.asks or question.asks_plainly) + isolated + bool(known.domain.evidence(rest))
    if ranking.lexical_only:
        return bool(signs) and _is_phrase(span)
    limits = known.thresholds
    score, behind = _score(known, ranking, [span]), _behind(known, ranking, [span])
    if _is_phrase(span):
        near = behind <= (limits.named_behind if wordy else limits.named_phrase_behind)
        return near and score >= (limits.named_phrase_asked if signs else limits.named_phrase)
    enough = limits.named_word if _is_telling(question, span) else limits.named_everyday - limits.named_sign * (signs - 1)
    return bool(signs) and behind <= limits.named_behind and score >= enough


def _score(known: Knowledge, ranking: Ranking, spans: Sequence[Span]) -> float:
    """The score of the best entry named in `spans`."""
    named = {slug for span in spans for slug in known.spotter.owners(span.label)}
    return max((item.score for item in ranking.ranked if item.document in named), default=0.0)


def _behind(known: Knowledge, ranking: Ranking, spans: Sequence[Span]) -> float:
    """How far that entry is behind the best of all."""
    return (ranking.ranked[0].score if ranking.ranked else 0.0) - _score(known, ranking, spans)


def _is_phrase(span: Span) -> bool:
    return " " in span.label.key and not span.inflected


def _is_telling(question: Question, span: Span) -> bool:
    """True when the label can hardly mean anything else, by itself or as it is written."""
    return not span.inflected and (span.label.key in question.acronyms or not is_everyday(span.label.key))


def _corrected(question: Question, words: Sequence[str], spans: Sequence[Span]) -> Question:
    """The question with its misspelt labels spelled right."""
    if not any(span.label.edits for span in spans):
        return question
    right = list(words)
    for span in reversed(spans):
        right[span.start : span.end] = [span.label.key]
    key = " ".join(right)
    return replace(question, text=key, key=key)
