"""Proposes weights and thresholds from labelled queries: coordinate descent on what an answer is worth to the asker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from bot.core.assistant import Assistant, Tuning
from bot.core.evaluation import Labelled, Outcome, Remembering, judge, ranked_at
from bot.core.resolution import MAX_OFFERED

_STEPS = (0.8, 0.9, 1.1, 1.25)  # factors tried for each value in turn
_ROUNDS = 2  # over all values; a third round moved nothing in trials
_LEAST_GAIN = 0.0005  # of the mean worth: about one query in two thousand
_WORTH = {Outcome.RIGHT: 1.0, Outcome.SUGGESTED_HIT: 0.6, Outcome.SILENT: 0.0, Outcome.SUGGESTED_MISS: -0.1, Outcome.WRONG: -4.0}
_WORTH_FIRST, _WORTH_OFFERED = 0.3, 0.2  # a good ranking counts even where nothing was answered
_FIXED = frozenset({"answer_words"})  # a count, set by hand


@dataclass(frozen=True, slots=True)
class Proposal:
    """The best values found, and the mean worth of an answer before and after."""

    tuning: Tuning
    before: float
    after: float

    def settings(self) -> dict[str, Any]:
        """Environment variables that put the proposal into force."""
        groups = (("WEIGHTS", self.tuning.weights), ("THRESHOLDS", self.tuning.thresholds))
        values = {f"GLOSSARY_{group}__{name.upper()}": value for group, part in groups for name, value in asdict(part).items()}
        return {**{name: round(value, 4) for name, value in values.items()}, "worth_before": round(self.before, 4), "worth_after": round(self.after, 4)}


def calibrate(assistant: Assistant, lines: Sequence[Labelled]) -> Proposal:
    """Tries each weight and threshold a little lower and higher, and keeps what answers `lines` better.

    Messages are left out. Use queries of your own glossary, some hundreds, and hold some back to check the proposal.
    """
    queries = [line for line in lines if not line.is_message]
    index = Remembering(assistant.semantic) if assistant.semantic else None
    best = assistant.tuning
    before = worth = _worth(assistant.retuned(best, index), queries)
    for _ in range(_ROUNDS):
        for candidate_of in [(part, field.name) for part in ("weights", "thresholds") for field in fields(getattr(best, part)) if field.name not in _FIXED]:
            for factor in _STEPS:
                candidate = _scaled(best, *candidate_of, factor)
                value = _worth(assistant.retuned(candidate, index), queries)
                if value > worth + _LEAST_GAIN:
                    best, worth = candidate, value
    return Proposal(best, before, worth)


def _scaled(tuning: Tuning, part: str, name: str, factor: float) -> Tuning:
    values = getattr(tuning, part)
    return replace(tuning, **{part: replace(values, **{name: getattr(values, name) * factor})})


def _worth(assistant: Assistant, queries: Sequence[Labelled]) -> float:
    total = 0.0
    for line in queries:
        resolution = assistant.resolver.resolve(line.text)
        outcome = judge(resolution, line.gold, compare=line.kind == "compare")
        total += _WORTH[outcome]
        if line.gold and outcome is not Outcome.RIGHT:
            position = ranked_at(assistant, resolution, line.gold)
            total += _WORTH_FIRST * (position == 0) + _WORTH_OFFERED * (position < MAX_OFFERED)
        elif line.gold:
            total += _WORTH_FIRST + _WORTH_OFFERED
    return total / max(len(queries), 1)
