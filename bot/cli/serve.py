"""`glossary serve`."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.app import app, report_faults

if TYPE_CHECKING:
    from bot.bootstrap.serving import Serving
    from bot.settings import Settings

_SWITCH_S = 0.001  # a label is looked up in several hops between threads, and each may wait this long for one that encodes (bench/load.py); usual are 5 ms


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 for any free one.")] = 8000,
    teams_local: Annotated[
        bool, typer.Option("--teams-local", help="For Microsoft's playground on this machine: Teams without credentials, and without any check.")
    ] = False,
    greet: Annotated[str, typer.Option("--greet", metavar="TEXT", help="A question to answer on the terminal once all is ready.")] = "",
) -> None:
    """Serve the web glossary, the JSON API, and Slack and Teams where they are configured, until SIGTERM or Ctrl-C."""
    from bot.cli.server import DrainingServer, bind
    from bot.settings import load_settings
    from bot.telemetry import configure_logs

    settings = load_settings(terms_dir=context.obj.terms)
    if teams_local:
        settings = _teams_local(settings, host)
    configure_logs(level=settings.log.log_level, form=settings.log.log_format)
    listening = bind(host, port)
    with listening:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
        from bot.asgi import create_app
        from bot.bootstrap.serving import build

        built = build(settings)
        report_faults(built.live.application.catalog)
        typer.echo(f"{len(built.live.assistant.glossary)} terms on {address}  (Ctrl-C stops)")
        if greet:
            _greet_when_ready(built, greet, address)
        web = create_app(built.site, built.readiness, built.metrics, settings.server, lambda _: built.running(), platforms=built.platforms)
        server = DrainingServer(web, trusted_proxies=settings.server.trusted_proxies, drain_s=settings.server.drain_s, on_drain=built.readiness.drain)
        sys.setswitchinterval(_SWITCH_S)
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            typer.echo("stopped")
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # all is stored: who is told again while ending still ends with 0


def _teams_local(settings: Settings, host: str) -> Settings:
    """Everybody who can reach the port could speak for anybody: raises ConfigurationError unless that is this machine alone."""
    from bot.errors import ConfigurationError
    from bot.settings import LocalTeamsSettings

    if settings.teams.client_id or settings.teams.client_secret:
        raise ConfigurationError("--teams-local is for a bot without credentials", hint="unset TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET, or leave it out")
    if host not in {"127.0.0.1", "localhost", "::1"}:
        raise ConfigurationError(f"--teams-local checks nobody, and others can reach {host}", hint="leave --host out: the playground runs on this machine")
    return settings.model_copy(update={"teams": LocalTeamsSettings()})


def _greet_when_ready(built: Serving, text: str, address: str) -> None:
    """Answers `text` on standard output as soon as questions are understood by meaning, or will not be."""
    from datetime import date
    from threading import Thread
    from urllib.parse import quote

    from bot.cli.printing import print_styled
    from bot.core.assistant import Query
    from bot.render.terminal import render_answer

    def greet() -> None:
        application = built.live.application
        application.meaning.load()
        typer.echo(f"\n> {text}")
        print_styled(render_answer(application.assistant.answer(Query(text)), today=date.today()))
        typer.echo(f"\nReady. The same in the browser, with every role: {address}/ask?q={quote(text)}")

    Thread(target=greet, name="greet", daemon=True).start()
