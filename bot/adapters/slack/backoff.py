"""How long to wait before another attempt."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

MAX_DOUBLINGS = 16  # beyond this every schedule has long reached its ceiling


@dataclass(slots=True)
class Backoff:
    """Waits that double up to a ceiling, each shortened at random by up to a half, so that many clients do not come back at once.

    Attributes:
        first_s: ceiling of the first wait.
        most_s: ceiling of any wait.
        chance: a number in [0, 1).
    """

    first_s: float = 0.5
    most_s: float = 60.0
    chance: Callable[[], float] = random.random
    _failures: int = field(default=0, init=False)

    def next_s(self) -> float:
        """The next wait."""
        ceiling = min(self.most_s, self.first_s * 2.0**self._failures)
        self._failures = min(self._failures + 1, MAX_DOUBLINGS)
        return ceiling * (1 - self.chance() / 2)

    def reset(self) -> None:
        """After a success the waits begin again."""
        self._failures = 0
