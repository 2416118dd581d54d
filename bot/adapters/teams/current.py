"""The activity in work, as it came: the SDK's classes keep what they know of."""

from __future__ import annotations

from contextvars import ContextVar

from bot.adapters.teams.activity import NOTHING, Activity

CURRENT: ContextVar[Activity] = ContextVar("activity", default=NOTHING)
