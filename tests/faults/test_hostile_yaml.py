"""Term files that nobody should have written: each ends in a fault that names its line, and the good files beside it still load."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.lint import lint
from bot.catalog.loader import Catalog, load_catalog
from bot.catalog.yaml_source import MAX_EVENTS, MAX_FILE_BYTES, read_document
from bot.core.roles import Role
from bot.core.term import MAX_LABEL_CHARS, MAX_LIST_ITEMS, MAX_LONG_DEF_CHARS, MAX_NOTE_CHARS, MAX_SHORT_DEF_CHARS, MAX_SOURCE_CHARS, MAX_URL_CHARS, Term
from bot.errors import CatalogError, TermFileError
from tests.conftest import ROOT

TIME_LIMIT_S = 30  # a file takes about a second at worst; the rest is a busy machine
MEMORY_LIMIT = 1 << 30  # bytes; an expanded alias bomb needs far more
LONGEST_FAULT = 600  # characters; whoever reads it reads it in a terminal
FAULT_FORM = re.compile(r"(?P<path>[^\n]+):(?P<line>[1-9]\d*):(?P<column>[1-9]\d*): (?P<reason>[^\n]+)")
GOOD = "term: recall\nshort_def: The share of what should have been found that was found.\nstatus: approved\n"
BASE = "term: hostile\nshort_def: What hostile is.\nstatus: approved\n"  # three lines; what is wrong begins on the fourth


def a_folder(folder: Path, files: dict[str, bytes]) -> Path:
    """`folder` with these files and a good one."""
    folder.mkdir(exist_ok=True)
    (folder / "recall.yml").write_text(GOOD, encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def faults_of(folder: Path) -> dict[str, list[TermFileError]]:
    """The faults by file name; `recall.yml` has loaded beside them."""
    catalog = load_catalog(folder)
    assert "recall" in catalog.glossary()
    found: dict[str, list[TermFileError]] = {}
    for fault in catalog.faults:
        form = FAULT_FORM.fullmatch(str(fault))
        assert form, f"{str(fault)!r} is not of the form path:line:col: reason"
        assert (int(form["line"]), int(form["column"]), form["reason"]) == (fault.line, fault.column, fault.reason)
        assert form["path"].isprintable()
        assert len(fault.reason) < LONGEST_FAULT
        found.setdefault(fault.path.name, []).append(fault)
    return found


def faults_in(folder: Path, text: str | bytes) -> list[TermFileError]:
    content = text if isinstance(text, bytes) else text.encode()
    return faults_of(a_folder(folder, {"hostile.yml": content})).get("hostile.yml", [])


def the_fault_in(folder: Path, text: str | bytes) -> TermFileError:
    faults = faults_in(folder, text)
    assert len(faults) == 1, faults
    return faults[0]


@dataclass(frozen=True, slots=True)
class Lint:
    """What `glossary terms lint --json` did in a process of its own, with little memory and little time."""

    status: int
    checked: int
    errors: dict[str, list[dict[str, Any]]]
    warnings: dict[str, list[dict[str, Any]]]
    stderr: str


def lint_apart(folder: Path) -> Lint:
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY_LIMIT}, {MEMORY_LIMIT})); from bot.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", limited, "--terms", str(folder), "terms", "lint", "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIME_LIMIT_S,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode in {0, 1}, (done.returncode, done.stderr[-2000:])
    report = json.loads(done.stdout)
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {"error": {}, "warning": {}}
    for row in report["findings"]:
        rows[row["severity"]].setdefault(Path(row["path"]).name, []).append(row)
    return Lint(done.returncode, report["checked"], rows["error"], rows["warning"], done.stderr)


# -- files that could crash, hang or own the process: each in a process of its own -------------------------------------

_LAUGHS = "a: &a [ha, ha]\n" + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
_DEEP_BLOCK = "".join(f"{' ' * depth}k:\n" for depth in range(2_000))
_KEYS = "".join(f"key{number}: value\n" for number in range(100_000))
_DEPTH = 200_000

CRUEL = {
    "python object": (BASE + "owner: !!python/object/apply:os.system ['touch {marker}']\n", 4, "tag"),
    "python name": (BASE + "owner: !!python/name:os.system\n", 4, "tag"),
    "python module in a list": (BASE + "aliases:\n- harmless\n- !!python/module:antigravity x\n", 6, "tag"),
    "own tag of a megabyte": (BASE + "owner: !" + "t" * 1_000_000 + " x\n", 4, "tag"),
    "alias bomb": (_LAUGHS, 1, "anchors (&name) are not accepted"),
    "alias of nothing": (BASE + "owner: *nobody\n", 4, "aliases (*name) are not accepted"),
    "alias of itself": (BASE + "examples: &loop\n  do: *loop\n", 4, "anchors (&name) are not accepted"),
    "200k [": ("[" * _DEPTH, 1, "nested deeper than 32 levels"),
    "200k {": ("{" * _DEPTH, 1, "nested deeper than 32 levels"),
    '200k {"a":': ('{"a":' * _DEPTH, 1, "nested deeper than 32 levels"),
    "200k - -": ("- " * _DEPTH, 1, "nested deeper than 32 levels"),
    "200k ? ?": ("? " * _DEPTH, 1, "must be plain text"),
    "200k [ behind a key": (BASE + "aliases:\n  " + "[" * _DEPTH, 5, "nested deeper than 32 levels"),
    "deep block mapping": (_DEEP_BLOCK, 33, "nested deeper than 32 levels"),
    "more than 5 MB": (BASE + "long_def: " + "x" * MAX_FILE_BYTES + "\n", 1, "a term file may have 5,242,880"),
    "100k keys": (_KEYS, MAX_EVENTS // 2 - 1, "more than 50,000 values"),
    "100k roles": (BASE + "roles: [" + "wizard, " * 100_000 + "]\n", 4, "more than 50,000 values"),
    "as many unknown roles as fit": (BASE + "roles:\n" + "- wizard\n" * (MAX_EVENTS - 100), 5, "roles.0: Input should be 'product'"),
    "one quoted text without an end": (BASE + 'long_def: "' + "\\n" * 1_000_000, 4, "not valid YAML"),
}


@pytest.mark.parametrize("case", CRUEL)
def test_a_cruel_file_is_refused_with_its_line_and_harms_nothing(case: str, tmp_path: Path) -> None:
    template, line, reason = CRUEL[case]
    marker = tmp_path / "marker"
    folder = a_folder(tmp_path / "terms", {"cruel.yml": template.replace("{marker}", str(marker)).encode()})
    done = lint_apart(folder)
    assert (done.status, done.checked, list(done.errors), done.stderr) == (1, 1, ["cruel.yml"], "")
    first = done.errors["cruel.yml"][0]
    assert first["line"] == line
    assert reason in first["reason"]
    assert all(len(row["reason"]) < LONGEST_FAULT for row in done.errors["cruel.yml"])
    assert not marker.exists()


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A FIFO blocks whoever opens it, /dev/zero never ends."""
    folder = a_folder(tmp_path / "terms", {})
    os.mkfifo(folder / "fifo.yml")
    (folder / "folder.yml").mkdir()
    (folder / "broken.yml").symlink_to(folder / "nothing")
    (folder / "loop.yml").symlink_to(folder / "loop.yml")
    (folder / "endless.yml").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # the path of a socket has at most 107 characters
        listener.bind("socket.yml")
        done = lint_apart(folder)
    reasons = {name: [row["reason"] for row in rows] for name, rows in done.errors.items()}
    assert reasons == {
        "broken.yml": ["cannot be read: No such file or directory"],
        "endless.yml": ["not a regular file"],
        "fifo.yml": ["not a regular file"],
        "folder.yml": ["not a regular file"],
        "loop.yml": ["cannot be read: Too many levels of symbolic links"],
        "socket.yml": ["not a regular file"],
    }
    assert (done.status, done.checked) == (1, 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_a_fault(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"secret.yml": GOOD.encode()})
    (folder / "secret.yml").chmod(0)
    assert [fault.reason for fault in faults_of(folder)["secret.yml"]] == ["cannot be read: Permission denied"]


