"""The fields in which stewards draft an entry."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.requests import Draft, RequestView
from bot.core.roles import ROLES
from bot.core.term import MAX_NOTE_CHARS, MAX_SHORT_DEF_CHARS
from bot.render.slack import inputs
from bot.render.slack.look import Block
from bot.render.sources import drafted_sources


def takeaway_field(role: str) -> str:
    """The name of the field for a role."""
    return f"takeaway_{role}"


def draft_fields(request: RequestView) -> Iterator[Block]:
    """With what was drafted before; first those roles for which the entry was asked."""
    draft = request.draft or Draft()
    yield inputs.text("short_def", "Short definition", draft.short_def, lines=True, limit=MAX_SHORT_DEF_CHARS, hint="One or two plain sentences.")
    for role in (*request.form.roles, *(role for role in ROLES if role not in request.form.roles)):
        yield inputs.text(takeaway_field(role), f"For {ROLES[role].person}", draft.takeaways.get(role, ""), lines=True, limit=MAX_NOTE_CHARS)
    yield inputs.text("citations", "Sources", drafted_sources(request), lines=True, hint="One a line: its name | https://\u2026")
