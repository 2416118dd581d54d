"""What stewards may do: look through the queue, and decide."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.requests import candidates as unanswered
from bot.core.requests import changes
from bot.core.requests.changes import Change
from bot.core.requests.form import Draft, RequestForm, cleaned_draft
from bot.core.requests.ledger import Ledger, as_steward, existing
from bot.core.requests.lifecycle import CLOSED, OPEN, Act, State
from bot.core.requests.request import TermRequest
from bot.core.requests.views import Candidate, EventView, Queue, QueueFilter, RequestView, shown_events
from bot.core.usage import Asker
from bot.errors import InvalidRequest, UnknownTerm

MAX_QUEUE = 50  # requests in a list: one view of a chat platform holds fewer
_STATES = {
    QueueFilter.OPEN: OPEN,
    QueueFilter.SUBMITTED: frozenset({State.SUBMITTED}),
    QueueFilter.NEEDS_INFO: frozenset({State.NEEDS_INFO}),
    QueueFilter.ACCEPTED: frozenset({State.ACCEPTED}),
    QueueFilter.OVERDUE: frozenset({State.SUBMITTED}),
    QueueFilter.CLOSED: CLOSED,
    QueueFilter.ALL: frozenset(State),
}


class Triage(Ledger):
    """See `RequestDesk`."""

    def is_steward(self, asker: Asker) -> bool:
        """As of now; for what to show. Every action asks again."""
        return asker.user is not None and self._stewards.is_steward(asker.tenant, asker.user)

    def accept(self, steward: Asker, request_id: int, draft: Draft | None = None, note: str = "", delivery: str | None = None) -> RequestView:
        """There will be an entry. Where there is one already, the request is published at once. Raises AlreadyDecided, InvalidRequest."""
        glossary = self._current().glossary
        draft = cleaned_draft(draft) if draft else None
        request = self._decide(steward, Act.ACCEPT, request_id, delivery, lambda request, _: changes.accepted(request, glossary, draft, note))
        return self._shown(self._publish(request, glossary) or request)

    def save_draft(self, steward: Asker, request_id: int, draft: Draft, delivery: str | None = None) -> RequestView:
        """Replaces the draft of an accepted request. Raises AlreadyDecided, InvalidRequest."""
        draft = cleaned_draft(draft)
        return self._shown(self._decide(steward, Act.DRAFT, request_id, delivery, lambda request, _: changes.drafted(request, draft)))

    def ask(self, steward: Asker, request_id: int, question: str, delivery: str | None = None) -> RequestView:
        """Asks the requester for details. Raises AlreadyDecided, InvalidRequest."""
        return self._shown(self._decide(steward, Act.ASK, request_id, delivery, lambda request, _: changes.asked(request, question)))

    def edit(self, steward: Asker, request_id: int, form: RequestForm, delivery: str | None = None) -> RequestView:
        """Puts right what was written; the asker's own `where_seen`, `excerpt` and `anonymous` stay. Raises AlreadyDecided, InvalidRequest."""
        at = self._clock.now()
        self._require_steward(steward, Act.EDIT, request_id, delivery)
        with self._requests.writing(steward.tenant, at=at, delivery=delivery) as stored:
            request = existing(stored.find(request_id), request_id)
            change = None if stored.repeated else changes.edited(request, form)
            twin = stored.find_term(change.request.form.key) if change else None
            if twin and twin.is_open and twin.id != request_id:
                raise InvalidRequest("term", f"request {twin.id} asks for that: mark one as a duplicate of the other")
            return self._shown(self._store(stored, as_steward(steward), request, change, at))

    def decline(self, steward: Asker, request_id: int, reason: str, *, reconsider: bool = False, delivery: str | None = None) -> RequestView:
        """There will be no entry. `reconsider` undoes an acceptance. Raises AlreadyDecided, InvalidRequest without a reason."""

        def change(request: TermRequest, _: datetime) -> Change:
            return changes.declined(request, reason, reconsider=reconsider)

        return self._shown(self._decide(steward, Act.DECLINE, request_id, delivery, change))

    def mark_duplicate(
        self, steward: Asker, request_id: int, of: str | int, note: str = "", *, reconsider: bool = False, delivery: str | None = None
    ) -> RequestView:
        """Of an entry, by its slug, or of another request, whose supporters its askers become.

        Raises AlreadyDecided, InvalidRequest, UnknownTerm, UnknownRequest also for the other one.
        """
        if isinstance(of, str):
            slug = of
            if slug not in self._current().glossary:
                raise UnknownTerm(slug)

            def change(request: TermRequest, _: datetime) -> Change:
                return changes.duplicate_of_term(request, slug, note, reconsider=reconsider)

            return self._shown(self._decide(steward, Act.MARK_DUPLICATE, request_id, delivery, change))
        at, actor = self._clock.now(), as_steward(steward)
        self._require_steward(steward, Act.MARK_DUPLICATE, request_id, delivery)
        with self._requests.writing(steward.tenant, at=at, delivery=delivery) as stored:
            request = existing(stored.find(request_id), request_id)
            if stored.repeated:
                return self._shown(request)
            other = existing(stored.find(of), of)
            marked = self._store(stored, actor, request, changes.duplicate_of_request(request, other, note, reconsider=reconsider), at)
            if other.is_open:
                self._store(stored, actor, other, changes.merged(other, request.asking(), request.id, at), at)
            return self._shown(marked)

    def queue(self, steward: Asker, which: QueueFilter = QueueFilter.OPEN, limit: int | None = MAX_QUEUE) -> Queue:
        """Oldest first. `limit` None gives everything, as for an export."""
        self._require_steward(steward, Act.LOOK)
        return self._queue(steward.tenant, which, limit)

    def get(self, steward: Asker, request_id: int) -> RequestView:
        """One request."""
        self._require_steward(steward, Act.LOOK, request_id)
        return self._shown(self._found(steward.tenant, request_id))

    def history(self, steward: Asker, request_id: int) -> tuple[EventView, ...]:
        """Everything that happened to it, in order."""
        self._require_steward(steward, Act.LOOK, request_id)
        return shown_events(self._requests.history(steward.tenant, request_id))

    def refusals(self, steward: Asker, limit: int = MAX_QUEUE) -> tuple[EventView, ...]:
        """Who was refused what, newest first; also what concerns no request."""
        self._require_steward(steward, Act.LOOK)
        return shown_events(self._requests.refusals(steward.tenant, limit))

    def candidates(self, steward: Asker, days: int = unanswered.WINDOW_DAYS) -> tuple[Candidate, ...]:
        """What was asked in the last `days` days and had no answer, the most wanted first."""
        self._require_steward(steward, Act.LOOK)
        since = self._clock.now() - timedelta(days=days)
        found = self._questions.unanswered(steward.tenant, since, unanswered.MAX_SPELLINGS)
        return unanswered.candidates(found, self._current().glossary, self._requests.select(steward.tenant, OPEN))

    def _queue(self, tenant: str, which: QueueFilter, limit: int | None) -> Queue:
        now = self._clock.now()
        found = self._requests.select(tenant, _STATES[which], due_before=now if which is QueueFilter.OVERDUE else None, limit=limit)
        counted = self._requests.counts(tenant, now)
        counts = {choice: sum(counted.by_state.get(state, 0) for state in states) for choice, states in _STATES.items()}
        return Queue(tuple(map(self._shown, found)), counts | {QueueFilter.OVERDUE: counted.overdue})
