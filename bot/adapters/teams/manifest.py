"""What Teams is told about the app: https://learn.microsoft.com/microsoft-365/extensibility/schema/"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot import __version__
from bot.adapters.teams.manifest_words import GERMAN
from bot.render.adaptive_card.names import EXPLAIN_MESSAGE, REQUEST_MESSAGE, SEARCH

NAME = "Glossary"
VERSION = "1.29"  # the first with private slash commands
CONSERVATIVE_VERSION = "1.28"
MAX_DEVELOPER = 32  # characters
COLOR_ICON, OUTLINE_ICON, GERMAN_FILE = "color.png", "outline.png", "de.json"
_SCHEMAS = "https://developer.microsoft.com/json-schemas/teams"
_Json = dict[str, Any]


def manifest(*, client_id: str, url: str, developer: str, command: str = "/define", privacy: str = "", terms_of_use: str = "", compat: bool = False) -> _Json:
    """The content of `manifest.json`.

    Args:
        client_id: application id of the bot, which is the app's own id too.
        url: https address of the server, without a slash at the end.
        developer: who offers the app, at most MAX_DEVELOPER characters.
        command: the slash command, with its slash.
        privacy: address of the privacy statement; default: the page of this server.
        terms_of_use: likewise.
        compat: for tenants that do not take the newest schema yet: without private slash commands.
    """
    version = CONSERVATIVE_VERSION if compat else VERSION
    about = f"{url}/about"
    return {
        "$schema": f"{_SCHEMAS}/v{version}/MicrosoftTeams.schema.json",
        "manifestVersion": version,
        "version": _release(__version__),
        "id": client_id,
        "developer": {"name": developer, "websiteUrl": url, "privacyUrl": privacy or about, "termsOfUseUrl": terms_of_use or about},
        "name": {"short": NAME, "full": "Glossary assistant"},
        "description": {
            "short": "The right AI term, what it means for your role, and where that comes from.",
            "full": (
                "Ask what an AI term means, where you meet it: in a chat, in a channel, or by a message's menu. You get the definition, what it means for "
                "your role, its sources, and when it was reviewed. What is missing you can request from the message itself; a steward decides, and you "
                "hear what became of it."
            ),
        },
        "localizationInfo": {"defaultLanguageTag": "en", "additionalLanguages": [{"languageTag": "de", "file": GERMAN_FILE}]},
        "icons": {"color": COLOR_ICON, "outline": OUTLINE_ICON},
        "accentColor": "#2B3A55",
        "bots": [
            {
                "botId": client_id,
                "scopes": ["personal", "team", "groupChat"],
                **({} if compat else {"supportsTargetedMessages": True}),
                "commandLists": _command_lists(command.removeprefix("/"), compat=compat),
            }
        ],
        "composeExtensions": [
            {"botId": client_id, "commands": _extension_commands(), "messageHandlers": [{"type": "link", "value": {"domains": [_host(url)]}}]}
        ],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [_host(url)],
    }


def localization(made: _Json) -> _Json:
    """The content of `de.json`: every text of the manifest that people see and the schema lets be translated."""
    version = made["manifestVersion"]
    texts = dict(_translatable(made))
    return {"$schema": f"{_SCHEMAS}/v{version}/MicrosoftTeams.Localization.schema.json", **{path: GERMAN[text] for path, text in texts.items()}}


def _command_lists(define: str, *, compat: bool) -> list[_Json]:
    """What is offered before anything is typed. Words are sent as they stand, and the bot reads English words: a prompt keeps them."""
    personal = {
        "scopes": ["personal"],
        "commands": [
            _prompt("What is RLHF?", "A term, an abbreviation, or a description in your own words", "What is RLHF?"),
            _prompt("Compare two terms", "Side by side", "RAG vs fine-tuning"),
            _prompt("Set my role", "Answers then say what a term means for you", "role"),
            _prompt("My requests", "What you have asked for, and where it stands", "my requests"),
            _prompt("Help", "All that can be asked", "help"),
        ],
    }
    group: _Json = {"scopes": ["team", "groupChat"], "commands": [{"title": define, "description": "What a term means, for your role"}]}
    if not compat:
        group["triggers"] = ["mention", "slash"]
    return [personal, group]


def _prompt(title: str, description: str, prompt: str) -> _Json:
    return {"type": "prompt", "title": title, "description": description, "prompt": prompt}


def _extension_commands() -> list[_Json]:
    return [
        {
            "id": SEARCH,
            "type": "query",
            "title": "Search the glossary",
            "description": "Insert a term while you write",
            "context": ["compose", "commandBox"],
            "initialRun": True,
            "parameters": [{"name": "query", "title": "Term", "description": "A term, or a part of it"}],
        },
        _on_message(EXPLAIN_MESSAGE, "Explain terms in this message", "Lists the terms of the glossary in a message; only you see them"),
        _on_message(REQUEST_MESSAGE, "Request a glossary term", "Asks for an entry about a term in a message"),
    ]


def _on_message(command_id: str, title: str, description: str) -> _Json:
    return {"id": command_id, "type": "action", "title": title, "description": description, "context": ["message"], "fetchTask": True}


def _translatable(made: _Json) -> list[tuple[str, str]]:
    found = [(f"{part}.{size}", made[part][size]) for part in ("name", "description") for size in ("short", "full")]
    for number, commands in enumerate(made["bots"][0]["commandLists"]):
        for place, command in enumerate(commands["commands"]):
            path = f"bots[0].commandLists[{number}].commands[{place}]"
            found += [(f"{path}.title", command["title"])] if command.get("type") == "prompt" else []
            found.append((f"{path}.description", command["description"]))
    for number, command in enumerate(made["composeExtensions"][0]["commands"]):
        path = f"composeExtensions[0].commands[{number}]"
        found += [(f"{path}.{part}", command[part]) for part in ("title", "description")]
        for place, parameter in enumerate(command.get("parameters", ())):
            found += [(f"{path}.parameters[{place}].{part}", parameter[part]) for part in ("title", "description")]
    return found


def _release(version: str) -> str:
    """Three numbers, as Teams wants it: what is in development counts as the release it leads to."""
    numbers = [part for part in version.split(".") if part.isdigit()][:3]
    return ".".join([*numbers, *["0"] * (3 - len(numbers))])


def _host(url: str) -> str:
    return str(urlsplit(url).hostname)
