"""`glossary ask` and `glossary explain`."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from bot.cli.app import app, application
from bot.cli.printing import print_styled

if TYPE_CHECKING:
    from bot.core.answer import Answer
    from bot.core.roles import Role

EXIT_CHOOSE = 3
EXIT_NOT_FOUND = 4


def parse_role(name: str | None) -> Role | None:
    """The role meant, as people call it. Raises BadParameter that lists the roles."""
    from bot.core.roles import ROLES, find_role

    if name is None:
        return None
    role = find_role(name)
    if role is None:
        raise typer.BadParameter(f"{name!r} is no role; one of: {', '.join(role.value for role in ROLES)}", param_hint="--role")
    return role


RoleOption = Annotated[str | None, typer.Option("--role", metavar="ROLE", help='Whose takeaway to show: "legal", "PM", "data scientist", ...')]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A term, or a question about one.")],
    role: RoleOption = None,
    detail: Annotated[bool, typer.Option("--detail", help="Show the long definition, examples and governance too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Answer one question. Exit status 0 answered, 3 suggestions or several senses, 4 not found, 78 configuration."""
    from bot.core.assistant import Query

    asked_for = parse_role(role)
    assistant = application(context, quiet=as_json).assistant
    started = time.perf_counter()
    answer = assistant.answer(Query(question, asked_for))
    elapsed_ms = (time.perf_counter() - started) * 1000
    if as_json:
        from bot.render.as_json import answer_json

        typer.echo(json.dumps(answer_json(answer, elapsed_ms), ensure_ascii=False, indent=2))
    else:
        from datetime import date

        from bot.render.terminal import render_answer

        print_styled(render_answer(answer, today=date.today(), detail=detail))
    raise typer.Exit(exit_status(answer))


def exit_status(answer: Answer) -> int:
    from bot.core.answer import Comparison, Definition, Disambiguation, NotFound, Suggestions

    match answer:
        case Definition() | Comparison():
            return 0
        case Disambiguation() | Suggestions():
            return EXIT_CHOOSE
        case NotFound():
            return EXIT_NOT_FOUND
        case _:
            assert_never(answer)


@app.command()
def explain(
    context: typer.Context,
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help="A message as somebody wrote it.")],
    as_json: JsonOption = False,
) -> None:
    """List the terms mentioned in a message. Exit status 0 when there are any, else 4."""
    mentions = application(context, quiet=as_json).assistant.explain(message)
    if as_json:
        from bot.render.as_json import mentions_json

        typer.echo(json.dumps(mentions_json(mentions), ensure_ascii=False, indent=2))
    else:
        from bot.render.terminal import render_mentions

        print_styled(render_mentions(mentions))
    raise typer.Exit(0 if mentions.mentions else EXIT_NOT_FOUND)
