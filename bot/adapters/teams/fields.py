"""What somebody has filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.requests import Draft, RequestForm, Urgency
from bot.core.roles import Role
from bot.render.adaptive_card.requests.draft import read_citations, takeaway_field


class Fields:
    """The inputs of a card, by name; whatever is missing, or of another shape, is empty."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def text(self, name: str) -> str:
        value = self._data.get(name)
        return value if isinstance(value, str) else ""

    def lines(self, name: str) -> tuple[str, ...]:
        """What stands in its lines, without empty ones."""
        return tuple(line.strip() for line in self.text(name).splitlines() if line.strip())

    def chosen(self, name: str) -> tuple[str, ...]:
        """The values that are ticked."""
        return tuple(filter(None, self.text(name).split(",")))

    def number(self, name: str) -> str:
        """A number as text, whatever a client makes of it."""
        value = self._data.get(name)
        return str(int(value)) if isinstance(value, int | float) and not isinstance(value, bool) else self.text(name)

    def is_on(self, name: str) -> bool:
        return self._data.get(name) in {True, "true"}


def written_form(fields: Fields) -> RequestForm:
    """Nothing is checked yet. Fields that the card does not have are empty."""
    urgency = fields.text("urgency")
    return RequestForm(
        fields.text("term"),
        where_seen=fields.text("where_seen"),
        excerpt=fields.text("excerpt"),
        why=fields.text("why"),
        roles=tuple(role for role in Role if role.value in fields.chosen("roles")),
        urgency=Urgency(urgency) if urgency in set(Urgency) else Urgency.EVERGREEN,
        links=fields.lines("links"),
        aliases=fields.lines("aliases"),
        anonymous=fields.is_on("anonymous"),
    )


def written_draft(fields: Fields) -> Draft:
    """Raises InvalidRequest for sources that cannot be read."""
    notes = {role: note for role in Role if (note := fields.text(takeaway_field(role)).strip())}
    return Draft(fields.text("short_def"), notes, read_citations(fields.lines("citations")))
