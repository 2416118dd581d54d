"""What the windows of stewards say, as steps of the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from bot.adapters.chat.again import slugs
from bot.adapters.chat.written import written_form
from bot.adapters.slack.fields import Fields
from bot.adapters.slack.site import SlackSite
from bot.core.requests import Draft, RequestView
from bot.core.roles import Role
from bot.core.usage import Asker
from bot.errors import InvalidRequest
from bot.render.slack import names
from bot.render.slack.requests.about import About
from bot.render.slack.requests.draft import takeaway_field
from bot.render.slack.requests.suggested import duplicate_of
from bot.render.sources import read_sources

Decide = Callable[[], RequestView]


@dataclass(frozen=True, slots=True)
class Written:
    """A window that was submitted: by whom, about what, and with what in it."""

    steward: Asker
    about: About
    fields: Fields
    delivery: str | None


_Read = Callable[[SlackSite, Written], Decide]


def decision(name: str, site: SlackSite, written: Written) -> Decide:
    """A call to be made in a worker thread. Raises InvalidRequest for what cannot be read, KeyError for the name of no window."""
    return _READ[name](site, written)


def _accept(site: SlackSite, written: Written) -> Decide:
    draft = _drafted(written.fields)
    return partial(
        site.desk.accept, written.steward, written.about.request, draft if draft != Draft() else None, written.fields.text("note"), delivery=written.delivery
    )


def _draft(site: SlackSite, written: Written) -> Decide:
    return partial(site.desk.save_draft, written.steward, written.about.request, _drafted(written.fields), delivery=written.delivery)


def _ask(site: SlackSite, written: Written) -> Decide:
    return partial(site.desk.ask, written.steward, written.about.request, written.fields.text("question"), delivery=written.delivery)


def _edit(site: SlackSite, written: Written) -> Decide:
    return partial(site.desk.edit, written.steward, written.about.request, written_form(written.fields), delivery=written.delivery)


def _decline(site: SlackSite, written: Written) -> Decide:
    return partial(
        site.desk.decline, written.steward, written.about.request, written.fields.text("reason"), reconsider=written.about.reconsider, delivery=written.delivery
    )


def _duplicate(site: SlackSite, written: Written) -> Decide:
    of = duplicate_of(written.fields.chosen(names.DUPLICATE_OF), slugs(site.service.assistant.glossary))
    if of is None:
        raise InvalidRequest("duplicate_of", "choose what it is a duplicate of")
    return partial(
        site.desk.mark_duplicate,
        written.steward,
        written.about.request,
        of,
        written.fields.text("note"),
        reconsider=written.about.reconsider,
        delivery=written.delivery,
    )


def _drafted(fields: Fields) -> Draft:
    notes = {role: note for role in Role if (note := fields.text(takeaway_field(role)).strip())}
    return Draft(fields.text("short_def"), notes, read_sources(fields.lines("citations")))


_READ: Mapping[str, _Read] = MappingProxyType(
    {names.ACCEPT: _accept, names.DRAFT: _draft, names.ASK: _ask, names.EDIT: _edit, names.DECLINE: _decline, names.DUPLICATE: _duplicate}
)
