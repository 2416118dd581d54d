"""What those who asked are told, each alone, in plain words."""

from __future__ import annotations

from bot.core.answer import Definition
from bot.core.requests import MyRequest, Notice
from bot.render import request_words
from bot.render.adaptive_card.answers import answer_actions, answer_body, answer_spoken
from bot.render.adaptive_card.elements import Card, Element, action_set, container, heading, line, run, small, space
from bot.render.adaptive_card.fitting import card
from bot.render.adaptive_card.requests.mine import add_details
from bot.render.look import Look
from bot.render.text import clean

_SAID = "The stewards say"
_LONGEST = 1_500  # characters of what they say: all of it where the card has room


def notice_card_for(notice: Notice, request: MyRequest, look: Look, *, entry: Definition | None = None, other: MyRequest | None = None) -> Card:
    """`entry` is what the request became or is the same as, `other` the request it is the same as."""
    told = request_words.told(notice, request, entry, other)
    said = f"{_SAID}: {clean(request.said)}" if clean(request.said) else ""

    def build(room: float) -> tuple[list[Element], list[Element]]:
        quote = run(request.said, limit=max(int(_LONGEST * room), 80))
        body = [*heading(told, "Medium"), *container(line(run(f"{_SAID}:", bold=True), [space()], quote) if quote else [], "emphasis")]
        if notice is Notice.NEEDS_INFO and request.can_add_details:
            body += action_set([add_details(request)])
        body += container(list(answer_body(entry, look, room)), separator=True) if entry else []
        return [*body, *small(look.note)], answer_actions(entry, look) if entry else []

    return card(" ".join(filter(None, (told, said, answer_spoken(entry, look) if entry else ""))), build)
