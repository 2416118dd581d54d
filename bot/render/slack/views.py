"""The App Home and the look-up modal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.answer import Answer, TermRef
from bot.core.replies import StewardQueue
from bot.core.requests import MyRequest
from bot.core.roles import ROLES, Role
from bot.render.look import Look
from bot.render.slack import blocks, controls, limits, names
from bot.render.slack.answers import answer_blocks
from bot.render.slack.fitting import fitting
from bot.render.slack.look import Block, View
from bot.render.slack.references import at_most, references
from bot.render.slack.requests import mine
from bot.render.slack.requests.queue import MAX_AT_HOME, backlog_blocks

MAX_LISTED = 8  # entries of each list
MAX_SIZE = 12_000  # as for a message, to be on the safe side


@dataclass(frozen=True, slots=True)
class Home:
    """What a person's Home shows.

    `recent` are their look-ups, `week` the entries that were reviewed last, `terms` how many there are, `backlog` what stewards have to decide,
    `mine` what the person has requested.
    """

    role: Role | None
    recent: tuple[TermRef, ...]
    week: tuple[TermRef, ...]
    look: Look
    terms: int
    backlog: StewardQueue | None = None
    mine: tuple[MyRequest, ...] = ()


def home_view(home: Home) -> View:
    return {"type": "home", "blocks": fitting(lambda room: _home(home, room), limits.VIEW_BLOCKS, MAX_SIZE)}


def look_up_modal(look: Look, *, answer: Answer | None = None, note: str = "") -> View:
    """A menu that completes what is typed, and below it what was chosen."""

    def build(room: float) -> Iterator[Block]:
        yield {**blocks.section("Which term?"), "block_id": "look_up", "accessory": controls.term_select()}
        if answer:
            yield blocks.divider()
            yield from answer_blocks(answer, look, room)
        yield from blocks.note(note or look.note)

    return {
        "type": "modal",
        "callback_id": names.LOOK_UP_MODAL,
        "title": blocks.plain("Look up a term", limits.MODAL_TITLE),
        "close": blocks.plain("Close", limits.MODAL_TITLE),
        "blocks": fitting(build, limits.VIEW_BLOCKS, MAX_SIZE),
    }


def _home(home: Home, room: float) -> Iterator[Block]:
    look = home.look
    yield blocks.header("What does that term mean, and what for you?")
    yield from blocks.rich(blocks.line(blocks.run(f"{home.terms:,} terms of AI, with sources and the age of every review.")))
    yield from blocks.actions(
        "home", [{**controls.look_up(), "style": "primary"}, controls.ask_for_entry(), controls.role_select(home.role, names.CHOOSE_ROLE)]
    )
    yield from blocks.context(
        f"Answers are for you as {ROLES[home.role].person}." if home.role else "Choose your role, and answers say what a term means for you."
    )
    if home.backlog:
        yield blocks.divider()
        yield from backlog_blocks(home.backlog, at_most(MAX_AT_HOME, room))
    if home.mine:
        yield blocks.divider()
        yield blocks.header(mine.TITLE)
        yield from mine.mine_blocks(home.mine, at_most(mine.MAX_AT_HOME, room))
    for title, terms, kind, first in (("Looked up by you", home.recent, "recent", 0), ("Terms of the week: recently reviewed", home.week, "week", MAX_LISTED)):
        if terms:
            yield blocks.divider()
            yield blocks.header(title)
            yield from references(terms, MAX_LISTED, kind, room, first)
    yield blocks.divider()
    yield blocks.header("What I can do")
    yield from blocks.rich(blocks.bullets(_abilities(look.command)))
    yield from blocks.context(blocks.mrkdwn(blocks.link(look.public_url, "The whole glossary on the web")) if look.public_url else "")
    yield from blocks.note(look.note)


def _abilities(command: str) -> Iterator[list[list[blocks.Run]]]:
    for words, what in (
        ("rlhf", "an answer that only you see, until you share it"),
        ("rlhf for a lawyer", "the same for a role"),
        ("rlhf vs dpo", "terms side by side"),
        ("my requests", "what you have requested, and where it stands"),
        ("help", "everything else"),
    ):
        yield [blocks.code(f"{command} {words}"), blocks.space("  "), blocks.run(what)]
    yield [blocks.run("Mention me in a channel, or write to me under Messages: follow-up questions are understood there.")]
    yield [blocks.run("\u201cExplain terms in message\u201d, in the menu of every message, lists the terms found in it.")]
