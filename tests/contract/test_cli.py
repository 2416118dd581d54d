"""The commands as a person or a script runs them: arguments in, text and an exit status out."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.catalog.loader import load_catalog
from bot.cli.evaluate import read_lines
from bot.core.roles import ROLES, Role
from bot.core.term import Term
from bot.errors import ConfigurationError
from tests.conftest import ROOT

TIME_LIMIT_S = 60  # a command takes about half a second, with the model six; the rest is a busy machine
REVIEWED = date.today() - timedelta(days=45)
STALE = date.today() - timedelta(days=800)

RLHF = f"""\
term: reinforcement learning from human feedback
aliases: [RLHF]
categories: [Training]
roles: [engineering, legal]
short_def: A way to tune a model with a reward that was learned from what people preferred.
long_def: People rank answers, a reward model learns the ranks, and the language model is tuned to earn more reward.
audiences:
  exec: It is why the assistant is polite.
  engineer: It needs a reward model and a KL penalty.
takeaways:
  legal: Ask who labelled the data and under which contract.
examples:
  do: [Track the agreement between raters.]
  dont: [Train on the evaluation set.]
governance:
  nist_rmf_tags: [fairness]
  risk_notes: Raters bring their own bias.
relationships:
  related: [reward model, precision]
citations:
- source: Training language models to follow instructions (2022)
  url: https://arxiv.org/abs/2203.02155
- source: Deep RL from human preferences (2017)
  url: https://arxiv.org/abs/1706.03741
license: CC BY 4.0
status: approved
last_reviewed: {REVIEWED}
"""
SMALL = "term: {}\naliases: [{}]\ncategories: [{}]\nshort_def: {}\nstatus: {}\nlast_reviewed: {}\n"
TERMS = {
    "rlhf": RLHF,
    "reward-model": SMALL.format("reward model", "RM", "Training", "A model that scores answers as people would.", "draft", REVIEWED),
    "precision": SMALL.format("precision", "PPV", "Evaluation", "The share of what was flagged that was right.", "approved", REVIEWED),
    "recall": SMALL.format("recall", "hit rate", "Evaluation", "The share of what was there that was found.", "reviewed", STALE),
    "data-drift": SMALL.format("data drift", "drift", "Operations", "Inputs change while the model stays.", "deprecated", REVIEWED),
    "concept-drift": SMALL.format("concept drift", "drift", "Operations", "What is right changes while the model stays.", "approved", REVIEWED),
}
PHRASEBOOK = "- concept: low-rank adaptation\n  labels: [LoRA]\n"


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of six terms."""
    folder = tmp_path_factory.mktemp("glossary") / "terms"
    folder.mkdir()
    for slug, text in TERMS.items():
        (folder / f"{slug}.yml").write_text(text, encoding="utf-8")
    return folder


Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def command(*arguments: str, environment: dict[str, str], stdin: str | bytes = "", python: tuple[str, ...] = ()) -> Done:
    """Runs `glossary`. Whatever it is asked, no stack trace comes back, and nothing but text while nobody watches."""
    done = subprocess.run(
        [sys.executable, *python, "-m", "bot", *arguments],
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        timeout=TIME_LIMIT_S,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", **environment},
        check=False,
    )
    stdout, stderr = (
        stream.decode(environment.get("PYTHONIOENCODING", "utf-8").partition(":")[0]).replace("\r\n", "\n") for stream in (done.stdout, done.stderr)
    )
    assert "Traceback" not in stderr, stderr[-3000:]
    assert all(char.isprintable() or char == "\n" for char in stdout + stderr)
    return Done(done.args, done.returncode, stdout, stderr)


