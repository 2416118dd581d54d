"""What people write into a request, cleaned and cut: whatever they paste, it is text of a known size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.core.normalize import clean, normalize
from bot.core.roles import Role
from bot.core.term import MAX_LABEL_CHARS, MAX_NOTE_CHARS, MAX_SHORT_DEF_CHARS, MAX_SOURCE_CHARS, MAX_URL_CHARS, web_url
from bot.errors import InvalidRequest

MAX_FREE_CHARS = 1_500  # two of them, and everything else, fit into one section of a chat card
MAX_ENTRIES = 10  # links or aliases: what a person types by hand
_CUT = " ..."  # what `clean` makes of the one character for it


class Urgency(StrEnum):
    """When the entry is needed."""

    NOW = "now"
    QUARTER = "quarter"
    EVERGREEN = "evergreen"


@dataclass(frozen=True, slots=True)
class RequestForm:
    """A wish for an entry.

    Attributes:
        where_seen: link to the message or page in which the term stood.
        excerpt: of that message; the asker may remove both.
        roles: who else is affected.
        anonymous: nobody is told who asks; notices still arrive.
    """

    term: str
    where_seen: str = ""
    excerpt: str = ""
    why: str = ""
    roles: tuple[Role, ...] = ()
    urgency: Urgency = Urgency.EVERGREEN
    links: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    anonymous: bool = False

    @property
    def key(self) -> str:
        """What makes two requests the same."""
        return normalize(self.term)

    @property
    def label_keys(self) -> tuple[str, ...]:
        """Term and aliases, normalised, each once."""
        return tuple(dict.fromkeys(key for key in map(normalize, (self.term, *self.aliases)) if key))


@dataclass(frozen=True, slots=True)
class Citation:
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a steward has written of the entry so far."""

    short_def: str = ""
    takeaways: Mapping[Role, str] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()


def cleaned(form: RequestForm) -> RequestForm:
    """The form as it is stored: free text is cut with an ellipsis, entries that say the same stand once.

    Raises:
        InvalidRequest: a field cannot be used.
    """
    term = clean(form.term)
    if not normalize(term):
        raise InvalidRequest("term", "a request needs the term that is missing")
    if len(term) > MAX_LABEL_CHARS:
        raise InvalidRequest("term", f"a term has at most {MAX_LABEL_CHARS} characters: the rest belongs to why it matters")
    return replace(
        form,
        term=term,
        where_seen=_url("where_seen", form.where_seen),
        excerpt=shortened(form.excerpt),
        why=shortened(form.why),
        roles=tuple(dict.fromkeys(form.roles)),
        links=_each("links", tuple(_url("links", link) for link in form.links)),
        aliases=_aliases(term, form.aliases),
    )


def cleaned_draft(draft: Draft) -> Draft:
    """The draft as it is stored. Raises InvalidRequest."""
    return Draft(
        shortened(draft.short_def, MAX_SHORT_DEF_CHARS),
        {role: note for role in Role if (note := shortened(draft.takeaways.get(role, ""), MAX_NOTE_CHARS))},
        tuple(Citation(shortened(item.source or item.url, MAX_SOURCE_CHARS), _url("citations", item.url)) for item in draft.citations if item.url.strip()),
    )


def shortened(text: str, limit: int = MAX_FREE_CHARS) -> str:
    """Cleaned; what is too long ends after a word, with an ellipsis."""
    text = clean(text, 2 * limit)
    if len(text) <= limit:
        return text
    kept = text[: limit - len(_CUT)]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept[limit // 2 :] else kept}{_CUT}"


def _aliases(term: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    found = {normalize(term): term}
    for alias in (clean(alias) for alias in aliases):
        if len(alias) > MAX_LABEL_CHARS:
            raise InvalidRequest("aliases", f"another name has at most {MAX_LABEL_CHARS} characters")
        if normalize(alias):
            found.setdefault(normalize(alias), alias)
    return _each("aliases", tuple(found.values())[1:])


def _each(name: str, entries: tuple[str, ...]) -> tuple[str, ...]:
    different = tuple(dict.fromkeys(entry for entry in entries if entry))
    if len(different) > MAX_ENTRIES:
        raise InvalidRequest(name, f"at most {MAX_ENTRIES} of them, please: the ones that help most")
    return different


def _url(name: str, url: str) -> str:
    url = url.strip()
    if not url:
        return ""
    try:
        if len(url) > MAX_URL_CHARS:
            raise ValueError(f"must have at most {MAX_URL_CHARS} characters")
        return web_url(url)
    except ValueError as error:
        raise InvalidRequest(name, f"a link {str(error) if str(error).startswith('must') else 'must be an http(s) URL'}") from None
