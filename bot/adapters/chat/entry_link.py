"""Addresses of the web glossary."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from bot.core.answer import Definition
from bot.core.assistant import Assistant, Query


def entry_at(url: str, base: str, assistant: Assistant) -> Definition | None:
    """The entry that an address below `base` shows; None for any other address. Never raises."""
    try:
        link, ours = urlsplit(url), urlsplit(base)
        same = (link.hostname, link.port) == (ours.hostname, ours.port) and link.scheme in {"http", "https"}
    except ValueError:
        return None
    path = link.path.removeprefix(ours.path)
    if not same or not link.path.startswith(ours.path):
        return None
    slug = path.removeprefix("/terms/").rstrip("/") if path.startswith("/terms/") else ""
    if slug in assistant.glossary:
        return assistant.define(slug)
    asked = parse_qs(link.query).get("q", [""])[0] if path.rstrip("/") == "/ask" else ""
    answer = assistant.answer(Query(asked)) if asked else None
    return answer if isinstance(answer, Definition) else None
