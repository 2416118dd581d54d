"""`glossary requests accept | decline | ask | draft`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ask import JsonOption
from bot.cli.at_the_desk import RequestArgument, TenantOption, at_the_desk
from bot.cli.proposing import Proposer, text_of
from bot.cli.requests import requests_app

if TYPE_CHECKING:
    from bot.cli.proposing import Proposed
    from bot.core.requests import RequestView

BranchOption = Annotated[
    bool, typer.Option("--branch", help="Put the file on a branch in GLOSSARY_GIT_REPO, and with GLOSSARY_GITHUB_TOKEN into a pull request.")
]


@requests_app.command()
def accept(
    context: typer.Context,
    number: RequestArgument,
    *,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For those who asked.", show_default=False)] = "",
    branch: BranchOption = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept a request: those who asked are told, now and when the entry is there."""
    from bot.core.requests import State

    with at_the_desk(context, tenant) as here:
        proposer = Proposer(here) if branch else None  # before the decision: what is set up wrong is found while nobody was told
        request = here.desk.accept(here.operator, number, note=note)
        proposed = None
        try:
            if proposer and request.state is State.ACCEPTED:
                proposed = proposer.propose(request)
        finally:
            _print(request, as_json, proposed)


@requests_app.command()
def decline(
    context: typer.Context,
    number: RequestArgument,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="For those who asked.", show_default=False)],
    reconsider: Annotated[bool, typer.Option("--reconsider", help="Also when it was accepted before.")] = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decline a request: those who asked are told the reason."""
    with at_the_desk(context, tenant) as here:
        _print(here.desk.decline(here.operator, number, reason, reconsider=reconsider), as_json)


@requests_app.command()
def ask(
    context: typer.Context,
    number: RequestArgument,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What you need to know.", show_default=False)],
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask whoever filed a request for details."""
    with at_the_desk(context, tenant) as here:
        _print(here.desk.ask(here.operator, number, question), as_json)


@requests_app.command()
def draft(
    context: typer.Context,
    number: RequestArgument,
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the file; default: that of the terms.", show_default=False)] = None,
    branch: BranchOption = False,
    tenant: TenantOption = None,
) -> None:
    """Write a valid term file from a request and print its path. Those who asked are told once its short definition is written."""
    from bot.catalog.drafting import draft_slug
    from bot.catalog.skeleton import write_new

    if branch and out:
        raise typer.BadParameter("--branch and --out exclude each other", param_hint="--branch")
    with at_the_desk(context, tenant) as here:
        if branch:
            proposer = Proposer(here)
            typer.echo(proposer.propose(here.desk.get(here.operator, number)).said)
        else:
            request = here.desk.get(here.operator, number)
            typer.echo(write_new(out or here.settings.catalog.terms_dir, draft_slug(request), text_of(here, request)))


def _print(request: RequestView, as_json: bool, proposed: Proposed | None = None) -> None:
    if as_json:
        import json

        from bot.render.requests_json import request_json

        where = {"branch": proposed.branch.name, "pull_request": proposed.pull_request} if proposed else {}
        typer.echo(json.dumps({**request_json(request), **where}, ensure_ascii=False, indent=2))
        return
    slug = f" as {request.slug}" if request.slug else ""
    typer.echo(f"request {request.id} ({request.form.term}) is {request.state.value.replace('_', ' ')}{slug}")
    if proposed:
        typer.echo(proposed.said)
