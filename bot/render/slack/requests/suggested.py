"""What a request may be a duplicate of: entries and open requests, while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.core.answer import TermRef
from bot.core.requests import RequestView
from bot.core.typeahead import Completion
from bot.render import request_words
from bot.render.slack import limits, state, suggestions
from bot.render.slack.blocks import plain

_EACH = 50  # of each kind: Slack takes a hundred options
_REQUEST = "#"  # no slug begins so


def duplicate_options(entries: Sequence[Completion | TermRef], requests: Sequence[RequestView]) -> dict[str, Any]:
    """The menu, in two groups; a group without options is left out."""
    made = [
        {"text": plain(f"{item.form.term} \u2013 {request_words.people(item.askers)}", limits.OPTION_TEXT), "value": f"{_REQUEST}{item.id}"}
        for item in requests[:_EACH]
    ]
    groups = (("Entries", suggestions.options(entries[:_EACH])["options"]), ("Open requests", made))
    return {"option_groups": [{"label": plain(label, limits.OPTION_TEXT), "options": options} for label, options in groups if options]}


def duplicate_of(value: str, known: Iterable[str]) -> str | int | None:
    """The slug, or the number of the request, that an option means."""
    if value.startswith(_REQUEST):
        number = value.removeprefix(_REQUEST)
        return int(number) if number.isascii() and number.isdigit() else None
    return state.slug_of(value, known)
