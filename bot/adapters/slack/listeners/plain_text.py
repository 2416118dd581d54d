"""What Slack sends as the text of a person -> the text that the person typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_DEPTH = 12  # of blocks inside blocks; Slack nests four deep
_REFERENCE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_TEXTS = ("pretext", "title", "text", "elements", "fields", "blocks", "alt_text")  # of blocks and attachments, in the order they are read


def plain(text: str) -> str:
    """References become what they are called, people disappear, since nobody is a term, and `&amp;` is `&` again."""
    named = _REFERENCE.sub(lambda reference: f" {_name(reference[1], reference[2] or '')} ", text)
    return " ".join(_unescaped(named).split())


def message_text(message: Mapping[str, Any]) -> str:
    """The text of any message: its own, else that of its blocks and attachments."""
    own = plain(str(message.get("text") or ""))
    return own or plain(" ".join((*_texts(message.get("blocks")), *_texts(message.get("attachments")))))


def _name(target: str, label: str) -> str:
    if target.startswith(("@", "!here", "!channel", "!everyone")):
        return ""
    return label or ("" if target.startswith(("#", "!")) else target.removeprefix("mailto:"))


def _unescaped(text: str) -> str:
    """Slack escapes these three and no others; the ampersand comes last, or `&amp;lt;` would become `<`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _texts(found: object, depth: int = 0) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif depth < MAX_DEPTH and isinstance(found, list):
        for item in found:
            yield from _texts(item, depth + 1)
    elif depth < MAX_DEPTH and isinstance(found, dict):
        field = () if "type" in found else ("value",)  # of an attachment; the value of a button is nothing that people see
        for name in (*_TEXTS, *field):
            yield from _texts(found.get(name), depth + 1)
