"""What is sent: blocks, and the text that notifications and screen readers have of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.core.answer import Answer, Mentions, TermRef
from bot.core.roles import Role
from bot.core.usage import Statistics
from bot.render import phrases
from bot.render.look import Look
from bot.render.slack import blocks, controls, limits, names
from bot.render.slack.answers import answer_blocks, answer_text
from bot.render.slack.fitting import message
from bot.render.slack.help import help_blocks, help_text
from bot.render.slack.look import Block, Message
from bot.render.slack.references import at_most, references
from bot.render.slack.statistics import statistics_blocks, statistics_text
from bot.render.text import short

MAX_LISTED = 25  # entries that a list shows
MAX_CATEGORIES = 50
MAX_NAME = 200  # characters of a name in a sentence
_NONE = "There are none."


def answer_message(answer: Answer, look: Look) -> Message:
    """Any answer, with the controls of the place it is shown in."""

    def build(room: float) -> Iterator[Block]:
        yield from _sharer(look)
        yield from answer_blocks(answer, look, room)
        yield from blocks.note(look.note)

    return message(answer_text(answer, look), build)


def mentions_message(mentions: Mentions, look: Look) -> Message:
    """The terms that a message names, each once, in their order."""
    terms = tuple({term.slug: term for mention in mentions.mentions for term in mention.terms}.values())
    if not terms:
        return notice("No glossary terms in this message.")
    return terms_message("Terms in this message", terms, look)


def terms_message(title: str, terms: Sequence[TermRef], look: Look, *, total: int | None = None) -> Message:
    """Entries to choose from. `total` is how many there are where `terms` is only the beginning."""
    count = max(len(terms), total or 0)
    heading = short(title, MAX_NAME) or "Terms"
    listed = ", ".join(short(term.term, MAX_NAME) for term in terms[:MAX_LISTED]) or _NONE

    def build(room: float) -> Iterator[Block]:
        yield from blocks.rich(blocks.line(blocks.run(heading, bold=True)))
        yield from references(terms, MAX_LISTED, "terms", room)
        yield from blocks.context("" if count else _NONE)
        yield from _rest(count - min(len(terms), at_most(MAX_LISTED, room)), look)
        yield from blocks.note(look.note)

    return message(f"{heading}: {listed}", build)


def categories_message(categories: Mapping[str, int], look: Look) -> Message:
    """The categories, each a button that lists it."""
    shown = list(categories.items())[:MAX_CATEGORIES]
    title = "Categories" if shown else "No entry has a category."

    def build(room: float) -> Iterator[Block]:
        yield from blocks.rich(blocks.line(blocks.run(title, bold=True)))
        buttons = controls.category_buttons(shown[: at_most(MAX_CATEGORIES, room)])
        for page, elements in enumerate(controls.pages(buttons)):
            yield from blocks.actions(f"categories:{page}", elements)
        yield from _rest(len(categories) - len(buttons), look)

    return message(f"{title}: {', '.join(short(name, MAX_NAME) for name, _ in shown)}" if shown else title, build)


def role_message(role: Role | None, look: Look) -> Message:
    """The role that is remembered, and a menu of all."""
    said, why = phrases.role_now(role)

    def build(_room: float) -> Iterator[Block]:
        yield from blocks.rich(blocks.lines(blocks.run(said, bold=True), blocks.run(why)))
        yield from blocks.actions("role", [controls.role_select(role, names.CHOOSE_ROLE)])
        yield from blocks.note(look.note)

    return message(f"{said} {why}", build)


def help_message(look: Look) -> Message:
    """All that can be asked."""
    return message(help_text(look), lambda _room: help_blocks(look))


def stats_message(statistics: Statistics, look: Look) -> Message:
    """What was asked, and whether it was answered."""
    return message(statistics_text(statistics), lambda room: statistics_blocks(statistics, look, room))


def notice(text: str) -> Message:
    """A sentence. Names may stand in it: nothing in it is markup."""
    said = short(text, limits.SECTION_TEXT)
    return message(said, lambda _room: [blocks.section(said)])


def _sharer(look: Look) -> Iterator[Block]:
    if look.sharer and blocks.is_person(look.sharer):
        yield from blocks.context(blocks.mrkdwn(f"{blocks.mention(look.sharer)} shared this"))


def _rest(count: int, look: Look) -> Iterator[Block]:
    if count > 0:
        where = f"in the {blocks.link(look.public_url, 'web glossary')}" if look.public_url else f"by way of `{look.command} search`"
        yield from blocks.context(blocks.mrkdwn(f"{count:,} more {where}"))
