"""A request as stewards see it: in the triage channel, or privately out of the queue. What they decide is written on the card itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bot.core.requests import EventView, Happened, NamedRequestView, RequestView, State, TriageCard
from bot.core.requests.form import MAX_FREE_CHARS
from bot.core.roles import ROLES
from bot.core.term import MAX_LABEL_CHARS
from bot.render import request_words
from bot.render.adaptive_card import names
from bot.render.adaptive_card.elements import (
    Card,
    Element,
    Run,
    bullets,
    container,
    dialog,
    execute,
    heading,
    line,
    open_url,
    run,
    show_card,
    small,
    space,
    text_input,
)
from bot.render.adaptive_card.fitting import card
from bot.render.look import Look
from bot.render.text import is_web, short

_FREE = 700  # characters of what somebody wrote
_FEW = 5  # links, details and sources that are shown
_STEPS = 5  # last ones of the history
_LEFT_OUT = frozenset({Happened.SUPPORTED, Happened.SUPPORT_WITHDRAWN, Happened.REFUSED})
Named = Callable[[str], str]


def steward_card(shown: TriageCard, look: Look, named: Named, said: str = "") -> Card:
    """`named` says how a person is called here; `said` is a sentence of ours, above everything."""
    request = shown.request
    text = f"Request {request.id}: {request_words.quoted(request.form.term)}. {request_words.standing(request)}; {request_words.people(request.askers)}."

    def build(room: float) -> tuple[list[Element], list[Element]]:
        return [*container(line(run(said, bold=True)), "accent"), *_body(shown, look, named, room)], list(_decisions(request))

    return card(f"{said} {text}".strip(), build)


def _body(shown: TriageCard, look: Look, named: Named, room: float) -> Iterator[Element]:
    request, length = shown.request, max(int(_FREE * room), 60)
    yield from heading(request.form.term)
    yield from line(run(request_words.standing(request), bold=True), spacing="None")
    yield from small(f"Request {request.id}. {_asked_by(request, named)}. {request_words.people(request.askers).capitalize()}.", spacing="None")
    yield from _fields(request, length)
    yield from _draft(request, length)
    if request.slug and look.public_url:
        yield from line(run("The entry in the web glossary", url=f"{look.public_url}/terms/{request.slug}"))
    steps = [view for view in shown.history if view.action not in _LEFT_OUT][-_STEPS:]
    for number, view in enumerate(steps):
        yield from small(_event(view, named), spacing="None" if number else "Medium")


def _asked_by(request: RequestView, named: Named) -> str:
    """Somebody who is not to be named is nobody's to name."""
    day = request_words.day(request.created_at)
    if isinstance(request, NamedRequestView):
        return f"Asked by {named(request.requester)} on {day}"
    return f"Asked {'anonymously' if request.form.anonymous else 'by somebody unknown'} on {day}"


def _event(view: EventView, named: Named) -> str:
    note = short(view.note, request_words.MAX_NOTE) if view.action is not Happened.PUBLISHED else ""
    return f"{request_words.step(view, named)}{f': {note}' if note else ''}"


def _fields(request: RequestView, length: int) -> Iterator[Element]:
    form = request.form
    yield from _field("Why", run(form.why, limit=length))
    yield from _field("Needed", run(request_words.URGENCIES[form.urgency]))
    yield from _field("Also for", run(", ".join(ROLES[role].person for role in form.roles)))
    yield from _field("Other names", run(", ".join(form.aliases), limit=length))
    yield from _field("Told the askers", run(request.said, limit=length))
    yield from _field("Seen", run("in this message" if is_web(form.where_seen) else form.where_seen, limit=length, url=form.where_seen))
    yield from container(line(run(form.excerpt, limit=length)), "emphasis", spacing="Small")
    yield from _list("Links", [run(url, limit=length, url=url) for url in form.links])
    yield from _list("Details", [run(text, limit=length) for text in request.details])


