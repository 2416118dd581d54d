"""What a person typed -> the subject, the role it is for, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.core import phrasing
from bot.core.asked_role import hinted_role, take_role
from bot.core.normalize import clean, normalize
from bot.core.roles import Role
from bot.core.words import FILLER

MAX_QUERY_CHARS = 400  # about sixty words; what is longer is cut before any pattern sees it
_NOISE = re.compile(r"https?://\S+|<[@#!][^>]*>|(?<!\w):[a-z0-9_+\-]+:|(?<!\S)[@#]\w+", re.IGNORECASE)  # links, mentions, :emoji:
_EDGES = "?!.,:;\"'\u201c\u201d\u2018\u2019\u2026 "
_COMMAND = re.compile(r"^/\w+\s*")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    Attributes:
        text: what remains of it for meaning, without role and noise.
        key: `text`, normalised.
        subject: `key` without the filler at its ends.
        asked: the same as it was written, to be shown, or requested as a term.
        role: asked for in so many words ("for a lawyer").
        role_hint: a role that is merely named somewhere.
        asks: words of asking stand somewhere.
        asks_plainly: the sentence is built as a question.
        quoted: normalised words between quotation marks.
        isolated: what stands between two punctuation marks, trimmed, in order.
        acronyms: normalised words written in capitals that stand out (RAG, LoRA).
        compares: something hints at a comparison.
        parts: the two sides of an explicit comparison, as written.
    """

    text: str
    key: str
    subject: str
    asked: str
    role: Role | None
    role_hint: Role | None
    asks: bool
    asks_plainly: bool
    quoted: tuple[str, ...]
    isolated: tuple[str, ...]
    acronyms: frozenset[str]
    compares: bool
    parts: tuple[str, ...]


def understand(raw: str) -> Question:
    """Never raises for any text."""
    text = clean(raw, MAX_QUERY_CHARS)
    text = " ".join(_NOISE.sub(" ", _COMMAND.sub("", text)).split())
    text, role = take_role(text)
    key = normalize(text)
    parts = phrasing.sides(text)
    return Question(
        text=text,
        key=key,
        subject=trim(key),
        asked=_as_written(text),
        role=role,
        role_hint=hinted_role(text),
        asks=role is not None or phrasing.asks(text),
        asks_plainly=phrasing.asks_plainly(text),
        quoted=phrasing.quoted(text),
        isolated=tuple(trim(piece) for piece in phrasing.clauses(text) if piece),
        acronyms=phrasing.capitals(text),
        compares=bool(parts) or phrasing.compares(text),
        parts=parts,
    )


def trim(key: str) -> str:
    """The key without filler at its ends, or the whole key when nothing else is in it."""
    return " ".join(_trimmed(key.split(), str)) or key


def _as_written(text: str) -> str:
    shown = " ".join(_trimmed(text.split(), normalize)).strip(_EDGES)
    return shown or text


def _trimmed(words: list[str], key_of: Callable[[str], str]) -> list[str]:
    """`words` without those at its ends whose keys are filler."""
    start, end = 0, len(words)
    while start < end and set(key_of(words[start]).split()) <= FILLER:
        start += 1
    while end > start and set(key_of(words[end - 1]).split()) <= FILLER:
        end -= 1
    return words[start:end]
