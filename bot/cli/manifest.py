"""`glossary manifest ...`."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.app import app

manifest_app = typer.Typer(help="Print what a chat platform has to be told about the app.", no_args_is_help=True)
app.add_typer(manifest_app, name="manifest")


@manifest_app.callback()
def manifest() -> None:
    """Print what a chat platform has to be told about the app."""


@manifest_app.command()
def slack(
    url: Annotated[str | None, typer.Option(metavar="URL", help="https address of this server; default: GLOSSARY_PUBLIC_URL.")] = None,
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode: Slack needs no address of this server.")] = False,
    distribute: Annotated[bool, typer.Option("--distribute", help="For an app that many workspaces install. Their tokens expire and are renewed.")] = False,
) -> None:
    """Print the manifest of the Slack app as JSON, to paste at https://api.slack.com/apps under "Create New App"."""
    import json

    from bot.adapters.slack.manifest import manifest as made
    from bot.errors import ConfigurationError
    from bot.settings import load_settings

    settings = load_settings()
    if socket and url:
        raise ConfigurationError("--socket and --url exclude each other", hint="--socket for a server that Slack cannot reach, --url for one that it can")
    if socket and distribute:
        raise ConfigurationError("an app for many workspaces needs an address", hint="name it: --url https://...")
    address = None if socket else url or (str(settings.server.public_url) if settings.server.public_url else None)
    if not socket and address is None:
        raise ConfigurationError("Slack has to be told where this server is", hint="--url https://... names its address; --socket needs none")
    groups = any(settings.requests.steward_groups.values())
    made_of = made(url=_https(address) if address else None, command=settings.slack.command, distribute=distribute, groups=groups)
    typer.echo(json.dumps(made_of, indent=2))


def _https(address: str) -> str:
    """The address without a slash at the end. Raises ConfigurationError unless Slack can call it."""
    from urllib.parse import urlsplit

    from bot.errors import ConfigurationError

    parts = urlsplit(address.strip())
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ConfigurationError(
            f"{address!r} is no address that Slack can call", hint="it begins with https:// and has a host, as https://glossary.example.com"
        )
    return address.strip().rstrip("/")
