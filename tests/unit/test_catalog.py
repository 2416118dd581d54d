"""The folder of term files: what is read from it, what lint says about it, what is exported from it, and what `new` writes into it."""

from __future__ import annotations

import csv
import io
import json
import string
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.catalog.export import ExportFormat, export
from bot.catalog.lint import LintReport, lint
from bot.catalog.loader import load_catalog, load_concepts
from bot.catalog.skeleton import slug_for, write_skeleton
from bot.catalog.yaml_source import read_document
from bot.core.normalize import clean
from bot.core.term import MAX_LABEL_CHARS, SLUG_PATTERN, STALE_AFTER_DAYS, Status, Term
from bot.errors import CatalogError, TermFileError
from tests.conftest import CORPUS, ROOT, needs_corpus
from tests.fakes import TODAY, a_term

SHIPPED = ROOT / "data" / "terms"
SPARSE = "term: {0}\nshort_def: What {0} is.\nstatus: approved\n"


def write(folder: Path, **files: str) -> Path:
    """`folder` with one file a keyword; underscores become hyphens."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.yml").write_text(text, encoding="utf-8")
    return folder


def load_one(folder: Path, text: str) -> Term:
    return load_catalog(write(folder, one=text)).glossary()["one"]


# -- loading -----------------------------------------------------------------------------------------------------------


def test_every_shipped_file_loads_without_a_fault() -> None:
    catalog = load_catalog(SHIPPED)
    assert catalog.faults == catalog.unknown_fields == ()
    assert len(catalog.glossary()) == len(list(SHIPPED.glob("*.yml"))) >= 25


@needs_corpus
def test_every_file_of_the_public_corpus_loads_as_it_stands() -> None:
    catalog = load_catalog(CORPUS)
    assert catalog.faults == catalog.unknown_fields == ()
    assert len(catalog.glossary()) == len(list(CORPUS.glob("*.y*ml"))) == 112


def test_a_name_a_short_definition_and_a_status_are_enough(tmp_path: Path) -> None:
    term = load_one(tmp_path, SPARSE.format("recall"))
    assert (term.slug, term.term, term.short_def, term.status) == ("one", "recall", "What recall is.", Status.APPROVED)
    assert term == Term(slug="one", term="recall", short_def="What recall is.", status=Status.APPROVED)


def test_nothing_behind_a_field_means_none_given_at_every_level(tmp_path: Path) -> None:
    empty = "aliases:\naudiences:\n  exec:\n  engineer: ~\ntakeaways:\n  legal:\nexamples:\ngovernance:\n  risk_notes: null\nlast_reviewed:\ncitations:\n"
    assert load_one(tmp_path, SPARSE.format("recall") + empty) == load_one(tmp_path, SPARSE.format("recall"))


def test_text_over_several_lines_is_folded_into_one(tmp_path: Path) -> None:
    written = "term: >\n  hit\n  rate\nshort_def: |\n  One\n  two\n\n  three\nstatus: draft\nlong_def: a\n  b\tc\nquestions:\n- 'a\n\n  b'\n"
    term = load_one(tmp_path, written)
    assert (term.term, term.short_def, term.long_def, term.questions) == ("hit rate", "One two three", "a b c", ("a b",))


def test_the_slug_is_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "reward-model.yaml").write_text(SPARSE.format("RM"), encoding="utf-8")
    assert [term.slug for term in load_catalog(tmp_path).glossary()] == ["reward-model"]


def test_two_terms_that_share_a_label_are_no_fault(tmp_path: Path) -> None:
    catalog = load_catalog(write(tmp_path, a=SPARSE.format("drift"), b=SPARSE.format("drift")))
    assert (len(catalog.glossary()), catalog.faults) == (2, ())


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nothing", "cannot be read as a folder of terms: No such file or directory"), ("file", "cannot be read as a folder of terms: Not a directory")],
)
def test_what_is_no_folder_is_named(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CatalogError) as raised:
        load_catalog(tmp_path / name)
    assert str(raised.value) == f"{tmp_path / name}: {reason}"
    assert "--terms" in raised.value.hint


def test_a_folder_without_term_files_says_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    with pytest.raises(CatalogError) as raised:
        load_catalog(tmp_path)
    assert str(raised.value) == f"{tmp_path}: no term files (*.yml) found"
    assert "terms new" in raised.value.hint


def test_a_position_that_is_not_known_is_that_of_what_surrounds_it(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, x="\na: b\nlist:\n- one\n- key: value\n") / "x.yml")
    assert [
        (fault.line, fault.column) for fault in (document.fault(place, "?") for place in [("list", 1, "key"), ("list", 1, "other"), ("list", 9), ("zzz",), ()])
    ] == [
        (5, 8),
        (5, 3),
        (4, 1),
        (2, 1),
        (2, 1),
    ]


# -- the phrasebook ----------------------------------------------------------------------------------------------------


def test_the_phrasebook_is_read_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, b="- concept: B\n  labels: [bee]\n", a="- concept: A\n  asked_as:\n  - what comes first\n  everyday:\n- concept: NO\n")
    assert [(concept.name, concept.labels, concept.asked_as) for concept in load_concepts(tmp_path)] == [
        ("A", (), ("what comes first",)),
        ("NO", (), ()),
        ("B", ("bee",), ()),
    ]


def test_an_empty_phrasebook_has_no_concepts(tmp_path: Path) -> None:
    assert load_concepts(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("concept: A\n", 1, "holds a list of concepts"),
        ("", 1, "holds a list of concepts"),
        ("- concept: A\n- B\n", 2, "a concept needs"),
        ("- concept: A\n\n- labels: [b]\n", 3, "a concept needs"),
        ("- concept: A\n- concept: B\n  labels: bee\n", 2, "are lists of text"),
        ("- concept: A\n- concept: B\n  everyday:\n  - [b]\n", 2, "are lists of text"),
        ("- concept: &a A\n- concept: *a\n", 1, "anchors"),
    ],
)
def test_a_malformed_phrasebook_names_the_line(text: str, line: int, reason: str, tmp_path: Path) -> None:
    with pytest.raises(TermFileError) as raised:
        load_concepts(write(tmp_path, bad=text))
    assert raised.value.line == line
    assert reason in raised.value.reason


# -- lint --------------------------------------------------------------------------------------------------------------

CLEAN = """\
term: recall
aliases:
- hit rate
- sensitivity
hidden_labels: [recal]
categories: [Evaluation]
roles: [product]
short_def: The share of what should have been found that was found.
long_def: Found positives, divided by all positives.
takeaways:
  executive: Ask for it together with precision.
