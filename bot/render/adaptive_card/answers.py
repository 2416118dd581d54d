"""The card of every kind of answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, NotFound, Suggestions, TermRef
from bot.core.resolution import MAX_COMPARED
from bot.render import phrases
from bot.render.adaptive_card import controls
from bot.render.adaptive_card.definition import definition, spoken
from bot.render.adaptive_card.elements import Card, Element, action_set, container, heading, line, run, small
from bot.render.adaptive_card.fitting import card
from bot.render.adaptive_card.references import at_most, references
from bot.render.look import Look, Place
from bot.render.shown import Shown, shown_in
from bot.render.text import cut, short

MAX_QUERY = 200  # characters of a question that are worth repeating
MAX_OFFERED = 8  # entries to choose from
MAX_RELATED = 4  # buttons on a line
MAX_RELATED_IN_DETAIL = 8


def answer_card(answer: Answer, look: Look) -> Card:
    """Any answer, with the controls of the place it is shown in."""

    def build(room: float) -> tuple[list[Element], list[Element]]:
        body = [*_sharer(look), *answer_body(answer, look, room), *small(look.note)]
        return body, answer_actions(answer, look)

    return card(answer_spoken(answer, look), build)


def answer_body(answer: Answer, look: Look, room: float) -> Iterator[Element]:
    match answer:
        case Definition():
            yield from definition(answer, look, room)
            yield from _related(answer, look, room)
        case Comparison():
            yield from _comparison(answer, look, room)
        case Disambiguation():
            yield from heading(phrases.several_senses(_asked(answer.query)), "Medium")
            yield from references(answer.senses, MAX_OFFERED, room)
        case Suggestions():
            yield from heading(phrases.closest_entries(_asked(answer.concept or "")), "Medium")
            yield from references(answer.closest, MAX_OFFERED, room)
            yield from small(phrases.LEXICAL_ONLY if answer.lexical_only else "")
        case NotFound():
            yield from heading(_no_entry(answer), "Medium")
            yield from line(run("" if answer.concept else phrases.TRY_ANOTHER))
            yield from small(phrases.LEXICAL_ONLY if answer.lexical_only else "")
        case _:
            assert_never(answer)


def answer_actions(answer: Answer, look: Look) -> list[Element]:
    """What can be done, by who sees it."""
    if isinstance(answer, Suggestions | NotFound):
        return controls.request(answer.concept or answer.query)
    shown = shown_in(answer, look.role, detail=look.detail)
    if shown is None:
        return []
    if look.place is Place.CHANNEL:
        return [controls.mine(shown)]
    sharing = [controls.share(shown)] if look.place is Place.PRIVATE else []
    voting = controls.votes(shown) if isinstance(answer, Definition) and look.place is not Place.MODAL else []
    asking = controls.request(answer.missing[0]) if isinstance(answer, Comparison) and answer.missing else []
    return [controls.other_roles(shown), controls.length(shown), *sharing, *voting, *asking]


def answer_spoken(answer: Answer, look: Look) -> str:
    """For notifications and screen readers."""
    match answer:
        case Definition():
            return spoken(answer, look)
        case Comparison():
            return " ".join(spoken(item, look) for item in answer.definitions[:MAX_COMPARED])
        case Disambiguation():
            return f"\u201c{_asked(answer.query)}\u201d can mean: {', '.join(item.term for item in answer.senses[:MAX_OFFERED])}"
        case Suggestions():
            return f"{phrases.closest_entries(_asked(answer.concept or ''))} {', '.join(item.term for item in answer.closest[:MAX_OFFERED])}"
        case NotFound():
            return _no_entry(answer)
        case _:
            assert_never(answer)


def _asked(text: str) -> str:
    return short(text, MAX_QUERY)


def _no_entry(answer: NotFound) -> str:
    return phrases.no_entry(_asked(answer.concept or answer.query), known=bool(answer.concept))


def _comparison(answer: Comparison, look: Look, room: float) -> Iterator[Element]:
    shown = answer.definitions[:MAX_COMPARED]
    for number, item in enumerate(shown):
        yield from container(list(definition(item, look, room / len(shown))), separator=bool(number), spacing="Large" if number else "Default")
    if look.place is not Place.CHANNEL and len(shown) > 1:
        yield from action_set(controls.open_buttons(TermRef(item.term.slug, item.term.term) for item in shown))
    if answer.missing:
        yield from line(run(f"No entry for {cut(', '.join(map(_asked, answer.missing)), MAX_QUERY)}.", bold=True), separator=True)


def _related(answer: Definition, look: Look, room: float) -> Iterator[Element]:
    """Other entries, one click away, each once."""
    if look.place is Place.CHANNEL:
        return
    also = answer.also[: at_most(MAX_RELATED, room)]
    gone = {term.slug for term in also}
    others = [term for term in answer.related if term.slug not in gone][: at_most(MAX_RELATED_IN_DETAIL if look.detail else MAX_RELATED, room)]
    for title, terms in (("Also means", also), ("Related", others)):
        if terms:
            yield from small(title, spacing="Medium")
            yield from action_set(controls.open_buttons(terms))


def _sharer(look: Look) -> Iterator[Element]:
    yield from small(f"{look.sharer} shared this" if look.sharer else "")


def shown_of(answer: Answer, look: Look) -> Shown | None:
    return shown_in(answer, look.role, detail=look.detail)
