"""What somebody has filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Fields:
    """The fields of a submitted modal, by name; whatever is missing, or of another shape, is empty."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._values = _mapping(_mapping(view.get("state")).get("values"))

    def text(self, name: str) -> str:
        return str(self._element(name).get("value") or "")

    def lines(self, name: str) -> tuple[str, ...]:
        """What stands in its lines, without empty ones."""
        return tuple(line.strip() for line in self.text(name).splitlines() if line.strip())

    def chosen(self, name: str) -> str:
        """The value of the option that is chosen."""
        return str(_mapping(self._element(name).get("selected_option")).get("value") or "")

    def all_chosen(self, name: str) -> tuple[str, ...]:
        options = self._element(name).get("selected_options")
        return tuple(str(_mapping(option).get("value") or "") for option in options) if isinstance(options, list) else ()

    def ticked(self, name: str) -> bool:
        return bool(self.all_chosen(name))

    def _element(self, name: str) -> Mapping[str, Any]:
        return next(iter(map(_mapping, _mapping(self._values.get(name)).values())), {})


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
