"""Entries, roles and statistics -> plain values for JSON: the rest of the API's contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from typing_extensions import TypedDict

from bot.core.answer import TermRef
from bot.core.assistant import takeaway
from bot.core.roles import RoleProfile
from bot.core.term import Term
from bot.core.typeahead import Completion
from bot.core.usage import Counted, Statistics
from bot.render.as_json import CitationJson, TakeawayJson, citations_json, reviewed_json, takeaway_json


class RefJson(TypedDict):
    slug: str
    term: str
    short_def: str


class SummaryJson(RefJson):
    aliases: list[str]
    categories: list[str]
    roles: list[str]
    status: str
    last_reviewed: str | None


class ExamplesJson(TypedDict):
    do: list[str]
    dont: list[str]


class GovernanceJson(TypedDict):
    nist_rmf_tags: list[str]
    risk_notes: str


class TermJson(SummaryJson):
    """An entry whole, but for hidden labels. `takeaways` has one for every role; `origin` says how particular it is."""

    long_def: str
    takeaways: list[TakeawayJson]
    examples: ExamplesJson
    governance: GovernanceJson
    related: list[RefJson]
    citations: list[CitationJson]
    license: str | None
    owner: str | None
    stale: bool


class CompletionJson(RefJson):
    """`label` is what begins as typed: the term itself or one of its aliases."""

    label: str


class RoleJson(TypedDict):
    role: str
    name: str
    person: str


class CategoryJson(TypedDict):
    name: str
    terms: int


class CountedJson(TypedDict):
    name: str
    count: int


class StatisticsJson(TypedDict):
    """`by_day` has every day; `helpful_share` is in [0, 1], null without feedback."""

    since: str
    until: str
    questions: int
    answered: int
    by_day: dict[str, int]
    by_step: dict[str, int]
    most_asked: list[CountedJson]
    unanswered: list[CountedJson]
    helpful: int
    not_helpful: int
    helpful_share: float | None


def summary_json(term: Term) -> SummaryJson:
    return {
        "slug": term.slug,
        "term": term.term,
        "short_def": term.short_def,
        "aliases": list(term.aliases),
        "categories": list(term.categories),
        "roles": [role.value for role in term.roles],
        "status": term.status.value,
        "last_reviewed": reviewed_json(term),
    }


def term_json(term: Term, related: Sequence[TermRef], roles: Sequence[RoleProfile], today: date) -> TermJson:
    """`related` as the glossary resolves it; a takeaway for each of `roles`."""
    return {
        **summary_json(term),
        "long_def": term.long_def,
        "takeaways": [takeaway_json(takeaway(term, profile.role)) for profile in roles],
        "examples": {"do": list(term.examples.do), "dont": list(term.examples.dont)},
        "governance": {"nist_rmf_tags": list(term.governance.nist_rmf_tags), "risk_notes": term.governance.risk_notes},
        "related": [{"slug": other.slug, "term": other.term, "short_def": other.short_def} for other in related],
        "citations": citations_json(term.citations),
        "license": term.license,
        "owner": term.owner,
        "stale": term.is_stale(today),
    }


def completion_json(completion: Completion) -> CompletionJson:
    return {"slug": completion.slug, "term": completion.term, "short_def": completion.short_def, "label": completion.label}


def role_json(profile: RoleProfile) -> RoleJson:
    return {"role": profile.role.value, "name": profile.display_name, "person": profile.person}


def statistics_json(statistics: Statistics) -> StatisticsJson:
    share = statistics.helpful_share
    return {
        "since": statistics.since.isoformat(),
        "until": statistics.until.isoformat(),
        "questions": statistics.questions,
        "answered": statistics.answered,
        "by_day": {day.isoformat(): count for day, count in statistics.by_day.items()},
        "by_step": dict(statistics.by_step),
        "most_asked": _counted(statistics.most_asked),
        "unanswered": _counted(statistics.unanswered),
        "helpful": statistics.helpful,
        "not_helpful": statistics.not_helpful,
        "helpful_share": None if share is None else round(share, 4),
    }


def _counted(items: Sequence[Counted]) -> list[CountedJson]:
    return [{"name": item.name, "count": item.count} for item in items]
