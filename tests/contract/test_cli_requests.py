"""`glossary requests` and `glossary outbox` as an operator or a script runs them."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.cli import main
from bot.cli.requests import StateName
from bot.core.requests import QueueFilter, RequestForm
from bot.core.roles import Role
from bot.core.usage import Asker, Surface
from tests.contract.test_cli import TERMS, Done, command
from tests.git_clone import a_clone, checked_out, git
from tests.github_api import TOKEN, a_github
from tests.request_world import KINDS, START, RequestWorld, by

NOW_KNOWN = "term: {0}\nshort_def: What {0} is.\nstatus: draft\n"
HIDDEN = "U0HIDDEN"


@dataclass
class Office:
    """The database, the terms and the command line of one installation. Commands run in this process: a child takes a second to begin."""

    world: RequestWorld
    terms: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Done:
        self.capture.readouterr()
        self.patch.setattr(sys, "argv", ["glossary", "--terms", str(self.terms), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self.capture.readouterr()
        return Done(arguments, int(ended.value.code or 0), printed.out, printed.err)

    def json(self, *arguments: str) -> Any:
        done = self("requests", *arguments, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    """Two requests of T1, the second anonymous, and one of T2."""
    data, terms = tmp_path / "data", tmp_path / "terms"
    data.mkdir()
    terms.mkdir()
    for slug, text in TERMS.items():
        (terms / f"{slug}.yml").write_text(text, encoding="utf-8")
    world = RequestWorld(data, now=START)
    world.desk.file(by("anna"), RequestForm("reward hacking", why="=cmd|' /C calc'!A0", roles=(Role.LEGAL,), aliases=("specification gaming",)))
    world.desk.file(by(HIDDEN), RequestForm("[red]\u202emodel card[/]", anonymous=True))
    world.desk.support(by("bert"), 1)
    world.desk.file(by("tom", "T2"), RequestForm("elsewhere"))
    settings = {"DATA_DIR": str(data), "SECRET_KEY": "k" * 32, "MEANING": "false", "WEB_TENANT": "T1", "PHRASEBOOK_DIR": str(tmp_path)}
    for name, value in settings.items():
        monkeypatch.setenv(f"GLOSSARY_{name}", value)
    monkeypatch.setenv("COLUMNS", "100")
    return Office(world, terms, monkeypatch, capsys)


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_states_that_can_be_listed_are_those_of_the_queue() -> None:
    assert list(get_args(StateName)) == [which.value for which in QueueFilter]


def test_without_a_database_nothing_is_made(tmp_path: Path) -> None:
    done = command("requests", "list", environment={"GLOSSARY_DATA_DIR": str(tmp_path / "data")})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == "  run `glossary db upgrade`, which makes one"
    assert not (tmp_path / "data").exists()


def test_a_list_is_of_one_tenant_the_oldest_first_with_counts(office: Office) -> None:
    done = office("requests", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert words(done.stdout) == (
        "1 submitted 2 people OVERDUE since 2026-03-09 reward hacking 2 submitted 1 person OVERDUE since 2026-03-09 [red]model card[/] "
        "2 submitted, 0 needs info, 0 accepted, 2 overdue, 0 closed"
    )
    told = office.json("list", "--tenant", "T2", "--state", "all")
    assert (told["tenant"], [request["term"] for request in told["requests"]], told["counts"]["all"]) == ("T2", ["elsewhere"], 1)


def test_who_asks_anonymously_is_named_nowhere(office: Office) -> None:
    for arguments in (("list",), ("list", "--json"), ("show", "2"), ("show", "2", "--json"), ("export",), ("export", "-f", "csv"), ("accept", "2")):
        done = office("requests", *arguments)
        assert done.returncode == 0
        assert HIDDEN not in done.stdout + done.stderr, arguments
    assert office.json("show", "1")["requester"] == "anna"
    assert office.json("show", "2")["requester"] is None


def test_an_export_is_safe_to_open_in_a_spreadsheet(office: Office) -> None:
    first = next(csv.DictReader(io.StringIO(office("requests", "export", "--format", "csv").stdout)))
    assert (first["term"], first["requester"], first["why"]) == ("reward hacking", "anna", "'=cmd|' /C calc'!A0")
    assert [row["id"] for row in json.loads(office("requests", "export").stdout)] == [1, 2]


def test_one_request_is_shown_with_what_happened_to_it(office: Office) -> None:
    shown = words(office("requests", "show", "1").stdout)
    for part in ("wanted by 2 people: anna, bert", "roles legal", "also called specification gaming", "submitted by anna", "supported by bert"):
        assert part in shown


def test_an_operator_decides_and_those_who_asked_are_told(office: Office) -> None:
    asked = office("requests", "ask", "1", "Which contract is it about?")
    assert asked.stdout == "request 1 (reward hacking) is needs info\n"
    assert office.json("accept", "1", "--note", "soon")["state"] == "accepted"
    assert office.json("decline", "2", "--reason", "too broad")["said"] == "too broad"
    office.world.now = datetime.now(UTC)
    assert office.world.notices() == [
        ("T1", HIDDEN, "declined"), ("T1", "anna", "accepted"), ("T1", "anna", "needs_info"), ("T1", "bert", "accepted")
    ]  # fmt: skip
    history = office.json("show", "1")["history"]
    assert [(event["action"], event["by"]) for event in history[-2:]] == [("asked", "steward"), ("accepted", "steward")]
    assert history[-1]["who"].startswith("operator")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "99"), "there is no request 99"),
        (("accept", "3"), "there is no request 3"),
        (("decline", "1", "--reason", " "), "say why: the people who asked will read it"),
        (("draft", "99"), "there is no request 99"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(arguments: tuple[str, ...], said: str, office: Office) -> None:
    done = office("requests", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"glossary: {said}\n")


def test_an_acceptance_is_undone_only_on_purpose(office: Office) -> None:
    office.world.desk.accept(by("sue"), 1)
    assert office("requests", "decline", "1", "--reason", "no").stderr == "glossary: this request is accepted already\n"
    assert office("requests", "decline", "1", "--reason", "no", "--reconsider").returncode == 0


def test_a_draft_lands_in_the_terms_folder_and_lint_takes_it(office: Office) -> None:
    done = office("requests", "draft", "1")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{office.terms / 'reward-hacking.yml'}\n", "")
    assert "- Training" in (office.terms / "reward-hacking.yml").read_text(encoding="utf-8")
    assert office("terms", "lint").returncode == 0
    again = office("requests", "draft", "1")
    assert (again.returncode, again.stderr.splitlines()[0]) == (78, f"glossary: {office.terms / 'reward-hacking.yml'} exists already")


def test_a_draft_can_be_written_elsewhere(office: Office, tmp_path: Path) -> None:
    assert office("requests", "draft", "1", "--out", str(tmp_path / "new")).stdout == f"{tmp_path / 'new' / 'reward-hacking.yml'}\n"


def test_what_has_an_entry_already_is_published_when_it_is_accepted(office: Office) -> None:
    (office.terms / "reward-hacking.yml").write_text(NOW_KNOWN.format("reward hacking"), encoding="utf-8")
    assert office("requests", "accept", "1").stdout == "request 1 (reward hacking) is published as reward-hacking\n"


def test_messages_that_were_given_up_are_listed_without_names_and_tried_again(office: Office) -> None:
    office.world.desk.accept(by("sue"), 1)
    outbox = office.world.storage.outbox
    for job in outbox.claim(KINDS, office.world.now, 100):
        (outbox.failed(job, office.world.now, "user_not_found", final=True) if job.tenant == "T1" else outbox.release(job))
    listed = office("outbox", "list")
    assert "notify_person accepted, request 1, 1 attempts: user_not_found" in listed.stdout
    assert not [name for name in ("anna", "bert", HIDDEN) if name in listed.stdout]
    told = json.loads(office("outbox", "list", "--json").stdout)
    assert (told["tenant"], told["waiting"]) == ("T1", {})
    first = str(told["dead"][0]["id"])
    assert office("outbox", "retry", first).stdout == "1 to be tried again\n"
    assert office("outbox", "retry", first).returncode == 1
    assert office("outbox", "retry").stdout == f"{len(told['dead']) - 1} to be tried again\n"
    assert office("outbox", "list").stdout == f"0 given up, {len(told['dead'])} waiting\n"


def test_an_acceptance_can_open_a_branch_and_leaves_the_clone_as_it_was(office: Office, tmp_path: Path) -> None:
    assert office("requests", "accept", "1", "--branch").stderr.splitlines()[0] == "glossary: there is no clone in which to make a branch"
    clone = a_clone(tmp_path / "clone")
    office.patch.setenv("GLOSSARY_GIT_REPO", str(clone))
    before = checked_out(clone)
    done = office("requests", "accept", "1", "--branch")
    name = "term-request-1-reward-hacking"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"request 1 (reward hacking) is accepted\nbranch {name} has data/terms/reward-hacking.yml\n"
    assert checked_out(clone) == before
    assert "term: reward hacking" in git(clone, "show", f"{name}:data/terms/reward-hacking.yml")
    assert not (office.terms / "reward-hacking.yml").exists()
    assert office("requests", "draft", "1", "--branch").stdout == f"branch {name} has data/terms/reward-hacking.yml\n"


def test_with_a_token_the_branch_becomes_a_pull_request(office: Office, tmp_path: Path) -> None:
    pytest.importorskip("github", reason="PyGithub is an extra")
    clone = a_clone(tmp_path / "clone")
    git(clone, "remote", "add", "origin", "https://github.com/acme/glossary.git")
    office.patch.setenv("GLOSSARY_GIT_REPO", str(clone))
    office.patch.setenv("GLOSSARY_GITHUB_TOKEN", TOKEN)
    with a_github() as hub:
        office.patch.setenv("GLOSSARY_GITHUB_API_URL", hub.url)
        hub.broken["/pulls"] = 403
        failed = office("requests", "accept", "2", "--branch")
        assert (failed.returncode, failed.stdout.splitlines()[0][-11:]) == (1, "is accepted")
        assert "`glossary requests draft 2 --branch` tries again" in failed.stderr
        hub.broken.clear()
        assert office("requests", "draft", "2", "--branch").stdout.splitlines()[-1] == "https://github.com/acme/glossary/pull/1"
        assert office.json("accept", "1", "--branch")["pull_request"] == "https://github.com/acme/glossary/pull/2"
    assert hub.pulls[0]["body"] == "From term request 2, wanted by 1."
    assert HIDDEN not in repr(vars(hub))


def test_an_operator_needs_no_leave_but_others_do(office: Office) -> None:
    assert not office.world.desk.is_steward(Asker("T1", "operator", Surface.SLACK))
