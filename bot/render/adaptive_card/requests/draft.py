"""The windows in which stewards write: a draft of the entry, and what is put right in a request."""

from __future__ import annotations

from bot.core.requests import Draft, RequestView, Urgency
from bot.core.requests.form import MAX_FREE_CHARS
from bot.core.roles import ROLES
from bot.core.term import MAX_LABEL_CHARS, MAX_NOTE_CHARS, MAX_SHORT_DEF_CHARS
from bot.render import request_words
from bot.render.adaptive_card import names
from bot.render.adaptive_card.elements import Card, Element, choice_input, container, heading, line, run, submit, text_input
from bot.render.adaptive_card.fitting import card
from bot.render.sources import drafted_sources


def takeaway_field(role: str) -> str:
    """The name of the field for a role."""
    return f"takeaway_{role}"


def draft_form(request: RequestView, *, accept: bool, problem: str = "") -> Card:
    """With what was drafted before; first those roles for which the entry was asked. `accept` accepts the request with it."""
    draft = request.draft or Draft()
    roles = (*request.form.roles, *(role for role in ROLES if role not in request.form.roles))
    fields = [
        text_input("short_def", "Short definition: one or two plain sentences", draft.short_def, lines=True, limit=MAX_SHORT_DEF_CHARS),
        *(text_input(takeaway_field(r), f"For {ROLES[r].person}", draft.takeaways.get(r, ""), lines=True, limit=MAX_NOTE_CHARS) for r in roles),
        text_input("citations", "Sources, one a line: its name | https://\u2026", drafted_sources(request), lines=True),
    ]
    fields += [text_input("note", "A word to the askers", lines=True, limit=MAX_FREE_CHARS)] if accept else []
    send = submit(names.ACCEPT if accept else names.DRAFT, "Accept" if accept else "Save", {"request": request.id}, style="positive")
    return _form("Draft", request, fields, send, problem)


def edit_form(request: RequestView, *, problem: str = "") -> Card:
    form = request.form
    fields = [
        text_input("term", "Term", form.term, limit=MAX_LABEL_CHARS, required="A request needs its term"),
        text_input("why", "Why it matters", form.why, lines=True, limit=MAX_FREE_CHARS),
        choice_input("urgency", "When", {urgency.value: request_words.URGENCIES[urgency] for urgency in Urgency}, [form.urgency.value]),
        choice_input("roles", "Who else", {role.value: profile.person for role, profile in ROLES.items()}, form.roles, several=True),
        text_input("aliases", "Other names, one a line", "\n".join(form.aliases), lines=True),
        text_input("links", "Links, one a line", "\n".join(form.links), lines=True),
    ]
    return _form("Edit", request, fields, submit(names.EDIT, "Save", {"request": request.id}, style="positive"), problem)


def _form(title: str, request: RequestView, fields: list[Element], send: Element, problem: str) -> Card:
    name = f"Request {request.id}: {request_words.quoted(request.form.term)}"
    said = container(line(run(problem, bold=True)), "attention")
    return card(f"{title}. {name}", lambda _room: ([*said, *heading(name, "Medium"), *fields], [send]))
