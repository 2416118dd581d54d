"""Sentences in which a person is named, and messages in windows."""

from __future__ import annotations

from bot.render.slack import blocks, limits
from bot.render.slack.fitting import message
from bot.render.slack.look import Message, View


def said_message(text: str) -> Message:
    """`text` is mrkdwn, with data in it only as `inert` or `mention` give it back. Notifications name nobody."""
    return message("This request has changed meanwhile.", lambda _room: blocks.context(blocks.mrkdwn(text)))


def said_view(text: str) -> View:
    """The same in the place of a window."""
    return in_window(said_message(text))


def in_window(message: Message) -> View:
    """What a message shows, from where there is none."""
    return {
        "type": "modal",
        "title": blocks.plain("Term requests", limits.MODAL_TITLE),
        "close": blocks.plain("Close", limits.MODAL_TITLE),
        "blocks": message["blocks"],
    }
