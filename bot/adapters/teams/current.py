"""The activity in work, as it came: the SDK's classes keep what they know of."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from bot.adapters.teams.activity import Activity


@dataclass(slots=True)
class InWork:
    """`unfinished`: Teams is to deliver it again."""

    activity: Activity
    unfinished: bool = False


CURRENT: ContextVar[InWork] = ContextVar("activity")
