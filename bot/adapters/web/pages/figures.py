"""Statistics -> charts, each with the words and the table that say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from bot.adapters.web.charts import Chart, Kind
from bot.core.answer import Step
from bot.core.term import STALE_AFTER_DAYS, Term
from bot.core.usage import Statistics

_STEPS: Mapping[str, str] = {
    Step.EXACT.value: "By its label",
    Step.FUZZY.value: "Spelling corrected",
    Step.SEMANTIC.value: "By meaning",
}
_NOTHING = "Nothing matched"
_FRESH = ((90, "Within three months"), (180, "Within six months"), (STALE_AFTER_DAYS, "Within twelve months"))
_STALE, _NEVER = "Longer ago: stale", "Never"
_REVIEWED = (*(name for _, name in _FRESH), _STALE, _NEVER)
_MOST = 8  # bars that can be told apart at a glance


def reviews(terms: Sequence[Term], today: date) -> Chart:
    """How long ago entries were reviewed: what is stale, and what will be next."""
    counted = Counter(_reviewed(term, today) for term in terms)
    return Chart(Kind.BARS, "When terms were reviewed", "Reviewed", _REVIEWED, tuple(counted[name] for name in _REVIEWED), shares=True)


def _reviewed(term: Term, today: date) -> str:
    age = term.review_age_days(today)
    if age is None:
        return _NEVER
    return _STALE if term.is_stale(today) else next(name for days, name in _FRESH if age <= days)


def charts(statistics: Statistics) -> dict[str, Chart]:
    """By the name in their address."""
    steps = {_STEPS.get(step, _NOTHING): 0 for step in (*_STEPS, "")}
    for step, count in statistics.by_step.items():
        steps[_STEPS.get(step, _NOTHING)] += count
    unanswered = statistics.unanswered[:_MOST]
    votes = {"Helpful": statistics.helpful, "Not helpful": statistics.not_helpful}
    return {
        "questions": Chart(
            Kind.COLUMNS,
            "Questions per day",
            "Day",
            tuple(f"{day.day} {day:%b}" for day in statistics.by_day),
            tuple(statistics.by_day.values()),
        ),
        "steps": Chart(Kind.BARS, "How answers were found", "Found", tuple(steps), tuple(steps.values()), shares=True),
        "unanswered": Chart(
            Kind.BARS, "Most asked without an answer", "Asked for", tuple(item.name for item in unanswered), tuple(item.count for item in unanswered)
        ),
        "helpful": Chart(Kind.BARS, "Did it help?", "Vote", tuple(votes), tuple(votes.values()), shares=True),
    }
