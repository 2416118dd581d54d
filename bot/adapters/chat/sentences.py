"""What people are told, on any platform, when something cannot be done. Never the text of an exception."""

from __future__ import annotations

from bot.errors import RequestError

SORRY = "Something went wrong here. It is noted; please try again."
NOT_STORED = "Nothing was stored: the database does not answer. Please try again in a minute; look-ups still work."
OUTSIDER = "Sorry, I answer only people of the organization that has installed me."
OLD_CONTROL = "That control belongs to an older version of mine. Please ask again."


def slow_down(seconds: int) -> str:
    return f"Slow down, please: try again in {seconds} second{'s' if seconds != 1 else ''}."


def of_request(error: RequestError) -> str:
    """What is wrong with what somebody asked for: its message is meant for that person."""
    text = f"{error}."
    return text[:1].upper() + text[1:]
