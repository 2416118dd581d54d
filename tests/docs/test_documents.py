"""What the documents say is what the program does."""

from __future__ import annotations

import os
import re

import pytest
import typer.main

from bot.cli import commands
from bot.cli.app import app
from bot.cli.settings import documented
from bot.core.roles import ROLES
from bot.core.term import Term
from tests.conftest import ROOT
from tests.docs.recorded import BLOCK, run, without_age, write_again

README = ROOT / "README.md"
RECORDED = [(path, block["command"]) for path in (README,) for block in BLOCK.finditer(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module", autouse=True)
def _golden(data_dir: object) -> None:
    if os.environ.get("GOLDEN") == "write":
        write_again(README)


@pytest.mark.parametrize("command", [command for _, command in RECORDED])
def test_a_recorded_answer_is_what_the_command_prints(command: str) -> None:
    blocks = {block["command"]: block["text"] for block in BLOCK.finditer(README.read_text(encoding="utf-8"))}
    assert without_age(run(command)) == without_age(blocks[command])


def test_the_readme_names_every_command() -> None:
    assert commands.__all__
    readme = README.read_text(encoding="utf-8")
    root = typer.main.get_command(app)
    for name in root.list_commands(None):  # type: ignore[attr-defined]
        assert f"glossary {name}" in readme


def test_the_readme_names_every_role() -> None:
    readme = README.read_text(encoding="utf-8")
    assert all(role.value in readme for role in ROLES)


def test_the_terms_document_names_every_field() -> None:
    document = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8")
    assert [name for name in Term.model_fields if name != "slug" and f"`{name}`" not in document] == []


def test_the_settings_document_holds_every_setting_with_its_default() -> None:
    path = ROOT / "docs" / "settings.md"
    rows = "\n".join(f"| `{name}` | {default and f'`{default}`'} | {meaning} |" for name, default, meaning in documented())
    table = f"| variable | default | meaning |\n| --- | --- | --- |\n{rows}\n"
    document = path.read_text(encoding="utf-8")
    if os.environ.get("GOLDEN") == "write":
        head = document.partition("| variable |")[0]
        path.write_text(head + table, encoding="utf-8")
        document = head + table
    assert table in document


def test_every_make_target_named_in_a_document_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"`make ([a-z]+)`", document.read_text(encoding="utf-8")):
            assert target in targets, (document.name, target)


def test_every_link_between_documents_leads_to_a_file() -> None:
    for document in (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), (document.name, target)
