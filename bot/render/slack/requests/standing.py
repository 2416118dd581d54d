"""How those who asked read where their request stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.core.requests import MyRequest, State
from bot.render.slack.requests import words
from bot.render.slack.text import short

MAX_TERM = words.MAX_TERM
STATES: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: "waiting for a decision",
        State.NEEDS_INFO: "waiting for details from those who asked",
        State.ACCEPTED: "accepted: the entry is being written",
        State.PUBLISHED: "in the glossary",
        State.DECLINED: "declined",
        State.DUPLICATE: "the same as something else",
        State.WITHDRAWN: "withdrawn",
    }
)


def name(request: MyRequest) -> str:
    """The term, quoted."""
    return f"\u201c{short(request.term, MAX_TERM)}\u201d"


def state(request: MyRequest) -> str:
    """State and promise."""
    said = STATES[request.state]
    said = f"{said[0].upper()}{said[1:]}"
    if request.state is not State.SUBMITTED or request.due_at is None:
        return said
    return f"{said}, which was promised for {words.day(request.due_at)}" if request.overdue else f"{said}, promised for {words.day(request.due_at)}"
