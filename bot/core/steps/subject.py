"""The whole question, or what is left of it without filler, is a label."""

from __future__ import annotations

from bot.core.knowledge import Knowledge
from bot.core.question import Question
from bot.core.resolution import Resolution
from bot.core.spotting import Label, Source, is_everyday


def subject(known: Knowledge, question: Question) -> Resolution | None:
    """An exact label, one written together or apart, or a verb form of it; also of a concept without entry."""
    for key in dict.fromkeys((question.key, question.subject, *question.quoted)):
        label = known.spotter.find(key) or _inflected(known, key)
        if label:
            return known.lacking(question, label) if label.source is Source.MISSING else known.answered(question, label)
    return None


def _inflected(known: Knowledge, key: str) -> Label | None:
    """The label that `key` is a verb form of, unless the label is an everyday word: "labelling" is not "label"."""
    label = known.spotter.inflection(key)
    return None if label is None or is_everyday(label.key) else label
