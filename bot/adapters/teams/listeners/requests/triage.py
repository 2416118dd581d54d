"""What stewards decide, on the card itself or in a window, and how they look through what is to be decided."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from bot.adapters.chat.backlog import backlog_of
from bot.adapters.chat.cards import card_of, number
from bot.adapters.chat.looks import look
from bot.adapters.chat.sentences import of_request
from bot.adapters.chat.written import written_form
from bot.adapters.teams.activity import Kind, kind_of, text
from bot.adapters.teams.fields import Fields, written_draft
from bot.adapters.teams.listeners.outcome import Beside, Outcome, Replace
from bot.adapters.teams.listeners.requests.named import names_on
from bot.adapters.teams.visit import Visit
from bot.adapters.workers import in_thread
from bot.core.normalize import clean
from bot.core.requests import Draft, QueueFilter, RequestForm, RequestView, State
from bot.errors import AlreadyDecided, InvalidRequest, RequestError
from bot.render import request_words
from bot.render.adaptive_card import names
from bot.render.adaptive_card.elements import Card
from bot.render.adaptive_card.replies import reply_card
from bot.render.adaptive_card.requests.card import steward_card
from bot.render.adaptive_card.requests.draft import draft_form, edit_form
from bot.render.adaptive_card.requests.queue import candidates_card
from bot.render.look import Place

_ALREADY = "Somebody has asked for that meanwhile."
Decide = Callable[[], RequestView]


async def decide(visit: Visit, name: str) -> Outcome:
    """The card as it is afterwards; when somebody else was first, it says who. What is wrong with a field of a window is shown in it."""
    fields = Fields(visit.data)
    request_id = number(fields.number("request"))
    try:
        await in_thread(visit.site.workers.storing, _DECISIONS[name](visit, request_id, fields))
    except AlreadyDecided:
        return Replace(await _card(visit, request_id, first=True), common=True)
    except InvalidRequest as error:
        if kind_of(visit.activity) is not Kind.DIALOG_SUBMIT:
            raise
        return Replace(await _window(visit, request_id, of_request(error), edit=name == names.EDIT, accept=name == names.ACCEPT))
    return Replace(await _card(visit, request_id), common=True)


async def open_draft(visit: Visit) -> Outcome:
    """On a card that is out of date, what is there to be done by now."""
    request_id = number(Fields(visit.data).number("request"))
    return Beside(await _window(visit, request_id, "", edit=False, accept=visit.data.get("accept") is True))


async def open_edit(visit: Visit) -> Outcome:
    return Beside(await _window(visit, number(Fields(visit.data).number("request")), "", edit=True, accept=False))


async def open_card(visit: Visit) -> Outcome:
    """Beside the list, which stays."""
    return Beside(await _card(visit, number(Fields(visit.data).number("request"))))


async def choose(visit: Visit) -> Outcome:
    which = next((item for item in QueueFilter if item == visit.data.get("which")), QueueFilter.OPEN)
    return Replace(reply_card(await backlog_of(visit.site, visit.person.asker, which), look(visit.site, visit.private_place)))


async def show_candidates(visit: Visit) -> Outcome:
    return Beside(await _candidates(visit))


async def make_request(visit: Visit) -> Outcome:
    """In the name of the steward, who hears of it like everybody who asks."""
    site, steward, subject = visit.site, visit.person.asker, text(visit.data, "subject")
    found = await in_thread(site.workers.storing, site.desk.candidates, steward)
    candidate = next((item for item in found if item.subject == subject), None)
    why = f"{request_words.wanted(candidate, 'it')}, and there was no entry." if candidate else ""
    try:
        filed = await in_thread(site.workers.storing, site.desk.file, steward, RequestForm(subject, why=why[:1].upper() + why[1:]), visit.delivery)
    except RequestError as error:
        note = of_request(error)
    else:
        note = f"Request {filed.request.id} is made." if filed.first else _ALREADY
    return Replace(await _candidates(visit, note))


async def _card(visit: Visit, request_id: int, *, first: bool = False) -> Card:
    site, steward = visit.site, visit.person.asker
    card = await card_of(site, steward, request_id)
    named = await names_on(site, steward.tenant, card)
    return steward_card(card, look(site, Place.CHANNEL), named, request_words.decided(card.history, named) if first else "")


async def _window(visit: Visit, request_id: int, problem: str, *, edit: bool, accept: bool) -> Card:
    request = (await card_of(visit.site, visit.person.asker, request_id)).request
    if request.state not in _WRITABLE:
        return await _card(visit, request_id, first=True)
    return edit_form(request, problem=problem) if edit else draft_form(request, accept=accept and request.state is not State.ACCEPTED, problem=problem)


async def _candidates(visit: Visit, note: str = "") -> Card:
    found = await in_thread(visit.site.workers.storing, visit.site.desk.candidates, visit.person.asker)
    return candidates_card(found, look(visit.site, visit.private_place, note=note))


# -- what is decided -----------------------------------------------------------------------------------------------


def _accept(visit: Visit, request_id: int, fields: Fields) -> Decide:
    draft = written_draft(fields)
    note = fields.text("note") or fields.text("accept_note")
    return partial(visit.site.desk.accept, visit.person.asker, request_id, draft if draft != Draft() else None, note, delivery=visit.delivery)


def _draft(visit: Visit, request_id: int, fields: Fields) -> Decide:
    return partial(visit.site.desk.save_draft, visit.person.asker, request_id, written_draft(fields), delivery=visit.delivery)


def _ask(visit: Visit, request_id: int, fields: Fields) -> Decide:
    return partial(visit.site.desk.ask, visit.person.asker, request_id, fields.text("question"), delivery=visit.delivery)


def _edit(visit: Visit, request_id: int, fields: Fields) -> Decide:
    return partial(visit.site.desk.edit, visit.person.asker, request_id, written_form(fields), delivery=visit.delivery)


def _decline(visit: Visit, request_id: int, fields: Fields) -> Decide:
    desk, again = visit.site.desk, fields.ticked("reconsider")
    return partial(desk.decline, visit.person.asker, request_id, fields.text("reason"), reconsider=again, delivery=visit.delivery)


def _duplicate(visit: Visit, request_id: int, fields: Fields) -> Decide:
    of = _meant(visit, clean(fields.text("duplicate_of")))
    note, again = fields.text("duplicate_note"), fields.ticked("reconsider")
    return partial(visit.site.desk.mark_duplicate, visit.person.asker, request_id, of, note, reconsider=again, delivery=visit.delivery)


def _meant(visit: Visit, written: str) -> str | int:
    """The number of a request, or the slug of the entry that is called so. Raises InvalidRequest."""
    digits = written.removeprefix("#")
    if digits.isascii() and digits.isdigit():
        return number(digits)
    glossary = visit.site.service.assistant.glossary
    label = glossary.find(written)
    if label is None:
        raise InvalidRequest("duplicate_of", f"no entry is called \u201c{written[:60]}\u201d: write its name, or the number of a request")
    return glossary.owners(label)[0].slug


_WRITABLE = frozenset({State.SUBMITTED, State.NEEDS_INFO, State.ACCEPTED})
_DECISIONS: dict[str, Callable[[Visit, int, Fields], Decide]] = {
    names.ACCEPT: _accept,
    names.DRAFT: _draft,
    names.ASK: _ask,
    names.EDIT: _edit,
    names.DECLINE: _decline,
    names.DUPLICATE: _duplicate,
}
USES: dict[str, Callable[[Visit], Awaitable[Outcome]]] = {
    **{name: partial(decide, name=name) for name in _DECISIONS},
    names.REQUEST_CARD: open_card,
    names.QUEUE: choose,
    names.CANDIDATES: show_candidates,
    names.MAKE_REQUEST: make_request,
}
WINDOWS = {names.DRAFT_FORM: open_draft, names.EDIT_FORM: open_edit}
