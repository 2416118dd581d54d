"""The other names of an entry."""

from __future__ import annotations

from collections.abc import Sequence

from bot.render.text import clean, short


def other_names(aliases: Sequence[str], limit: int) -> str:
    """As many as fit, and how many more there are."""
    names = [name for name in map(clean, aliases) if name]
    shown: list[str] = []
    while len(shown) < len(names) and (not shown or len(", ".join([*shown, names[len(shown)]])) <= limit):
        shown.append(short(names[len(shown)], limit))
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")
