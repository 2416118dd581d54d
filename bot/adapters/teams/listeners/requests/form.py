"""Somebody asks for an entry: the form opens, shows what there is already, and is sent."""

from __future__ import annotations

from bot.adapters.chat import patience
from bot.adapters.chat.cards import number
from bot.adapters.chat.looks import look
from bot.adapters.chat.sentences import of_request
from bot.adapters.chat.written import written_form
from bot.adapters.teams.activity import Kind, kind_of, mapping, text
from bot.adapters.teams.fields import Fields
from bot.adapters.teams.listeners.outcome import Beside, Outcome, Replace, Tell, task
from bot.adapters.teams.plain_text import message_text
from bot.adapters.teams.visit import Body, Visit
from bot.adapters.workers import in_thread
from bot.core.requests import RequestForm, Similar
from bot.core.requests.form import shortened
from bot.core.requests.proposal import proposed_term
from bot.errors import InvalidRequest, StorageUnavailable
from bot.render.adaptive_card import names
from bot.render.adaptive_card.requests.form import TITLE, alike_card, request_form, requested_card

_NONE = Similar((), (), sure=False)


async def open_on_message(visit: Visit) -> Body:
    """From the menu of a message: with what it says, and a link to it."""
    payload = mapping(visit.activity, "value", "messagePayload")
    said = message_text(payload)
    form = RequestForm(proposed_term(said), where_seen=text(payload, "linkToMessage"), excerpt=shortened(said))
    return task(request_form(form, await _similar(visit, form.term)), TITLE)


async def open_form(visit: Visit) -> Outcome:
    """With what was asked for and has no entry."""
    form = RequestForm(text(visit.data, "term"))
    return Beside(request_form(form, await _similar(visit, form.term)))


async def file(visit: Visit) -> Outcome:
    """Unless there is something like it, which is shown first."""
    form = written_form(Fields(visit.data))
    alike = await _similar(visit, form.term)
    if alike.sure or any(not request.mine for request in alike.requests):
        return Beside(request_form(form, alike, asked=True) if _in_window(visit) else alike_card(form, alike))
    return await _filed(visit, form)


async def file_anyway(visit: Visit) -> Outcome:
    return await _filed(visit, written_form(Fields(visit.data)))


async def support(visit: Visit) -> Outcome:
    """Instead of a request of one's own; without a name when the form says so."""
    fields, anonymous = Fields(visit.data), Fields(visit.data).ticked("anonymous")
    wanted, desk = number(fields.number("request")), visit.site.desk
    request = await in_thread(visit.site.workers.storing, desk.support, visit.person.asker, wanted, anonymous=anonymous, delivery=visit.delivery)
    return Replace(requested_card(request, look(visit.site, visit.private_place), first=False, anonymous=anonymous))


async def _filed(visit: Visit, form: RequestForm) -> Outcome:
    try:
        filed = await in_thread(visit.site.workers.storing, visit.site.desk.file, visit.person.asker, form, visit.delivery)
    except InvalidRequest as error:
        return Replace(request_form(form, problem=of_request(error))) if _in_window(visit) else Tell(of_request(error))
    return Replace(requested_card(filed.request, look(visit.site, visit.private_place), first=filed.first, anonymous=form.anonymous))


async def _similar(visit: Visit, term: str) -> Similar:
    """Nothing while the database does not answer: then it is found again when the form is sent."""
    try:
        return await patience.read(visit.site, visit.site.desk.similar, visit.person.asker, term) if term.strip() else _NONE
    except StorageUnavailable:
        return _NONE


def _in_window(visit: Visit) -> bool:
    return kind_of(visit.activity) in {Kind.DIALOG_SUBMIT, Kind.MESSAGE_ACTION_SUBMIT}


USES = {names.FILE: file, names.FILE_ANYWAY: file_anyway, names.SUPPORT: support}
WINDOWS = {names.REQUEST_FORM: open_form}
