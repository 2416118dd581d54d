"""What is to be done outside because of a request, stored with the change and done afterwards, at least once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.requests.request import TermRequest


class JobKind(StrEnum):
    """`notify_person` {user, notice, request} · `post_card`, `update_card` {request} · `digest` {day}."""

    NOTIFY_PERSON = "notify_person"
    POST_CARD = "post_card"
    UPDATE_CARD = "update_card"
    DIGEST = "digest"


class Notice(StrEnum):
    """What an asker is told."""

    NEEDS_INFO = "needs_info"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DUPLICATE = "duplicate"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be stored.

    Attributes:
        payload: ids only; what is said is read when it is delivered.
        key: one job a tenant and key, ever.
        unless_waiting: the job is not needed while one of this kind, whose key begins so, waits and was never taken in hand.
    """

    kind: JobKind
    payload: Mapping[str, str | int] = field(repr=False)
    key: str = field(repr=False)
    unless_waiting: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job in hand. `attempts` counts this one; `claim` says in whose hands it is. The payload is not in its `repr`."""

    id: int
    tenant: str
    kind: str
    payload: Mapping[str, str | int] = field(repr=False)
    key: str = field(repr=False)
    attempts: int
    claim: str = field(repr=False)

    @property
    def lane(self) -> tuple[str, str]:
        """Jobs of one lane are done one after another: an older picture of a card must not come behind a newer one."""
        cards = self.kind in {JobKind.POST_CARD, JobKind.UPDATE_CARD}
        return self.tenant, f"card:{self.payload.get('request')}" if cards else self.key


def notices(request: TermRequest, notice: Notice, occasion: str, users: Iterable[str] | None = None) -> tuple[NewJob, ...]:
    """One job a person: all askers, or only `users`. The same `occasion` makes the same jobs."""
    return tuple(
        NewJob(JobKind.NOTIFY_PERSON, {"user": user, "notice": notice.value, "request": request.id}, f"notify:{occasion}:{user}")
        for user in (request.askers if users is None else users)
    )


def card_posted_for(request: TermRequest) -> NewJob:
    return NewJob(JobKind.POST_CARD, {"request": request.id}, f"card:{request.id}")


def card_updated_for(request: TermRequest, occasion: str) -> NewJob:
    """Fifty supporters who come at once change a card once."""
    return NewJob(JobKind.UPDATE_CARD, {"request": request.id}, f"card:{request.id}:{occasion}", f"card:{request.id}:")