relationships:
  broader: []
  narrower: []
  related:
  - precision
citations:
- source: A textbook
  url: https://example.org/recall
license: CC BY 4.0
status: approved
last_reviewed: 2026-11-01
"""
PRECISION = (
    CLEAN.replace("term: recall", "term: precision")
    .replace("hit rate", "PPV")
    .replace("sensitivity", "exactness")
    .replace("recal]", "presicion]")
    .replace("- precision", "- recall")
)


def lint_beside_precision(folder: Path, text: str) -> LintReport:
    return lint(load_catalog(write(folder, recall=text, precision=PRECISION)), TODAY)


def test_a_complete_entry_has_no_warnings(tmp_path: Path) -> None:
    assert lint_beside_precision(tmp_path, CLEAN) == LintReport(2, (), ())


NO_ADVICE = "no takeaways and no audience notes: every role gets general advice"

WARNINGS = [
    ("long_def: Found positives, divided by all positives.\n", "", "1:1", "long_def is missing"),
    ("long_def: Found positives, divided by all positives.", "long_def: ''", "1:1", "long_def is missing"),
    ("categories: [Evaluation]\n", "", "1:1", "categories is missing"),
    ("categories: [Evaluation]", "categories: []", "1:1", "categories is missing"),
    ("roles: [product]\n", "", "1:1", "roles is missing"),
    ("license: CC BY 4.0\n", "", "1:1", "license is missing"),
    ("last_reviewed: 2026-11-01\n", "", "1:1", "last_reviewed is missing"),
    ("term: recall", "# a comment\n\nterm: recall\nrolls: []", "4:1", "unknown field 'rolls' is ignored; did you mean 'roles'?"),
    ("citations:\n- source: A textbook\n  url: https://example.org/recall\n", "", "1:1", "no citation: name at least one source"),
    ("citations:\n- source: A textbook\n  url: https://example.org/recall\n", "citations: []\n", "17:12", "no citation: name at least one source"),
    ("takeaways:\n  executive: Ask for it together with precision.\n", "", "1:1", NO_ADVICE),
    ("executive: Ask for it together with precision.", "executive: ''", "1:1", NO_ADVICE),
    ("2026-11-01", "2025-11-22", "22:16", f"stale: last reviewed 2025-11-22, more than {STALE_AFTER_DAYS} days ago"),
    ("2026-11-01", "2026-11-24", "22:16", "last_reviewed 2026-11-24 is in the future"),
    ("status: approved", "status: draft", "21:9", "draft: it is answered with a warning"),
    ("broader: []", "broader: [metric]", "13:13", "broader: 'metric' is no term of this glossary"),
    ("narrower: []", "narrower:\n  - precision\n  - recall at k", "16:5", "narrower: 'recall at k' is no term of this glossary"),
    ("  - precision\n", "  - PPVs\n  - precison\n", "17:5", "related: 'precison' is no term of this glossary"),
    ("- hit rate", "- hit rate\n- Precisions", "4:3", "'Precisions' is also a label of precision: the stronger claim answers, on equal claims askers choose"),
    ("[recal]", "[recal, p.p.v.]", "5:24", "'p.p.v.' is also a label of precision: the stronger claim answers, on equal claims askers choose"),
]


@pytest.mark.parametrize(("old", "new", "place", "reason"), WARNINGS)
def test_each_warning_stands_alone_and_points_at_its_line(old: str, new: str, place: str, reason: str, tmp_path: Path) -> None:
    assert CLEAN.count(old) == 1
    report = lint_beside_precision(tmp_path, CLEAN.replace(old, new))
    assert [str(warning) for warning in report.warnings] == [f"{tmp_path / 'recall.yml'}:{place}: {reason}"]
    assert (report.checked, report.faults) == (2, ())


@pytest.mark.parametrize(("days", "stale"), [(0, False), (STALE_AFTER_DAYS, False), (STALE_AFTER_DAYS + 1, True)])
def test_a_review_is_stale_after_twelve_months(days: int, stale: bool, tmp_path: Path) -> None:
    reviewed = TODAY - timedelta(days=days)
    report = lint_beside_precision(tmp_path, CLEAN.replace("2026-11-01", reviewed.isoformat()))
    assert [warning.reason.split(":")[0] for warning in report.warnings] == (["stale"] if stale else [])


@pytest.mark.parametrize("audience", ["exec", "engineer"])
def test_an_audience_note_is_advice_enough(audience: str, tmp_path: Path) -> None:
    text = CLEAN.replace("takeaways:\n  executive: Ask", f"audiences:\n  {audience}: Ask")
    assert lint_beside_precision(tmp_path, text).warnings == ()


@pytest.mark.parametrize(
    ("first", "second", "warned"),
    [
        ("term: drift", "term: Drifts", ["first.yml:1", "second.yml:1"]),
        ("term: a\naliases: [drift]", "term: b\naliases: [x, drift]", ["first.yml:2", "second.yml:2"]),
        ("term: drift", "term: b\naliases:\n- drift", ["second.yml:3"]),
        ("term: drift", "term: b\nhidden_labels: [drift]", ["second.yml:2"]),
        ("term: a\naliases: [drift]", "term: b\nhidden_labels: [drift]", ["second.yml:2"]),
        ("term: a\naliases: [a, A]", "term: b", []),
    ],
)
def test_whoever_shares_a_label_without_a_better_claim_is_told(first: str, second: str, warned: list[str], tmp_path: Path) -> None:
    rest = CLEAN[CLEAN.index("categories") :].replace("  - precision\n", "  - b\n").replace("  related:\n  - b\n", "")
    report = lint(load_catalog(write(tmp_path, first=f"{first}\n{rest}", second=f"{second}\n{rest}")), TODAY)
    assert [f"{warning.path.name}:{warning.line}" for warning in report.warnings] == warned
    assert all("is also a label of" in warning.reason for warning in report.warnings)


def test_warnings_come_in_the_order_of_files_and_lines_and_faults_stand_apart(tmp_path: Path) -> None:
    write(tmp_path, a="status: draft\nterm: a\nowners: x\nshort_def: b\n", b="term: [a\n", c=SPARSE.format("c"))
    report = lint(load_catalog(tmp_path), TODAY)
    places = [(warning.path.name, warning.line, warning.column) for warning in report.warnings]
    assert places == sorted(places)
    assert {name for name, _, _ in places} == {"a.yml", "c.yml"}
    assert [(fault.path.name, fault.line) for fault in report.faults] == [("b.yml", 1)]
    assert report.checked == 2


# -- export ------------------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60)
MARKED = st.text(st.sampled_from("ab1 \\`*_{}[]()<>#|~!&+-.=;:\"'/^$@\u00e9\U0001f916"), min_size=1, max_size=60)
READABLE = st.one_of(TEXT, MARKED).map(lambda text: " ".join(text.split())).filter(lambda text: any(char.isalnum() for char in text))
URLS = st.text(st.sampled_from(string.ascii_letters + string.digits + "/?#&=%()*_~.,;!+-[]"), max_size=30).map(lambda tail: f"https://example.org/{tail}")
CITATIONS = st.builds(lambda source, url: {"source": source, "url": url}, READABLE, URLS)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """A term with any text that a term file may hold."""
    return a_term(
        draw(READABLE),
        slug="any",
        short_def=draw(READABLE),
        long_def=draw(st.one_of(st.just(""), READABLE)),
        aliases=draw(st.lists(READABLE, max_size=3)),
        categories=draw(st.lists(READABLE, max_size=2)),
        takeaways=draw(st.dictionaries(st.sampled_from(["legal", "executive"]), READABLE, max_size=2)),
        citations=draw(st.lists(CITATIONS, max_size=3)),
        status=draw(st.sampled_from(list(Status))),
        last_reviewed=draw(st.one_of(st.none(), st.dates(date(2000, 1, 1)).map(date.isoformat))),
    )


def revived(text: str) -> list[Term]:
    return [Term.model_validate(entry) for entry in json.loads(text)]


def test_exported_json_validates_again_to_the_same_terms() -> None:
    glossary = list(load_catalog(SHIPPED).glossary())
    assert revived(export(glossary, ExportFormat.JSON)) == glossary


@needs_corpus
def test_the_public_corpus_survives_an_export_and_an_import() -> None:
    glossary = list(load_catalog(CORPUS).glossary())
    assert revived(export(glossary, ExportFormat.JSON)) == glossary


@settings(deadline=None, max_examples=60)
@given(term=terms())
def test_any_term_survives_an_export_as_json(term: Term) -> None:
    assert revived(export([term], ExportFormat.JSON)) == [term]


def test_exported_json_can_be_written_back_as_term_files(tmp_path: Path) -> None:
    """JSON is YAML: what comes out can be dropped into a folder of terms."""
    glossary = list(load_catalog(SHIPPED).glossary())
    for entry in json.loads(export(glossary, ExportFormat.JSON)):
        (tmp_path / f"{entry.pop('slug')}.yml").write_text(json.dumps(entry, indent=1), encoding="utf-8")
    catalog = load_catalog(tmp_path)
    assert (list(catalog.glossary()), catalog.faults) == (glossary, ())


def test_an_export_keeps_the_order_it_is_given() -> None:
    given_terms = [a_term("token"), a_term("attention"), a_term("recall")]
    assert [entry["term"] for entry in json.loads(export(given_terms, ExportFormat.JSON))] == ["token", "attention", "recall"]
    assert [row[0] for row in rows(export(given_terms, ExportFormat.CSV))[1:]] == ["token", "attention", "recall"]
    headings = [line for line in export(given_terms, ExportFormat.MARKDOWN).splitlines() if line.startswith("## ")]
    assert headings == ["## token", "## attention", "## recall"]


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_csv_has_a_header_and_a_row_a_term() -> None:
    term = a_term(
        'F1, the "score"',
        slug="f1",
        aliases=["F-measure", "F1"],
        categories=["Evaluation"],
        long_def="One; two",
        citations=[{"source": "A", "url": "https://a.example"}, {"source": "B", "url": "https://b.example"}],
    )
    assert rows(export([term, a_term("bare", last_reviewed=None)], ExportFormat.CSV)) == [
        ["term", "aliases", "categories", "short_def", "long_def", "status", "last_reviewed", "citations"],
        [
            'F1, the "score"',
            "F-measure; F1",
            "Evaluation",
            'What F1, the "score" is.',
            "One; two",
            "approved",
            "2026-11-01",
            "A <https://a.example>; B <https://b.example>",
        ],
        ["bare", "", "", "What bare is.", "", "approved", "", ""],
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(sign: str) -> None:
    """OWASP, "CSV Injection": a leading apostrophe makes it text."""
    formula = f"{sign}HYPERLINK(A1)"
    term = a_term(
        formula,
        slug="any",
        short_def=formula,
        long_def=formula,
        aliases=[formula],
        categories=[formula],
        citations=[{"source": formula, "url": "https://a.example"}],
    )
    (row,) = rows(export([term], ExportFormat.CSV))[1:]
    assert row[:5] == [f"'{formula}"] * 5
    assert row[7].startswith(f"'{formula}")


@settings(deadline=None, max_examples=100)
@given(term=terms())
def test_no_cell_of_any_term_starts_a_formula_and_none_is_lost(term: Term) -> None:
    header, row = rows(export([term], ExportFormat.CSV))
    assert len(row) == len(header)
    assert not any(cell.startswith(tuple("=+-@|\t\r\n\uff1d\uff0b\uff0d\uff20")) for cell in row)
    assert row[0] in {term.term, f"'{term.term}"}
    assert row[3] in {term.short_def, f"'{term.short_def}"}


def inline(tokens: list[Token], opened: str) -> list[list[Token]]:
    """The contents of every block of this kind, as inline tokens."""
    return [list(after.children or ()) for token, after in pairwise(tokens) if token.type == opened]


def text_of(children: list[Token]) -> str:
    return "".join(child.content for child in children)


def leaves(tokens: list[Token]) -> Iterator[Token]:
    return chain(tokens, *(token.children or () for token in tokens))


@settings(deadline=None, max_examples=150)
@given(term=terms())
def test_markdown_shows_the_text_of_any_term_and_makes_nothing_of_it(term: Term) -> None:
    """Read by a CommonMark parser, with tables and strike-through as on GitHub."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(export([term], ExportFormat.MARKDOWN))
    assert [text_of(children) for children in inline(tokens, "heading_open")] == ["Glossary", term.term]
    shown = [term.short_def, *([f"Also: {', '.join(term.aliases)}"] if term.aliases else []), *([term.long_def] if term.long_def else [])]
    paragraphs = inline(tokens, "paragraph_open")
    assert [text_of(children) for children in paragraphs[: len(shown)]] == shown
    assert all(child.type == "text" for children in paragraphs[: len(shown)] for child in children)
    links = [token for token in leaves(tokens) if token.type == "link_open"]
    assert len(links) == len(term.citations)
    assert all(str(link.attrs["href"]).startswith("https://example.org/") for link in links)
    assert [text_of(children) for children in paragraphs[len(shown) : -1]] == [citation.source for citation in term.citations]
    assert not {"html_block", "html_inline", "image", "code_inline", "fence", "code_block", "s_open", "hr", "table_open", "blockquote_open"} & {
        token.type for token in leaves(tokens)
    }
    assert text_of(paragraphs[-1]).startswith(term.status.value)