@pytest.fixture(scope="module")
def phrasebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A phrasebook of one concept."""
    folder = tmp_path_factory.mktemp("phrasebook")
    (folder / "concepts.yml").write_text(PHRASEBOOK, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def glossary(terms: Path, phrasebook: Path) -> Run:
    """`glossary --terms FOLDER ...`, without a model; the same arguments run once."""

    @cache
    def run(*arguments: str, stdin: str | bytes = "", folder: Path = terms, **environment: str) -> Done:
        settings = {"GLOSSARY_MEANING": "false", "GLOSSARY_PHRASEBOOK_DIR": str(phrasebook), **environment}
        return command("--terms", str(folder), *arguments, environment=settings, stdin=stdin)

    return run


@pytest.fixture(scope="module", autouse=True)
def real_index(terms: Path, phrasebook: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Future[dict[str, Done]]]:
    """What the commands about the index say with the real model. It takes twice six seconds, beside the other tests."""
    folder = tmp_path_factory.mktemp("data")

    def run(*arguments: str) -> Done:
        return command("--terms", str(terms), *arguments, environment={"GLOSSARY_DATA_DIR": str(folder), "GLOSSARY_PHRASEBOOK_DIR": str(phrasebook)})

    def examine() -> dict[str, Done]:
        done = {"build": run("index", "build"), "info": run("index", "info"), "info --json": run("index", "info", "--json"), "doctor": run("doctor")}
        for manifest in (folder / "index").glob("index-*.json"):
            manifest.write_text("{", encoding="utf-8")
        return {**done, "damaged": run("index", "info", "--json")}

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(examine)


def flat(text: str) -> str:
    """Without line breaks, which depend on the width of the terminal."""
    return " ".join(text.split())


def assert_in_order(text: str, *parts: str) -> None:
    """Each part stands behind the one before."""
    position = 0
    for part in parts:
        found = flat(text).find(part, position)
        assert found >= 0, f"{part!r} is not behind {flat(text)[:position][-80:]!r} in:\n{text}"
        position = found + len(part)


# -- ask: exit status and kind -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "status", "kind", "slugs"),
    [
        ("rlhf", 0, "definition", ["rlhf"]),
        ("R.L.H.F.?", 0, "definition", ["rlhf"]),
        ("reward modle", 0, "definition", ["reward-model"]),
        ("what is rlhf for a lawyer", 0, "definition", ["rlhf"]),
        ("precision vs recall", 0, "comparison", ["precision", "recall"]),
        ("drift", 3, "disambiguation", ["concept-drift", "data-drift"]),
        ("xyzzy plugh", 4, "not_found", []),
        ("", 4, "not_found", []),
        ("LoRA", 4, "not_found", []),
    ],
)
def test_the_exit_status_tells_what_kind_of_answer_was_given(question: str, status: int, kind: str, slugs: list[str], glossary: Run) -> None:
    done = glossary("ask", question, "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["kind"], done.stderr) == (status, kind, "")
    assert [term["slug"] for term in answer["terms"]] == (slugs if status == 0 else [])
    assert answer["suggestions"] == (slugs if status == 3 else [])


def test_words_that_are_close_to_an_entry_end_in_suggestions(glossary: Run) -> None:
    done = glossary("ask", "scores answers as people would do it", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["kind"], answer["match"], answer["terms"]) == (3, "suggestions", None, [])
    assert answer["suggestions"][0] == "reward-model"


# -- ask: the shape of the JSON ----------------------------------------------------------------------------------------

ANSWER = ["kind", "match", "terms", "suggestions", "elapsed_ms"]
FURTHER = {
    "definition": {"lexical_only"},
    "comparison": {"lexical_only", "missing"},
    "disambiguation": {"query"},
    "not_found": {"query", "concept", "lexical_only"},
}
FURTHER["suggestions"] = FURTHER["not_found"]
RLHF_ENTRY = {
    "slug": "rlhf",
    "term": "reinforcement learning from human feedback",
    "aliases": ["RLHF"],
    "short_def": "A way to tune a model with a reward that was learned from what people preferred.",
    "long_def": "People rank answers, a reward model learns the ranks, and the language model is tuned to earn more reward.",
    "takeaway": {"role": "legal", "text": "Ask who labelled the data and under which contract.", "origin": "term"},
    "citations": [
        {"source": "Training language models to follow instructions (2022)", "url": "https://arxiv.org/abs/2203.02155"},
        {"source": "Deep RL from human preferences (2017)", "url": "https://arxiv.org/abs/1706.03741"},
    ],
    "status": "approved",
    "last_reviewed": REVIEWED.isoformat(),
    "related": ["reward-model", "precision"],
}


def test_json_of_a_definition_is_of_the_documented_shape(glossary: Run) -> None:
    answer = json.loads(glossary("ask", "rlhf", "--role", "legal", "--json").stdout)
    assert {key: answer[key] for key in ANSWER} == {
        "kind": "definition",
        "match": {"step": "exact", "score": 1.0, "label": "rlhf"},
        "terms": [{**RLHF_ENTRY, "also": []}],
        "suggestions": [],
        "elapsed_ms": answer["elapsed_ms"],
    }
    assert isinstance(answer["elapsed_ms"], float)
    assert 0 < answer["elapsed_ms"] < 1000 * TIME_LIMIT_S
    assert list(answer["terms"][0])[: len(RLHF_ENTRY)] == list(RLHF_ENTRY)


@pytest.mark.parametrize("question", ["rlhf", "precision vs recall", "drift", "xyzzy plugh", "scores answers as people would do it"])
def test_json_begins_with_the_documented_keys_and_adds_no_unknown_ones(question: str, glossary: Run) -> None:
    answer = json.loads(glossary("ask", question, "--json").stdout)
    assert list(answer)[:5] == ANSWER
    assert set(answer) - set(ANSWER) <= FURTHER[answer["kind"]]
    assert answer["match"] is None or list(answer["match"]) == ["step", "score", "label"]
    for entry in answer["terms"]:
        assert list(entry) == [*RLHF_ENTRY, "also"]


def test_json_says_null_where_nothing_is_known(glossary: Run) -> None:
    (entry,) = json.loads(glossary("ask", "reward modle", "--json").stdout)["terms"]
    assert (entry["takeaway"], entry["long_def"], entry["citations"], entry["related"]) == (None, "", [], [])


# -- ask: roles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "role", "origin"),
    [
        ("our lawyers", "legal", "term"),
        ("devs", "engineering", "audience"),
        ("PM", "product", "general"),
    ],
)
def test_a_role_is_understood_as_people_say_it_and_the_origin_of_the_advice_is_named(words: str, role: str, origin: str, glossary: Run) -> None:
    (entry,) = json.loads(glossary("ask", "rlhf", "--role", words, "--json").stdout)["terms"]
    assert (entry["takeaway"]["role"], entry["takeaway"]["origin"]) == (role, origin)
    assert (entry["takeaway"]["text"] == ROLES[Role(role)].guidance) == (origin == "general")


def test_a_role_in_the_question_goes_before_the_option(glossary: Run) -> None:
    answer = json.loads(glossary("ask", "what is rlhf for a lawyer", "--role", "PM", "--json").stdout)
    assert answer["terms"][0]["takeaway"]["role"] == "legal"


def test_an_unknown_role_is_a_usage_error_that_lists_the_roles(glossary: Run) -> None:
    done = glossary("ask", "rlhf", "--role", "wiz\x1b[31mard")
    assert (done.returncode, done.stdout) == (2, "")
    assert all(role.value in done.stderr for role in Role)
    assert "wiz" in done.stderr


# -- ask: text ---------------------------------------------------------------------------------------------------------


def test_a_definition_comes_first_then_the_advice_then_where_it_comes_from(glossary: Run) -> None:
    done = glossary("ask", "rlhf", "--role", "counsel")
    assert_in_order(
        done.stdout,
        "reinforcement learning from human feedback RLHF",
        "A way to tune a model with a reward that was learned from what people preferred.",
        "For you as Counsel: ",
        "Ask who labelled the data and under which contract.",
        "Sources Training language models to follow instructions (2022) https://arxiv.org/abs/2203.02155",
        "Deep RL from human preferences (2017) https://arxiv.org/abs/1706.03741",
        "Related reward model \u00b7 precision",
        "Status approved, reviewed 45 days ago",
    )
    assert done.stderr == ""


def test_details_are_shown_where_they_are_asked_for(glossary: Run) -> None:
    details = [
        "People rank answers",
        "Do",
        "Track the agreement between raters.",
        "Don't",
        "Train on the evaluation set.",
        "Raters bring their own bias.",
        "fairness",
    ]
    detailed, plain = glossary("ask", "rlhf", "--detail"), glossary("ask", "rlhf")
    assert_in_order(detailed.stdout, "A way to tune", *details, "Sources")
    assert not any(detail in plain.stdout for detail in details if len(detail) > 5)


def test_what_is_not_there_is_named_without_a_guess(glossary: Run) -> None:
    done = glossary("ask", "what does xyzzy plugh mean?")
    assert done.returncode == 4
    assert_in_order(done.stdout, "No entry for \u201cxyzzy plugh\u201d")


def test_each_kind_of_answer_says_what_it_is(glossary: Run) -> None:
    """An entry to be read with care says so above its definition; a known concept without an entry is called by its name."""
    questions = ["reward model", "recall", "data drift", "drift", "LoRA", "scores answers as people would do it"]
    assert_in_order(
        glossary("chat", stdin="\n".join(questions)).stdout,
        "Draft: nobody has reviewed this entry yet. A model that scores answers as people would.",
        "Stale: the last review is more than twelve months ago. The share of what was there that was found.",
        "Deprecated: this entry is kept for old documents. Inputs change while the model stays.",
        "Which one? concept drift What is right changes while the model stays. data drift Inputs change while the model stays.",
        "No entry for \u201clow-rank adaptation\u201d",
        "Closest entries: reward model A model that scores answers as people would.",
    )


def test_the_text_fits_the_width_of_the_terminal(glossary: Run) -> None:
    done = glossary("ask", "precision vs recall", "--role", "PM", COLUMNS="40")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 40


# -- what is never shown -----------------------------------------------------------------------------------------------

EVIL = "\x1b[31mxyzzy\x1b[0m\x07 \x9b2Jplugh\x08\x00".replace("\x00", "")  # an argument holds no NUL


@pytest.mark.parametrize("arguments", [("ask", EVIL), ("explain", f"RLHF {EVIL}", "--json"), ("terms", "show", EVIL)])
def test_control_characters_of_a_question_are_not_echoed(arguments: tuple[str, ...], glossary: Run) -> None:
    """`command` refuses them in every run; JSON does not hide them behind an escape either."""
    done = glossary(*arguments)
    assert done.returncode in {0, 4}
    assert "xyzzy" in done.stdout + done.stderr
    assert "\\u00" not in done.stdout


def test_control_characters_on_standard_input_are_not_echoed(glossary: Run) -> None:
    done = glossary("chat", "--greet", EVIL, stdin=f"{EVIL}\n/{EVIL}\n/explain {EVIL}\n/role {EVIL}\n/define {EVIL}\n/compare {EVIL}, {EVIL}\n\0\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "xyzzy" in done.stdout


def seen_on_a_terminal(*arguments: str, **environment: str) -> str:
    """What `glossary` writes where standard output is a terminal."""
    ours, theirs = pty.openpty()
    variables = {**os.environ, "GLOSSARY_MEANING": "false", "TERM": "xterm-256color", "COLUMNS": "100", **environment}
    with subprocess.Popen([sys.executable, "-m", "bot", *arguments], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=variables) as process:
        os.close(theirs)
        written = b""
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # Linux reports the end of a terminal as an error
                break
            if not part:
                break
            written += part
        assert process.wait(TIME_LIMIT_S) == 0
    os.close(ours)
    return written.decode()


_COLOUR = re.compile("\x1b\\[[0-9;]*?(3[0-8]|4[0-8]|9[0-7])[0-9;]*m")


def test_a_terminal_gets_colour_unless_no_color_is_set(terms: Path) -> None:
    plain = {name: "" for name in ("NO_COLOR", "FORCE_COLOR") if name in os.environ}
    coloured = seen_on_a_terminal("--terms", str(terms), "ask", "rlhf", **plain)
    assert _COLOUR.search(coloured)
    uncoloured = seen_on_a_terminal("--terms", str(terms), "ask", "rlhf", NO_COLOR="1")
    assert not _COLOUR.search(uncoloured)
    assert "A way to tune a model" in coloured
    assert "A way to tune a model" in uncoloured


def test_a_terminal_without_unicode_still_gets_the_answer(glossary: Run) -> None:
    done = glossary("ask", "rlhf", "--role", "legal", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "Ask who labelled the data" in done.stdout


def test_a_reader_that_goes_away_early_is_no_error(terms: Path) -> None:
    variables = {**os.environ, "GLOSSARY_MEANING": "false"}
    arguments = [sys.executable, "-m", "bot", "--terms", str(terms), "terms", "export", "-f", "csv"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=variables) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


# -- a fast start ------------------------------------------------------------------------------------------------------

HEAVY = {"torch", "numpy", "faiss", "sentence_transformers", "transformers"}


@pytest.mark.parametrize("arguments", [("ask", "rlhf"), ("ask", "rhlf"), ("--help",)])
def test_answers_that_need_no_model_import_nothing_heavy(arguments: tuple[str, ...]) -> None:
    """With the shipped terms and meaning switched on, as installed."""
    done = command(*arguments, environment={}, python=("-X", "importtime"))
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert done.returncode == 0
    assert {"bot", "typer"} <= imported, "the list of imports is not what it was"
    assert not HEAVY & imported


# -- explain -----------------------------------------------------------------------------------------------------------

MESSAGE = "After RLHF the reward  model liked it, but precision fell."


def test_explain_lists_the_terms_of_a_message(glossary: Run) -> None:
    done = glossary("explain", MESSAGE)
    assert done.returncode == 0
    assert_in_order(done.stdout, "Terms in this message", "reinforcement learning from human feedback", "reward model", "A model that scores answers")


def test_explain_as_json_gives_positions_in_the_cleaned_message(glossary: Run) -> None:
    done = glossary("explain", MESSAGE, "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, list(found), found["text"]) == (0, ["text", "mentions"], MESSAGE.replace("  ", " "))
    assert [(item["text"], item["slugs"]) for item in found["mentions"]][:2] == [("RLHF", ["rlhf"]), ("reward model", ["reward-model"])]
    for item in found["mentions"]:
        assert list(item) == ["start", "end", "text", "slugs", "short_def"]
        assert found["text"][item["start"] : item["end"]] == item["text"]


def test_explain_of_a_message_without_terms_has_a_status_of_its_own(glossary: Run) -> None:
    done = glossary("explain", "See you at lunch.")
    assert (done.returncode, done.stdout.strip()) == (4, "No glossary terms in this message.")


# -- chat --------------------------------------------------------------------------------------------------------------


def test_a_conversation_on_standard_input_knows_every_command(glossary: Run) -> None:
    lines = [
        "rlhf",
        "/define rlhf",
        "/define",
        "/compare precision, recall",
        "/compare precision vs recall",
        "/compare",
        "/explain RLHF needs a reward model",
        "/role",
        "/role lawyers",
        "what is rlhf?",
        "/Role",
        "/role wizard",
        "/role off",
        "   ",
        "",
        "/help",
        "/nonsense now",
        "drift",
        "/quit",
        "precision",
    ]
    done = glossary("chat", stdin="\n".join(lines))
    assert (done.returncode, done.stderr) == (0, "")
    assert_in_order(
        done.stdout,
        "A way to tune a model",
        "A way to tune a model",
        "People rank answers",
        "/define TERM",
        "precision PPV",
        "recall hit rate",
        "precision PPV",
        "recall hit rate",
        "/compare A, B",
        "Terms in this message reinforcement learning from human feedback",
        "No role is set. /role ROLE, one of: product, engineering",
        "Takeaways are for Legal & Compliance.",
        "For you as Counsel: Ask who labelled the data",
        "Takeaways are for Legal & Compliance.",
        "'wizard' is no role I know. One of: product, engineering",
        "No role.",
        *("/define", "/compare", "/explain", "/role", "/help", "/quit"),
        "There is no /nonsense. /help lists what there is.",
        "Which one? concept drift",
    )
    assert flat(done.stdout).endswith("Inputs change while the model stays.")
    assert flat(done.stdout).count("Ask who labelled the data") == 1


def test_a_question_in_a_conversation_may_lean_on_the_one_before(glossary: Run) -> None:
    done = glossary("chat", stdin="and for legal?\nrlhf\nand for legal?\ntell me more\nhow is it different from precision?\nrecall\nthanks")
    assert_in_order(
        done.stdout,
        "No entry",
        "A way to tune a model",
        "For you as Counsel: Ask who labelled the data",
        "People rank answers",
        "reinforcement learning from human feedback precision PPV",
        "The share of what was there",
        "No entry for “thanks”",
    )


def test_a_conversation_ends_with_its_input_and_begins_with_its_greeting(glossary: Run) -> None:
    done = glossary("chat", "--greet", "/define recall", "--role", "CISO", stdin="precision")
    assert done.returncode == 0
    assert_in_order(done.stdout, "> /define recall", "The share of what was there", "Security Engineer", "The share of what was flagged", "Security Engineer")


def test_a_conversation_survives_bytes_that_are_no_text(glossary: Run) -> None:
    done = glossary("chat", stdin=b"\xff\xfe\x00\n\xed\xa0\x80\n" + b"x" * 200_000 + b"\nprecision\n", PYTHONIOENCODING="utf-8:strict")
    assert done.returncode == 0
    assert_in_order(done.stdout, "No entry for", "The share of what was flagged that was right.")


# -- terms -------------------------------------------------------------------------------------------------------------


def test_lint_prints_each_finding_with_its_place_and_a_count(terms: Path, glossary: Run) -> None:
    done = glossary("terms", "lint")
    *findings, total = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert all(re.fullmatch(rf"{re.escape(str(terms))}/[a-z-]+\.yml:\d+:\d+: warning: .+", finding) for finding in findings)
    assert f"{terms}/reward-model.yml:5:9: warning: draft: it is answered with a warning" in findings
    assert total == f"6 terms usable, 0 errors, {len(findings)} warnings"


def test_lint_as_json_lists_findings_with_their_severity(terms: Path, tmp_path: Path, glossary: Run) -> None:
    (tmp_path / "good.yml").write_text(TERMS["recall"], encoding="utf-8")
    (tmp_path / "bad.yml").write_text("term: a\nshort_def: b\nstatus: ready\n", encoding="utf-8")
    done = glossary("terms", "lint", "--json", folder=tmp_path)
    report = json.loads(done.stdout)
    assert (done.returncode, list(report), report["checked"]) == (1, ["checked", "findings"], 1)
    assert report["findings"][0] == {
        "severity": "error",
        "path": str(tmp_path / "bad.yml"),
        "line": 3,
        "column": 9,
        "reason": "status: Input should be 'draft', 'reviewed', 'approved' or 'deprecated'",
    }
    assert {row["severity"] for row in report["findings"][1:]} == {"warning"}


def test_lint_reports_a_folder_of_nothing_but_faults_like_any_other(tmp_path: Path, glossary: Run) -> None:
    (tmp_path / "bad.yml").write_text("status: ready\n", encoding="utf-8")
    done = glossary("terms", "lint", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1] == "0 terms usable, 3 errors, 0 warnings"


def test_list_shows_every_term_or_those_of_a_category(glossary: Run) -> None:
    assert_in_order(
        glossary("terms", "list").stdout, "concept drift approved", "data drift deprecated", "precision", "recall", "reward model draft", "reinforcement"
    )
    rows = json.loads(glossary("terms", "list", "--category", "evaluation", "--json").stdout)
    assert [(row["slug"], row["term"], row["status"]) for row in rows] == [("precision", "precision", "approved"), ("recall", "recall", "reviewed")]
    assert list(rows[0]) == ["slug", "term", "status", "short_def"]


def test_show_gives_one_entry_whole_by_slug_or_by_label(glossary: Run) -> None:
    by_slug, by_label = glossary("terms", "show", "rlhf", "--role", "dev"), glossary("terms", "show", "R.L.H.F.", "--role", "dev")
    assert by_slug.stdout == by_label.stdout
    assert_in_order(by_slug.stdout, "A way to tune", "For you as Engineer", "It needs a reward model and a KL penalty.", "People rank answers", "Sources")


def test_show_as_json_is_the_term_itself(terms: Path, glossary: Run) -> None:
    assert Term.model_validate_json(glossary("terms", "show", "rlhf", "--json").stdout) == load_catalog(terms).glossary()["rlhf"]


def test_show_of_what_is_not_there_says_so(glossary: Run) -> None:
    done = glossary("terms", "show", "xyzzy")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.splitlines() == ["no term has the label 'xyzzy'; `glossary terms list` lists them"]


def test_new_writes_a_file_once_and_prints_its_path(tmp_path: Path, glossary: Run) -> None:
    folder = tmp_path / "terms"
    first = glossary("terms", "new", "../../Speculative Decoding", folder=folder)
    path = folder / "speculative-decoding.yml"
    assert (first.returncode, first.stdout, first.stderr) == (0, f"{path}\n", "")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]
    written = path.read_bytes()
    again = glossary("terms", "new", "speculative decoding", folder=folder)
    assert (again.returncode, again.stdout, again.stderr.splitlines()[0]) == (78, "", f"glossary: {path} exists already")
    assert path.read_bytes() == written
    assert glossary("terms", "lint", folder=folder).returncode == 0


def test_export_as_json_can_be_read_back(terms: Path, glossary: Run) -> None:
    done = glossary("terms", "export")
    assert done.returncode == 0
    assert [Term.model_validate(entry) for entry in json.loads(done.stdout)] == list(load_catalog(terms).glossary())


def test_export_as_csv_and_as_markdown(glossary: Run) -> None:
    table = list(csv.DictReader(io.StringIO(glossary("terms", "export", "--format", "csv").stdout)))
    assert [row["term"] for row in table] == [
        "concept drift",
        "data drift",
        "precision",
        "recall",
        "reward model",
        "reinforcement learning from human feedback",
    ]
    assert table[-1]["citations"].startswith("Training language models to follow instructions (2022) <https://arxiv.org/abs/2203.02155>; ")
    page = glossary("terms", "export", "-f", "markdown").stdout
    assert_in_order(page, "# Glossary", "## concept drift", "## reinforcement learning from human feedback", "[Training language models", "(<https://arxiv.org")


def test_an_unknown_form_of_export_is_a_usage_error(glossary: Run) -> None:
    done = glossary("terms", "export", "--format", "xml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "markdown" in done.stderr


@pytest.mark.parametrize("arguments", [("ask", "recall"), ("terms", "export")])
def test_files_that_are_left_out_are_named_on_standard_error(arguments: tuple[str, ...], tmp_path: Path, glossary: Run) -> None:
    (tmp_path / "recall.yml").write_text(TERMS["recall"], encoding="utf-8")
    (tmp_path / "bad.yml").write_text("term: a\nshort_def: b\nstatus: ready\n", encoding="utf-8")
    done = glossary(*arguments, folder=tmp_path)
    assert done.returncode == 0
    assert "The share of what was there that was found." in flat(done.stdout)
    assert done.stderr.splitlines()[0] == f"1 fault(s) in {tmp_path}; the terms concerned are left out:"
    assert done.stderr.splitlines()[1].startswith(f"  {tmp_path}/bad.yml:3:9: status: ")


# -- configuration -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("ask", "rlhf", "--json"), ("terms", "lint"), ("doctor",)])
def test_an_unknown_folder_of_terms_ends_in_one_line_and_a_cure(arguments: tuple[str, ...], tmp_path: Path, glossary: Run) -> None:
    done = glossary(*arguments, folder=tmp_path / "nothing")
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr.splitlines() == [
        f"glossary: {tmp_path}/nothing: cannot be read as a folder of terms: No such file or directory",
        "  name the folder with --terms or GLOSSARY_TERMS_DIR",
    ]


def test_a_folder_without_a_usable_term_names_its_faults(tmp_path: Path, glossary: Run) -> None:
    (tmp_path / "bad.yml").write_text("term: a\nstatus: draft\n", encoding="utf-8")
    done = glossary("ask", "a", folder=tmp_path)
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr.splitlines() == [
        f"glossary: {tmp_path}: none of 1 term files can be used",
        f"  {tmp_path}/bad.yml:1:1: short_def is missing; an entry needs term, short_def and status",
    ]


@pytest.mark.parametrize(("variable", "value"), [("GLOSSARY_THRESHOLDS__ANSWER", "high"), ("GLOSSARY_THRESHOLDS", "high")])
def test_a_malformed_setting_is_named(variable: str, value: str, glossary: Run) -> None:
    done = glossary("ask", "rlhf", **{variable: value})
    assert (done.returncode, done.stdout) == (78, "")
    first, *_ = done.stderr.splitlines()
    assert first.startswith("glossary: ")
    assert variable in first or variable.removeprefix("GLOSSARY_").lower() in first


def test_a_malformed_phrasebook_is_named_with_its_line(tmp_path: Path, glossary: Run) -> None:
    (tmp_path / "bad.yml").write_text("- concept: a\n- b\n", encoding="utf-8")
    done = glossary("ask", "rlhf", GLOSSARY_PHRASEBOOK_DIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr.startswith(f"glossary: {tmp_path}/bad.yml:2:3: a concept needs")


def test_the_folder_may_be_named_by_the_environment_and_the_option_goes_before_it(terms: Path, tmp_path: Path) -> None:
    named = {"GLOSSARY_TERMS_DIR": str(terms), "GLOSSARY_MEANING": "false"}
    assert "6 terms usable" in command("terms", "lint", environment=named).stdout
    assert command("--terms", str(tmp_path), "terms", "lint", environment=named).returncode == 78


def test_the_version_is_that_of_the_package() -> None:
    import bot

    assert command("--version", environment={}).stdout == f"{bot.__version__}\n"


# -- eval --------------------------------------------------------------------------------------------------------------

LINES = [
    {"query": "rlhf", "gold": ["rlhf"], "kind": "name"},
    {"query": "reward modle", "gold": ["reward-model"], "kind": "name"},
    {"query": "recall", "gold": ["precision"], "kind": "name"},
    {"query": "precision vs recall", "gold": ["precision", "recall"], "kind": "compare"},
    {"query": "drift", "gold": ["data-drift"], "kind": "shared"},
    {"query": "xyzzy \u2028 plugh", "gold": [], "kind": "nothing"},
    {"query": "PPV", "gold": [], "kind": "nothing"},
    {"text": "RLHF without a reward model? The hit rate of RLHF fell.", "gold": ["rlhf", "reward-model"], "kind": "message"},
]


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n\n".join(json.dumps(line, ensure_ascii=False) for line in LINES) + "\n", encoding="utf-8")
    return path


COUNTS = ["n", "right", "wrong", "suggested_hit", "suggested_miss", "silent", "top1", "top3"]


def test_eval_counts_what_was_right_wrong_offered_and_left_unsaid(labelled: Path, glossary: Run) -> None:
    done = glossary("eval", str(labelled), "--json")
    report: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, list(report), list(report["latency_ms"])) == (0, ["all", "kinds", "latency_ms"], ["p50", "p95", "p99"])
    assert 0 < report["latency_ms"]["p50"] <= report["latency_ms"]["p95"] <= report["latency_ms"]["p99"]
    kinds = {kind: {name: counts[name] for name in COUNTS if name in counts} for kind, counts in report["kinds"].items()}
    assert kinds == {
        "compare": dict(zip(COUNTS, (1, 1, 0, 0, 0, 0, 1, 1), strict=True)),
        "message": {"n": 1},
        "name": {**dict(zip(COUNTS, (3, 2, 1, 0, 0, 0, 2, 3), strict=True)), "top3": kinds["name"]["top3"]},
        "nothing": dict(zip(COUNTS, (2, 0, 1, 0, 0, 1, 0, 0), strict=True)),
        "shared": {**dict(zip(COUNTS, (1, 0, 0, 1, 0, 0, 0, 1), strict=True)), "top1": kinds["shared"]["top1"]},
    }
    assert (report["kinds"]["message"]["precision"], report["kinds"]["message"]["recall"]) == (0.6667, 1.0)
    assert report["all"]["n"] == len(LINES)
    assert all(report["all"][name] == sum(counts.get(name, 0) for counts in kinds.values()) for name in COUNTS)


def test_eval_prints_a_row_a_kind(labelled: Path, glossary: Run) -> None:
    done = glossary("eval", str(labelled))
    assert done.returncode == 0
    assert_in_order(done.stdout, "kind n right wrong", "all 8", "compare 1 1 0", "message 1", "name 3", "nothing 2", "shared 1", "latency ms p50")


def test_eval_proposes_settings_that_can_be_set(labelled: Path, glossary: Run) -> None:
    report = json.loads(glossary("eval", str(labelled), "--calibrate", "--json").stdout)
    proposed = {name: str(value) for name, value in report["proposed"].items() if name.startswith("GLOSSARY_")}
    assert {"GLOSSARY_THRESHOLDS__ANSWER", "GLOSSARY_WEIGHTS__LEXICAL"} <= set(proposed)
    assert report["proposed"]["worth_after"] >= report["proposed"]["worth_before"]
    assert glossary("ask", "rlhf", **proposed).returncode == 0


BAD_LINES = [
    "{",
    "not json",
    "[]",
    "5",
    "null",
    '"text"',
    "{}",
    '{"gold": []}',
    '{"query": "a"}',
    '{"query": 5, "gold": []}',
    '{"query": null, "gold": []}',
    '{"query": "a", "gold": "rlhf"}',
    '{"query": "a", "gold": [1]}',
    '{"query": "a", "gold": {"a": 1}}',
    '{"query": "a", "gold": []} trailing',
    "[" * 100_000,
]


@pytest.mark.parametrize("line", BAD_LINES, ids=lambda line: line[:40])
def test_a_malformed_labelled_line_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{{"query": "a", "gold": []}}\n\n{line}\n{{"query": "b", "gold": []}}\n', encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        read_lines(path)
    assert str(raised.value).startswith(f"{path}:3: ")
    assert "\n" not in str(raised.value)
    assert "a line is" in raised.value.hint


def test_eval_of_a_malformed_line_ends_in_one_line_that_names_it(tmp_path: Path, glossary: Run) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"{json.dumps(LINES[0])}\n{json.dumps({'query': 'a', 'gold': 'rlhf'})}\n", encoding="utf-8")
    done = glossary("eval", str(path), "--json")
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr.splitlines()[0].startswith(f"glossary: {path}:2: ")


def test_a_labelled_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"query": "\xe9"}\n')
    for name, reason in (("nothing.jsonl", "No such file"), ("", "Is a directory"), ("latin.jsonl", "can't decode byte 0xe9")):
        with pytest.raises(ConfigurationError, match=reason):
            read_lines(tmp_path / name)


# -- index and doctor --------------------------------------------------------------------------------------------------


def test_without_a_model_there_is_no_index_and_the_doctor_says_what_to_do(tmp_path: Path, glossary: Run) -> None:
    missing = {"GLOSSARY_MEANING": "true", "GLOSSARY_MODEL_DIR": str(tmp_path / "no-model"), "GLOSSARY_DATA_DIR": str(tmp_path)}
    built = glossary("index", "build", **missing)
    assert (built.returncode, built.stdout) == (1, "")
    assert built.stderr.splitlines()[-1].startswith(f"no index: {tmp_path}/no-model ")
    examined = glossary("doctor", **missing)
    assert examined.returncode == 78
    assert_in_order(examined.stdout, "ok 6 terms", "FAIL meaning is unavailable", "no-model", "-> ", "FAIL index in", "-> ")
    asked = glossary("ask", "scores answers as people would do it", **missing)
    assert asked.returncode == 3
    assert_in_order(asked.stdout, "Closest entries", "reward model", "Matched by words only")


def test_meaning_that_is_switched_off_is_reported_with_its_own_cure(glossary: Run) -> None:
    examined = glossary("doctor")
    assert examined.returncode == 78
    assert_in_order(examined.stdout, "FAIL meaning is off: switched off by GLOSSARY_MEANING -> unset GLOSSARY_MEANING")


def test_index_info_before_there_is_one(tmp_path: Path, glossary: Run) -> None:
    empty = glossary("index", "info", GLOSSARY_DATA_DIR=str(tmp_path))
    assert (empty.returncode, empty.stdout) == (0, f"no index in {tmp_path}/index yet; `glossary index build` makes one\n")


def test_an_index_is_built_described_and_approved_and_its_damage_is_named(real_index: Future[dict[str, Done]]) -> None:
    done = real_index.result()
    built, told, shown, examined, damaged = (done[name] for name in ("build", "info --json", "info", "doctor", "damaged"))
    assert (built.returncode, built.stderr) == (0, "")
    counted = re.fullmatch(r"(\d+) passages of 6 terms are indexed in (.+/index)\n", built.stdout)
    assert counted
    (row,) = json.loads(told.stdout)
    assert (row["count"], row["dimension"], str(Path(row["path"]).parent)) == (int(counted[1]), 384, counted[2])
    assert shown.stdout == f"{row['path']}: {counted[1]} passages, 384 dimensions, {row['model_id']}\n"
    assert (examined.returncode, examined.stderr) == (0, "")
    assert all(line.startswith("ok  ") for line in examined.stdout.splitlines())
    assert list(json.loads(damaged.stdout)[0]) == ["path", "damaged"]
