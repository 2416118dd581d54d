"""One entry, at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.answer import Definition, Origin, Takeaway, TermRef
from bot.core.roles import ROLES
from bot.render import phrases
from bot.render.look import Look, Place
from bot.render.other_names import other_names
from bot.render.shown import shown_in
from bot.render.slack import blocks, controls, state
from bot.render.slack.detail import detail
from bot.render.slack.look import Block
from bot.render.slack.references import at_most
from bot.render.sources import title_and_year
from bot.render.text import clean, short

MAX_SHORT_DEF = 1_200  # characters where an entry has a message for itself: more than an entry may have
MAX_TAKEAWAY = 2_400  # likewise
_SHORTEST = 80
_LEAST_ROOM = 0.04  # below it the details of several long entries would leave no place for the controls
_LEAST_ROOM_FOR_SOURCES = 0.02  # addresses cannot be shortened
MAX_ALIASES = 160  # characters: a line
MAX_ALIASES_BESIDE = 64
MAX_ALIASES_IN_DETAIL = 1_000
MAX_CITATIONS = 2
MAX_RELATED = 4  # buttons on a line
MAX_RELATED_IN_DETAIL = 8
_SEPARATOR = " \u00b7 "


def definition(answer: Definition, look: Look, *, room: float = 1.0, beside: bool = False) -> Iterator[Block]:
    """`room` is the share of a message that long texts may take. `beside` another entry, small things give way."""
    term = answer.term
    yield blocks.header(term.term)
    yield from blocks.context(other_names(term.aliases, _alias_room(look, room, beside=beside)))
    yield from _warning(answer, look)
    short_def = blocks.run(term.short_def, limit=_at_least(MAX_SHORT_DEF * room))
    yield from blocks.rich(blocks.line(short_def), _takeaway(answer.takeaway, look, _at_least(MAX_TAKEAWAY * room)))
    if look.detail and room >= _LEAST_ROOM:
        yield from detail(answer, room)
    yield from _facts(answer, look, MAX_CITATIONS if room >= _LEAST_ROOM_FOR_SOURCES else 1)


def _alias_room(look: Look, room: float, *, beside: bool) -> int:
    usual = MAX_ALIASES_BESIDE if beside else MAX_ALIASES
    return max(usual, int(MAX_ALIASES_IN_DETAIL * room)) if look.detail else usual


def _warning(answer: Definition, look: Look) -> Iterator[Block]:
    care = phrases.warning(answer.term, look.today)
    if care:
        yield from blocks.context(blocks.mrkdwn(f":warning: *{care}*"))


def _at_least(limit: float) -> int:
    return max(int(limit), _SHORTEST)


def _takeaway(takeaway: Takeaway | None, look: Look, limit: int = MAX_TAKEAWAY) -> list[blocks.Element]:
    """Set off as a quotation. Where others read it, it says for whom, and general advice is left out."""
    if takeaway is None or not clean(takeaway.text):
        return []
    heading = phrases.takeaway_heading(takeaway)
    if look.place is Place.CHANNEL:
        if takeaway.origin is Origin.GENERAL:
            return []
        heading = heading.replace("For you as", "For the role", 1)
    return blocks.quote(blocks.run(f"{heading}:", bold=True), blocks.space(), blocks.run(takeaway.text, limit=limit))


def _facts(answer: Definition, look: Look, most: int) -> Iterator[Block]:
    """Where it comes from, how far it is to be trusted, how it was found."""
    term = answer.term
    sources = "" if look.detail else _SEPARATOR.join(_sources(answer, most))
    how = phrases.LEXICAL_ONLY if answer.lexical_only else phrases.matched_how(answer.match, term)
    yield from blocks.context(
        blocks.mrkdwn(sources) if sources else "",
        phrases.review_line(term, look.today),
        how,
        blocks.mrkdwn(blocks.link(web_entry(answer.term.slug, look), "Web entry")) if look.public_url else "",
    )


def _sources(answer: Definition, most: int) -> Iterator[str]:
    citations = answer.term.citations
    for citation in citations[:most]:
        yield blocks.link(citation.url, title_and_year(citation))
    if len(citations) > most:
        yield f"{len(citations) - most} more"


def web_entry(slug: str, look: Look) -> str:
    """Address of the entry on the web; "" when there is none."""
    return f"{look.public_url}/terms/{slug}" if look.public_url else ""


def summary(answer: Definition, look: Look) -> str:
    """For notifications and screen readers: the answer without its controls."""
    term = answer.term
    care = phrases.warning(term, look.today)
    parts = [f"{short(term.term, 150)}: {clean(term.short_def)}"]
    if care:
        parts.append(care)
    if answer.takeaway and _takeaway(answer.takeaway, look):
        person = ROLES[answer.takeaway.role].person
        parts.append(f"For {person}: {clean(answer.takeaway.text)}")
    return " ".join(parts)


def related(answer: Definition, look: Look, room: float) -> Iterator[Block]:
    """Other entries, one click away, each once."""
    shown = shown_in(answer, look.role, detail=look.detail)
    if look.place is Place.CHANNEL or shown is None:
        return
    also = answer.also[: at_most(MAX_RELATED, room)]
    others = _without(answer.related, also)[: at_most(MAX_RELATED_IN_DETAIL if look.detail else MAX_RELATED, room)]
    for kind, heading, terms, first in (("also", "Also means", also, 0), ("related", "Related", others, len(also))):
        if terms:
            yield from blocks.context(heading)
            yield from blocks.actions(state.write(kind, shown), controls.open_buttons(terms, first))


def _without(terms: tuple[TermRef, ...], others: tuple[TermRef, ...]) -> tuple[TermRef, ...]:
    gone = {other.slug for other in others}
    return tuple(term for term in terms if term.slug not in gone)
