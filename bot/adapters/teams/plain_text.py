"""HTML, as messages of Teams have it -> the text that people read."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

MAX_HTML = 200_000  # characters; a message of Teams has fewer
_SILENT = frozenset({"script", "style", "head", "title", "attachment", "at"})  # people are no terms
_BREAKS = frozenset({"p", "div", "br", "li", "tr", "td", "th", "blockquote", "h1", "h2", "h3", "pre"})


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self.parts.append(" ")
        elif tag in {"img", "emoji"} and not self._silent:
            self.parts.append(f" {dict(attrs).get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain(html: str) -> str:
    """Without markup, on one line. Never raises."""
    reader = _Text()
    reader.feed(html[:MAX_HTML])
    reader.close()
    return " ".join("".join(reader.parts).split())


def message_text(payload: Mapping[str, Any]) -> str:
    """The text of the message that an action was used on."""
    body = payload.get("body")
    content = body.get("content") if isinstance(body, Mapping) else None
    said = content if isinstance(content, str) else ""
    return plain(said) if isinstance(body, Mapping) and body.get("contentType") != "text" else " ".join(said.split())
