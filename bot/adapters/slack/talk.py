"""Which of all that is said in Slack is said to us."""

from __future__ import annotations

from bot.adapters.slack.payloads import Body, Kind, event, kind_of
from bot.adapters.slack.people import NOBODY

_NEW = frozenset({"file_share", "thread_broadcast"})  # subtypes of messages that somebody has just written


def is_for_us(body: Body) -> bool:
    """False for what programs say, for edits and deletions, for talk in channels, and for what has no words."""
    kind = kind_of(body)
    if kind not in {Kind.MENTION, Kind.MESSAGE}:
        return True
    said = event(body)
    if said.get("bot_id") or said.get("bot_profile") or said.get("hidden") or said.get("edited"):
        return False
    if said.get("user") in {None, "", NOBODY} or not str(said.get("text") or "").strip():
        return False
    subtype = said.get("subtype")
    if kind is Kind.MENTION:
        return subtype is None or subtype in _NEW
    return subtype is None and said.get("channel_type") == "im"
