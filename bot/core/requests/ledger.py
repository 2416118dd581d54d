"""How a step is taken: rights, then one transaction with the request, its history and what is to be done because of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.assistant import Assistant
from bot.core.glossary import Glossary
from bot.core.ports import Clock
from bot.core.requests import changes
from bot.core.requests.changes import Change
from bot.core.requests.due import PROMISED_DAYS, due
from bot.core.requests.form import RequestForm
from bot.core.requests.jobs import card_posted_for, card_updated_for, notices
from bot.core.requests.lifecycle import Act, Happened, State
from bot.core.requests.ports import RequestTransaction, Stewards, TermRequests, UnansweredQuestions
from bot.core.requests.request import By, Event, TermRequest
from bot.core.requests.similar import published_as
from bot.core.requests.views import MyRequest, RequestView, shown, shown_to_asker
from bot.core.usage import Asker
from bot.errors import NotPermitted, UnknownRequest


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, in a capacity. An anonymous asker has no name from here on."""

    tenant: str
    by: By
    name: str | None


Step = Callable[[TermRequest, datetime], Change | None]
"""What to make of a request; None leaves it as it is."""


class Ledger:
    """What all parts of the desk are built on.

    Args:
        requests: where they are stored.
        stewards: asked at every action.
        current: gives the assistant that answers now.
        promised_days: working days until a decision.
    """

    def __init__(
        self,
        requests: TermRequests,
        stewards: Stewards,
        current: Callable[[], Assistant],
        *,
        questions: UnansweredQuestions,
        clock: Clock,
        promised_days: int = PROMISED_DAYS,
    ) -> None:
        self._requests = requests
        self._stewards = stewards
        self._current = current
        self._questions = questions
        self._clock = clock
        self.promised_days = promised_days

    def _add(self, stored: RequestTransaction, asker: Asker, form: RequestForm, at: datetime) -> TermRequest:
        new = TermRequest(asker.tenant, form, asker.user, at, at, due_at=due(at, self.promised_days))
        request = stored.save(new)
        actor = asking(asker, anonymous=form.anonymous)
        stored.record(Event(request.id, at, actor.by, actor.name, Happened.SUBMITTED, None, request.state))
        stored.enqueue([card_posted_for(request)])
        return request

    def _store(self, stored: RequestTransaction, actor: Actor, before: TermRequest, change: Change | None, at: datetime) -> TermRequest:
        """The request as it is afterwards, with its history and jobs in the same transaction."""
        if change is None:
            return before
        request = stored.save(replace(change.request, updated_at=at))
        occasion = str(stored.record(Event(request.id, at, actor.by, actor.name, change.happened, before.state, request.state, change.note)))
        told = notices(request, change.notice, occasion, change.told) if change.notice else ()
        stored.enqueue([card_updated_for(request, occasion), *told])
        return request

    def _change(self, actor: Actor, request_id: int, delivery: str | None, step: Step) -> TermRequest:
        at = self._clock.now()
        with self._requests.writing(actor.tenant, at=at, delivery=delivery) as stored:
            request = existing(stored.find(request_id), request_id)
            return request if stored.repeated else self._store(stored, actor, request, step(request, at), at)

    def _decide(self, steward: Asker, act: Act, request_id: int, delivery: str | None, step: Step) -> TermRequest:
        self._require_steward(steward, act, request_id, delivery)
        return self._change(as_steward(steward), request_id, delivery, step)

    def _require_steward(self, asker: Asker, act: Act, request_id: int | None = None, delivery: str | None = None) -> None:
        """Returns for a steward of the tenant, and a request of the tenant; everything else is recorded and refused."""
        if asker.user is None or not self._stewards.is_steward(asker.tenant, asker.user):
            self._refused(asker, act, request_id, delivery)
            raise NotPermitted(f"only stewards of the glossary may do this: {act}")
        if request_id is not None and self._requests.find(asker.tenant, request_id) is None:
            self._refused(asker, act, request_id, delivery)
            raise UnknownRequest(request_id)

    def _as_asker(self, asker: Asker, act: Act, request_id: int, delivery: str | None, step: Step) -> TermRequest:
        """For one of the askers of the request; everybody else is recorded and refused."""
        at = self._clock.now()
        try:
            with self._requests.writing(asker.tenant, at=at, delivery=delivery) as stored:
                request = existing(stored.find(request_id), request_id)
                if stored.repeated:
                    return request
                if asker.user is None or asker.user not in request.askers:
                    raise NotPermitted(f"only those who asked for it may do this: {act}")
                return self._store(stored, asking(asker, anonymous=request.hides(asker.user)), request, step(request, at), at)
        except NotPermitted:
            self._refused(asker, act, request_id, delivery)
            raise

    def _refused(self, asker: Asker, act: Act, request_id: int | None, delivery: str | None) -> None:
        """Recorded once a delivery. It has an id of its own: who is refused now may be a steward when the same action comes again."""
        at = self._clock.now()
        with self._requests.writing(asker.tenant, at=at, delivery=f"refused {delivery}" if delivery else None) as stored:
            if not stored.repeated:
                request = stored.find(request_id) if request_id is not None else None
                actor = asking(asker, anonymous=request is not None and request.hides(asker.user))
                elsewhere = f": request {request_id}, which is not here" if request_id is not None and request is None else ""
                stored.record(Event(request.id if request else None, at, actor.by, actor.name, Happened.REFUSED, note=f"{act}{elsewhere}"))

    def _publish(self, request: TermRequest, glossary: Glossary) -> TermRequest | None:
        """The request, published, when it is accepted and has an entry; None otherwise. Two processes that notice at once tell once."""
        slug = published_as(request, glossary)
        if slug is None:
            return None
        at, system = self._clock.now(), Actor(request.tenant, By.SYSTEM, None)
        with self._requests.writing(request.tenant, at=at) as stored:
            now = stored.find(request.id)
            if now is None or now.state is not State.ACCEPTED:
                return None
            return self._store(stored, system, now, changes.published(now, slug), at)

    def _found(self, tenant: str, request_id: int) -> TermRequest:
        return existing(self._requests.find(tenant, request_id), request_id)

    def _shown(self, request: TermRequest) -> RequestView:
        return shown(request, self._clock.now())

    def _mine(self, asker: Asker, request: TermRequest) -> MyRequest:
        return shown_to_asker(request, asker.user, self._clock.now())


def asking(asker: Asker, *, anonymous: bool) -> Actor:
    return Actor(asker.tenant, By.ANONYMOUS, None) if anonymous else Actor(asker.tenant, By.ASKER, asker.user)


def as_steward(steward: Asker) -> Actor:
    return Actor(steward.tenant, By.STEWARD, steward.user)


def existing(request: TermRequest | None, request_id: int) -> TermRequest:
    if request is None:
        raise UnknownRequest(request_id)
    return request
