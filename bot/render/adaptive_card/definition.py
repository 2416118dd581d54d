"""One entry, at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.answer import Definition, Origin, Takeaway
from bot.core.roles import ROLES
from bot.render import phrases
from bot.render.adaptive_card.detail import at_least, detail
from bot.render.adaptive_card.elements import Element, Run, container, heading, joined, line, run, space
from bot.render.look import Look, Place
from bot.render.other_names import other_names
from bot.render.sources import title_and_year
from bot.render.text import clean, short

MAX_SHORT_DEF = 1_200  # characters where an entry has a card for itself: more than an entry may have
MAX_TAKEAWAY = 1_600
MAX_ALIASES = 160  # a line
MAX_CITATIONS = 2
_LEAST_ROOM = 0.06  # below it the details of several long entries would leave no place for the controls
_SEPARATOR = " \u00b7 "


def definition(answer: Definition, look: Look, room: float = 1.0) -> Iterator[Element]:
    """`room` is the share of the usual length that texts may have."""
    term = answer.term
    yield from heading(term.term)
    yield from line(run(other_names(term.aliases, MAX_ALIASES if room >= 1 else MAX_ALIASES // 2), subtle=True), spacing="None")
    yield from warning(answer, look)
    yield from line(run(term.short_def, limit=at_least(MAX_SHORT_DEF * room)), spacing="Small")
    yield from container(_takeaway(answer.takeaway, look, at_least(MAX_TAKEAWAY * room)), "emphasis", spacing="Small")
    if look.detail and room >= _LEAST_ROOM:
        yield from detail(answer, room)
    yield from facts(answer, look, MAX_CITATIONS if room >= _LEAST_ROOM else 1)


def warning(answer: Definition, look: Look) -> Iterator[Element]:
    care = phrases.warning(answer.term, look.today)
    yield from container(line(run(care, bold=True)), "warning", spacing="Small") if care else ()


def _takeaway(takeaway: Takeaway | None, look: Look, limit: int) -> list[Element]:
    """Where others read it, it says for whom, and general advice is left out."""
    if takeaway is None or not clean(takeaway.text):
        return []
    title = phrases.takeaway_heading(takeaway)
    if look.place is Place.CHANNEL:
        if takeaway.origin is Origin.GENERAL:
            return []
        title = title.replace("For you as", "For the role", 1)
    return line(run(f"{title}:", bold=True), [space()], run(takeaway.text, limit=limit))


def facts(answer: Definition, look: Look, most: int = MAX_CITATIONS) -> Iterator[Element]:
    """Where it comes from, how far it is to be trusted, how it was found."""
    term = answer.term
    if not look.detail:
        shown = [run(title_and_year(item), size="Small", url=item.url) for item in term.citations[:most]]
        rest = len(term.citations) - most
        yield from line(joined([*shown, run(f"{rest} more" if rest > 0 else "", size="Small", subtle=True)], _SEPARATOR), spacing="Small")
    how = phrases.LEXICAL_ONLY if answer.lexical_only else phrases.matched_how(answer.match, term)
    web: list[Run] = run("Web entry" if look.public_url else "", size="Small", url=web_entry(term.slug, look))
    said = [run(text, subtle=True, size="Small", limit=300) for text in (phrases.review_line(term, look.today), how)]
    yield from line(joined([*said, web], _SEPARATOR), spacing="None")


def web_entry(slug: str, look: Look) -> str:
    """Address of the entry on the web; "" when there is none."""
    return f"{look.public_url}/terms/{slug}" if look.public_url else ""


def spoken(answer: Definition, look: Look) -> str:
    """For notifications and screen readers: the answer without its controls."""
    term = answer.term
    parts = [f"{short(term.term, 150)}: {clean(term.short_def)}", phrases.warning(term, look.today)]
    if answer.takeaway and _takeaway(answer.takeaway, look, MAX_TAKEAWAY):
        parts.append(f"For {ROLES[answer.takeaway.role].person}: {clean(answer.takeaway.text)}")
    return " ".join(filter(None, parts))
