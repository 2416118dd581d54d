"""`glossary manifest ...`."""

from __future__ import annotations

from pathlib import Path
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


@manifest_app.command()
def teams(
    *,
    url: Annotated[str | None, typer.Option(metavar="URL", help="https address of this server; default: GLOSSARY_PUBLIC_URL.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the whole app package (zip) here instead of printing the manifest.")] = None,
    compat: Annotated[bool, typer.Option("--compat", help="For tenants that do not take the newest schema: without private slash commands.")] = False,
    client_id: Annotated[str | None, typer.Option(metavar="ID", help="Application id of the bot; default: TEAMS_CLIENT_ID.")] = None,
    developer: Annotated[str, typer.Option(metavar="NAME", help="Who offers the app; people see it.")] = "glossary-assistant",
    privacy: Annotated[str, typer.Option(metavar="URL", help="Your privacy statement; default: the page About of this server.")] = "",
    terms_of_use: Annotated[str, typer.Option("--terms-of-use", metavar="URL", help="Your terms of use; default: likewise.")] = "",
) -> None:
    """Print the manifest of the Teams app, or write the package to upload in the Teams admin center."""
    from uuid import UUID

    from bot.adapters.teams.app_package import app_package, as_json
    from bot.adapters.teams.manifest import MAX_DEVELOPER
    from bot.adapters.teams.manifest import manifest as made
    from bot.errors import ConfigurationError
    from bot.settings import load_settings

    settings = load_settings()
    app_id = client_id or settings.teams.client_id
    address = url or (str(settings.server.public_url) if settings.server.public_url else None)
    if app_id is None:
        raise ConfigurationError("Teams has to be told which bot this is", hint="--client-id, or TEAMS_CLIENT_ID: the application id of the bot")
    if address is None:
        raise ConfigurationError("Teams has to be told where this server is", hint="--url https://... names its address")
    try:
        app_id = str(UUID(app_id))
    except ValueError:
        raise ConfigurationError(f"{app_id!r} is no application id", hint="it looks like 00000000-0000-0000-0000-000000000000") from None
    if not developer.strip() or len(developer) > MAX_DEVELOPER:
        raise ConfigurationError(f"--developer is 1 to {MAX_DEVELOPER} characters long", hint="a short name of your team or company")
    manifest = made(
        client_id=app_id,
        url=_https(address, "Teams"),
        developer=developer.strip(),
        command=settings.teams.command,
        privacy=_https(privacy, "people") if privacy else "",
        terms_of_use=_https(terms_of_use, "people") if terms_of_use else "",
        compat=compat,
    )
    if out is None:
        typer.echo(as_json(manifest), nl=False)
        return
    try:
        out.write_bytes(app_package(manifest))
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written: {error.strerror}", hint="name another file with --out") from None
    typer.echo(f"{out}: upload it in the Teams admin center, or in Teams under Apps, Manage your apps, Upload an app.")


def _https(address: str, caller: str = "Slack") -> str:
    """The address without a slash at the end. Raises ConfigurationError unless `caller` can reach it."""
    from urllib.parse import urlsplit

    from bot.errors import ConfigurationError

    parts = urlsplit(address.strip())
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ConfigurationError(
            f"{address!r} is no address that {caller} can call", hint="it begins with https:// and has a host, as https://glossary.example.com"
        )
    return address.strip().rstrip("/")
