"""The requests of a workspace, as stewards look through them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.replies import StewardQueue
from bot.core.requests import Candidate, Queue, QueueFilter, RequestView
from bot.render import request_words
from bot.render.look import Look
from bot.render.slack import blocks, limits, names
from bot.render.slack.controls import button
from bot.render.slack.fitting import message
from bot.render.slack.look import Block, Message
from bot.render.text import short

MAX_LISTED = 12  # requests of a list
MAX_AT_HOME = 6
_FEWEST = 3


def queue_message(backlog: StewardQueue, look: Look) -> Message:
    """Oldest first, each with a button that opens its card."""

    def build(room: float) -> Iterator[Block]:
        yield from backlog_blocks(backlog, max(int(MAX_LISTED * room), _FEWEST))
        yield from blocks.note(look.note)

    return message(f"Term requests: {request_words.counted(backlog.queue)}", build)


def backlog_blocks(backlog: StewardQueue, most: int) -> Iterator[Block]:
    """Also a part of Home."""
    yield blocks.header("Term requests")
    yield from blocks.actions("queue", [_filter(backlog), button(names.CANDIDATES, "What people look for in vain")])
    yield from _listed(backlog.queue.requests, backlog.queue.counts.get(backlog.which, 0), most)


def digest_message(queue: Queue) -> Message:
    """What is to be decided and written, for everybody in the triage channel."""

    def build(room: float) -> Iterator[Block]:
        yield blocks.header("Term requests today")
        yield from blocks.rich(blocks.line(blocks.run(request_words.counted(queue))))
        yield from _listed(queue.requests, queue.counts.get(QueueFilter.OPEN, 0), max(int(MAX_LISTED * room), _FEWEST))

    return message(f"Term requests today: {request_words.counted(queue)}", build)


def candidates_message(candidates: Sequence[Candidate], look: Look) -> Message:
    """What was asked and has no entry, the most wanted first."""
    title = "Asked for, without an entry" if candidates else "Everything that was asked lately has an entry."

    def build(room: float) -> Iterator[Block]:
        yield blocks.header(title)
        for number, candidate in enumerate(candidates[: max(int(MAX_LISTED * room), _FEWEST)]):
            yield _with_button(request_words.candidate_line(candidate), _candidate_button(candidate, number), f"candidate:{number}")
        yield from blocks.note(look.note)

    return message(title, build)


def _candidate_button(candidate: Candidate, number: int) -> blocks.Element:
    if candidate.open_request is not None:
        return button(f"{names.REQUEST_CARD}:{number}", f"Request {candidate.open_request}", str(candidate.open_request))
    return button(
        f"{names.MAKE_REQUEST}:{number}",
        "Make a request",
        short(candidate.subject, request_words.MAX_TERM) or "\u2013",
        says=f"Make a request for {candidate.subject}",
    )


def _filter(backlog: StewardQueue) -> blocks.Element:
    options = {which: _option(f"{text} ({backlog.queue.counts.get(which, 0):,})", which) for which, text in request_words.FILTERS.items()}
    return {
        "type": "static_select",
        "action_id": names.QUEUE,
        "placeholder": blocks.plain("Which requests?", limits.PLACEHOLDER_TEXT),
        "options": list(options.values()),
        "initial_option": options[backlog.which],
    }


def _option(text: str, value: str) -> blocks.Element:
    return {"text": blocks.plain(text, limits.OPTION_TEXT), "value": str(value)}


def _listed(requests: Sequence[RequestView], total: int, most: int) -> Iterator[Block]:
    for number, request in enumerate(requests[:most]):
        yield _with_button(
            request_words.queued_line(request),
            button(f"{names.REQUEST_CARD}:{number}", "Open", str(request.id), says=f"Open request {request.id}: {request.form.term}"),
            f"queued:{number}",
        )
    rest = total - min(len(requests), most)
    yield from blocks.context(f"{rest:,} more, younger ones" if rest > 0 else "There are none." if not requests else "")


def _with_button(text: str, element: blocks.Element, block_id: str) -> Block:
    return {**blocks.section(text), "block_id": block_id, "accessory": element}
