"""The desk where requests are filed, followed and decided. Synchronous; call it from a worker thread."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.glossary import Glossary
from bot.core.requests.asking import Asking
from bot.core.requests.lifecycle import OPEN, State
from bot.core.requests.request import Card
from bot.core.requests.triage import MAX_QUEUE, Triage
from bot.core.requests.views import (
    Backlog,
    EventView,
    MyRequest,
    Queue,
    QueueFilter,
    RequestView,
    shown_events,
    shown_in_public,
    shown_to_asker,
)


@dataclass(frozen=True, slots=True)
class TriageCard:
    """What stands in the triage channel about a request. `place` is None until it was posted."""

    request: RequestView
    history: tuple[EventView, ...]
    place: Card | None


class RequestDesk(Asking, Triage):
    """Everything that can be done with requests: by everybody, by stewards, and here by the program itself.

    What is acknowledged is stored, together with what follows from it. `delivery` is the id under which a platform delivers an
    action: the same one coming again has no effect, and is answered like the first time. Every method raises StorageUnavailable,
    when nothing was stored, and as it says:

        UnknownRequest   the tenant has no such request
        NotPermitted     this person may not; rights are looked up at every action, and what is refused is recorded
        AlreadyDecided   the request is in another state by now
        InvalidRequest   something written cannot be used
    """

    def published(self, glossary: Glossary) -> tuple[RequestView, ...]:
        """Accepted requests, of every tenant, that have become entries: published from now on, and their askers are told."""
        accepted = [request for tenant in self._requests.tenants(State.ACCEPTED) for request in self._requests.select(tenant, {State.ACCEPTED})]
        return tuple(self._shown(published) for request in accepted if (published := self._publish(request, glossary)))

    def card(self, tenant: str, request_id: int) -> TriageCard | None:
        """For a job: what the card of a request shows now; None when there is no such request any more."""
        request = self._requests.find(tenant, request_id)
        return TriageCard(self._shown(request), shown_events(self._requests.history(tenant, request_id)), request.card) if request else None

    def card_posted(self, tenant: str, request_id: int, place: Card) -> None:
        """For a job: remembers where the card is."""
        with self._requests.writing(tenant, at=self._clock.now()) as stored:
            request = stored.find(request_id)
            if request:
                stored.save(replace(request, card=place))

    def notice(self, tenant: str, user: str, request_id: int) -> MyRequest | None:
        """For a job: the request as this person sees it now; None when there is nothing to tell any more."""
        request = self._requests.find(tenant, request_id)
        return shown_to_asker(request, user, self._clock.now()) if request and user in request.askers else None

    def backlog(self, tenant: str, limit: int = MAX_QUEUE) -> Backlog:
        """For everybody who may see the statistics of a tenant."""
        now = self._clock.now()
        counted = self._requests.counts(tenant, now)
        waiting = tuple(shown_in_public(request, now) for request in self._requests.select(tenant, OPEN, limit=limit))
        return Backlog({state: counted.by_state.get(state, 0) for state in State}, counted.overdue, waiting)

    def digest(self, tenant: str, limit: int = MAX_QUEUE) -> Queue:
        """For a job: the open requests of a tenant."""
        return self._queue(tenant, QueueFilter.OPEN, limit)
