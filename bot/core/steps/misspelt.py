"""The question is a label with a typing error or two."""

from __future__ import annotations

from dataclasses import replace

from bot.core.answer import Match, Step
from bot.core.knowledge import Knowledge
from bot.core.question import Question
from bot.core.resolution import Found, Resolution
from bot.core.spotting import Source


def misspelt(known: Knowledge, question: Question) -> Resolution | None:
    """Answers a single near label, and asks on a tie or when what was typed is a word of its own."""
    for key in dict.fromkeys((question.subject, question.key)):
        near = known.spotter.misspelt(key)
        if near:
            break
    else:
        return None
    labels = [replace(known.spotter.label(candidate.key), edits=candidate.edits) for candidate in near]
    own = [label for label in labels if label.source is not Source.MISSING]
    certain = all(candidate.certain for candidate in near)
    if not own:
        return known.lacking(question, labels[0]) if certain else None
    if not certain and len(own) < len(labels):
        return None
    match = Match(Step.FUZZY, near[0].score, own[0].key)
    slugs = dict.fromkeys(slug for label in own for slug in known.spotter.owners(label))
    return Resolution(question, tuple(Found(slug, match) for slug in slugs), ambiguous=len(slugs) > 1 or not certain, named=True)