def test_markdown_of_a_hostile_term_is_escaped() -> None:
    term = a_term(
        "<script>alert(1)</script>",
        slug="any",
        short_def="[x](javascript:alert(1)) **b** `c` <img src=x onerror=y>",
        aliases=["# h", "|a|b|"],
        long_def="1. &lt;b&gt;",
    )
    assert export([term], ExportFormat.MARKDOWN) == (
        "# Glossary\n\n"
        "## \\<script\\>alert(1)\\</script\\>\n\n"
        "\\[x\\](javascript:alert(1)) \\*\\*b\\*\\* \\`c\\` \\<img src=x onerror=y\\>\n\n"
        "Also: \\# h, \\|a\\|b\\|\n\n"
        "1\\. \\&lt;b\\&gt;\n\n"
        "_approved, reviewed 2026-11-01_\n"
    )


# -- new ---------------------------------------------------------------------------------------------------------------

NAMES = [
    ("reward model", "reward-model"),
    ("RLHF", "rlhf"),
    ("F1 score", "f1-score"),
    ("C++", "c"),
    ("Bill & Ted's (2nd) a/b-test", "bill-ted-s-2nd-a-b-test"),
    ("../../x", "x"),
    ("/etc/x", "etc-x"),
    ("..\\..\\x", "x"),
    ("x.yml", "x-yml"),
    ("./.hidden", "hidden"),
    ("x\0y", "xy"),
    ("a\nb", "a-b"),
    ("a\x1b[31mb", "a-31mb"),
    ("\u202ea b", "a-b"),
    ("  a   b  ", "a-b"),
    ("\uff32\uff2c\uff28\uff26", "rlhf"),
    ("NO", "no"),
    ("null", "null"),
    ("017", "017"),
    ("2025-10-09", "2025-10-09"),
    ("1e3", "1e3"),
    ("a: b", "a-b"),
    ("a #b", "a-b"),
    ("- a", "a"),
    ("? a", "a"),
    ("[a", "a"),
    ("{a: b}", "a-b"),
    ("*a", "a"),
    ("&a b", "a-b"),
    ("!!python/object a", "python-object-a"),
    ("'a", "a"),
    ('"a', "a"),
    ("%a", "a"),
    ("`a`", "a"),
    ("--- a", "a"),
    ("| a", "a"),
    ("x" * MAX_LABEL_CHARS, "x" * 80),
    ("ab " * 39, ("ab-" * 27)[:80].strip("-")),
]


