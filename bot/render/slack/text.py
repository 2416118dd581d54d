"""Data made harmless in mrkdwn."""

from __future__ import annotations

import re

from bot.render.text import clean

_LOOK_ALIKES = str.maketrans({"*": "\u2217", "~": "\u223c", "`": "\u02cb", "|": "\u00a6"})  # mrkdwn knows no escape for these
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # inside a word it is no markup
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_QUOTE = re.compile(r"^>", re.MULTILINE)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(text: str) -> str:
    """For mrkdwn: the same words on one line, of which nothing becomes a mention, a link, an emoji or a format."""
    same = _UNDERSCORE.sub("\uff3f", clean(text).translate(_LOOK_ALIKES))
    return escape(_QUOTE.sub("\u203a", _EMOJI.sub("\u2236", same)))
