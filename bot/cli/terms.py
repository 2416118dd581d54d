"""`glossary terms ...`."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.catalog.export import ExportFormat
from bot.cli.app import report_faults, terms_app
from bot.cli.ask import JsonOption, RoleOption, parse_role
from bot.cli.printing import print_styled
from bot.errors import CatalogError

if TYPE_CHECKING:
    from bot.catalog.loader import Catalog
    from bot.core.glossary import Glossary

EXIT_FAULTS = 1


def _catalog(context: typer.Context) -> Catalog:
    from bot.catalog.loader import load_catalog
    from bot.settings import load_settings

    return load_catalog(load_settings(terms_dir=context.obj.terms).catalog.terms_dir)


def _glossary(context: typer.Context) -> Glossary:
    """The usable terms; files that cannot be used are named on standard error."""
    catalog = _catalog(context)
    report_faults(catalog)
    return catalog.glossary()


@terms_app.command()
def lint(
    context: typer.Context,
    strictly: Annotated[bool, typer.Option("--strict", help="Also what a good entry has beyond being valid: see data/terms/README.md.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Report every fault and warning as file:line:column. Exit status 1 when there are faults."""
    from bot.catalog.lint import LintReport
    from bot.catalog.lint import lint as check
    from bot.catalog.strict import strict

    try:
        catalog = _catalog(context)
        report = check(catalog, date.today())
        if strictly:
            short = strict(catalog)
            told = {(item.where, item.reason) for item in short}
            report = LintReport(report.checked, (*report.faults, *short), tuple(item for item in report.warnings if (item.where, item.reason) not in told))
    except CatalogError as error:
        if not error.faults:
            raise
        report = LintReport(0, error.faults, ())  # no file is usable: reported like any other finding
    if as_json:
        rows = [
            {"severity": severity, "path": str(item.path), "line": item.line, "column": item.column, "reason": item.reason}
            for severity, items in (("error", report.faults), ("warning", report.warnings))
            for item in items
        ]
        typer.echo(json.dumps({"checked": report.checked, "findings": rows}, ensure_ascii=False, indent=2))
    else:
        for fault in report.faults:
            typer.echo(f"{fault.where}: error: {fault.reason}")
        for warning in report.warnings:
            typer.echo(f"{warning.where}: warning: {warning.reason}")
        typer.echo(f"{report.checked} terms usable, {len(report.faults)} errors, {len(report.warnings)} warnings")
    raise typer.Exit(EXIT_FAULTS if report.faults else 0)


@terms_app.command("list")
def list_terms(
    context: typer.Context,
    category: Annotated[str | None, typer.Option("--category", help="Only terms of this category.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the terms with their status and short definition."""
    from rich.table import Table
    from rich.text import Text

    terms = [term for term in _glossary(context) if category is None or category.casefold() in {name.casefold() for name in term.categories}]
    if as_json:
        rows = [{"slug": term.slug, "term": term.term, "status": term.status.value, "short_def": term.short_def} for term in terms]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    for term in terms:
        table.add_row(Text(term.term, style="cyan"), Text(term.status.value, style="dim"), Text(term.short_def))
    print_styled(table)


@terms_app.command()
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="TERM", help="A slug or a label.")],
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one entry whole. Exit status 4 when there is none."""
    from bot.cli.ask import EXIT_NOT_FOUND
    from bot.core.assistant import Assistant
    from bot.render.terminal import render_answer

    asked_for = parse_role(role)
    glossary = _glossary(context)
    key = glossary.find(name)
    slug = name if name in glossary else glossary.owners(key)[0].slug if key else None
    if slug is None:
        typer.echo(f"no term has the label {name!r}; `glossary terms list` lists them", err=True)
        raise typer.Exit(EXIT_NOT_FOUND)
    if as_json:
        typer.echo(glossary[slug].model_dump_json(indent=2, exclude_defaults=True))
        return
    answer = Assistant(glossary, []).define(slug, asked_for)
    print_styled(render_answer(answer, today=date.today(), detail=True))


@terms_app.command()
def new(context: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help="The term as people say it.")]) -> None:
    """Write a valid first version of a term file and print its path."""
    from bot.catalog.skeleton import write_skeleton
    from bot.settings import load_settings

    typer.echo(write_skeleton(load_settings(terms_dir=context.obj.terms).catalog.terms_dir, name, date.today()))


@terms_app.command()
def export(
    context: typer.Context,
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="Form of the output.")] = ExportFormat.JSON,
) -> None:
    """Print all terms as JSON, CSV (safe to open in a spreadsheet) or Markdown."""
    from bot.catalog.export import export as write

    typer.echo(write(_glossary(context), form), nl=False)
