"""The list of terms: filters that combine, and how many entries each would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.adapters.web.templating import address
from bot.core.browse import Placed
from bot.core.roles import ROLES, Role

V = TypeVar("V", str, Role)
PAGE = 100  # entries: about five screens of a list, and small enough to be quick


@dataclass(frozen=True, slots=True)
class Filters:
    """What entries have to have. An empty value asks for nothing."""

    category: str = ""
    role: Role | None = None
    letter: str = ""

    def accept(self, placed: Placed) -> bool:
        return (
            (not self.category or self.category in placed.term.categories)
            and (not self.role or self.role in placed.term.roles)
            and (not self.letter or placed.letter == self.letter)
        )

    def address(self, number: int = 1) -> str:
        return address("/terms", category=self.category, role=self.role.value if self.role else "", letter=self.letter, page=number if number > 1 else "")

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: where it leads, and how many entries are there."""

    name: str
    address: str
    count: int
    chosen: bool


def choices(everything: Sequence[Placed], filters: Filters) -> dict[str, list[Choice]]:
    """For each filter its values, counted with the other filters as they are."""

    def of(without: Filters, every: Iterable[V], has: Callable[[Placed], Iterable[V]], name: Callable[[V], str], put: Callable[[V], Filters]) -> list[Choice]:
        left = [placed for placed in everything if without.accept(placed)]
        counted = Counter(value for placed in left for value in has(placed))
        values: list[Choice] = [Choice(name(value), put(value).address(), counted[value], put(value) == filters) for value in every]
        return [Choice("All", without.address(), len(left), without == filters), *values]

    names = sorted({name for placed in everything for name in placed.term.categories}, key=str.casefold)
    letters = dict.fromkeys(placed.letter for placed in everything)
    return {
        "Category": of(replace(filters, category=""), names, lambda it: set(it.term.categories), str, lambda value: replace(filters, category=value)),
        "Role": of(
            replace(filters, role=None), ROLES, lambda it: set(it.term.roles), lambda role: ROLES[role].display_name, lambda value: replace(filters, role=value)
        ),
        "Letter": of(replace(filters, letter=""), letters, lambda it: {it.letter}, str, lambda value: replace(filters, letter=value)),
    }