def _draft(request: RequestView, length: int) -> Iterator[Element]:
    draft = request.draft
    if draft:
        yield from _field("Draft", run(draft.short_def, limit=length))
        notes = [[*run(f"{ROLES[role].person}:", bold=True), space(), *run(note, limit=length)] for role, note in draft.takeaways.items() if note]
        yield from _list("Takeaways", notes, len(ROLES))
        yield from _list("Sources", [run(item.source, limit=length, url=item.url) for item in draft.citations])


def _field(label: str, runs: list[Run]) -> Iterator[Element]:
    """A label and what stands behind it, or nothing."""
    yield from line(run(f"{label}:", bold=True), [space()], runs, spacing="Small") if runs else ()


def _list(label: str, items: list[list[Run]], most: int = _FEW) -> Iterator[Element]:
    if any(items):
        more = [run(f"and {len(items) - most} more", subtle=True)] if len(items) > most else []
        yield from line(run(f"{label}:", bold=True), spacing="Small")
        yield from bullets([*items[:most], *more])


# -- what stewards decide ------------------------------------------------------------------------------------------


def _decisions(request: RequestView) -> Iterator[Element]:
    data = {"request": request.id, "reconsider": request.state is State.ACCEPTED}
    for name in offered(request.state):
        yield _MADE[name](data)


def offered(state: State) -> tuple[str, ...]:
    """What stewards can do with a request in a state."""
    return _OFFERED.get(state, ())


_Data = Mapping[str, object]


def _accept(data: _Data) -> Element:
    note = text_input("accept_note", "A word to the askers", lines=True, limit=MAX_FREE_CHARS)
    send = execute(names.ACCEPT, "Accept", data, style="positive", inputs=True)
    return show_card("Accept", [note], [send, dialog(names.DRAFT_FORM, "Accept with a draft", {**data, "accept": True})], style="positive")


def _ask(data: _Data) -> Element:
    question = text_input("question", "What do you need to know?", lines=True, limit=MAX_FREE_CHARS, required="Please write what you need to know")
    return show_card("Ask for details", [question], [execute(names.ASK, "Ask", data, inputs=True)])


def _decline(data: _Data) -> Element:
    reason = text_input("reason", "Why not? Everybody who asked for it reads this.", lines=True, limit=MAX_FREE_CHARS, required="Please say why not")
    return show_card("Decline", [reason], [execute(names.DECLINE, "Decline", data, style="destructive", inputs=True)])


def _duplicate(data: _Data) -> Element:
    fields = [
        text_input("duplicate_of", "Duplicate of: an entry, or the number of a request", limit=MAX_LABEL_CHARS, required="Please say of what"),
        text_input("duplicate_note", "A word to the askers", lines=True, limit=MAX_FREE_CHARS),
    ]
    return show_card("Duplicate of \u2026", fields, [execute(names.DUPLICATE, "Mark", data, inputs=True)])


def _edit(data: _Data) -> Element:
    return dialog(names.EDIT_FORM, "Edit", data)


def _write(data: _Data) -> Element:
    return dialog(names.DRAFT_FORM, "Draft", data)


_UNDECIDED = (names.ACCEPT, names.EDIT_FORM, names.DECLINE, names.DUPLICATE)
_OFFERED: Mapping[State, tuple[str, ...]] = MappingProxyType(
    {
        State.SUBMITTED: (names.ACCEPT, names.ASK, *_UNDECIDED[1:]),
        State.NEEDS_INFO: _UNDECIDED,
        State.ACCEPTED: (names.DRAFT_FORM, *_UNDECIDED[1:]),
    }
)
_MADE: Mapping[str, Callable[[_Data], Element]] = MappingProxyType(
    {names.ACCEPT: _accept, names.DRAFT_FORM: _write, names.ASK: _ask, names.EDIT_FORM: _edit, names.DECLINE: _decline, names.DUPLICATE: _duplicate}
)


def entry_link(slug: str, look: Look) -> list[Element]:
    return open_url(f"{look.public_url}/terms/{slug}", "Web entry") if look.public_url else []
