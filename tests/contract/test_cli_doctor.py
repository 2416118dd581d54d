"""`glossary doctor` names what keeps the bot from working well, each with its cure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.usage import Asker, Feedback, Surface
from bot.storage import open_storage
from tests.contract.test_cli import command
from tests.slack_web_api import TOKEN, shared

TERM = "term: alpha ray\nshort_def: The first ray.\nstatus: approved\nlast_reviewed: '2026-01-02'\n"


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    folder = tmp_path / "terms"
    folder.mkdir()
    (folder / "alpha-ray.yml").write_text(TERM)
    return folder


def examined(terms: Path, data: Path, **variables: str) -> dict[str, str]:
    """Statement -> "ok", or the cure of what did not pass. Meaning is switched off, which is one finding of its own."""
    done = command("--terms", str(terms), "doctor", environment={"GLOSSARY_MEANING": "false", "GLOSSARY_DATA_DIR": str(data), **variables})
    assert (done.returncode, done.stderr) == (78, "")
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        if line.startswith("      -> "):
            found[list(found)[-1]] = line.removeprefix("      -> ")
        else:
            verdict, statement = line.split("  ", 1)
            found[statement.strip()] = verdict
    return found


def cure(found: dict[str, str], beginning: str) -> str:
    """The cure, or "ok", of the one statement that begins so."""
    (statement,) = [statement for statement in found if statement.startswith(beginning)]
    return found[statement]


def test_before_the_first_start_there_is_no_database_and_nothing_wrong_with_that(terms: Path, tmp_path: Path) -> None:
    found = examined(terms, tmp_path / "data")
    assert cure(found, "no database yet; `glossary serve` makes") == "ok"
    assert cure(found, "the clock says") == "ok"
    assert cure(found, "every setting can be read") == "ok"
    assert not (tmp_path / "data").exists(), "an examination leaves nothing behind"


def test_a_damaged_database_is_named(terms: Path, tmp_path: Path) -> None:
    storage = open_storage(tmp_path / "data")
    storage.upgrade()
    storage.close()
    assert cure(examined(terms, tmp_path / "data"), "the file is whole") == "ok"
    storage.database.path.write_bytes(b"no database" * 1000)
    assert "backup" in cure(examined(terms, tmp_path / "data"), "the database file is damaged")


def test_a_clock_behind_what_was_stored_is_named(terms: Path, tmp_path: Path) -> None:
    storage = open_storage(tmp_path / "data")
    storage.upgrade()
    later = datetime.now(UTC) + timedelta(hours=2)
    storage.feedback.record(Asker("t", None, Surface.WEB), Feedback("alpha-ray", helpful=True), at=later)
    storage.close()
    found = examined(terms, tmp_path / "data")
    assert cure(found, "the clock says").startswith("set the clock")
    assert any(f"something was stored at {later:%Y-%m-%d %H:%M}" in statement for statement in found)


def test_a_clock_behind_a_review_is_named(terms: Path, tmp_path: Path) -> None:
    later = (datetime.now(UTC) + timedelta(days=30)).date()
    (terms / "alpha-ray.yml").write_text(TERM.replace("2026-01-02", later.isoformat()))
    found = examined(terms, tmp_path / "data")
    assert cure(found, "the clock says").startswith("set the clock")


def test_a_half_configured_platform_and_a_wiped_disk_are_named(terms: Path, tmp_path: Path) -> None:
    found = examined(terms, tmp_path / "data", SLACK_BOT_TOKEN="xoxb-CANARY")  # noqa: S106 - a canary
    assert cure(found, "Slack is half configured: SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing") == "set it, or unset the others"
    assert "CANARY" not in str(found)


def test_slack_is_asked_whether_it_takes_the_tokens(terms: Path, tmp_path: Path) -> None:
    api = shared()
    given = {"SLACK_API_URL": api.url, "SLACK_SIGNING_SECRET": "s", "GLOSSARY_PUBLIC_URL": "https://glossary.example/"}
    found = examined(terms, tmp_path / "data", **given, SLACK_BOT_TOKEN=TOKEN)
    assert cure(found, "Slack takes SLACK_BOT_TOKEN: glossary in Acme") == "ok"
    assert cure(found, "Slack's requests are expected at https://glossary.example/slack/events") == "ok"
    found = examined(terms, tmp_path / "data", **given | {"SLACK_BOT_TOKEN": "xoxb-old"})
    assert "set SLACK_BOT_TOKEN" in cure(found, "Slack does not take SLACK_BOT_TOKEN: invalid_auth")


def test_a_slack_that_does_not_answer_is_named(terms: Path, tmp_path: Path) -> None:
    given = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    found = examined(terms, tmp_path / "data", **given)
    assert "SLACK_API_URL" in cure(found, "Slack does not answer at http://127.0.0.1:9/api/")
