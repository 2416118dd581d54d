"""Two or more things are to be compared."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from bot.core.answer import Step
from bot.core.knowledge import Knowledge, residue
from bot.core.question import Question, understand
from bot.core.resolution import MAX_COMPARED, Found, Resolution
from bot.core.spotting import Source

_CASUAL = 4  # content words beside the labels that a hint like "or" still makes a comparison of ...
_EXPLICIT = 8  # ... and that a sentence like "the difference between X and Y" does; beyond that it is a description
_NAME = 3  # words that a thing without entry may be called by
_JOINTS = (["and"], ["or"])

Resolve = Callable[[Question], Resolution]


def comparison(known: Knowledge, question: Question, resolve_one: Resolve) -> Resolution | None:
    """Both entries; with one of them unknown, the other and the name of what has no entry. `resolve_one` resolves a side that is no label."""
    words = question.key.split()
    spans = known.spans(question)
    joined = any(words[one.end : two.start] in _JOINTS for one, two in pairwise(spans))
    rest = residue(words, spans)
    if not (question.compares or joined) or len(rest) > (_EXPLICIT if question.parts else _CASUAL):
        return None
    found, missing = known.sides(spans)
    if rest and not question.compares and _is_another(known, question, found):
        return None
    if len(found) <= 1 and question.parts:
        found, missing = _resolved(known, question, resolve_one)
    if len(found) > 1 or (found and missing and (not rest or (question.parts and _is_half(found[0], missing[0])))):
        return Resolution(question, found[:MAX_COMPARED], named=True, missing=missing)
    return None


def _is_another(known: Knowledge, question: Question, found: tuple[Found, ...]) -> bool:
    """True when the sentence around "X and Y" describes something else: "one number for precision and recall"."""
    ranked = known.ranking(question).ranked
    return bool(ranked) and ranked[0].document not in {item.slug for item in found} and ranked[0].score >= known.thresholds.answer


def _is_half(there: Found, missing: str) -> bool:
    """True when one side is named, and the other is a thing without entry, not a description that runs on."""
    return there.match.step is not Step.SEMANTIC and len(missing.split()) <= _NAME


def _resolved(known: Knowledge, question: Question, resolve_one: Resolve) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    found: dict[str, Found] = {}
    missing: list[str] = []
    for side in map(understand, question.parts):
        resolution = resolve_one(side)
        if resolution.found:
            found.setdefault(resolution.found[0].slug, resolution.found[0])
        else:
            label = known.spotter.find(side.subject)
            missing.append(known.concept(label) if label and label.source is Source.MISSING else side.asked)
    return tuple(found.values()), tuple(missing)
