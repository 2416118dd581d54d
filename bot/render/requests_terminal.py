"""Term requests -> rich renderables for a terminal. Nothing in their content is read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.core.requests import By, Draft, EventView, NamedRequestView, Queue, QueueFilter, RequestView

_COUNTED = (QueueFilter.SUBMITTED, QueueFilter.NEEDS_INFO, QueueFilter.ACCEPTED, QueueFilter.OVERDUE, QueueFilter.CLOSED)


def render_queue(queue: Queue) -> RenderableType:
    """One line a request, and how many there are of each kind."""
    counts = Text(", ".join(f"{queue.counts[which]} {_words(which)}" for which in _COUNTED), style="dim")
    if not queue.requests:
        return Group(Text("No such requests."), counts)
    table = Table.grid(padding=(0, 2, 0, 0))
    for request in queue.requests:
        table.add_row(
            Text(str(request.id), style="cyan"), Text(_words(request.state)), Text(_people(request.askers)), Text(_promised(request)), Text(request.form.term)
        )
    return Group(table, counts)


def render_request(request: RequestView, history: Iterable[EventView]) -> RenderableType:
    """Everything that is known about one request."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in (*_facts(request), *(_drafted(request.draft) if request.draft else ())):
        if value:
            table.add_row(Text(name), Text(value))
    for event in history:
        table.add_row(Text(f"{event.at:%Y-%m-%d %H:%M}"), Text(_event(event)))
    return Group(Text(f"{request.id}  {request.form.term}", style="bold"), table)


def _facts(request: RequestView) -> Iterator[tuple[str, str]]:
    form = request.form
    yield "state", f"{_words(request.state)}{_promised(request, before=', ')}"
    yield "entry", request.slug or ""
    yield "duplicate of", f"request {request.duplicate_of}" if request.duplicate_of else ""
    yield "wanted by", f"{_people(request.askers)}: {', '.join(_named(request))}" if _named(request) else _people(request.askers)
    yield "why", form.why
    yield "seen", form.where_seen
    yield "excerpt", form.excerpt
    yield "roles", ", ".join(role.value for role in form.roles)
    yield "urgency", form.urgency.value
    yield "also called", ", ".join(form.aliases)
    for link in form.links:
        yield "link", link
    for detail in request.details:
        yield "added", detail
    yield "told the askers", request.said


def _drafted(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "draft", draft.short_def
    for role, note in draft.takeaways.items():
        yield f"for {role.value}", note
    for item in draft.citations:
        yield "source", f"{item.source} <{item.url}>"


def _named(request: RequestView) -> tuple[str, ...]:
    return ((request.requester,) if isinstance(request, NamedRequestView) else ()) + request.supporters


def _promised(request: RequestView, before: str = "") -> str:
    return f"{before}{'OVERDUE since' if request.overdue else 'by'} {request.due_at:%Y-%m-%d}" if request.due_at and request.state.value == "submitted" else ""


def _event(event: EventView) -> str:
    who = event.who or {By.ANONYMOUS: "somebody", By.SYSTEM: "the program"}.get(event.by, "somebody unknown")
    return f"{_words(event.action)} by {who}{f': {event.note}' if event.note else ''}"


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


def _words(name: str) -> str:
    return str(name).replace("_", " ")
