"""By when an answer is promised."""

from __future__ import annotations

from datetime import datetime, timedelta

PROMISED_DAYS = 5  # working days: a week, whenever it begins
_WEEKEND = (5, 6)  # as `datetime.weekday` counts


def due(since: datetime, working_days: int = PROMISED_DAYS) -> datetime:
    """So many working days later, at the same time of day. Saturdays and Sundays (UTC) do not count; holidays are not known."""
    moment = since
    while working_days > 0:
        moment += timedelta(days=1)
        working_days -= moment.weekday() not in _WEEKEND
    return moment
