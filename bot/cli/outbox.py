"""`glossary outbox ...`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.app import app
from bot.cli.ask import JsonOption
from bot.cli.at_the_desk import TenantOption, at_the_desk

outbox_app = typer.Typer(help="List messages that could not be delivered, or try them again.", no_args_is_help=True)
app.add_typer(outbox_app, name="outbox")


@outbox_app.command("list")
def list_dead(context: typer.Context, tenant: TenantOption = None, as_json: JsonOption = False) -> None:
    """List what was given up, the newest first, with the reason. Whom it was for is not shown."""
    with at_the_desk(context, tenant) as here:
        dead, waiting = here.outbox.dead(here.operator.tenant), here.outbox.counts("pending", here.operator.tenant)
    if as_json:
        rows = [{**asdict(job), "created_at": job.created_at.isoformat(timespec="seconds")} for job in dead]
        typer.echo(json.dumps({"tenant": here.operator.tenant, "waiting": dict(waiting), "dead": rows}, ensure_ascii=False, indent=2))
        return
    for job in dead:
        about = f" {job.notice}" if job.notice else ""
        request = f", request {job.request_id}" if job.request_id else ""
        typer.echo(f"{job.id}  {job.created_at:%Y-%m-%d %H:%M}  {job.kind}{about}{request}, {job.attempts} attempts: {job.error}")
    typer.echo(f"{len(dead)} given up, {sum(waiting.values())} waiting")


@outbox_app.command()
def retry(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="[ID]", min=1, help="Which one; default: all of them.", show_default=False)] = None,
    tenant: TenantOption = None,
) -> None:
    """Let what was given up begin anew: a running server delivers it within seconds. Exit status 1 when there is none such."""
    with at_the_desk(context, tenant) as here:
        again = here.outbox.requeue(here.operator.tenant, datetime.now(UTC), number)
    typer.echo(f"{again} to be tried again")
    raise typer.Exit(1 if number is not None and not again else 0)
