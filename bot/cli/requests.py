"""`glossary requests list | show | export`."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Literal

import typer

from bot.cli.app import app
from bot.cli.ask import JsonOption
from bot.cli.at_the_desk import RequestArgument, TenantOption, at_the_desk
from bot.cli.printing import print_styled

requests_app = typer.Typer(help="List, show, decide, draft and export term requests.", no_args_is_help=True)
app.add_typer(requests_app, name="requests")


StateName = Literal["open", "submitted", "needs_info", "accepted", "overdue", "closed", "all"]
"""The values of `QueueFilter`, whose import every other command would have to wait for."""


class RequestFormat(StrEnum):
    JSON = "json"
    CSV = "csv"


@requests_app.command("list")
def list_requests(
    context: typer.Context,
    state: Annotated[StateName, typer.Option("--state", help="Which of them.")] = "open",
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """List requests, the oldest first, and count them."""
    from bot.core.requests import QueueFilter
    from bot.render.requests_json import request_json
    from bot.render.requests_terminal import render_queue

    with at_the_desk(context, tenant) as here:
        queue = here.desk.queue(here.operator, QueueFilter(state), limit=None)
    if as_json:
        counts = {which.value: count for which, count in queue.counts.items()}
        told = {"tenant": here.operator.tenant, "counts": counts, "requests": [request_json(request) for request in queue.requests]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print_styled(render_queue(queue))


@requests_app.command()
def show(context: typer.Context, number: RequestArgument, tenant: TenantOption = None, as_json: JsonOption = False) -> None:
    """Show one request whole, with what happened to it."""
    from bot.render.requests_json import event_json, request_json
    from bot.render.requests_terminal import render_request

    with at_the_desk(context, tenant) as here:
        request, history = here.desk.get(here.operator, number), here.desk.history(here.operator, number)
    if as_json:
        typer.echo(json.dumps({**request_json(request), "history": [event_json(event) for event in history]}, ensure_ascii=False, indent=2))
    else:
        print_styled(render_request(request, history))


@requests_app.command()
def export(
    context: typer.Context,
    form: Annotated[RequestFormat, typer.Option("--format", "-f", help="Form of the output.")] = RequestFormat.JSON,
    tenant: TenantOption = None,
) -> None:
    """Print all requests as JSON or CSV (safe to open in a spreadsheet). Whoever asks anonymously is not in it."""
    from bot.catalog.requests_export import requests_csv
    from bot.core.requests import QueueFilter
    from bot.render.requests_json import request_json

    with at_the_desk(context, tenant) as here:
        requests = here.desk.queue(here.operator, QueueFilter.ALL, limit=None).requests
    if form is RequestFormat.CSV:
        typer.echo(requests_csv(requests), nl=False)
    else:
        typer.echo(json.dumps([request_json(request) for request in requests], ensure_ascii=False, indent=2))
