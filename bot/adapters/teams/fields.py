"""What somebody has filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.requests import Draft
from bot.core.roles import Role
from bot.render.adaptive_card.requests.draft import takeaway_field
from bot.render.sources import read_sources


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

    def chosen(self, name: str) -> str:
        """The value of the option that is chosen."""
        return self.text(name)

    def all_chosen(self, name: str) -> tuple[str, ...]:
        """The values that are ticked."""
        return tuple(filter(None, self.text(name).split(",")))

    def number(self, name: str) -> str:
        """A number as text, whatever a client makes of it."""
        value = self._data.get(name)
        return str(int(value)) if isinstance(value, int | float) and not isinstance(value, bool) else self.text(name)

    def ticked(self, name: str) -> bool:
        return self._data.get(name) in {True, "true"}


def written_draft(fields: Fields) -> Draft:
    """Raises InvalidRequest for sources that cannot be read."""
    notes = {role: note for role in Role if (note := fields.text(takeaway_field(role)).strip())}
    return Draft(fields.text("short_def"), notes, read_sources(fields.lines("citations")))
