"""Data made harmless and short enough. Lengths are counted as the strictest platform may count them: in UTF-16 units, `&`, `<` and `>` as entities."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

MAX_LINK = 600  # characters of an address; longer ones are shown by their names only
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # would turn the words around them
_CUT = "\u2026"


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


def is_web(url: str) -> bool:
    """True for an address that may become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = url.isprintable() and not any(char.isspace() or char in "<>|" for char in url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain and size(url) <= MAX_LINK
