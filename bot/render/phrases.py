"""Sentences that every surface says alike."""

from __future__ import annotations

from datetime import date

from bot.core.answer import Match, Origin, Step, Takeaway
from bot.core.normalize import normalize
from bot.core.roles import ROLES, Role
from bot.core.term import Status, Term
from bot.core.usage import Statistics

LEXICAL_ONLY = "Matched by words only: the language model is not there yet, or busy."


def takeaway_heading(takeaway: Takeaway) -> str:
    """Says for whom, and honestly where the words come from."""
    person = ROLES[takeaway.role].person
    match takeaway.origin:
        case Origin.TERM:
            return f"For you as {person}"
        case Origin.AUDIENCE:
            return f"For you as {person}, from the note for {'executives' if person == 'Executive' else 'engineers'}"
        case Origin.GENERAL:
            return f"General advice for you as {person}; this entry has none of its own"


def matched_how(match: Match, term: Term) -> str:
    """How an answer was found, or "" for an exact label, where nothing needs saying.

    The label is shown as the entry writes it; one that is hidden, or not the entry's own, stands for the entry's name.
    """
    match match.step:
        case Step.EXACT:
            return ""
        case Step.FUZZY:
            if not match.label:
                return "Read with a correction of the spelling."
            shown = next((label for label in term.shown_labels if normalize(label) == match.label), term.term)
            return f"Read as \u201c{shown}\u201d."
        case Step.SEMANTIC:
            return f"Found by meaning, closeness {match.score:.2f}."


def age(days: int) -> str:
    """A span of days as people say it."""
    if days <= 0:
        return "today"
    for unit, length in (("year", 365), ("month", 30), ("day", 1)):
        count = days // length
        if count and (unit != "month" or days >= 2 * length):
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "today"


def review_line(term: Term, today: date) -> str:
    """Status and age of the review: "approved, reviewed 45 days ago"."""
    days = term.review_age_days(today)
    reviewed = "never reviewed" if days is None else f"reviewed {age(days)}"
    return reviewed if term.status is Status.REVIEWED and days is not None else f"{term.status.value}, {reviewed}"


def warning(term: Term, today: date) -> str:
    """Why the entry should be read with care, or ""."""
    if term.status is Status.DRAFT:
        return "Draft: nobody has reviewed this entry yet."
    if term.status is Status.DEPRECATED:
        return "Deprecated: this entry is kept for old documents."
    if term.is_stale(today):
        return "Stale: the last review is more than twelve months ago."
    return ""


def several_senses(query: str) -> str:
    """`query` is clean and short, as `concept` is below."""
    return f"\u201c{query}\u201d can mean several things here. Which one?"


def closest_entries(concept: str) -> str:
    return f"There is no entry for {concept} yet. Closest entries:" if concept else "No sure match. Closest entries:"


def no_entry(name: str, *, known: bool) -> str:
    """`known` for an AI concept, of which it is only a matter of time."""
    quoted = f"\u201c{name}\u201d" if name else "that"
    return f"No entry for {quoted}{' yet' if known else ''}."


TRY_ANOTHER = "Try another name, or describe what it does in a sentence."


def role_now(role: Role | None) -> tuple[str, str]:
    """What the role of a person is, and what that does."""
    if role:
        return f"Your role is {ROLES[role].person}.", "Answers say what a term means for your role, in every channel and here."
    return "You have not told your role yet.", "Choose it, and answers say what a term means for you."


DAYS_IN_UTC = "Days are counted in UTC. Nobody is named."


def statistics_title(statistics: Statistics) -> str:
    return f"Questions from {statistics.since:%-d %B %Y} to {statistics.until:%-d %B %Y}"


def statistics_line(statistics: Statistics) -> str:
    if not statistics.questions:
        return "No questions yet."
    share = statistics.helpful_share
    helpful = "no votes yet" if share is None else f"{share:.0%} of votes say helpful"
    return f"{statistics.questions:,} questions, {statistics.answered / statistics.questions:.0%} answered, {helpful}."
