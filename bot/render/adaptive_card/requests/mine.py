"""What somebody has requested or supports, and what can still be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.requests import MyRequest
from bot.core.requests.form import MAX_FREE_CHARS
from bot.render import request_words
from bot.render.adaptive_card import controls, names
from bot.render.adaptive_card.elements import Card, Element, action_set, container, execute, heading, line, run, show_card, small, text_input
from bot.render.adaptive_card.fitting import card
from bot.render.adaptive_card.references import at_most
from bot.render.look import Look
from bot.render.text import short

TITLE = "Your requests"
MAX_LISTED = 8
NONE = "You have not requested anything yet."
_SAID = 400  # characters of what the stewards said; the notice had all of it


def mine_card(requests: Sequence[MyRequest], look: Look) -> Card:
    """Open ones first."""
    listed = ", ".join(f"{short(request.term, 60)}: {request_words.standing_for_askers(request)}" for request in requests[:MAX_LISTED]) or NONE

    def build(room: float) -> tuple[list[Element], list[Element]]:
        shown = requests[: at_most(MAX_LISTED, room)]
        rest = len(requests) - len(shown)
        more = f"{rest:,} more, older ones" if rest > 0 else ""
        rows = [element for request in shown for element in _one(request, room)]
        body = [*heading(TITLE, "Medium"), *small(look.note), *rows, *small(more), *small("" if requests else NONE)]
        return body, [controls.ask_for_entry()]

    return card(f"{TITLE}: {listed}", build)


def add_details(request: MyRequest) -> Element:
    """Where somebody answers the stewards, on the spot."""
    field = text_input(f"details_{request.id}", "What stewards should know", lines=True, limit=MAX_FREE_CHARS, required="Please write something")
    send = execute(names.ADD_DETAILS, "Send", {"request": request.id}, style="positive", inputs=True)
    return show_card("Add details", [field], [send])


def _one(request: MyRequest, room: float) -> list[Element]:
    said = run(f"The stewards say: {request.said}" if request.said.strip() else "", limit=max(int(_SAID * room), 60))
    text = [
        *line(run(request.term, bold=True, limit=request_words.MAX_TERM)),
        *line(run(request_words.mine_line(request)), spacing="None"),
        *line(said, spacing="Small"),
    ]
    return container([*text, *action_set(list(_can(request)))], separator=True)


def _can(request: MyRequest) -> Iterator[Element]:
    if request.slug:
        yield execute(names.OPEN, "Open the entry", {"slug": request.slug}, says=f"Open the entry for {request.term}")
    if request.can_add_details:
        yield add_details(request)
    if request.can_withdraw:
        sure = line(run(f"You are told no more about {request_words.quoted(request.term)}. Others who want it still are."))
        yield show_card("Withdraw", sure, [execute(names.WITHDRAW, "Withdraw it", {"request": request.id}, style="destructive")])
