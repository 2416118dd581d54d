"""Messages and views of the size that Slack accepts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from bot.render.slack import limits
from bot.render.slack.blocks import context
from bot.render.slack.look import Block, Message
from bot.render.slack.text import escape, inert
from bot.render.text import short

_ROOMS = (1.0, 0.6, 0.35, 0.2, 0.1, 0.05)  # shares of the usual length, tried in turn


def message(text: str, build: Callable[[float], Iterable[Block]]) -> Message:
    """`text` may be anything. `build` is given a share of the usual length, and less while the message is too large."""
    return {"text": inert(short(text, limits.MESSAGE_TEXT)) or "\u2013", "blocks": fitting(build, limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE)}


def fitting(build: Callable[[float], Iterable[Block]], most: int, largest: int) -> list[Block]:
    made: list[Block] = []
    for room in _ROOMS:
        made = list(build(room))
        if len(made) <= most and size_of(made) <= largest:
            return made
    return _without_the_end(made, most, largest)


def size_of(made: list[Block]) -> int:
    """Bytes of the blocks as JSON, with `&`, `<` and `>` as entities."""
    return len(escape(json.dumps(made, ensure_ascii=False, separators=(",", ":"))).encode())


def _without_the_end(made: list[Block], most: int, largest: int) -> list[Block]:
    rest = list(context("There is more than fits into a message."))
    while made and (len(made) + len(rest) > most or size_of(made + rest) > largest):
        made.pop()
    return made + rest
