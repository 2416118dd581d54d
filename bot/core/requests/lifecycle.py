"""The states of a request, and what leads from one to another.

submitted ⇄ needs_info
    └──────┴──► accepted ──► published
                   or declined, duplicate, withdrawn
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.errors import AlreadyDecided


class State(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    DECLINED = "declined"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What somebody does, as an imperative."""

    FILE = "file"
    SUPPORT = "support"
    ADD_DETAILS = "add details"
    WITHDRAW = "withdraw"
    LOOK = "look"
    EDIT = "edit"
    ASK = "ask for details"
    ACCEPT = "accept"
    DRAFT = "draft"
    DECLINE = "decline"
    MARK_DUPLICATE = "mark as duplicate"
    PUBLISH = "publish"


class Happened(StrEnum):
    """What has happened to a request, as it is kept for ever."""

    SUBMITTED = "submitted"
    SUPPORTED = "supported"
    DETAILS_ADDED = "details_added"
    SUPPORT_WITHDRAWN = "support_withdrawn"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    EDITED = "edited"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DRAFTED = "drafted"
    DECLINED = "declined"
    MARKED_DUPLICATE = "marked_duplicate"
    MERGED = "merged"
    PUBLISHED = "published"
    REFUSED = "refused"


OPEN = frozenset({State.SUBMITTED, State.NEEDS_INFO, State.ACCEPTED})
"""States in which there is one request a term, and in which it can be supported."""

CLOSED = frozenset(State) - OPEN

_UNDECIDED = (State.SUBMITTED, State.NEEDS_INFO)
_STAYS = {state: state for state in OPEN}

_AFTER: Mapping[Act, Mapping[State, State]] = MappingProxyType(
    {
        Act.SUPPORT: _STAYS,
        Act.EDIT: _STAYS,
        Act.ADD_DETAILS: dict.fromkeys(_UNDECIDED, State.SUBMITTED),
        Act.ASK: {State.SUBMITTED: State.NEEDS_INFO},
        Act.ACCEPT: dict.fromkeys(_UNDECIDED, State.ACCEPTED),
        Act.DRAFT: {State.ACCEPTED: State.ACCEPTED},
        Act.PUBLISH: {State.ACCEPTED: State.PUBLISHED},
        Act.DECLINE: dict.fromkeys(OPEN, State.DECLINED),
        Act.MARK_DUPLICATE: dict.fromkeys(OPEN, State.DUPLICATE),
        Act.WITHDRAW: dict.fromkeys(OPEN, State.WITHDRAWN),
    }
)

_RECONSIDERED = frozenset({Act.DECLINE, Act.MARK_DUPLICATE})
"""What may undo an acceptance, but only on purpose: a button on a card that is out of date does not."""

_WORDS = {
    State.SUBMITTED: "waiting for a decision",
    State.NEEDS_INFO: "waiting for details",
    State.ACCEPTED: "accepted",
    State.PUBLISHED: "published",
    State.DECLINED: "declined",
    State.DUPLICATE: "marked as a duplicate",
    State.WITHDRAWN: "withdrawn",
}


def after(state: State, act: Act, *, reconsider: bool = False) -> State:
    """The state that `act` leads to. `reconsider` says that whoever decides knows of the acceptance.

    Raises:
        AlreadyDecided: this cannot be done in this state.
    """
    following = _AFTER[act].get(state)
    if following is None or (act in _RECONSIDERED and state is State.ACCEPTED and not reconsider):
        raise AlreadyDecided(state, f"this request is {_WORDS[state]}{'' if state in _UNDECIDED else ' already'}")
    return following
