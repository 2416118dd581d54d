"""What somebody has requested or supports, and what can still be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.requests import MyRequest
from bot.core.requests.form import MAX_FREE_CHARS
from bot.render import request_words
from bot.render.look import Look
from bot.render.slack import blocks, controls, inputs, limits, names
from bot.render.slack.fitting import message
from bot.render.slack.look import Block, Message, View
from bot.render.slack.references import at_most
from bot.render.slack.requests.notices import add_details
from bot.render.text import short

TITLE = "Your requests"
MAX_LISTED = 12
MAX_AT_HOME = 5
NONE = "You have not requested anything yet."
_FIRST = 100  # number of the first button that opens an entry: Home has others
_SAID = 400  # characters of what the stewards said; the notice had all of it
_TERM = 60


def mine_message(requests: Sequence[MyRequest], look: Look) -> Message:
    """Open ones first."""
    listed = ", ".join(f"{short(request.term, _TERM)}: {request_words.standing_for_askers(request)}" for request in requests[:MAX_LISTED]) or NONE

    def build(room: float) -> Iterator[Block]:
        yield blocks.header(TITLE)
        yield from mine_blocks(requests, at_most(MAX_LISTED, room))
        yield from blocks.context("" if requests else NONE)
        yield from blocks.actions("mine", [controls.ask_for_entry()])
        yield from blocks.note(look.note)

    return message(f"{TITLE}: {listed}", build)


def mine_blocks(requests: Sequence[MyRequest], most: int) -> Iterator[Block]:
    """Also a part of Home."""
    for number, request in enumerate(requests[:most]):
        said = blocks.run(f"The stewards say: {request.said}" if request.said.strip() else "", limit=_SAID)
        yield from blocks.rich(blocks.lines(blocks.run(request.term, bold=True), blocks.run(request_words.mine_line(request)), said))
        yield from blocks.actions(f"mine:{number}", list(_can(request, _FIRST + number)))
    rest = len(requests) - most
    yield from blocks.context(f"{rest:,} more, older ones" if rest > 0 else "")


def details_form(request: MyRequest, about: str) -> View:
    """Where somebody answers the stewards. `about` comes back with it."""
    fields = [
        blocks.section(f"{request_words.quoted(request.term)}: {request_words.standing_for_askers(request).lower()}."),
        *blocks.rich(blocks.quote(blocks.run(request.said))),
        inputs.text("details", "What stewards should know", lines=True, limit=MAX_FREE_CHARS, optional=False),
    ]
    return inputs.modal(names.ADD_DETAILS, "Add details", "Send", fields, about)


def _can(request: MyRequest, number: int) -> Iterator[blocks.Element]:
    if request.slug and len(request.slug) <= limits.BUTTON_VALUE:
        yield controls.button(f"{names.OPEN}:{number}", "Open the entry", request.slug, says=f"Open the entry for {request.term}")
    if request.can_add_details:
        yield add_details(request)
    if request.can_withdraw:
        yield controls.with_confirmation(
            controls.button(f"{names.WITHDRAW}:{request.id}", "Withdraw", str(request.id), says=f"Withdraw the request for {request.term}"),
            "Withdraw it?",
            f"You are told no more about {request_words.quoted(request.term)}. Others who want it still are.",
            "Withdraw",
        )