# -- malformed files, all in one folder: one run reports them all ------------------------------------------------------

Expected = list[tuple[int, str]]
"""Line and a part of the reason, of every fault in order."""

SECOND = "a second document starts here"
MISSING = "is missing; an entry needs term, short_def and status"
NO_MAPPING = "a term file holds `key: value` lines"

MALFORMED: dict[str, tuple[bytes, Expected]] = {
    # what YAML allows and we refuse
    "anchor": (BASE.encode() + b"owner: &me Ada\n", [(4, "anchors (&name) are not accepted")]),
    "anchor-on-a-list": (BASE.encode() + b"aliases: &all\n- one\n", [(4, "anchors (&name) are not accepted")]),
    "merge-key": (b"<<: *defaults\n" + BASE.encode(), [(1, "aliases (*name) are not accepted")]),
    "merge-key-gives-nothing": (b"term: a\nshort_def: b\n<<: {status: approved}\n", [(1, f"status {MISSING}")]),
    "string-tag": (BASE.encode() + b"owner: !!str 5\n", [(4, "the tag 'tag:yaml.org,2002:str' is not accepted")]),
    "bang": (BASE.encode() + b"owner: ! x\n", [(4, "the tag '!' is not accepted")]),
    "tag-directive": (b"%TAG !e! tag:evil.example,2000:\n---\n" + BASE.encode() + b"owner: !e!x y\n", [(6, "is not accepted")]),
    "duplicate-key": (BASE.encode() + b"term: other\n", [(4, "the key 'term' stands here a second time")]),
    "duplicate-key-quoted": (BASE.encode() + b'"term": other\n', [(4, "the key 'term' stands here a second time")]),
    "duplicate-key-inside": (BASE.encode() + b"takeaways:\n  legal: a\n  legal: b\n", [(6, "the key 'legal' stands here a second time")]),
    "duplicate-key-of-a-megabyte": (b"? " + b"k" * 1_000_000 + b"\n: 1\n? " + b"k" * 1_000_000 + b"\n: 2\n", [(3, "stands here a second time")]),
    "list-as-key": (BASE.encode() + b"? [a, b]\n: c\n", [(4, "a key must be plain text")]),
    "mapping-as-key": (BASE.encode() + b"{a: b}: c\n", [(4, "a key must be plain text")]),
    # several documents, none, or one of another form
    "two-documents": (BASE.encode() + b"---\n" + BASE.encode(), [(4, SECOND)]),
    "two-documents-with-end-marks": (b"---\n" + BASE.encode() + b"...\n---\n" + BASE.encode() + b"...\n", [(6, SECOND)]),
    "a-second-empty-document": (BASE.encode() + b"---\n", [(4, SECOND)]),
    "empty": (b"", [(1, "the file is empty")]),
    "only-comments": (b"# to do\n# later\n", [(1, "the file is empty")]),
    "only-white-space": (b"  \n\n   \n", [(1, "the file is empty")]),
    "only-a-document-start": (b"---\n", [(2, "the file is empty")]),
    "only-a-bom": (b"\xef\xbb\xbf", [(1, "the file is empty")]),
    "null": (b"~\n", [(1, "the file is empty")]),
    "list": (b"# a list\n- term: a\n", [(2, NO_MAPPING)]),
    "scalar": (b"\njust a text\n", [(2, NO_MAPPING)]),
    "empty-mapping": (b"{}\n", [(1, f"term {MISSING}"), (1, f"short_def {MISSING}"), (1, f"status {MISSING}")]),
    # what is no YAML
    "tab-indent": (BASE.encode() + b"takeaways:\n\tlegal: a\n", [(5, "not valid YAML")]),
    "unclosed-list": (BASE.encode() + b"aliases: [a, b\n", [(4, "not valid YAML")]),
    "unclosed-quote": (BASE.encode() + b'owner: "me\n', [(4, "not valid YAML")]),
    "colon-in-text": (BASE.encode() + b"owner: me: myself\n", [(4, "not valid YAML")]),
    "bad-indent": (BASE.encode() + b"takeaways:\n    legal: a\n  policy: b\n", [(6, "not valid YAML")]),
    "unknown-escape": (BASE.encode() + b'owner: "\\q"\n', [(4, "not valid YAML")]),
    "surrogate-escape": (BASE.encode() + b'owner: "\\ud83d\\ude00"\n', [(4, "not valid YAML")]),
    "backtick": (BASE.encode() + b"owner: `me`\n", [(4, "not valid YAML")]),
    "future-yaml": (b"%YAML 3.0\n---\n" + BASE.encode(), [(1, "not valid YAML")]),
    # what is no text
    "utf-16-bom": (BASE.encode("utf-16"), [(1, "UTF-16 is not accepted; save the file as UTF-8")]),
    "utf-16-be-bom": (b"\xfe\xff" + BASE.encode("utf-16-be"), [(1, "UTF-16 is not accepted; save the file as UTF-8")]),
    "utf-16-le": (BASE.encode("utf-16-le"), [(1, "control character U+0000")]),
    "utf-16-be": (BASE.encode("utf-16-be"), [(1, "control character U+0000")]),
    "utf-32": (BASE.encode("utf-32"), [(1, "UTF-16 is not accepted; save the file as UTF-8")]),
    "latin-1": (BASE.encode() + "owner: René\n".encode("latin-1"), [(4, "byte 0xe9 is not UTF-8")]),
    "overlong": (BASE.encode() + b"owner: \xc0\xaf\n", [(4, "byte 0xc0 is not UTF-8")]),
    "surrogate": (BASE.encode() + b"\nowner: \xed\xa0\x80\n", [(5, "byte 0xed is not UTF-8")]),
    "cut-off": (BASE.encode() + "owner: é".encode()[:-1], [(4, "byte 0xc3 is not UTF-8")]),
    "random-bytes": (bytes(range(254, 127, -1)), [(1, "byte 0xfe is not UTF-8")]),
    "nul": (BASE.encode() + b"owner: a\0b\n", [(4, "control character U+0000")]),
    "escape-sequence": (BASE.encode() + b"owner: \x1b[31mred\n", [(4, "control character U+001B")]),
    "bell-in-a-comment": (BASE.encode() + b"# \x07\n", [(4, "control character U+0007")]),
    "delete": (BASE.encode() + b"\n\nowner: a\x7f\n", [(6, "control character U+007F")]),
    "c1-control": (BASE.encode() + "owner: a\u009bm\n".encode(), [(4, "control character U+009B")]),
    "noncharacter": (BASE.encode() + "owner: a\uffff\n".encode(), [(4, "control character U+FFFF")]),
    "escaped-escape-sequence": (BASE.encode() + b'owner: "\\e[31mred"\n', [(4, "control character U+001B")]),
    "escaped-nul": (BASE.encode() + b'aliases:\n- one\n- "a\\0b"\n', [(6, "control character U+0000")]),
    "escaped-next-line": (BASE.encode() + b'owner: "a\\Nb"\n', [(4, "control character U+0085")]),
    "escape-sequence-in-a-key": (BASE.encode() + b'takeaways:\n  "\\x1b[2J": a\n', [(5, "control character U+001B")]),
    # what is no term
    "line-break-in-a-key": (BASE.encode() + b'takeaways:\n  "a\\nb: c": d\n', [(5, "takeaways.a b: c: Input should be 'product'")]),
    "every-fault-at-once": (
        b"term: ''\nshort_def: ok\nstatus: aproved\nroles:\n- legal\n- wizard\nlast_reviewed: soon\n",
        [
            (1, "term: must contain a letter or a digit"),
            (3, "status: Input should be 'draft'"),
            (6, "roles.1: Input should be"),
            (7, "last_reviewed: must be a date"),
        ],
    ),
    "nothing-indispensable": (b"# head\n\nowner: me\n", [(3, f"term {MISSING}"), (3, f"short_def {MISSING}"), (3, f"status {MISSING}")]),
    "null-for-what-is-indispensable": (b"term: a\nshort_def:\nstatus: ~\n", [(2, f"short_def {MISSING}"), (3, f"status {MISSING}")]),
    "unknown-status": (b"term: a\nshort_def: b\nstatus: final\n", [(3, "status: Input should be 'draft', 'reviewed', 'approved' or 'deprecated'")]),
    "status-in-capitals": (b"term: a\nshort_def: b\n\nstatus: Approved\n", [(4, "status: Input should be")]),
    "unknown-role": (BASE.encode() + b"roles: [legal,\n  wizard]\n", [(5, "roles.1: Input should be 'product'")]),
    "takeaway-for-an-unknown-role": (BASE.encode() + b"takeaways:\n  legal: a\n  wizard:\n    b\n", [(6, "takeaways.wizard: Input should be 'product'")]),
    "null-in-a-list": (BASE.encode() + b"aliases:\n- one\n-\n- three\n", [(6, "aliases.1: must be text")]),
    "emoji-for-a-name": ("term: 🤖\nshort_def: b\nstatus: draft\n".encode(), [(1, "term: must contain a letter or a digit")]),
    "citation-without-url": (BASE.encode() + b"citations:\n- source: a\n  url: https://example.org\n- source: b\n", [(7, "citations.1.url is missing")]),
}  # fmt: skip


