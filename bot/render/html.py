"""Answer -> values for HTML templates: worked out, ordered, and without markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from bot.core.answer import Definition, Mentions, Origin, Takeaway, TermRef
from bot.core.assistant import takeaway
from bot.core.glossary import Glossary, ref
from bot.core.roles import ROLES
from bot.core.term import Citation, Term
from bot.render import phrases

_ORIGINS = {Origin.TERM: "", Origin.AUDIENCE: "from the note for this audience", Origin.GENERAL: "general advice"}


@dataclass(frozen=True, slots=True)
class Note:
    """A takeaway for somebody else. `origin` is "" for words that the entry has for this very role."""

    takeaway: Takeaway
    person: str
    origin: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Entries that stand in one relation to another: broader, narrower, related."""

    name: str
    terms: tuple[TermRef, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the host that the link leads to, in ASCII: look-alike letters show."""

    name: str
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class Article:
    """An entry as a page shows it. `warning` and `how` may be ""; `sound` is false where the entry asks for care."""

    definition: Definition
    warning: str
    review: str
    sound: bool
    how: str
    heading: str
    others: tuple[Note, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Source, ...]

    @property
    def term(self) -> Term:
        return self.definition.term


def article(definition: Definition, glossary: Glossary, today: date) -> Article:
    """Everything about one entry, with the asked role's takeaway apart from the others."""
    term = definition.term
    warning = phrases.warning(term, today)
    return Article(
        definition=definition,
        warning=warning,
        review=phrases.review_line(term, today),
        sound=not warning and term.last_reviewed is not None,
        how=phrases.matched_how(definition.match, term),
        heading=phrases.takeaway_heading(definition.takeaway) if definition.takeaway else "",
        others=_others(definition),
        relations=tuple(_relations(term, glossary)),
        sources=tuple(map(_source, term.citations)),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message: plain where no entry is named in it."""

    text: str
    terms: tuple[TermRef, ...] = ()


def pieces(mentions: Mentions) -> tuple[Piece, ...]:
    """The whole message, cut where terms begin and end."""
    found: list[Piece] = []
    position = 0
    for mention in mentions.mentions:
        if mention.start < position:
            continue  # inside the one before
        found += [Piece(mentions.text[position : mention.start]), Piece(mentions.text[mention.start : mention.end], mention.terms)]
        position = mention.end
    found.append(Piece(mentions.text[position:]))
    return tuple(piece for piece in found if piece.text)


def _others(definition: Definition) -> tuple[Note, ...]:
    asked = definition.takeaway.role if definition.takeaway else None
    found = [takeaway(definition.term, role) for role in ROLES if role is not asked]
    found.sort(key=lambda other: other.origin is Origin.GENERAL)
    return tuple(Note(other, ROLES[other.role].person, _ORIGINS[other.origin]) for other in found)


def _relations(term: Term, glossary: Glossary) -> Iterator[Relation]:
    """What the term's labels resolve to; an entry is listed once, under the closest relation."""
    seen = {term.slug}
    related = term.relationships
    for name, labels in (("Broader", related.broader), ("Narrower", related.narrower), ("Related", related.related)):
        keys = [key for label in labels if (key := glossary.find(label))]
        owners = {owner.slug: owner for key in keys for owner in glossary.owners(key) if owner.slug not in seen}
        seen |= owners.keys()
        if owners:
            yield Relation(name, tuple(map(ref, owners.values())))


def _source(citation: Citation) -> Source:
    host = urlsplit(citation.url).hostname or ""
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = host.encode("punycode").decode("ascii")
    return Source(citation.source, citation.url, host.removeprefix("www."))
