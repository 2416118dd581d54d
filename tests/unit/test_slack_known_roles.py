"""A role is known for a minute, to this process."""

from __future__ import annotations

from bot.adapters.chat.known_roles import FRESH_S, MOST, KnownRoles
from bot.core.roles import Role
from bot.core.usage import Asker, Surface


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def person(user: str, tenant: str = "T1") -> Asker:
    return Asker(tenant, user, Surface.SLACK)


def test_what_is_remembered_is_known_for_a_minute_also_that_there_is_no_role() -> None:
    time = Time()
    known = KnownRoles(time)
    assert person("U1") not in known
    known.remember(person("U1"), Role.LEGAL)
    known.remember(person("U2"), None)
    assert (known[person("U1")], known[person("U2")]) == (Role.LEGAL, None)
    assert person("U2") in known
    time.now = FRESH_S
    assert person("U1") not in known


def test_tenants_are_apart_and_forgotten_apart() -> None:
    known = KnownRoles()
    known.remember(person("U1"), Role.LEGAL)
    known.remember(person("U1", "T2"), Role.POLICY)
    known.forget("T1")
    assert person("U1") not in known
    assert known[person("U1", "T2")] is Role.POLICY


def test_who_was_quiet_longest_makes_room() -> None:
    known = KnownRoles()
    for number in range(MOST + 1):
        known.remember(person(f"U{number}"), None)
    assert person("U0") not in known
    assert person("U1") in known
