"""What those who asked are told, each alone, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.answer import Definition
from bot.core.requests import MyRequest, Notice
from bot.render import request_words
from bot.render.look import Look
from bot.render.slack import blocks, controls, names
from bot.render.slack.answers import answer_blocks, answer_text
from bot.render.slack.fitting import message
from bot.render.slack.look import Block, Message
from bot.render.text import clean

_SAID = "The stewards say"
_LONGEST = 1_500  # characters of what they say: all of it where the message has room


def notice_message(notice: Notice, request: MyRequest, look: Look, *, entry: Definition | None = None, other: MyRequest | None = None) -> Message:
    """`entry` is what the request became or is the same as, `other` the request it is the same as."""
    told = request_words.told(notice, request, entry, other)
    said = f"{_SAID}: {clean(request.said)}" if clean(request.said) else ""

    def build(room: float) -> Iterator[Block]:
        yield from blocks.rich(blocks.line(blocks.run(told, bold=True)), _quoted(request.said, room))
        if notice is Notice.NEEDS_INFO and request.can_add_details:
            yield from blocks.actions("details", [add_details(request)])
        if entry:
            yield from answer_blocks(entry, look, room)
        yield from blocks.note(look.note)

    return message(" ".join(part for part in (told, said, answer_text(entry, look) if entry else "") if part), build)


def add_details(request: MyRequest) -> blocks.Element:
    return controls.button(f"{names.ADD_DETAILS}:{request.id}", "Add details", str(request.id), says=f"Add details to the request for {request.term}")


def _quoted(said: str, room: float) -> list[blocks.Element]:
    runs = blocks.run(said, limit=max(int(_LONGEST * room), 80))
    return blocks.quote(blocks.run(f"{_SAID}:", bold=True), blocks.space(), runs) if runs else []
