"""How stewards read in mrkdwn who did what."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.requests import EventView, Happened, NamedRequestView, RequestView
from bot.render import request_words
from bot.render.slack import blocks
from bot.render.slack.text import inert
from bot.render.text import short


def asked_by(request: RequestView) -> str:
    """Somebody who is not to be named is nobody's to name."""
    who = named(request.requester) if isinstance(request, NamedRequestView) else "anonymously" if request.form.anonymous else "somebody unknown"
    by = who if who == "anonymously" else f"by {who}"
    return f"Asked {by} on {request_words.day(request.created_at)}"


def event(view: EventView) -> str:
    said = inert(short(view.note, request_words.MAX_NOTE)) if view.action is not Happened.PUBLISHED else ""
    return f"{request_words.step(view, named)}{f': {said}' if said else ''}"


def decided(history: Sequence[EventView]) -> str:
    """Who was first."""
    return request_words.decided(history, named)


def named(user: str) -> str:
    """A person of another platform has no name here."""
    return blocks.mention(user) if blocks.is_person(user) else "Somebody in Teams"
