"""The term that somebody may mean who asks for an entry because of a message."""

from __future__ import annotations

from bot.core.question import understand

_LONGEST = 60  # characters, and words: what is longer is a sentence about something
_MOST_WORDS = 5


def proposed_term(message: str) -> str:
    """What a short message is about, or the one thing that stands in quotation marks; "" when only the person can tell."""
    question = understand(message)
    named = question.quoted[0] if len(question.quoted) == 1 else question.asked
    return named if len(named) <= _LONGEST and len(named.split()) <= _MOST_WORDS else ""
