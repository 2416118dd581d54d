"""`glossary chat`."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from bot.cli.app import app, application
from bot.cli.ask import RoleOption, parse_role


@app.command()
def chat(
    context: typer.Context,
    role: RoleOption = None,
    greet: Annotated[str, typer.Option("--greet", metavar="TEXT", help="A first line to answer before reading.")] = "",
) -> None:
    """Hold a conversation: questions as they come, or /define, /role, /compare, /explain, /help, /quit."""
    from bot.adapters.terminal.chat import Chat

    lines = sys.stdin or io.StringIO()  # closed by whoever started us: nothing to read
    interactive = lines.isatty()
    built = application(context, blocking=not interactive)
    if interactive:
        built.meaning.start()
    Chat(built.assistant, role=parse_role(role), interactive=interactive).run(lines, greet)
