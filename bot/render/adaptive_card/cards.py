"""Cards that are no answers: lists, the role, numbers, a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.answer import Mentions, TermRef
from bot.core.roles import ROLES, Role
from bot.core.usage import Counted, Statistics
from bot.render import phrases
from bot.render.adaptive_card import controls, names
from bot.render.adaptive_card.elements import Card, Element, action_set, bullets, execute, heading, line, run, small, space
from bot.render.adaptive_card.fitting import card, spoken_as
from bot.render.adaptive_card.references import at_most, references
from bot.render.look import Look
from bot.render.text import short

MAX_LISTED = 20  # entries that a list shows
MAX_CATEGORIES = 30
MAX_COUNTED = 8  # lines of each list of numbers
MAX_SENTENCE = 1_000
MAX_NAME = 120  # characters of a name in a sentence


def notice_card(text: str, *, before: Card | None = None) -> Card:
    """A sentence. Names may stand in it: nothing in it is markup. `before` is a card that it stands above."""
    said = line(run(text, limit=MAX_SENTENCE))
    if before is None:
        return card(text, lambda _room: (said, []))
    return {**before, "body": [*said, *before["body"]], **spoken_as(f"{short(text, MAX_SENTENCE)} {before['fallbackText']}")}


def terms_card(title: str, terms: Sequence[TermRef], look: Look) -> Card:
    """Entries to choose from."""
    listed = ", ".join(short(term.term, MAX_NAME) for term in terms[:MAX_LISTED])

    def build(room: float) -> tuple[list[Element], list[Element]]:
        rest = len(terms) - min(len(terms), at_most(MAX_LISTED, room))
        more = f"{rest:,} more by way of \u201csearch\u201d" if rest > 0 else ""
        return [*heading(short(title, MAX_NAME) or "Terms", "Medium"), *references(terms, MAX_LISTED, room), *small(more), *small(look.note)], []

    return card(f"{title}: {listed}", build)


def mentions_card(mentions: Mentions, look: Look) -> Card:
    """The terms that a message names, each once, in their order."""
    terms = tuple({term.slug: term for mention in mentions.mentions for term in mention.terms}.values())
    return terms_card("Terms in this message", terms, look) if terms else notice_card("No glossary terms in this message.")


def categories_card(categories: Sequence[tuple[str, int]], look: Look) -> Card:
    """The categories, each a button that lists it."""
    title = "Categories" if categories else "No entry has a category."

    def build(room: float) -> tuple[list[Element], list[Element]]:
        shown = categories[: at_most(MAX_CATEGORIES, room)]
        buttons = [execute(names.SHOW_CATEGORY, f"{short(name, 40)} ({count:,})", {"category": name}) for name, count in shown]
        rest = len(categories) - len(shown)
        return [*heading(title, "Medium"), *action_set(buttons), *small(f"{rest:,} more" if rest else ""), *small(look.note)], []

    return card(f"{title}: {', '.join(short(name, MAX_NAME) for name, _ in categories[:MAX_CATEGORIES])}", build)


def role_card(role: Role | None, look: Look) -> Card:
    """The role that is remembered, and all there are."""
    said, why = phrases.role_now(role)

    def build(_room: float) -> tuple[list[Element], list[Element]]:
        return [*heading(said, "Medium"), *line(run(why)), *controls.choose_role(role), *small(look.note)], []

    return card(f"{said} {why} Roles: {', '.join(profile.person for profile in ROLES.values())}.", build)


def stats_card(statistics: Statistics, look: Look) -> Card:
    """What was asked, in numbers. Nobody is named."""
    title, numbers = phrases.statistics_title(statistics), phrases.statistics_line(statistics)

    def build(room: float) -> tuple[list[Element], list[Element]]:
        most = at_most(MAX_COUNTED, room)
        lists = [*_counted("Most asked", statistics.most_asked[:most]), *_counted("Asked for, without an entry", statistics.unanswered[:most])]
        where = run("More in the web glossary" if look.public_url else "", size="Small", url=f"{look.public_url}/insights")
        return [*heading(title, "Medium"), *line(run(numbers)), *lists, *small(phrases.DAYS_IN_UTC), *line(where)], []

    return card(f"{title}: {numbers}", build)


def _counted(title: str, counted: Sequence[Counted]) -> list[Element]:
    items = [[*run(item.name, limit=MAX_NAME), space("  "), *run(f"{item.count:,}", subtle=True)] for item in counted if item.name.strip()]
    return [*line(run(title, bold=True)), *bullets(items)] if items else []
