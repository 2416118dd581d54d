"""Where stewards write what they decide. Each window is about one request; what is wrong with a field is shown beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.core.requests import RequestView, Urgency
from bot.core.requests.form import MAX_FREE_CHARS
from bot.core.roles import ROLES
from bot.core.term import MAX_LABEL_CHARS
from bot.render import request_words
from bot.render.slack import blocks, inputs, limits, names
from bot.render.slack.look import Block, View
from bot.render.slack.requests.draft import draft_fields

_TOLD = "Everybody who asked for it reads this."


def window(name: str, request: RequestView, about: str) -> View:
    """The window of one of the card's buttons. Raises KeyError for another name."""
    return _WINDOWS[name](request, about)


def _accept(request: RequestView, about: str) -> View:
    fields = [*draft_fields(request), inputs.text("note", "A word to the askers", lines=True, limit=MAX_FREE_CHARS)]
    return inputs.modal(names.ACCEPT, "Accept", "Accept", [*_named(request), *fields], about)


def _draft(request: RequestView, about: str) -> View:
    return inputs.modal(names.DRAFT, "Draft", "Save", [*_named(request), *draft_fields(request)], about)


def _ask(request: RequestView, about: str) -> View:
    question = inputs.text("question", "What do you need to know?", lines=True, limit=MAX_FREE_CHARS, optional=False)
    return inputs.modal(names.ASK, "Ask for details", "Ask", [*_named(request), question], about)


def _edit(request: RequestView, about: str) -> View:
    form = request.form
    fields = [
        inputs.text("term", "Term", form.term, limit=MAX_LABEL_CHARS, optional=False),
        inputs.text("why", "Why it matters", form.why, lines=True, limit=MAX_FREE_CHARS),
        inputs.choices("roles", "Who else", {role.value: profile.person for role, profile in ROLES.items()}, form.roles),
        inputs.choice("urgency", "When", {urgency.value: request_words.URGENCIES[urgency] for urgency in Urgency}, form.urgency),
        inputs.text("aliases", "Other names", "\n".join(form.aliases), lines=True, hint="One a line."),
        inputs.text("links", "Links", "\n".join(form.links), lines=True, hint="One a line."),
    ]
    return inputs.modal(names.EDIT, "Edit", "Save", fields, about)


def _decline(request: RequestView, about: str) -> View:
    reason = inputs.text("reason", "Why not?", lines=True, limit=MAX_FREE_CHARS, optional=False, hint=_TOLD)
    return inputs.modal(names.DECLINE, "Decline", "Decline", [*_named(request), reason], about)


def _duplicate(request: RequestView, about: str) -> View:
    select = {
        "type": "external_select",
        "action_id": names.DUPLICATE_OF,
        "placeholder": blocks.plain("An entry, or an open request", limits.PLACEHOLDER_TEXT),
        "min_query_length": 0,
    }
    fields = [
        inputs.field(names.DUPLICATE_OF, "Duplicate of", select, optional=False),
        inputs.text("note", "A word to the askers", lines=True, limit=MAX_FREE_CHARS),
    ]
    return inputs.modal(names.DUPLICATE, "Duplicate", "Mark", [*_named(request), *fields], about)


def _named(request: RequestView) -> list[Block]:
    """What it is about."""
    return [blocks.section(f"Request {request.id}: {request_words.quoted(request.form.term)}")]


_WINDOWS: Mapping[str, Callable[[RequestView, str], View]] = MappingProxyType(
    {names.ACCEPT: _accept, names.DRAFT: _draft, names.ASK: _ask, names.EDIT: _edit, names.DECLINE: _decline, names.DUPLICATE: _duplicate}
)