@pytest.fixture(scope="module")
def malformed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All malformed files in one folder, with a good one."""
    return a_folder(tmp_path_factory.mktemp("malformed"), {f"{name}.yml": content for name, (content, _) in MALFORMED.items()})


@pytest.fixture(scope="module")
def found(malformed: Path) -> dict[str, list[TermFileError]]:
    return faults_of(malformed)


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_is_refused_with_the_line_that_is_wrong(name: str, found: dict[str, list[TermFileError]]) -> None:
    expected = MALFORMED[name][1]
    faults = found[f"{name}.yml"]
    assert [fault.line for fault in faults] == [line for line, _ in expected], faults
    for fault, (_, reason) in zip(faults, expected, strict=True):
        assert reason in fault.reason


def test_one_run_reports_every_fault_of_every_file(found: dict[str, list[TermFileError]]) -> None:
    assert sorted(found) == sorted(f"{name}.yml" for name in MALFORMED)
    assert sum(map(len, found.values())) == sum(len(expected) for _, expected in MALFORMED.values())


def test_the_command_prints_each_fault_on_one_line_and_still_answers_from_the_good_file(malformed: Path) -> None:
    def glossary(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", "--terms", str(malformed), *arguments]
        environment = {**os.environ, "GLOSSARY_MEANING": "false"}
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=TIME_LIMIT_S, cwd=ROOT, env=environment, check=False)

    count = sum(len(expected) for _, expected in MALFORMED.values())
    linted = glossary("terms", "lint")
    errors = [line for line in linted.stdout.splitlines() if ": error: " in line]
    assert (linted.returncode, len(errors), linted.stderr) == (1, count, "")
    assert all(FAULT_FORM.fullmatch(line) and line.isprintable() for line in errors)
    asked = glossary("ask", "recall")
    assert asked.returncode == 0
    assert "The share of what should have been found" in asked.stdout
    assert asked.stderr.splitlines()[0] == f"{count} fault(s) in {malformed}; the terms concerned are left out:"
    assert len(asked.stderr.splitlines()) == count + 1


def test_a_folder_without_a_usable_file_names_every_fault(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yml").write_text(f"# {name}\nterm: [a\n", encoding="utf-8")
    with pytest.raises(CatalogError) as raised:
        load_catalog(tmp_path)
    assert str(raised.value) == f"{tmp_path}: none of 2 term files can be used"
    assert [(fault.path.name, fault.line) for fault in raised.value.faults] == [("one.yml", 2), ("two.yml", 2)]


# -- columns -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (BASE + "owner: é\0\n", 4, 9),
        (BASE.encode() + b"owner: ab\xff\n", 4, 10),
        (BASE + "roles: [legal, wizard]\n", 4, 16),
        (BASE + "takeaways:\n   wizard: x\n", 5, 4),
        (BASE + "owner: !x y\n", 4, 8),
        (BASE + "aliases:\n  - ''\n", 5, 5),
    ],
    ids=["control", "byte", "value", "key", "tag", "item"],
)
def test_a_fault_points_at_the_column(text: str | bytes, line: int, column: int, tmp_path: Path) -> None:
    fault = the_fault_in(tmp_path, text)
    assert (fault.line, fault.column) == (line, column)


def test_windows_line_ends_and_a_bom_are_fine_and_do_not_shift_lines(tmp_path: Path) -> None:
    windows = b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode()
    assert faults_in(tmp_path, windows) == []
    assert the_fault_in(tmp_path, windows + b"owner: \x07\r\n").line == 4
    assert the_fault_in(tmp_path, windows + b"roles: [wizard]\r\n").line == 4


# -- text stays text ---------------------------------------------------------------------------------------------------

PLAIN = [
    "NO",
    "no",
    "yes",
    "On",
    "OFF",
    "true",
    "False",
    "017",
    "0x1F",
    "0o17",
    "1e3",
    "1_000",
    "-5",
    ".5",
    ".inf",
    ".nan",
    "2025-10-09",
    "12:30:45",
    "=",
    "Null",
]


@pytest.mark.parametrize("written", [*PLAIN, *(f"'{text}'" for text in (*PLAIN, "~", "null", ""))])
def test_a_scalar_stays_the_text_that_was_written(written: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text(f"key: {written}\n", encoding="utf-8")
    assert read_document(path).value == {"key": written.strip("'")}


@pytest.mark.parametrize("written", ["", "~", "null", "# nothing"])
def test_an_unquoted_nothing_is_no_value(written: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text(f"key: {written}\n", encoding="utf-8")
    assert read_document(path).value == {"key": None}


def test_the_norway_file_says_what_it_says(tmp_path: Path) -> None:
    """Every value that other YAML readers turn into a boolean, a number or a date."""
    text = "term: NO\nshort_def: 1e3\nstatus: approved\naliases: [017, 2025-10-09, on]\nowner: ~\nlicense:\nlast_reviewed: 2025-10-09\nquestions: [yes, '~']\n"
    (tmp_path / "norway.yml").write_text(text, encoding="utf-8")
    term = load_catalog(tmp_path).glossary()["norway"]
    assert (term.term, term.short_def, term.aliases, term.questions) == ("NO", "1e3", ("017", "2025-10-09", "on"), ("yes", "~"))
    assert (term.owner, term.license, term.last_reviewed) == (None, None, date(2025, 10, 9))


# -- wrong types and wrong values, field by field ----------------------------------------------------------------------

_TEXT, _LIST, _MAP = "must be text", "must be a list", "must be `key: value` lines"

WRONG_TYPES: list[tuple[str, str, int, str]] = [
    ("term", "term: [a]\nshort_def: b\nstatus: draft\n", 1, _TEXT),
    ("term", "short_def: b\nstatus: draft\nterm:\n  a: b\n", 4, _TEXT),
    ("short_def", "term: a\nshort_def: {b: c}\nstatus: draft\n", 2, _TEXT),
    ("status", "term: a\nshort_def: b\nstatus: [draft]\n", 3, "Input should be 'draft'"),
    *((field, f"{BASE}{field}: {value}\n", 4, _TEXT) for field in ("long_def", "part_of_speech", "license", "owner") for value in ("[a]", "{a: b}")),
    *(
        (field, f"{BASE}{field}: {value}\n", 4, _LIST)
        for field in ("aliases", "hidden_labels", "categories", "roles", "questions")
        for value in ("a", "{a: b}")
    ),
    *((field, f"{BASE}{field}:\n- x\n- [a]\n", 6, _TEXT) for field in ("aliases", "hidden_labels", "categories", "questions")),
    ("roles", f"{BASE}roles:\n- legal\n- {{legal: yes}}\n", 6, "roles.1: Input should be"),
    *(
        (field, f"{BASE}{field}: {value}\n", 4, _MAP)
        for field in ("audiences", "takeaways", "examples", "governance", "relationships")
        for value in ("a", "[a]")
    ),
    ("audiences", f"{BASE}audiences:\n  exec: [a]\n", 5, _TEXT),
    ("takeaways", f"{BASE}takeaways:\n  legal: [a]\n", 5, _TEXT),
    ("examples", f"{BASE}examples:\n  do: a\n", 5, _LIST),
    ("examples", f"{BASE}examples:\n  dont:\n  - {{a: b}}\n", 6, _TEXT),
    ("governance", f"{BASE}governance:\n  nist_rmf_tags: fairness\n", 5, _LIST),
    ("governance", f"{BASE}governance:\n  risk_notes: [a]\n", 5, _TEXT),
    ("relationships", f"{BASE}relationships:\n  related: token\n", 5, _LIST),
    ("citations", f"{BASE}citations: https://example.org\n", 4, _LIST),
    ("citations", f"{BASE}citations:\n- https://example.org\n", 5, _MAP),
    ("citations", f"{BASE}citations:\n- source: [a]\n  url: https://example.org\n", 5, _TEXT),
    ("citations", f"{BASE}citations:\n- source: a\n  url: [https://example.org]\n", 6, _TEXT),
    ("last_reviewed", f"{BASE}last_reviewed: [2026-01-01]\n", 4, "last_reviewed: Input should be a valid date"),
]


@pytest.mark.parametrize(("field", "text", "line", "reason"), WRONG_TYPES)
def test_a_value_of_the_wrong_type_is_named_with_its_line(field: str, text: str, line: int, reason: str, tmp_path: Path) -> None:
    fault = the_fault_in(tmp_path, text)
    assert fault.line == line
    assert fault.reason.startswith(field)
    assert reason in fault.reason


def test_every_field_of_a_term_is_tried_with_a_wrong_type() -> None:
    assert {field for field, *_ in WRONG_TYPES} == set(Term.model_fields) - {"slug"}


@pytest.mark.parametrize(
    ("template", "limit"),
    [
        ("term: {}\nshort_def: b\nstatus: draft\n", MAX_LABEL_CHARS),
        ("term: a\nshort_def: {}\nstatus: draft\n", MAX_SHORT_DEF_CHARS),
        (BASE + "long_def: {}\n", MAX_LONG_DEF_CHARS),
        (BASE + "aliases: [{}]\n", MAX_LABEL_CHARS),
        (BASE + "questions: [{}]\n", MAX_NOTE_CHARS),
        (BASE + "takeaways: {{legal: {}}}\n", MAX_NOTE_CHARS),
        (BASE + "audiences: {{exec: {}}}\n", MAX_NOTE_CHARS),
        (BASE + "governance: {{risk_notes: {}}}\n", MAX_NOTE_CHARS),
        (BASE + "citations: [{{source: {}, url: 'https://example.org'}}]\n", MAX_SOURCE_CHARS),
    ],
)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(template: str, limit: int, tmp_path: Path) -> None:
    assert faults_in(tmp_path, template.format("x" * limit)) == []
    fault = the_fault_in(tmp_path, template.format("x" * (limit + 1)))
    assert f"at most {limit} characters" in fault.reason
    assert template.split("\n")[fault.line - 1].count("{}") == 1


def test_a_url_may_be_as_long_as_its_limit_and_no_longer(tmp_path: Path) -> None:
    start = "https://example.org/"
    template = BASE + "citations:\n- source: a\n  url: {}\n"
    assert faults_in(tmp_path, template.format(start + "x" * (MAX_URL_CHARS - len(start)))) == []
    assert the_fault_in(tmp_path, template.format(start + "x" * MAX_URL_CHARS)).line == 6


@pytest.mark.parametrize("field", ["aliases", "hidden_labels", "categories", "questions"])
def test_a_list_may_be_as_long_as_its_limit_and_no_longer(field: str, tmp_path: Path) -> None:
    items = "".join(f"- item {number}\n" for number in range(MAX_LIST_ITEMS))
    assert faults_in(tmp_path, f"{BASE}{field}:\n{items}") == []
    assert f"{field}: " in the_fault_in(tmp_path, f"{BASE}{field}:\n{items}- one more\n").reason


@pytest.mark.parametrize(
    "written",
    ["soon", "2026-13-01", "2026-02-30", "2026-1-1", "01/02/2026", "31.12.2026", "2026-01-31T10:00:00", "''", "0000-01-01", "20260131000000", "9" * 5_000],
)
def test_a_bad_date_is_refused(written: str, tmp_path: Path) -> None:
    fault = the_fault_in(tmp_path, f"{BASE}\nlast_reviewed: {written}\n")
    assert fault.line == 5
    assert fault.reason.startswith("last_reviewed: must be a date like 2026-01-31, not ")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org",
        "mailto:me@example.org",
        "example.org",
        "//example.org",
        "https:example.org",
        "https://",
        "http:///path",
        "https://?q",
        "https://:443/",
        "https://me@example.org",
        "https://me:secret@example.org",
        "https://@example.org",
        "https://example.org@evil.example",
        "https://exa mple.org",
        "https://example.org/a b",
        " https://example.org",
        "https://example.org/\u00a0",
        "https://example.org/<script>",
        'https://example.org/"x',
        "https://example.org/`x`",
        "https://example.org\\\\@evil.example",
        "https://example.org/\u202egro",
        "https://exam\u200bple.org",
        "http://[::1",
        "http://[not-an-address]/",
        "https://a\u2100b.example",
        "",
    ],
)
def test_a_url_that_is_not_plain_http_is_refused(url: str, tmp_path: Path) -> None:
    quoted = url.replace('"', '\\"')
    fault = the_fault_in(tmp_path, f'{BASE}citations:\n- source: a\n  url: "{quoted}"\n')
    assert fault.line == 6
    assert fault.reason.startswith("citations.0.url: ")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c&d#e",
        "https://example.org/a_(b)",
        "http://[::1]/",
        "https://bücher.example/ä",
        "HTTPS://EXAMPLE.ORG/",
    ],
)
def test_a_plain_url_is_accepted(url: str, tmp_path: Path) -> None:
    assert faults_in(tmp_path, f"{BASE}citations:\n- source: a\n  url: '{url}'\n") == []


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_accepted_under_its_identifier(role: Role, tmp_path: Path) -> None:
    assert faults_in(tmp_path, f"{BASE}roles: [{role}]\ntakeaways: {{{role}: x}}\n") == []


# -- unknown fields ----------------------------------------------------------------------------------------------------


def unknown_fields(folder: Path, text: str) -> list[tuple[int, int, str]]:
    catalog: Catalog = load_catalog(a_folder(folder, {"hostile.yml": text.encode()}))
    return [(item.line, item.column, item.reason) for item in lint(catalog, date(2026, 11, 1)).warnings if "unknown field" in item.reason]


@pytest.mark.parametrize(
    ("text", "line", "field", "suggestion"),
    [
        ("aliasses:\n- a\n", 4, "aliasses", "aliases"),
        ("\n# note\ncitation: []\n", 6, "citation", "citations"),
        ("takeaway: {legal: x}\n", 4, "takeaway", "takeaways"),
        ("audiences:\n  exec: a\n  executive:\n    b\n", 6, "executive", "exec"),
        ("examples:\n  do: [a]\n  don't: [b]\n", 6, "don't", "dont"),
        ("relationships:\n  relatd:\n  - recall\n", 5, "relatd", "related"),
        ("citations:\n- source: a\n  url: https://example.org\n  urls: x\n", 7, "urls", "url"),
    ],
)
def test_an_unknown_field_is_a_warning_with_the_line_of_its_key_and_a_suggestion(text: str, line: int, field: str, suggestion: str, tmp_path: Path) -> None:
    ((found_line, _, reason),) = unknown_fields(tmp_path, BASE + text)
    assert (found_line, reason) == (line, f"unknown field {field!r} is ignored; did you mean {suggestion!r}?")


@pytest.mark.parametrize("field", ["slug", "zzz", "<<", "~", "''"])
def test_an_unknown_field_like_no_other_is_a_warning_without_a_suggestion(field: str, tmp_path: Path) -> None:
    """`slug` is the name of the file; `<<` is no merge here."""
    ((line, column, reason),) = unknown_fields(tmp_path, f"{BASE}{field}: x\n")
    shown = field.strip("'")
    assert (line, column, reason) == (4, 1, f"unknown field {shown!r} is ignored")


def test_a_misspelt_field_is_hinted_at_also_where_it_leaves_the_file_unusable(tmp_path: Path) -> None:
    text = "term: a\nshort_deff: b\nstatus: draft\n"
    assert [fault.reason for fault in faults_in(tmp_path, text)] == [f"short_def {MISSING}"]
    assert unknown_fields(tmp_path, text) == [(2, 1, "unknown field 'short_deff' is ignored; did you mean 'short_def'?")]


def test_a_key_of_megabytes_is_not_repeated_in_full(tmp_path: Path) -> None:
    ((line, _, reason),) = unknown_fields(tmp_path, f"{BASE}? {'k' * 3_000_000}\n: x\n")
    assert line == 4
    assert len(reason) < LONGEST_FAULT


def test_thousands_of_unknown_fields_are_reported_within_the_time_of_a_run(tmp_path: Path) -> None:
    count = MAX_EVENTS // 2 - 100
    folder = a_folder(tmp_path / "terms", {"hostile.yml": (BASE + "".join(f"aliases{number}: x\n" for number in range(count))).encode()})
    done = lint_apart(folder)
    unknown = [row for row in done.warnings["hostile.yml"] if "unknown field" in row["reason"]]
    assert (done.status, done.checked, done.errors, len(unknown)) == (0, 2, {}, count)


# -- file names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stem",
    ["two words", "Upper", "under_score", "a..b", "a.b", "-a", "a-", "a--b", "ünicode", "🤖", "a\nb", "a\x1b[31mb", os.fsdecode(b"\xff"), "a" * 200 + "!"],
)
@pytest.mark.parametrize("suffix", [".yml", ".yaml"])
def test_a_file_name_that_is_no_slug_is_a_fault_on_one_printable_line(stem: str, suffix: str, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {f"{stem}{suffix}": GOOD.encode()})
    (fault,) = faults_of(folder)[f"{stem}{suffix}"]
    assert (fault.line, fault.column) == (1, 1)
    assert "file name must be lower-case letters, digits and single hyphens" in fault.reason
    assert str(fault).isprintable()


@pytest.mark.parametrize("name", [".hidden.yml", "..yml", "...yml", ".#lock.yml", "notes.txt", "x.yml~", "x.yml.bak", "yml"])
def test_hidden_files_and_other_files_are_no_term_files(name: str, tmp_path: Path) -> None:
    assert faults_of(a_folder(tmp_path, {name: b"["})) == {}


def test_a_suffix_in_capitals_is_read_too(tmp_path: Path) -> None:
    assert "shouted" in load_catalog(a_folder(tmp_path, {"shouted.YML": BASE.encode()})).glossary()


def test_two_files_of_one_slug_are_a_fault_of_the_second(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"same.yaml": GOOD.encode(), "same.yml": GOOD.encode()})
    ((name, faults),) = faults_of(folder).items()
    assert (name, [fault.reason for fault in faults]) == ("same.yml", ["the slug 'same' is taken by same.yaml; rename one of them"])


def test_folders_within_the_folder_are_not_searched(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "terms", {})
    a_folder(folder / "drafts", {"bad.yml": b"["})
    assert faults_of(folder) == {}


# -- properties --------------------------------------------------------------------------------------------------------

FULL = (ROOT / "data" / "terms" / "token.yml").read_text(encoding="utf-8")
CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"]
_SIGNS = r"""term status a é : :_ -_ ?_ [ ] { } , &a_ *a !!str_ ' " | > # % ~ \ <<""".split()
SIGNS = st.sampled_from([*(sign.replace("_", " ") for sign in _SIGNS), " ", "  ", "\n", "\n", "\t", "---\n"])


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("playground")


