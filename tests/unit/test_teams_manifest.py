"""The package of the Teams app, against Microsoft's own schemas."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator
from typer.testing import CliRunner

from bot.adapters.teams.app_package import app_package
from bot.adapters.teams.manifest import localization, manifest
from bot.cli import main as cli
from bot.cli.app import app
from tests.node_modules import node_module

BOT = "8f1d3c0e-5a67-4a4e-9a55-0c7c1a6f2b11"
URL = "https://glossary.example.com"


def a_manifest(**changes: Any) -> dict[str, Any]:
    return manifest(**({"client_id": BOT, "url": URL, "developer": "Example"} | changes))


def problems(content: dict[str, Any], schema: str) -> list[str]:
    folder = node_module("@microsoft/app-manifest") / "build" / "json-schemas" / "teams" / f"v{schema_version(content)}"
    validator = Draft4Validator(json.loads((folder / schema).read_text(encoding="utf-8-sig")))
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(content)]


def schema_version(content: dict[str, Any]) -> str:
    return str(content["$schema"]).rsplit("/v", 1)[1].split("/")[0]


@pytest.mark.parametrize("compat", [False, True])
def test_the_manifest_is_valid_by_the_official_schema_of_its_version(compat: bool) -> None:
    made = a_manifest(compat=compat)
    assert made["manifestVersion"] == schema_version(made) == ("1.28" if compat else "1.29")
    assert problems(made, "MicrosoftTeams.schema.json") == []


@pytest.mark.parametrize("compat", [False, True])
def test_german_is_valid_by_the_official_schema_and_translates_every_text(compat: bool) -> None:
    made = a_manifest(compat=compat)
    german = localization(made)
    assert problems(german, "MicrosoftTeams.Localization.schema.json") == []
    commands = made["composeExtensions"][0]["commands"]
    assert all(german[f"composeExtensions[0].commands[{number}].title"] != command["title"] for number, command in enumerate(commands))


def test_the_schema_would_refuse_what_is_wrong() -> None:
    assert problems(a_manifest(developer="x" * 33), "MicrosoftTeams.schema.json")
    assert problems(a_manifest(compat=True) | {"bots": a_manifest()["bots"]}, "MicrosoftTeams.schema.json")


def test_private_slash_commands_are_left_out_for_older_tenants() -> None:
    bot, older = a_manifest()["bots"][0], a_manifest(compat=True)["bots"][0]
    assert bot["supportsTargetedMessages"]
    assert [commands.get("triggers") for commands in bot["commandLists"]] == [None, ["mention", "slash"]]
    assert "supportsTargetedMessages" not in older
    assert not any("triggers" in commands for commands in older["commandLists"])


def test_what_a_prompt_sends_is_english_in_every_language() -> None:
    assert not any(path.endswith(".prompt") for path in localization(a_manifest()))


def test_the_package_holds_all_that_the_manifest_names_at_its_root() -> None:
    made = a_manifest()
    with ZipFile(BytesIO(app_package(made))) as package:
        languages = [language["file"] for language in made["localizationInfo"]["additionalLanguages"]]
        assert sorted(package.namelist()) == sorted(["manifest.json", *made["icons"].values(), *languages])
        assert json.loads(package.read("manifest.json")) == made
        assert size_of(package.read(made["icons"]["color"])) == (192, 192)
        assert size_of(package.read(made["icons"]["outline"])) == (32, 32)
        assert colours(package.read(made["icons"]["outline"])) == {(255, 255, 255)}


def test_the_same_manifest_makes_the_same_bytes() -> None:
    assert app_package(a_manifest()) == app_package(a_manifest())


def size_of(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def colours(png: bytes) -> set[tuple[int, ...]]:
    """Of all that is not fully transparent."""
    from matplotlib.image import imread

    pixels = (imread(BytesIO(png)) * 255).round().astype(int).reshape(-1, 4)
    return {tuple(int(part) for part in pixel[:3]) for pixel in pixels if pixel[3]}


# -- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    for name in ("TEAMS_CLIENT_ID", "GLOSSARY_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["manifest", "teams", *arguments])
        return result.exit_code, result.output or str(result.exception)

    assert cli
    return command


def test_the_command_prints_the_manifest(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(run("--url", URL, "--client-id", BOT)[1])["id"] == BOT
    monkeypatch.setenv("GLOSSARY_PUBLIC_URL", URL)
    assert json.loads(run("--client-id", BOT.upper(), "--compat")[1])["bots"][0]["botId"] == BOT


def test_the_command_writes_the_package(run: Any, tmp_path: Any) -> None:
    out = tmp_path / "app.zip"
    code, said = run("--url", URL, "--client-id", BOT, "--out", str(out))
    assert (code, "upload" in said) == (0, True)
    assert ZipFile(out).testzip() is None


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (("--url", URL), "TEAMS_CLIENT_ID"),
        (("--client-id", BOT), "--url"),
        (("--client-id", "bot", "--url", URL), "00000000-"),
        (("--client-id", BOT, "--url", "http://glossary.example.com"), "https://"),
        (("--client-id", BOT, "--url", URL, "--developer", "x" * 33), "short name"),
        (("--client-id", BOT, "--url", URL, "--out", "/nowhere/app.zip"), "--out"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_cure(run: Any, arguments: tuple[str, ...], cure: str) -> None:
    result = CliRunner().invoke(app, ["manifest", "teams", *arguments])
    assert result.exit_code != 0
    assert cure in str(getattr(result.exception, "hint", "")) + str(result.exception)
