"""Where somebody can be reached who is not asking just now."""

from __future__ import annotations

from dataclasses import dataclass

PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Reach:
    """A conversation that the app is part of, or a person who was met in one.

    Attributes:
        kind: personal, groupChat or channel; "met" for a person whose personal conversation is not known.
        service_url: where the platform takes messages for it.
        directory: the Entra tenant.
        user: object id of the person, where it is about one.
        account: the id by which the platform addresses that person.
        installed: the app was installed there, and not merely spoken to.
    """

    conversation: str
    kind: str
    service_url: str
    directory: str
    user: str | None = None
    account: str | None = None
    name: str | None = None
    installed: bool = False
