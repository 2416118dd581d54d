"""What becomes of a request as a term file: whatever was written into it, the file can be used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.drafting import draft_slug, draft_text
from bot.catalog.lint import lint
from bot.catalog.loader import load_catalog
from bot.catalog.skeleton import write_new
from bot.core.requests import Citation, Draft, RequestForm, RequestView
from bot.core.requests.form import cleaned, cleaned_draft
from bot.core.requests.request import Supporter, TermRequest
from bot.core.requests.views import shown
from bot.core.roles import Role
from bot.core.term import UNWRITTEN, Term
from bot.errors import InvalidRequest
from tests.fakes import TODAY, a_term
from tests.request_world import START, RequestWorld, by

FORM = RequestForm(
    "speculative decoding",
    where_seen="https://acme.slack.com/archives/C0SECRET/p1",
    excerpt="Anna said that the deal is off",
    why="the board asked",
    roles=(Role.LEGAL, Role.ENGINEERING),
    links=("https://arxiv.org/abs/2211.17192", "https://blog.example.com/draft"),
    aliases=("assisted generation", "SD"),
)
DRAFT = Draft(
    "A small model proposes words and a large one checks them.",
    {Role.ENGINEERING: "Watch the acceptance rate."},
    (Citation("Leviathan et al. (2023)", "https://arxiv.org/abs/2211.17192"),),
)
NEAREST = (
    a_term("KV cache", categories=["Inference"]),
    a_term("token", categories=["LLM Core"]),
    a_term("sampling", categories=["Inference", "LLM Core", "Maths"]),
    a_term("far away", categories=["Policy"]),
)


def view(form: RequestForm = FORM, draft: Draft | None = None) -> RequestView:
    return shown(TermRequest("T1", form, "U0ANNA", START, START, id=7, supporters=(Supporter("U0BERT", START),), draft=draft), START)


def entry(request: RequestView, folder: Path, nearest: tuple[Term, ...] = NEAREST) -> Term:
    """The entry that the file is; lint has no fault to find."""
    path = write_new(folder, draft_slug(request), draft_text(request, nearest, TODAY))
    catalog = load_catalog(folder)
    report = lint(catalog, TODAY)
    assert not report.faults
    assert not any("unknown" in warning.reason for warning in report.warnings)
    return catalog.glossary()[path.stem]


def test_a_file_says_what_the_steward_wrote_and_the_asker_knew(tmp_path: Path) -> None:
    term = entry(view(draft=DRAFT), tmp_path)
    assert (term.slug, term.term, term.aliases) == ("speculative-decoding", "speculative decoding", ("assisted generation", "SD"))
    assert (term.short_def, term.takeaways[Role.ENGINEERING]) == (DRAFT.short_def, "Watch the acceptance rate.")
    assert term.roles == (Role.LEGAL, Role.ENGINEERING)
    assert (term.status.value, term.last_reviewed) == ("draft", TODAY)


def test_a_link_that_is_cited_stands_once_and_others_wait_for_a_name(tmp_path: Path) -> None:
    assert [(item.source, item.url) for item in entry(view(draft=DRAFT), tmp_path).citations] == [
        ("Leviathan et al. (2023)", "https://arxiv.org/abs/2211.17192"),
        ("blog.example.com", "https://blog.example.com/draft"),
    ]


def test_the_nearest_entries_propose_the_categories_they_share(tmp_path: Path) -> None:
    assert entry(view(), tmp_path).categories == ("Inference", "LLM Core")


def test_without_a_neighbour_there_is_a_file_all_the_same(tmp_path: Path) -> None:
    term = entry(view(RequestForm("x")), tmp_path, ())
    assert (term.categories, term.roles, term.citations) == ((), (Role.PRODUCT, Role.ENGINEERING), ())


def test_a_file_is_published_so_it_holds_nothing_private() -> None:
    text = draft_text(view(draft=DRAFT), NEAREST, TODAY)
    assert not [private for private in ("U0ANNA", "U0BERT", "C0SECRET", "deal is off", "the board asked") if private in text]


def test_a_term_without_latin_letters_is_a_file_by_number(tmp_path: Path) -> None:
    term = entry(view(RequestForm("\u6ce8\u610f\u529b")), tmp_path)
    assert (term.slug, term.term) == ("request-7", "\u6ce8\u610f\u529b")


@pytest.mark.parametrize("short_def", ["", "...", "\u2014"])
def test_what_says_nothing_is_no_definition(short_def: str, tmp_path: Path) -> None:
    assert entry(view(draft=Draft(short_def)), tmp_path).short_def == UNWRITTEN


def test_askers_are_told_when_the_definition_is_written_and_not_before(tmp_path: Path) -> None:
    world = RequestWorld(tmp_path)
    number = world.desk.file(by("anna"), RequestForm("speculative decoding")).request.id
    world.desk.accept(by("sue"), number)
    world.notices()
    draft = a_term("speculative decoding", short_def=UNWRITTEN)
    world.publish(draft)
    assert world.notices() == []
    world.publish(draft.model_copy(update={"short_def": "Guess, then check."}))
    assert world.notices() == [("T1", "anna", "published")]


ANYTHING = st.text(max_size=300)


@settings(deadline=None, max_examples=60)
@given(term=ANYTHING, aliases=st.lists(ANYTHING, max_size=3), short_def=ANYTHING, note=ANYTHING, source=ANYTHING)
def test_whatever_is_written_lint_takes_it(term: str, aliases: list[str], short_def: str, note: str, source: str) -> None:
    try:
        form = cleaned(replace(FORM, term=term, aliases=tuple(aliases)))
    except InvalidRequest:
        return
    draft = cleaned_draft(Draft(short_def, {Role.LEGAL: note}, (Citation(source, "https://example.com/" + "a" * 400),)))
    with TemporaryDirectory() as folder:
        assert entry(view(form, draft), Path(folder)).term == form.term
