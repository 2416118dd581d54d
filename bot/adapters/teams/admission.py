"""Who may ask, and how often."""

from __future__ import annotations

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from bot.adapters.chat import sentences
from bot.adapters.teams.activity import Kind
from bot.adapters.teams.people import Person
from bot.adapters.teams.site import TeamsSite

_ASKING = frozenset({Kind.MESSAGE, Kind.SUBMIT, Kind.ACTION, Kind.DIALOG, Kind.MESSAGE_ACTION})
_OURS = frozenset({Kind.INSTALLED, Kind.MEMBERS})


class Admission:
    """Turns away guests, and those who ask too often. Typing in a search, and what Teams says by itself, is not counted. Counts are kept in memory."""

    def __init__(self, site: TeamsSite) -> None:
        self._site = site
        self._rate = parse(site.rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def objection(self, kind: Kind, person: Person) -> str:
        """What a person is told who is turned away; "" for everybody else."""
        if person.guest and not self._site.allow_guests and kind not in _OURS:
            return sentences.OUTSIDER
        key = (person.asker.tenant, person.asker.user or "")
        if kind not in _ASKING or person.asker.user is None or self._limiter.hit(self._rate, *key):
            return ""
        reset = self._limiter.get_window_stats(self._rate, *key).reset_time
        return sentences.slow_down(max(1, math.ceil(reset - time.time())))
