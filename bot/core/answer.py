"""What the assistant says, without markup: frozen values that every surface renders in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.roles import Role
from bot.core.term import Term


class Step(StrEnum):
    """The step of the cascade that matched."""

    EXACT = "exact"
    FUZZY = "fuzzy"
    SEMANTIC = "semantic"


@dataclass(frozen=True, slots=True)
class Match:
    """How a term was found. `score` is in [0, 1], higher is closer; 1.0 for an exact label."""

    step: Step
    score: float
    label: str | None = None


class Origin(StrEnum):
    """Where a takeaway comes from: the term itself, its note for an audience, or the role's general guidance."""

    TERM = "term"
    AUDIENCE = "audience"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Takeaway:
    role: Role
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class TermRef:
    """A pointer to an entry, small enough for a button."""

    slug: str
    term: str
    short_def: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry, answered. `also` names other entries that the asked label is an alias of."""

    term: Term
    match: Match
    takeaway: Takeaway | None = None
    related: tuple[TermRef, ...] = ()
    also: tuple[TermRef, ...] = ()
    lexical_only: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Entries side by side, in the order in which they were asked: two or more, or one and what is `missing`, asked beside it but without entry."""

    definitions: tuple[Definition, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disambiguation:
    """A label that several entries share, or a spelling as close to one as to another: the asker chooses."""

    query: str
    senses: tuple[TermRef, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Closest entries, best first, offered without a claim that one of them is meant. `concept` is a known AI concept that has no entry."""

    query: str
    closest: tuple[TermRef, ...]
    concept: str | None = None
    lexical_only: bool = False


@dataclass(frozen=True, slots=True)
class NotFound:
    """No entry. `query` is what was asked for, without the words around it: ready to be requested."""

    query: str
    concept: str | None = None
    lexical_only: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A term named in a message: `text[start:end]` in characters, and the entries that carry the label, best first."""

    start: int
    end: int
    text: str
    terms: tuple[TermRef, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The terms mentioned in a message, in order; `text` is the cleaned message that the positions refer to."""

    text: str
    mentions: tuple[Mention, ...]


Answer = Definition | Comparison | Disambiguation | Suggestions | NotFound
