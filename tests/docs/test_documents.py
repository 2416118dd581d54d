"""What the documents say is what the program does."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import typer.main

from bot.cli import commands
from bot.cli.app import app
from bot.cli.settings import documented
from bot.core.roles import ROLES
from bot.core.term import Term
from bot.telemetry import Metrics
from tests.conftest import ROOT
from tests.docs.recorded import BLOCK, run, without_age, write_again
from tests.server import in_process

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


def test_the_readme_lists_the_addresses_of_the_api_and_no_others(tmp_path: Path) -> None:
    with in_process(tmp_path) as (client, _):
        contract = client.get("/api/openapi.json").json()
    offered = {f"{method.upper()} {path}" for path, methods in contract["paths"].items() for method in methods}
    told = {f"{method} {path}" for method, path in re.findall(r"\| `(GET|POST) (/api/[^?`]+)", README.read_text(encoding="utf-8"))}
    assert told == offered


def test_the_operations_document_names_every_metric_and_no_others() -> None:
    document = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    metrics = re.findall(r"^# TYPE (glossary_\w+) (?!gauge\n# TYPE \w+_created)", Metrics().text().decode(), re.MULTILINE)
    told = set(re.findall(r"`(glossary_\w+)`", document))
    assert told == {name for name in metrics if not name.endswith("_created")}


def test_every_variable_named_in_a_document_is_a_setting() -> None:
    known = {name for name, _, _ in documented()}
    for document in (README, *sorted((ROOT / "docs").glob("*.md"))):
        for name in re.findall(r"\b(?:GLOSSARY|SLACK|TEAMS)_[A-Z_]+\b", document.read_text(encoding="utf-8")):
            assert name in known, (document.name, name)


def test_every_make_target_named_in_a_document_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"`make ([a-z]+)`", document.read_text(encoding="utf-8")):
            assert target in targets, (document.name, target)


def test_every_link_between_documents_leads_to_a_file() -> None:
    for document in (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), (document.name, target)
