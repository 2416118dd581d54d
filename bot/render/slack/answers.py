"""The blocks of every kind of answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, NotFound, Suggestions, TermRef
from bot.core.resolution import MAX_COMPARED
from bot.render import phrases
from bot.render.look import Look, Place
from bot.render.shown import shown_in
from bot.render.slack import blocks, controls, state
from bot.render.slack.definition import definition, related, summary
from bot.render.slack.look import Block
from bot.render.slack.references import references
from bot.render.text import cut, short

MAX_QUERY = 200  # characters of a question that are worth repeating
MAX_OFFERED = 8  # entries to choose from


def answer_blocks(answer: Answer, look: Look, room: float) -> Iterator[Block]:
    match answer:
        case Definition():
            yield from definition(answer, look, room=room)
        case Comparison():
            yield from _comparison(answer, look, room)
        case Disambiguation():
            yield from _heading(phrases.several_senses(_asked(answer.query)))
            yield from references(answer.senses, MAX_OFFERED, "senses", room)
        case Suggestions():
            yield from _suggestions(answer, room)
        case NotFound():
            yield from _not_found(answer)
        case _:
            assert_never(answer)
    yield from _controls(answer, look, room)


def answer_text(answer: Answer, look: Look) -> str:
    """For notifications and screen readers."""
    match answer:
        case Definition():
            return summary(answer, look)
        case Comparison():
            return " ".join(summary(item, look) for item in answer.definitions[:MAX_COMPARED])
        case Disambiguation():
            return f"\u201c{_asked(answer.query)}\u201d can mean: {', '.join(item.term for item in answer.senses[:MAX_OFFERED])}"
        case Suggestions():
            return f"{_no_match(answer)} {', '.join(item.term for item in answer.closest[:MAX_OFFERED])}"
        case NotFound():
            return _no_entry(answer)
        case _:
            assert_never(answer)


def _asked(text: str) -> str:
    return short(text, MAX_QUERY)


def _heading(text: str) -> Iterator[Block]:
    yield from blocks.rich(blocks.line(blocks.run(text, bold=True)))


def _comparison(answer: Comparison, look: Look, room: float) -> Iterator[Block]:
    shown = answer.definitions[:MAX_COMPARED]
    for number, item in enumerate(shown):
        if number:
            yield blocks.divider()
        yield from definition(item, look, room=room / len(shown), beside=len(shown) > 1)
    if answer.missing:
        yield blocks.divider()
        yield from _heading(f"No entry for {cut(', '.join(map(_asked, answer.missing)), MAX_QUERY)}.")
        yield from blocks.actions("request", controls.request(answer.missing[0]))


def _no_match(answer: Suggestions) -> str:
    return phrases.closest_entries(_asked(answer.concept or ""))


def _suggestions(answer: Suggestions, room: float) -> Iterator[Block]:
    yield from _heading(_no_match(answer))
    yield from references(answer.closest, MAX_OFFERED, "closest", room)
    yield from blocks.context("None of them?", phrases.LEXICAL_ONLY if answer.lexical_only else "")
    yield from blocks.actions("request", [*controls.request(answer.concept or answer.query), controls.look_up()])


def _no_entry(answer: NotFound) -> str:
    return phrases.no_entry(_asked(answer.concept or answer.query), known=bool(answer.concept))


def _not_found(answer: NotFound) -> Iterator[Block]:
    hint = "" if answer.concept else phrases.TRY_ANOTHER
    yield from blocks.rich(blocks.lines(blocks.run(_no_entry(answer), bold=True), blocks.run(hint)))
    yield from blocks.context(phrases.LEXICAL_ONLY if answer.lexical_only else "")
    yield from blocks.actions("request", [*controls.request(answer.concept or answer.query), controls.look_up()])


def _controls(answer: Answer, look: Look, room: float) -> Iterator[Block]:
    """What can be done with entries, by who sees them."""
    shown = shown_in(answer, look.role, detail=look.detail)
    if shown is None:
        return
    block_id = state.write("answer", shown)
    if look.place is Place.CHANNEL:
        yield from blocks.actions(block_id, [controls.mine()])
        return
    detail = controls.less() if look.detail else controls.more()
    yield from blocks.actions(block_id, [controls.role_select(look.role), detail, *([controls.share()] if look.place is Place.PRIVATE else [])])
    if isinstance(answer, Definition):
        yield from related(answer, look, room)
        if look.place is not Place.MODAL:
            yield controls.feedback(state.write("feedback", shown))
    if isinstance(answer, Comparison) and len(answer.definitions) > 1:
        yield from blocks.context("Each by itself")
        yield from blocks.actions(
            state.write("each", shown),
            controls.open_buttons(TermRef(item.term.slug, item.term.term) for item in answer.definitions[:MAX_COMPARED]),
        )
