"""The fields in which stewards draft an entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.requests import Citation, Draft, RequestView
from bot.core.roles import ROLES
from bot.core.term import MAX_NOTE_CHARS, MAX_SHORT_DEF_CHARS
from bot.errors import InvalidRequest
from bot.render.slack import inputs
from bot.render.slack.look import Block
from bot.render.text import is_web

_BETWEEN = " | "  # the name of a source and its address


def takeaway_field(role: str) -> str:
    """The name of the field for a role."""
    return f"takeaway_{role}"


def draft_fields(request: RequestView) -> Iterator[Block]:
    """With what was drafted before; first those roles for which the entry was asked."""
    draft = request.draft or Draft()
    yield inputs.text("short_def", "Short definition", draft.short_def, lines=True, limit=MAX_SHORT_DEF_CHARS, hint="One or two plain sentences.")
    for role in (*request.form.roles, *(role for role in ROLES if role not in request.form.roles)):
        yield inputs.text(takeaway_field(role), f"For {ROLES[role].person}", draft.takeaways.get(role, ""), lines=True, limit=MAX_NOTE_CHARS)
    sources = [f"{item.source}{_BETWEEN}{item.url}" for item in draft.citations] or [url for url in request.form.links if is_web(url)]
    yield inputs.text("citations", "Sources", "\n".join(sources), lines=True, hint="One a line: its name | https://\u2026")


def read_citations(lines: Iterable[str]) -> tuple[Citation, ...]:
    """Sources as they are written in that field. Raises InvalidRequest for a line without an address."""
    return tuple(map(_citation, lines))


def _citation(line: str) -> Citation:
    source, _, url = line.rpartition("|")
    if not is_web(url := url.strip()):
        raise InvalidRequest("citations", "every line needs an address at its end: name | https://\u2026")
    return Citation(source.strip(), url)
