"""The requests of an organization, as stewards look through them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.replies import StewardQueue
from bot.core.requests import Candidate, Queue, QueueFilter, RequestView
from bot.render import request_words
from bot.render.adaptive_card import names
from bot.render.adaptive_card.elements import Card, Element, action_set, beside, execute, heading, line, run, show_card, small
from bot.render.adaptive_card.fitting import card
from bot.render.adaptive_card.references import at_most
from bot.render.look import Look
from bot.render.text import short

MAX_LISTED = 10


def queue_card(shown: StewardQueue, look: Look) -> Card:
    """Oldest first, each with a button that opens its card."""
    queue = shown.queue

    def build(room: float) -> tuple[list[Element], list[Element]]:
        rows = _listed(queue.requests, queue.counts.get(shown.which, 0), at_most(MAX_LISTED, room))
        body = [*heading(f"Term requests: {request_words.FILTERS[shown.which].lower()}", "Medium"), *small(request_words.counted(queue)), *rows]
        return [*body, *small(look.note)], [_others(shown), execute(names.CANDIDATES, "What people look for in vain")]

    return card(f"Term requests: {request_words.counted(queue)}", build)


def digest_card(queue: Queue) -> Card:
    """What is to be decided and written, for everybody in the triage channel."""
    said = request_words.counted(queue)

    def build(room: float) -> tuple[list[Element], list[Element]]:
        rows = _listed(queue.requests, queue.counts.get(QueueFilter.OPEN, 0), at_most(MAX_LISTED, room))
        return [*heading("Term requests today", "Medium"), *line(run(said)), *rows], []

    return card(f"Term requests today: {said}", build)


def candidates_card(candidates: Sequence[Candidate], look: Look) -> Card:
    """What was asked and has no entry, the most wanted first."""
    title = "Asked for, without an entry" if candidates else "Everything that was asked lately has an entry."

    def build(room: float) -> tuple[list[Element], list[Element]]:
        rows = [row for item in candidates[: at_most(MAX_LISTED, room)] for row in _row(request_words.candidate_line(item), _wish(item))]
        return [*heading(title, "Medium"), *rows, *small(look.note)], []

    return card(title, build)


def _wish(candidate: Candidate) -> Element:
    if candidate.open_request is not None:
        return execute(names.REQUEST_CARD, f"Request {candidate.open_request}", {"request": candidate.open_request})
    subject = short(candidate.subject, request_words.MAX_TERM)
    return execute(names.MAKE_REQUEST, "Make a request", {"subject": subject}, says=f"Make a request for {subject}")


def _others(shown: StewardQueue) -> Element:
    counts = shown.queue.counts
    buttons = [
        execute(names.QUEUE, f"{text} ({counts.get(which, 0):,})", {"which": which.value})
        for which, text in request_words.FILTERS.items()
        if which != shown.which
    ]
    return show_card("Others", action_set(buttons))


def _listed(requests: Sequence[RequestView], total: int, most: int) -> list[Element]:
    rows = [row for request in requests[:most] for row in _row(request_words.queued_line(request), _open(request))]
    rest = total - min(len(requests), most)
    return [*rows, *small(f"{rest:,} more, younger ones" if rest > 0 else "There are none." if not requests else "")]


def _open(request: RequestView) -> Element:
    return execute(names.REQUEST_CARD, "Open", {"request": request.id}, says=f"Open request {request.id}: {request.form.term}")


def _row(text: str, button: Element) -> list[Element]:
    return beside(line(run(text)), action_set([button]))
