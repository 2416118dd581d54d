"""A glossary entry as it is written in `data/terms/<slug>.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator

from bot.core.normalize import normalize
from bot.core.roles import Role

MAX_LABEL_CHARS = 120
MAX_SHORT_DEF_CHARS = 320  # about two sentences: what fits above the fold of a chat message
MAX_LONG_DEF_CHARS = 6_000
MAX_NOTE_CHARS = 1_200
MAX_LIST_ITEMS = 100
MAX_SOURCE_CHARS = 300
MAX_URL_CHARS = 2_000
UNWRITTEN = "One or two sentences that a newcomer understands."  # stands in a new file until somebody writes the short definition
STALE_AFTER_DAYS = 365  # a review older than twelve months is shown as stale

SLUG_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Status(StrEnum):
    """Editorial state of an entry; everything but `reviewed` and `approved` is shown with a warning."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    DEPRECATED = "deprecated"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def web_url(url: str) -> str:
    """The same URL. Raises ValueError for one that nobody should be sent to."""
    parts = urlsplit(url)  # raises ValueError on a malformed host
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http(s) URL")
    if "@" in parts.netloc or any(char.isspace() or not char.isprintable() or char in "<>\"'`|\\" for char in url):
        raise ValueError("must be a plain URL without user names, spaces or quotes")
    return url


def _readable(text: str) -> str:
    if not normalize(text):
        raise ValueError("must contain a letter or a digit")
    return text


def _iso_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"must be a date like 2026-01-31, not {value[:40]!r}") from None


Label = Annotated[str, StringConstraints(max_length=MAX_LABEL_CHARS), AfterValidator(_one_line), AfterValidator(_readable)]
Note = Annotated[str, StringConstraints(max_length=MAX_NOTE_CHARS), AfterValidator(_one_line)]
Labels = Annotated[tuple[Label, ...], Field(max_length=MAX_LIST_ITEMS)]
Notes = Annotated[tuple[Note, ...], Field(max_length=MAX_LIST_ITEMS)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Audiences(_Value):
    """The definition retold for two audiences."""

    exec: Note = ""
    engineer: Note = ""


class Examples(_Value):
    do: Notes = ()
    dont: Notes = ()


class Governance(_Value):
    nist_rmf_tags: Labels = ()
    risk_notes: Note = ""


class Relationships(_Value):
    """Labels of other terms; what points to no term of the glossary is a lint warning."""

    broader: Labels = ()
    narrower: Labels = ()
    related: Labels = ()


class Citation(_Value):
    source: Annotated[str, StringConstraints(max_length=MAX_SOURCE_CHARS), AfterValidator(_one_line), AfterValidator(_readable)]
    url: Annotated[str, StringConstraints(max_length=MAX_URL_CHARS), AfterValidator(web_url)]


class Term(_Value):
    """One concept. `term` is the preferred label, `aliases` the alternative ones, `hidden_labels` are searchable but never shown."""

    slug: str
    term: Label
    short_def: Annotated[str, StringConstraints(max_length=MAX_SHORT_DEF_CHARS), AfterValidator(_one_line), AfterValidator(_readable)]
    status: Status
    long_def: Annotated[str, StringConstraints(max_length=MAX_LONG_DEF_CHARS), AfterValidator(_one_line)] = ""
    aliases: Labels = ()
    hidden_labels: Labels = ()
    categories: Labels = ()
    roles: tuple[Role, ...] = ()
    part_of_speech: Label | None = None
    audiences: Audiences = Audiences()
    takeaways: Mapping[Role, Note] = Field(default_factory=dict)
    questions: Notes = ()
    examples: Examples = Examples()
    governance: Governance = Governance()
    relationships: Relationships = Relationships()
    citations: Annotated[tuple[Citation, ...], Field(max_length=MAX_LIST_ITEMS)] = ()
    license: Label | None = None
    owner: Label | None = None
    last_reviewed: Annotated[date | None, BeforeValidator(_iso_date)] = None

    @field_validator("slug")
    @classmethod
    def _safe_slug(cls, slug: str) -> str:
        if not SLUG_PATTERN.fullmatch(slug):
            raise ValueError(f"file name must be lower-case letters, digits and single hyphens, not {slug!r}")
        return slug

    @property
    def shown_labels(self) -> tuple[str, ...]:
        return (self.term, *self.aliases)

    @property
    def is_unwritten(self) -> bool:
        """True while the short definition is the one that a new file begins with."""
        return self.short_def == UNWRITTEN

    def review_age_days(self, today: date) -> int | None:
        """Days since the last review, or None when it was never reviewed."""
        return None if self.last_reviewed is None else (today - self.last_reviewed).days

    def is_stale(self, today: date) -> bool:
        """True when the last review is more than twelve months ago. A term that was never reviewed is not stale but unreviewed."""
        age = self.review_age_days(today)
        return age is not None and age > STALE_AFTER_DAYS