@settings(deadline=None, max_examples=100)
@given(char=st.sampled_from(CONTROLS), position=st.integers(0, len(FULL)))
def test_a_control_character_anywhere_is_found_on_its_line(playground: Path, char: str, position: int) -> None:
    before = FULL[:position]
    fault = the_fault_in(playground, before + char + FULL[position:])
    assert fault.line == before.count("\n") + 1
    assert fault.column == len(before) - before.rfind("\n")
    assert f"U+{ord(char):04X}" in fault.reason


@settings(deadline=None, max_examples=150)
@given(content=st.one_of(st.binary(max_size=200), st.lists(SIGNS, max_size=40).map(lambda parts: "".join(parts).encode())))
def test_no_bytes_whatever_end_in_anything_but_faults_or_a_term(playground: Path, content: bytes) -> None:
    faults = faults_in(playground, content)
    assert faults or "hostile" in load_catalog(playground).glossary()


@settings(deadline=None, max_examples=60)
@given(start=st.integers(0, len(FULL)), length=st.integers(1, 400))
def test_a_torn_file_ends_in_faults_within_its_lines_or_in_a_term(playground: Path, start: int, length: int) -> None:
    """As a file looks that is half written, or merged by hand."""
    torn = FULL[:start] + FULL[start + length :]
    last = torn.count("\n") + 1
    assert all(fault.line <= last for fault in faults_in(playground, torn))
