"""A question that leans on the one before: "and for product?", "compare it with dpo", "tell me more"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core import phrasing
from bot.core.normalize import clean, normalize
from bot.core.question import MAX_QUERY_CHARS
from bot.core.roles import Role, find_role
from bot.core.words import CONTEXT, FILLER

_IT = r"(?:that one|this one|it|that|this|them|these|those)"
_AGAINST = re.compile(
    rf"^\W*(?:and |or |but |so |ok(?:ay)?,? )*(?:how (?:is|are|does|do) {_IT} )?"
    rf"(?:vs\.?|versus|compar(?:e[ds]?|ing)(?: {_IT})? (?:with|to|against|and)|differ(?:s|ent|ences?)? (?:from|to|than|with))\s+(?P<other>.+?)\W*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(rf"\b{_IT}\b", re.IGNORECASE)
_PARTS = frozenset({"source", "citation", "reference"})  # of an entry
_ASKS_FOR_MORE = re.compile(r"\b(?:more|details?|examples?|again|longer|further|elaborate|go on|why|matters?|sources?|citations?|references?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question made whole. `role` is the one asked for; `detail` when everything about the entry is wanted."""

    text: str
    role: Role | None = None
    detail: bool = False


def follow_up(text: str, last: str) -> FollowUp | None:
    """The question as it is meant after an answer about `last`, a label; None when it stands on its own. Never raises."""
    said = clean(text, MAX_QUERY_CHARS)
    against = _AGAINST.match(said)
    if against and not _PRONOUN.fullmatch(against["other"]):
        return FollowUp(f"{last} vs {against['other']}")
    about = _content(said)
    if not about:
        detail = bool(_ASKS_FOR_MORE.search(said))
        return FollowUp(last, detail=detail) if detail or _asks_of_it(said) else None
    role = find_role(about)
    if role:
        return FollowUp(last, role)
    if phrasing.compares(said) and _PRONOUN.search(said):
        return FollowUp(_PRONOUN.sub(lambda _: f'"{last}"', said, count=1))
    return None


def _content(text: str) -> str:
    """The words that are not filler: what is asked about, or for whom."""
    return " ".join(word for word in normalize(text).split() if word not in FILLER | CONTEXT | _PARTS)


def _asks_of_it(text: str) -> bool:
    return bool(_PRONOUN.search(text)) and phrasing.asks(text)
