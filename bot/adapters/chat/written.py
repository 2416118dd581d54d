"""The form of a request, as somebody has filled it in."""

from __future__ import annotations

from typing import Protocol

from bot.core.requests import RequestForm, Urgency
from bot.core.roles import Role


class Fields(Protocol):
    """What is filled in, by name; whatever is missing, or of another shape, is empty."""

    def text(self, name: str) -> str: ...
    def lines(self, name: str) -> tuple[str, ...]: ...
    def chosen(self, name: str) -> str: ...
    def all_chosen(self, name: str) -> tuple[str, ...]: ...
    def ticked(self, name: str) -> bool: ...


def written_form(fields: Fields) -> RequestForm:
    """Nothing is checked yet."""
    urgency = fields.chosen("urgency")
    return RequestForm(
        fields.text("term"),
        where_seen=fields.text("where_seen"),
        excerpt=fields.text("excerpt"),
        why=fields.text("why"),
        roles=tuple(role for role in Role if role.value in fields.all_chosen("roles")),
        urgency=Urgency(urgency) if urgency in set(Urgency) else Urgency.EVERGREEN,
        links=fields.lines("links"),
        aliases=fields.lines("aliases"),
        anonymous=fields.ticked("anonymous"),
    )
