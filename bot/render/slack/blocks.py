"""The blocks that are used here, each from plain text: what stands in them is never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.render.slack import limits
from bot.render.slack.look import Block
from bot.render.slack.text import escape, inert
from bot.render.text import clean, is_web, short

Element = dict[str, Any]
Run = dict[str, Any]  # a stretch of rich text
_USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")


def plain(text: str, limit: int) -> Element:
    return {"type": "plain_text", "text": short(text, limit) or "\u2013", "emoji": False}


def mrkdwn(text: str) -> Element:
    """`text` is ours, with data in it only as `inert` or `link` give it back."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def link(url: str, label: str) -> str:
    """A link in mrkdwn; the label alone when the address may be none."""
    return f"<{escape(url)}|{inert(label)}>" if is_web(url) else inert(label)


def is_person(user: str) -> bool:
    """True for the id of somebody in Slack."""
    return bool(_USER_ID.fullmatch(user))


def mention(user: str) -> str:
    """A person, in mrkdwn: Slack shows the name. What is no id is shown as it is."""
    return f"<@{user}>" if is_person(user) else inert(user)


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


def section(text: str) -> Block:
    return {"type": "section", "text": plain(text, limits.SECTION_TEXT)}


def divider() -> Block:
    return {"type": "divider"}


def context(*elements: Element | str) -> Iterator[Block]:
    """Small print, or nothing when nothing is left of it. A string is plain text."""
    kept = [element for element in elements if not isinstance(element, str) or clean(element)]
    made = [plain(element, limits.CONTEXT_TEXT) if isinstance(element, str) else element for element in kept]
    if made:
        yield {"type": "context", "elements": made[: limits.CONTEXT_ELEMENTS]}


def note(text: str) -> Iterator[Block]:
    """A sentence below the rest, or nothing."""
    yield from context(short(text, limits.NOTE))


def actions(block_id: str, elements: Sequence[Element]) -> Iterator[Block]:
    if elements:
        yield {"type": "actions", "block_id": block_id, "elements": list(elements)[: limits.ACTION_ELEMENTS]}


def run(text: str, *, limit: int = limits.RICH_TEXT, bold: bool = False) -> list[Run]:
    """Text as it is; nothing when it is empty."""
    words = short(text, limit)
    return [{"type": "text", "text": words, **({"style": {"bold": True}} if bold else {})}] if words else []


def code(text: str) -> list[Run]:
    return [{"type": "text", "text": text, "style": {"code": True}}]


def space(text: str = " ") -> list[Run]:
    return [{"type": "text", "text": text}]


def anchor(url: str, label: str, limit: int) -> list[Run]:
    """A link in rich text; the label alone when the address may be none."""
    words = short(label, limit)
    return [{"type": "link", "url": url, "text": words}] if words and is_web(url) else run(label, limit=limit)


def line(*runs: list[Run]) -> list[Element]:
    return _holding("rich_text_section", runs)


def lines(*runs: list[Run]) -> list[Element]:
    """Each on a line of its own, in one section: whether a second section begins on a new line is up to the client."""
    kept = [one for one in runs if one]
    return line(*(part for number, one in enumerate(kept) for part in ((space("\n"), one) if number else (one,))))


def quote(*runs: list[Run]) -> list[Element]:
    return _holding("rich_text_quote", runs)


def bullets(items: Iterable[Sequence[list[Run]]]) -> list[Element]:
    lines = [part for item in items for part in line(*item)]
    return [{"type": "rich_text_list", "style": "bullet", "elements": lines}] if lines else []


def rich(*parts: list[Element]) -> Iterator[Block]:
    """Lines, quotes and lists as one block, or nothing when nothing is in them."""
    elements = [element for part in parts for element in part]
    if elements:
        yield {"type": "rich_text", "elements": elements}


def _holding(kind: str, runs: Iterable[list[Run]]) -> list[Element]:
    elements = [one for part in runs for one in part]
    return [{"type": kind, "elements": elements}] if elements else []
