"""A request as stewards see it: in the triage channel, or privately out of the queue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.core.requests import Draft, EventView, Happened, RequestView, State, TriageCard
from bot.core.roles import ROLES
from bot.render import request_words
from bot.render.look import Look
from bot.render.slack import blocks, limits, names
from bot.render.slack.controls import button
from bot.render.slack.fitting import fitting, message
from bot.render.slack.look import Block, Message, View
from bot.render.slack.requests import words
from bot.render.text import is_web

_FREE = 700  # characters of what somebody wrote
_FEW = 5  # links, details and sources that are shown
_STEPS = 5  # last ones of the history
_SHORTEST = 60
_LEFT_OUT = frozenset({Happened.SUPPORTED, Happened.SUPPORT_WITHDRAWN, Happened.REFUSED})
_UNDECIDED = (names.ACCEPT, names.EDIT, names.DECLINE, names.DUPLICATE)
_OFFERED: Mapping[State, tuple[str, ...]] = MappingProxyType(
    {
        State.SUBMITTED: (names.ACCEPT, names.ASK, *_UNDECIDED[1:]),
        State.NEEDS_INFO: _UNDECIDED,
        State.ACCEPTED: (names.DRAFT, *_UNDECIDED[1:]),
    }
)
_LABELS: Mapping[str, str] = MappingProxyType(
    {
        names.ACCEPT: "Accept",
        names.DRAFT: "Draft",
        names.ASK: "Ask for details",
        names.EDIT: "Edit",
        names.DECLINE: "Decline",
        names.DUPLICATE: "Duplicate of \u2026",
    }
)


def offered(state: State) -> tuple[str, ...]:
    """What stewards can do with a request in a state."""
    return _OFFERED.get(state, ())


def card_message(card: TriageCard, look: Look, said: str = "") -> Message:
    """`said` is a sentence of ours in mrkdwn, below it."""
    request = card.request
    text = f"Request {request.id}: {request_words.quoted(request.form.term)}. {request_words.standing(request)}; {request_words.people(request.askers)}."
    return message(text, lambda room: _card(card, look, room, said))


def card_view(card: TriageCard, look: Look, about: str, said: str = "") -> View:
    """The same as a window, from where there is no message: `about` is the number of the request."""
    return {
        "type": "modal",
        "callback_id": names.REQUEST_CARD,
        "title": blocks.plain(f"Request {card.request.id}", limits.MODAL_TITLE),
        "close": blocks.plain("Close", limits.MODAL_TITLE),
        "private_metadata": about,
        "blocks": fitting(lambda room: _card(card, look, room, said), limits.VIEW_BLOCKS, limits.MESSAGE_SIZE),
    }


def _card(card: TriageCard, look: Look, room: float, said: str) -> Iterator[Block]:
    request = card.request
    length = max(int(_FREE * room), _SHORTEST)
    yield blocks.header(request.form.term)
    yield from blocks.rich(blocks.line(blocks.run(request_words.standing(request), bold=True)))
    yield from blocks.context(blocks.mrkdwn(f"Request {request.id}. {words.asked_by(request)}. {request_words.people(request.askers).capitalize()}."))
    yield from blocks.rich(*_fields(request, length))
    if request.draft:
        yield from blocks.rich(*_draft(request.draft, length))
    if request.slug and look.public_url:
        yield from blocks.context(blocks.mrkdwn(blocks.link(f"{look.public_url}/terms/{request.slug}", "The entry in the web glossary")))
    yield from _history(card.history)
    buttons = [
        button(name, _LABELS[name], str(request.id), primary=name in {names.ACCEPT, names.DRAFT}, says=f"{_LABELS[name]}: {request.form.term}")
        for name in offered(request.state)
    ]
    yield from blocks.actions("request", buttons)
    yield from blocks.context(blocks.mrkdwn(said) if said else "")


def _fields(request: RequestView, length: int) -> Iterator[list[blocks.Element]]:
    form = request.form
    yield blocks.lines(
        _field("Why", blocks.run(form.why, limit=length)),
        _field("Needed", blocks.run(request_words.URGENCIES[form.urgency])),
        _field("Also for", blocks.run(", ".join(ROLES[role].person for role in form.roles))),
        _field("Other names", blocks.run(", ".join(form.aliases), limit=length)),
        _field("Told the askers", blocks.run(request.said, limit=length)),
        _field("Seen", blocks.anchor(form.where_seen, "in this message" if is_web(form.where_seen) else form.where_seen, length)),
    )
    yield blocks.quote(blocks.run(form.excerpt, limit=length))
    yield from _list("Links", [[blocks.anchor(url, url, length)] for url in form.links])
    yield from _list("Details", [[blocks.run(text, limit=length)] for text in request.details])


def _draft(draft: Draft, length: int) -> Iterator[list[blocks.Element]]:
    yield blocks.lines(_field("Draft", blocks.run(draft.short_def, limit=length)))
    notes = [[blocks.run(f"{ROLES[role].person}: ", bold=True), blocks.run(note, limit=length)] for role, note in draft.takeaways.items()]
    yield from _list("Takeaways", notes, len(ROLES))
    yield from _list("Sources", [[blocks.anchor(item.url, item.source, length)] for item in draft.citations])


def _field(label: str, runs: list[blocks.Run]) -> list[blocks.Run]:
    """A label and what stands behind it, or nothing."""
    return [*blocks.run(f"{label}:", bold=True), *blocks.space(), *runs] if runs else []


def _list(label: str, items: list[list[list[blocks.Run]]], most: int = _FEW) -> Iterator[list[blocks.Element]]:
    if items:
        more = [[blocks.run(f"and {len(items) - most} more")]] if len(items) > most else []
        yield blocks.line(blocks.run(f"{label}:", bold=True))
        yield blocks.bullets([*items[:most], *more])


def _history(history: tuple[EventView, ...]) -> Iterator[Block]:
    """Who did something about it, in order; how many want it stands above, and what somebody was refused changes nothing."""
    steps = [view for view in history if view.action not in _LEFT_OUT]
    yield from blocks.context(*(blocks.mrkdwn(words.event(view)) for view in steps[-_STEPS:]))
