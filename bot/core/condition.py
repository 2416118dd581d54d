"""How the running glossary is: what it was read from, what is wrong with it, whether questions are understood by meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MeaningState(StrEnum):
    """Whether questions are understood by meaning, or by labels and words alone."""

    OFF = "off"
    IDLE = "idle"
    LOADING = "loading"
    READY = "ready"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Condition:
    """Attributes:
    faults: of the newest reading, one line each, `file.yml:line:column: reason`; the last good version of these terms is served, where there was one.
    read_at: when the terms that are served were read.
    reason: why meaning is off or unavailable, or "".
    """

    terms: int
    faults: tuple[str, ...]
    read_at: datetime
    meaning: MeaningState
    reason: str = ""

    @property
    def faulty_files(self) -> int:
        """How many files have at least one fault."""
        return len({fault.partition(":")[0] for fault in self.faults})
