"""Data made harmless and short enough. Lengths are counted as Slack may count them: in UTF-16 units, `&`, `<` and `>` as entities."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from bot.render.slack.limits import LINK

_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # would turn the words around them
_CUT = "\u2026"
_LOOK_ALIKES = str.maketrans({"*": "\u2217", "~": "\u223c", "`": "\u02cb", "|": "\u00a6"})  # mrkdwn knows no escape for these
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # inside a word it is no markup
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_QUOTE = re.compile(r"^>", re.MULTILINE)


def clean(text: str) -> str:
    """One line without control characters; "" when nothing in it can be seen."""
    line = " ".join((text if text.isprintable() else "".join(filter(_is_kept, text))).split())
    return line if any(unicodedata.category(char)[0] in "LNPS" for char in line) else ""


def _is_kept(char: str) -> bool:
    return char.isspace() or (unicodedata.category(char) not in {"Cc", "Cs"} and char not in _REORDERING)


def size(text: str) -> int:
    """Characters, as Slack may count them."""
    beyond = 0 if text.isascii() else sum(char > "\uffff" for char in text)
    return len(text) + 4 * text.count("&") + 3 * text.count("<") + 3 * text.count(">") + beyond


def cut(text: str, limit: int) -> str:
    """The text, or its beginning up to a word and an ellipsis."""
    if size(text) <= limit:
        return text
    end, room = 0, limit - len(_CUT)
    while (room := room - size(text[end])) >= 0:
        end += 1
    while end and unicodedata.combining(text[end]):
        end -= 1
    beginning = text[:end]
    words = beginning if text[end].isspace() else beginning.rpartition(" ")[0]
    return (words if len(words) > end // 2 else beginning).rstrip(" ,;:-") + _CUT


def short(text: str, limit: int) -> str:
    return cut(clean(text), limit)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(text: str) -> str:
    """For mrkdwn: the same words on one line, of which nothing becomes a mention, a link, an emoji or a format."""
    same = _UNDERSCORE.sub("\uff3f", clean(text).translate(_LOOK_ALIKES))
    return escape(_QUOTE.sub("\u203a", _EMOJI.sub("\u2236", same)))


def is_web(url: str) -> bool:
    """True for an address that may become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = url.isprintable() and not any(char.isspace() or char in "<>|" for char in url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain and size(url) <= LINK