@pytest.mark.parametrize(("name", "slug"), NAMES)
def test_new_writes_a_valid_file_inside_the_folder(name: str, slug: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "terms"
    path = write_skeleton(folder, name, TODAY)
    assert path == folder / f"{slug}.yml"
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]
    catalog = load_catalog(folder)
    report = lint(catalog, TODAY)
    assert (report.checked, report.faults, catalog.unknown_fields) == (1, (), ())
    term = catalog.glossary()[slug]
    assert (term.term, term.status, term.last_reviewed) == (clean(name), Status.DRAFT, TODAY)


def test_the_skeleton_says_under_lint_what_is_still_to_be_written(tmp_path: Path) -> None:
    path = write_skeleton(tmp_path, "reward model", TODAY)
    lines = path.read_text(encoding="utf-8").splitlines()
    warnings = lint(load_catalog(tmp_path), TODAY).warnings
    assert [warning.reason.split(":")[0] for warning in warnings] == [
        "long_def is missing",
        "categories is missing",
        "license is missing",
        "no takeaways and no audience notes",
        "short_def is still the one of a new file",
        "no citation",
        "draft",
    ]
    assert [lines[warning.line - 1] for warning in warnings[-2:]] == ["citations: []", "status: draft"]


NAMELESS = [
    "",
    " ",
    "\n",
    "..",
    "/",
    "../..",
    "...",
    "-",
    "\0",
    "\u200b",
    "\ud800",
    "\U0001f916",
    "\U0001f469\u200d\U0001f4bb\u2764\ufe0f",
    "\u6ce8\u610f",
]


