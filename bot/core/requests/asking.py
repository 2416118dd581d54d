"""What everybody may do: file, support, withdraw, add details, and follow what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.normalize import normalize
from bot.core.requests import changes
from bot.core.requests.changes import Change
from bot.core.requests.form import RequestForm, cleaned
from bot.core.requests.ledger import Ledger, asking
from bot.core.requests.lifecycle import OPEN, Act, State
from bot.core.requests.request import TermRequest
from bot.core.requests.similar import similar_entries, similar_requests
from bot.core.requests.views import EventView, MyRequest, Similar, shown_events_to_asker, shown_to_asker, shown_to_everybody
from bot.core.usage import Asker
from bot.errors import InvalidRequest, UnknownRequest

MAX_MINE = 50  # a view of a chat platform holds fewer


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a wish. `first` when there is a new request for it; else it supports the one there was."""

    request: MyRequest
    first: bool


class Asking(Ledger):
    """See `RequestDesk`."""

    def file(self, asker: Asker, form: RequestForm, delivery: str | None = None) -> Filed:
        """One open request a term: whoever comes second supports the first, and why is kept. Raises InvalidRequest."""
        form, at = cleaned(form), self._clock.now()
        with self._requests.writing(asker.tenant, at=at, delivery=delivery) as stored:
            found = stored.find_term(form.key)
            if stored.repeated:
                if found is None:
                    raise UnknownRequest(0)  # it was filed, and has another name since
                return Filed(shown_to_asker(found, asker.user, at), first=asker.user is not None and found.requester == asker.user)
            if found is None or not found.is_open:
                request = self._add(stored, asker, form, at)
                return Filed(shown_to_asker(request, asker.user, at), first=True)
            change = changes.supported(found, asker.user, at, anonymous=form.anonymous, note=form.why) if asker.user else None
            return Filed(shown_to_asker(self._store(stored, asking(asker, anonymous=form.anonymous), found, change, at), asker.user, at), first=False)

    def support(self, asker: Asker, request_id: int, *, anonymous: bool = False, delivery: str | None = None) -> MyRequest:
        """I want it too. Nothing happens for somebody who asked already. Raises UnknownRequest, AlreadyDecided, InvalidRequest for somebody unknown."""
        if asker.user is None:
            raise InvalidRequest("user", "nobody knows who you are here, so nobody could tell you")
        user = asker.user

        def change(request: TermRequest, at: datetime) -> Change | None:
            return changes.supported(request, user, at, anonymous=anonymous)

        return self._mine(asker, self._change(asking(asker, anonymous=anonymous), request_id, delivery, change))

    def withdraw(self, asker: Asker, request_id: int, delivery: str | None = None) -> MyRequest:
        """I do not want it any more. Raises UnknownRequest, NotPermitted for what somebody else wants, AlreadyDecided."""
        user = asker.user or ""
        return self._mine(asker, self._as_asker(asker, Act.WITHDRAW, request_id, delivery, lambda request, _: changes.withdrawn(request, user)))

    def add_details(self, asker: Asker, request_id: int, text: str, delivery: str | None = None) -> MyRequest:
        """What the stewards asked for, or more of it. Raises UnknownRequest, NotPermitted, AlreadyDecided, InvalidRequest."""

        def change(request: TermRequest, at: datetime) -> Change:
            return changes.with_details(request, text, at, self.promised_days)

        return self._mine(asker, self._as_asker(asker, Act.ADD_DETAILS, request_id, delivery, change))

    def mine(self, asker: Asker, limit: int = MAX_MINE) -> tuple[MyRequest, ...]:
        """What this person asked for or supports: open ones first, the newest of each first."""
        found = self._requests.select(asker.tenant, frozenset(State), asker=asker.user) if asker.user else ()
        newest_first = sorted(found, key=lambda request: (request.is_open, request.created_at, request.id), reverse=True)
        return tuple(self._mine(asker, request) for request in newest_first[:limit])

    def my_request(self, asker: Asker, request_id: int) -> MyRequest:
        """One of them. Raises UnknownRequest also for those of others."""
        request = self._found(asker.tenant, request_id)
        if asker.user not in request.askers:
            raise UnknownRequest(request_id)
        return self._mine(asker, request)

    def my_history(self, asker: Asker, request_id: int) -> tuple[EventView, ...]:
        """What happened to one of them, without the names of other askers. Raises UnknownRequest."""
        self.my_request(asker, request_id)
        return shown_events_to_asker(self._requests.history(asker.tenant, request_id), asker.user or "")

    def similar(self, asker: Asker, text: str) -> Similar:
        """Entries and open requests that may be what somebody is typing. Never raises for any text."""
        entries, sure = similar_entries(self._current(), text) if normalize(text) else ((), False)
        requests = similar_requests(self._requests.select(asker.tenant, OPEN), text)
        return Similar(entries, tuple(shown_to_everybody(request, asker.user) for request in requests), sure)
