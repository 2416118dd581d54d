"""Answers on a terminal: every kind, any width, with and without colour, and nothing in them but text."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from bot.core.answer import (
    Answer,
    Comparison,
    Definition,
    Disambiguation,
    Match,
    Mention,
    Mentions,
    NotFound,
    Origin,
    Step,
    Suggestions,
    Takeaway,
    TermRef,
)
from bot.core.assistant import takeaway
from bot.core.roles import ROLES, Role
from bot.core.term import Term
from bot.render import phrases
from bot.render.terminal import render_answer, render_mentions
from tests.conftest import ROOT
from tests.fakes import TODAY, a_term

GOLDEN = ROOT / "tests" / "golden"
EXACT = Match(Step.EXACT, 1.0, "rlhf")
WIDTHS = [20, 30, 40, 60, 71, 72, 80, 100, 101, 140, 200]

RLHF = a_term(
    "reinforcement learning from human feedback",
    slug="rlhf",
    aliases=["RLHF", "learning from preferences"],
    hidden_labels=["RHLF"],
    short_def="A way to train a model on people's judgments: raters compare answers, a second model learns what they like, and the first is adjusted to it.",
    long_def="A base model first imitates good answers. Raters then compare several answers to one prompt, and their choices train a reward model.",
    takeaways={"legal": "What the assistant refuses follows from guidelines for raters; ask for them before you rely on a refusal."},
    audiences={"exec": "A vendor's 'aligned' rests on who rated its answers.", "engineer": "Watch the distance from the model you started with."},
    examples={"do": ["Keep a sample that is rated twice."], "dont": ["Call a rising reward a proof of quality."]},
    governance={"nist_rmf_tags": ["validity", "fairness"], "risk_notes": "The model may learn to please rather than to be right."},
    citations=[
        {"source": "Deep reinforcement learning from human preferences (Christiano et al., 2017)", "url": "https://arxiv.org/abs/1706.03741"},
        {"source": "Training language models to follow instructions with human feedback (Ouyang et al., 2022)", "url": "https://arxiv.org/abs/2203.02155"},
    ],
    status="reviewed",
    last_reviewed="2026-10-09",
)
DPO = a_term(
    "direct preference optimization",
    slug="dpo",
    aliases=["DPO"],
    short_def="A way to train a model directly on pairs of a better and a worse answer, without a reward model between them.",
    citations=[{"source": "Direct Preference Optimization (Rafailov et al., 2023)", "url": "https://arxiv.org/abs/2305.18290"}],
    last_reviewed="2025-09-01",
)
REFERENCES = (
    TermRef("reward-model", "reward model", "A model that scores answers as a person would."),
    TermRef(
        "preference-dataset", "preference dataset", "Pairs of answers to the same prompt, with a note which of them people liked better and, at best, why."
    ),
)


def printed(renderable: RenderableType, width: int = 100, **console: Any) -> str:
    """What a console of that width writes to a file."""
    file = io.StringIO()
    Console(file=file, width=width, highlight=False, **{"_environ": {}, **console}).print(renderable)
    return file.getvalue()


def shown(answer: Answer, width: int = 100, *, detail: bool = False, today: date = TODAY, **console: Any) -> str:
    return printed(render_answer(answer, today=today, detail=detail), width, **console)


def row(text: str, heading: str) -> str:
    """What stands behind a heading in the list of facts, on one line; "" when there is no such row."""
    found = re.search(rf"^{heading}  +(.*(?:\n {{6,}}\S.*)*)", text, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


def squeezed(text: str) -> str:
    """Without white space, frames and bars: what is left when lines break elsewhere."""
    return re.sub(r"[\s\u2500-\u257f\u258f]", "", text)


# -- the definition ------------------------------------------------------------------------------------------------


def test_a_definition_has_the_name_first_then_its_meaning_then_the_takeaway_then_the_facts() -> None:
    text = shown(Definition(RLHF, EXACT, takeaway(RLHF, Role.LEGAL), related=REFERENCES))
    parts = (
        "reinforcement learning from human feedback   RLHF, learning from preferences\n",
        "A way to train a model",
        "For you as Counsel: What the assistant refuses",
        "Sources  Deep reinforcement",
        "Related  reward model",
        "Status ",
    )
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_the_facts_are_sources_with_addresses_related_entries_and_the_review() -> None:
    text = shown(Definition(RLHF, EXACT, related=REFERENCES, also=(TermRef("other", "the other meaning"),)))
    assert row(text, "Sources") == " ".join(f"{citation.source} {citation.url}" for citation in RLHF.citations)
    assert row(text, "Related") == "reward model \u00b7 preference dataset"
    assert row(text, "Also means") == "the other meaning"
    assert row(text, "Status") == "reviewed 45 days ago"


def test_what_a_definition_does_not_have_takes_no_room() -> None:
    text = shown(Definition(a_term("token"), EXACT), detail=True)
    assert [line.rstrip() for line in text.splitlines()] == ["token", "What token is.", "", "Status  approved, reviewed 22 days ago"]


def test_hidden_labels_are_never_shown() -> None:
    for label in ("rhlf", "rlhf", None):
        text = shown(Definition(RLHF, Match(Step.FUZZY, 0.75, label)), detail=True)
        assert "rhlf" not in text.casefold()


def test_details_are_shown_when_they_are_asked_for() -> None:
    answer = Definition(RLHF, EXACT)
    details = (RLHF.long_def, "+ " + RLHF.examples.do[0], "- " + RLHF.examples.dont[0], RLHF.governance.risk_notes, "validity, fairness")
    brief, full = squeezed(shown(answer)), squeezed(shown(answer, detail=True))
    assert [part for part in details if squeezed(part) in brief] == []
    assert [part for part in details if squeezed(part) not in full] == []


# -- takeaways -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_a_takeaway_of_the_term_is_headed_as_for_the_reader(role: Role) -> None:
    text = shown(Definition(RLHF, EXACT, Takeaway(role, "Read this.", Origin.TERM)))
    assert f"For you as {ROLES[role].person}: Read this." in text


@pytest.mark.parametrize(("role", "readers"), [(Role.EXECUTIVE, "executives"), (Role.ENGINEERING, "engineers")])
def test_a_takeaway_from_an_audience_note_says_whose_note_it_is(role: Role, readers: str) -> None:
    text = shown(Definition(RLHF, EXACT, takeaway(RLHF, role)))
    assert f"For you as {ROLES[role].person}, from the note for {readers}: " in text


@pytest.mark.parametrize("role", Role)
def test_general_advice_never_passes_for_the_terms_own(role: Role) -> None:
    text = shown(Definition(DPO, EXACT, takeaway(DPO, role)))
    assert f"General advice for you as {ROLES[role].person}; this entry has none of its own: " in text
    assert squeezed(ROLES[role].guidance) in squeezed(text)
    assert "\u258f For you as" not in text


def test_without_a_role_there_is_no_takeaway() -> None:
    assert "for you as" not in shown(Definition(RLHF, EXACT), detail=True).casefold()


def test_a_takeaway_has_a_bar_at_every_line_also_where_only_ascii_can_be_written() -> None:
    answer = Definition(DPO, EXACT, Takeaway(Role.LEGAL, "word " * 60, Origin.TERM))
    assert len([line for line in shown(answer, 40).splitlines() if line.startswith("\u258f ")]) >= 8
    ascii_file = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    Console(file=ascii_file, width=40, _environ={}).print(render_answer(answer, today=TODAY))
    ascii_file.seek(0)
    assert len([line for line in ascii_file.read().splitlines() if line.startswith("| ")]) >= 8


# -- review and warnings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "warned"),
    [
        ({"status": "draft"}, "Draft"),
        ({"status": "draft", "last_reviewed": None}, "Draft"),
        ({"status": "deprecated"}, "Deprecated"),
        ({"status": "approved", "last_reviewed": "2025-11-22"}, "Stale"),
        ({"status": "reviewed", "last_reviewed": "2020-01-01"}, "Stale"),
        ({"status": "deprecated", "last_reviewed": "2020-01-01"}, "Deprecated"),
        ({"status": "approved", "last_reviewed": "2025-11-23"}, None),
        ({"status": "reviewed"}, None),
        ({"status": "approved", "last_reviewed": None}, None),
    ],
    ids=str,
)
def test_a_warning_stands_before_the_meaning_where_one_is_due_and_only_there(fields: Mapping[str, Any], warned: str | None) -> None:
    term = a_term("token", **fields)
    lines = [line.rstrip() for line in shown(Definition(term, EXACT)).splitlines()]
    if warned:
        assert lines[1] == phrases.warning(term, TODAY)
        assert lines[1].startswith(f"{warned}: ")
        assert lines[2] == "What token is."
    else:
        assert phrases.warning(term, TODAY) == ""
        assert lines[1] == "What token is."


def test_a_warning_is_coloured_as_one() -> None:
    text = shown(Definition(a_term("token", status="draft"), EXACT), force_terminal=True, color_system="standard")
    assert "\x1b[33mDraft" in text


@pytest.mark.parametrize(
    ("status", "reviewed", "line"),
    [
        ("approved", "2026-11-23", "approved, reviewed today"),
        ("approved", "2026-11-22", "approved, reviewed 1 day ago"),
        ("approved", "2026-10-09", "approved, reviewed 45 days ago"),
        ("approved", "2026-09-24", "approved, reviewed 2 months ago"),
        ("approved", "2025-11-24", "approved, reviewed 12 months ago"),
        ("approved", "2025-11-23", "approved, reviewed 1 year ago"),
        ("deprecated", "2016-11-23", "deprecated, reviewed 10 years ago"),
        ("approved", "2027-01-01", "approved, reviewed today"),
        ("draft", None, "draft, never reviewed"),
        ("reviewed", None, "reviewed, never reviewed"),
        ("reviewed", "2026-11-13", "reviewed 10 days ago"),
    ],
)
def test_status_and_age_of_the_review_are_told_as_people_say_it(status: str, reviewed: str | None, line: str) -> None:
    term = a_term("token", status=status, last_reviewed=reviewed)
    assert row(shown(Definition(term, EXACT)), "Status") == line


@given(st.integers(-1_000, 20_000))
def test_an_age_is_never_nought_of_something(days: int) -> None:
    assert re.fullmatch(r"today|1 (day|year) ago|([2-9]|[1-9]\d+) (days|months|years) ago", phrases.age(days))


# -- how it was found ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("match", "line"),
    [
        (EXACT, ""),
        (Match(Step.FUZZY, 0.9, "rlhf"), "Read as \u201cRLHF\u201d."),
        (Match(Step.FUZZY, 0.9, "learning from preference"), "Read as \u201clearning from preferences\u201d."),
        (Match(Step.FUZZY, 0.9, "rhlf"), "Read as \u201creinforcement learning from human feedback\u201d."),
        (Match(Step.FUZZY, 0.9, "a label of the phrasebook"), "Read as \u201creinforcement learning from human feedback\u201d."),
        (Match(Step.FUZZY, 0.9), "Read with a correction of the spelling."),
        (Match(Step.SEMANTIC, 0.61803), "Found by meaning, closeness 0.62."),
    ],
    ids=lambda value: f"{value.step} {value.label}" if isinstance(value, Match) else "",
)
def test_what_is_not_an_exact_label_says_how_it_was_found(match: Match, line: str) -> None:
    """A corrected label is shown as the entry writes it, and a hidden one not at all."""
    assert row(shown(Definition(RLHF, match)), "Match") == line


def test_an_answer_by_words_alone_says_so() -> None:
    assert row(shown(Definition(RLHF, EXACT, lexical_only=True)), "Match") == phrases.LEXICAL_ONLY
    for answer in (Suggestions("x", REFERENCES, lexical_only=True), NotFound("x", lexical_only=True)):
        assert phrases.LEXICAL_ONLY in shown(answer)
    for understood in (Definition(RLHF, EXACT), Suggestions("x", REFERENCES), NotFound("x")):
        assert phrases.LEXICAL_ONLY not in shown(understood)


# -- the other kinds -----------------------------------------------------------------------------------------------

BOTH = Comparison((Definition(RLHF, EXACT), Definition(DPO, EXACT)))


@pytest.mark.parametrize("width", [72, 80, 100, 200])
def test_a_comparison_stands_side_by_side_where_there_is_room(width: int) -> None:
    first = shown(BOTH, width).splitlines()[0]
    assert first.startswith("reinforcement learning")
    assert "direct preference" in first


@pytest.mark.parametrize("width", [20, 40, 71])
def test_a_comparison_is_stacked_where_there_is_none(width: int) -> None:
    text = squeezed(shown(BOTH, width))
    assert text.index("reinforcementlearning") < text.index(squeezed(RLHF.short_def)) < text.index("directpreference") < text.index(squeezed(DPO.short_def))


def test_a_comparison_has_the_takeaway_and_the_warning_of_each_side() -> None:
    text = squeezed(shown(Comparison(tuple(Definition(term, EXACT, takeaway(term, Role.LEGAL)) for term in (RLHF, DPO))), 60))
    assert text.count(squeezed("For you as Counsel:")) == 1
    assert text.count(squeezed("General advice for you as Counsel")) == 1
    assert text.count(squeezed("Stale: ")) == 1


def test_a_comparison_says_what_has_no_entry() -> None:
    assert "No entry for beam search, KL divergence." in shown(Comparison(BOTH.definitions, missing=("beam search", "KL divergence")))
    assert "No entry" not in shown(BOTH)


def test_several_senses_are_a_question_with_every_sense() -> None:
    text = shown(Disambiguation("RAG", REFERENCES, EXACT))
    assert text.startswith("\u201cRAG\u201d can mean several things here. Which one?\n")
    for reference in REFERENCES:
        assert squeezed(reference.term) in squeezed(text)


def test_suggestions_are_called_closest_entries_and_not_an_answer() -> None:
    text = shown(Suggestions("the thing that scores", REFERENCES))
    assert text.startswith("No sure match. Closest entries:\n")
    assert text.index("reward model") < text.index("preference dataset")


def test_a_known_concept_without_an_entry_is_named() -> None:
    assert shown(Suggestions("beams", REFERENCES, concept="beam search")).startswith("There is no entry for beam search yet. Closest entries:\n")
    assert shown(NotFound("beams", concept="beam search")).startswith("No entry for \u201cbeam search\u201d yet.\n")


def test_not_found_names_what_was_asked_for_and_how_to_request_it() -> None:
    text = shown(NotFound("flux capacitor"))
    assert text.startswith("No entry for \u201cflux capacitor\u201d.\n")
    assert "glossary terms new" in text
    assert shown(NotFound("")).startswith("No entry for that.\n")


def test_the_terms_of_a_message_are_listed_once_each() -> None:
    mentions = Mentions(
        "RLHF and rlhf and DPO",
        tuple(
            Mention(start, end, "", (TermRef(slug, slug.upper(), f"About {slug}."),)) for start, end, slug in [(0, 4, "rlhf"), (9, 13, "rlhf"), (18, 21, "dpo")]
        ),
    )
    assert [" ".join(line.split()) for line in printed(render_mentions(mentions)).splitlines()] == [
        "Terms in this message",
        "RLHF About rlhf.",
        "DPO About dpo.",
    ]


def test_a_message_without_terms_says_so() -> None:
    assert printed(render_mentions(Mentions("hello", ()))) == "No glossary terms in this message.\n"


# -- widths --------------------------------------------------------------------------------------------------------

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_TERM = a_term(
    LONG,
    slug="long",
    aliases=[LONG, LONG[::-1]],
    short_def=f"{LONG} {LONG}",
    takeaways={"legal": LONG},
    citations=[{"source": LONG, "url": "https://example.org/" + "abcdefghij/" * 40}],
)
EVERY_KIND: dict[str, Answer] = {
    "definition": Definition(
        LONG_TERM, Match(Step.FUZZY, 0.9, "x"), takeaway(LONG_TERM, Role.LEGAL), (TermRef("long", LONG),), (TermRef("long", LONG),), lexical_only=True
    ),
    "comparison": Comparison((Definition(RLHF, EXACT), Definition(LONG_TERM, EXACT, takeaway(LONG_TERM, Role.LEGAL)))),
    "disambiguation": Disambiguation(LONG, (TermRef("long", LONG, LONG * 2), *REFERENCES), EXACT),
    "suggestions": Suggestions(LONG, (TermRef("long", LONG, LONG * 2), *REFERENCES), concept=LONG),
    "not found": NotFound(LONG),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_line_is_wider_than_the_terminal_or_than_the_eye_likes(kind: str, width: int) -> None:
    lines = shown(EVERY_KIND[kind], width, detail=True).splitlines()
    assert max(cell_len(line) for line in lines) <= min(width, 100)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_of_a_definition_is_cut_off_however_narrow_it_is(width: int) -> None:
    text = squeezed(shown(EVERY_KIND["definition"], width, detail=True))
    (citation,) = LONG_TERM.citations
    for part in (LONG, ", ".join(LONG_TERM.aliases), LONG_TERM.short_def, f"For you as Counsel: {LONG}", "approved, reviewed"):
        assert squeezed(part) in text
    assert squeezed(f"{citation.source} {citation.url}") in text
    assert "\u2026" not in text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["disambiguation", "suggestions"])
def test_nothing_that_is_offered_is_cut_off_however_narrow_it_is(kind: str, width: int) -> None:
    """Whoever chooses reads the whole name."""
    assert "\u2026" not in shown(EVERY_KIND[kind], width)


# -- colour and control --------------------------------------------------------------------------------------------

_SGR = re.compile(r"\x1b\[[\d;]*m")
_COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_there_is_no_styling_where_there_is_no_terminal(kind: str) -> None:
    assert "\x1b" not in shown(EVERY_KIND[kind], detail=True)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_there_is_colour_on_a_terminal_and_none_where_it_is_not_wanted(kind: str) -> None:
    assert _COLOUR.search(shown(EVERY_KIND[kind], force_terminal=True, color_system="standard"))
    unwanted = shown(EVERY_KIND[kind], force_terminal=True, color_system="standard", _environ={"NO_COLOR": "1"})
    assert not _COLOUR.search(unwanted)
    assert _SGR.sub("", unwanted) == shown(EVERY_KIND[kind])


MARKUP = [
    "[bold]x[/bold]",
    "[/bold]",
    "[/]",
    "[link=https://example.org]x[/link]",
    "[red on white]",
    "\\[x]",
    "[[x]]",
    ":smile:",
    "**x**",
    "<b>x</b>",
    "{x}",
    "%s x",
]


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_from_a_term_or_a_question_is_read_as_markup(text: str) -> None:
    term = a_term(
        f"{text} name",
        slug="x",
        aliases=[f"{text} alias"],
        short_def=f"{text} short",
        long_def=f"{text} long",
        takeaways={"legal": f"{text} takeaway"},
        examples={"do": [f"{text} do"], "dont": [f"{text} dont"]},
        governance={"risk_notes": f"{text} risk", "nist_rmf_tags": [f"{text} tag"]},
        citations=[{"source": f"{text} source", "url": "https://example.org/[bold]"}],
    )
    reference = TermRef("x", f"{text} reference", f"{text} of it")
    answers: list[tuple[Answer, list[str]]] = [
        (
            Definition(term, EXACT, takeaway(term, Role.LEGAL), (reference,), (reference,)),
            ["name", "alias", "short", "long", "takeaway", "do", "dont", "risk", "tag", "source", "reference"],
        ),
        (Comparison((Definition(term, EXACT),), missing=(f"{text} missing",)), ["name", "missing"]),
        (Disambiguation(f"{text} query", (reference,), EXACT), ["query", "reference", "of it"]),
        (Suggestions(f"{text} query", (reference,), concept=f"{text} concept"), ["concept", "reference", "of it"]),
        (NotFound(f"{text} query"), ["query"]),
        (NotFound("", concept=f"{text} concept"), ["concept"]),
    ]
    for answer, places in answers:
        found = squeezed(shown(answer, detail=True))
        assert [place for place in places if squeezed(f"{text} {place}") not in found] == []
    assert "https://example.org/[bold]" in shown(answers[0][0])


# -- any content, any width ----------------------------------------------------------------------------------------

_NASTY = [
    *MARKUP,
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\x00",
    "\x7f",
    "\u202e",
    "\u200b",
    "漢字仮名",
    "👩\u200d💻",
    "🇪🇺",
    "e\u0301",
    "\u0301" * 20,
    "x" * 45,
    "\n",
    "\t",
    "\u2028",
    "\ufdfa",
]
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.lists(st.sampled_from(_NASTY), max_size=6).map("".join).map(lambda text: text[:100])
)
READABLE = TEXT.map(lambda text: f"{text}x")
LISTS = st.lists(READABLE, max_size=2)
SOURCES = st.lists(
    st.fixed_dictionaries({"source": READABLE, "url": st.text("abc/[]=:%漢", max_size=60).map(lambda path: f"https://example.org/{path}")}), max_size=2
)
ANY_TERM: st.SearchStrategy[Term] = st.builds(
    lambda name, fields: a_term(name, slug="x", **fields),
    READABLE,
    st.fixed_dictionaries(
        {
            "short_def": READABLE,
            "long_def": TEXT,
            "aliases": LISTS,
            "audiences": st.fixed_dictionaries({"exec": TEXT, "engineer": TEXT}),
            "takeaways": st.dictionaries(st.sampled_from(Role), TEXT, max_size=2),
            "examples": st.fixed_dictionaries({"do": LISTS, "dont": LISTS}),
            "governance": st.fixed_dictionaries({"nist_rmf_tags": LISTS, "risk_notes": TEXT}),
            "citations": SOURCES,
            "status": st.sampled_from(["draft", "reviewed", "approved", "deprecated"]),
            "last_reviewed": st.none() | st.dates().map(date.isoformat),
        }
    ),
)
REFS = st.lists(st.builds(TermRef, st.just("x"), READABLE, TEXT), max_size=3).map(tuple)
MATCHES = st.builds(Match, st.sampled_from(Step), st.floats(0, 1), st.none() | TEXT)
TAKEAWAYS = st.none() | st.builds(Takeaway, st.sampled_from(Role), TEXT, st.sampled_from(Origin))
DEFINITIONS = st.builds(Definition, ANY_TERM, MATCHES, TAKEAWAYS, REFS, REFS, lexical_only=st.booleans())
ANY_ANSWER: st.SearchStrategy[Answer] = st.one_of(
    DEFINITIONS,
    st.builds(Comparison, st.lists(DEFINITIONS, min_size=1, max_size=4).map(tuple), st.lists(TEXT, max_size=2).map(tuple)),
    st.builds(Disambiguation, TEXT, REFS, MATCHES),
    st.builds(Suggestions, TEXT, REFS, st.none() | TEXT, st.booleans()),
    st.builds(NotFound, TEXT, st.none() | TEXT, st.booleans()),
)
ANY_MENTIONS = st.builds(Mentions, TEXT, st.lists(st.builds(Mention, st.just(0), st.just(1), TEXT, REFS.filter(bool)), max_size=3).map(tuple))


def is_plain(text: str) -> bool:
    return not any(unicodedata.category(char) == "Cc" for char in text.replace("\n", ""))


@given(ANY_ANSWER, st.integers(1, 250), st.dates(), st.booleans())
@settings(max_examples=250, deadline=None)
def test_no_answer_breaks_the_renderer_or_controls_the_terminal(answer: Answer, width: int, today: date, detail: bool) -> None:
    text = shown(answer, width, detail=detail, today=today)
    assert is_plain(text)
    assert text.strip()
    if width >= 20:
        assert max(cell_len(line) for line in text.split("\n")) <= min(width, 100)
    coloured = shown(answer, width, detail=detail, today=today, force_terminal=True, color_system="truecolor")
    assert is_plain(_SGR.sub("", coloured))


@given(ANY_MENTIONS, st.integers(1, 250))
@settings(max_examples=80, deadline=None)
def test_no_message_breaks_the_renderer_or_controls_the_terminal(mentions: Mentions, width: int) -> None:
    text = printed(render_mentions(mentions), width)
    assert is_plain(text)
    assert text.strip()


# -- as they should look -------------------------------------------------------------------------------------------

PICTURES: dict[str, tuple[Answer, int]] = {
    "terminal-definition-with-role": (Definition(RLHF, EXACT, takeaway(RLHF, Role.LEGAL), REFERENCES), 100),
    "terminal-comparison-100": (Comparison(tuple(Definition(term, EXACT, takeaway(term, Role.EXECUTIVE)) for term in (RLHF, DPO))), 100),
    "terminal-comparison-60": (Comparison(tuple(Definition(term, EXACT, takeaway(term, Role.EXECUTIVE)) for term in (RLHF, DPO))), 60),
    "terminal-suggestions": (Suggestions("the thing that scores answers", REFERENCES), 80),
    "terminal-not-found": (NotFound("flux capacitor"), 80),
}


@pytest.mark.parametrize("name", PICTURES)
def test_an_answer_looks_as_it_was_last_approved(name: str) -> None:
    """`make golden` rewrites the files instead; read the difference before committing it."""
    answer, width = PICTURES[name]
    text = "".join(f"{line.rstrip()}\n" for line in shown(answer, width).splitlines())
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
        pytest.skip("written")
    assert text == path.read_text(encoding="utf-8")