@pytest.mark.parametrize("name", [*NAMELESS, "x" * (MAX_LABEL_CHARS + 1), "x" * 500])
def test_a_name_that_gives_no_file_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "terms"
    with pytest.raises(CatalogError) as raised:
        write_skeleton(folder, name, TODAY)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 200
    assert raised.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["yml", "yaml"])
def test_an_existing_file_is_not_overwritten(suffix: str, tmp_path: Path) -> None:
    there = tmp_path / f"recall.{suffix}"
    there.write_text("precious", encoding="utf-8")
    with pytest.raises(CatalogError, match=f"recall.{suffix} exists already"):
        write_skeleton(tmp_path, "Recall", TODAY)
    assert there.read_text(encoding="utf-8") == "precious"
    assert list(tmp_path.iterdir()) == [there]


@pytest.mark.parametrize("target", ["../outside.yml", "../precious.yml", "x.yml", "other.yml", "/dev/full"])
def test_a_link_is_not_followed(target: str, tmp_path: Path) -> None:
    """Whether it leads out of the folder, to a file that exists, to itself or nowhere."""
    precious = tmp_path / "precious.yml"
    precious.write_text("precious", encoding="utf-8")
    folder = tmp_path / "terms"
    folder.mkdir()
    (folder / "x.yml").symlink_to(target)
    with pytest.raises(CatalogError, match="is a link"):
        write_skeleton(folder, "x", TODAY)
    assert precious.read_text(encoding="utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["precious.yml", "terms", "x.yml"]
    assert (folder / "x.yml").is_symlink()


def test_a_folder_that_is_a_link_is_the_folder_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_skeleton(tmp_path / "link", "x", TODAY)
    assert (tmp_path / "real" / "x.yml").is_file()


@pytest.mark.parametrize("folder", ["file", "file/terms", "loop"])
def test_a_folder_that_cannot_be_one_is_named(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CatalogError) as raised:
        write_skeleton(tmp_path / folder, "x", TODAY)
    assert str(raised.value).startswith(str(tmp_path / folder))
    assert raised.value.hint


@settings(deadline=None, max_examples=100)
@given(name=st.text(max_size=150))
def test_any_name_gives_a_safe_slug_or_a_reason(name: str) -> None:
    if any(char in string.ascii_letters + string.digits for char in unicodedata.normalize("NFKD", clean(name).casefold())):
        slug = slug_for(name)
        assert SLUG_PATTERN.fullmatch(slug)
        assert len(slug) <= 80
    else:
        with pytest.raises(CatalogError, match="gives no file name"):
            slug_for(name)


@settings(deadline=None, max_examples=60)
@given(name=st.one_of(READABLE, st.text(st.sampled_from("ab./\\:#-'\"[]{}&*!|>%@` ~?,\t\n\0"), max_size=40)))
def test_the_skeleton_of_any_name_loads_under_that_name(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("new")
    try:
        path = write_skeleton(folder, name, TODAY)
    except CatalogError:
        assert list(folder.iterdir()) == []
        return
    assert path.parent == folder
    assert load_catalog(folder).glossary()[path.stem].term == clean(name)


def test_the_skeleton_is_plain_yaml_for_every_reader(tmp_path: Path) -> None:
    path = write_skeleton(tmp_path, "NO", TODAY)
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == {
        "term": "NO",
        "aliases": [],
        "categories": [],
        "roles": ["product", "engineering"],
        "short_def": "One or two sentences that a newcomer understands.",
        "long_def": "",
        "takeaways": {"executive": "", "engineering": ""},
        "examples": {"do": [], "dont": []},
        "relationships": {"broader": [], "narrower": [], "related": []},
        "citations": [],
        "questions": [],
        "status": "draft",
        "last_reviewed": "2026-11-23",
    }
