"""What a term file may hold, what a takeaway is made of, and when a review is too old."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core import term as limits
from bot.core.answer import Origin
from bot.core.assistant import takeaway
from bot.core.roles import ROLES, Role
from bot.core.term import Status, Term
from tests.fakes import TODAY, a_term

LEAST = {"slug": "token", "term": "token", "short_def": "A piece of text.", "status": "draft"}
SOURCE = "Attention Is All You Need (2017)"


def problems(**fields: Any) -> list[tuple[str, str]]:
    """Where validation objects, and why; one line a fault."""
    with pytest.raises(ValidationError) as caught:
        Term.model_validate({**LEAST, **fields})
    return [(".".join(str(part) for part in problem["loc"]), problem["msg"]) for problem in caught.value.errors()]


# -- what is needed ------------------------------------------------------------------------------------------------


def test_name_definition_and_status_are_enough() -> None:
    term = Term.model_validate(LEAST)
    assert (term.term, term.short_def, term.status) == ("token", "A piece of text.", Status.DRAFT)
    assert (term.long_def, term.aliases, term.hidden_labels, term.citations, term.questions) == ("", (), (), (), ())
    assert (term.part_of_speech, term.license, term.owner, term.last_reviewed) == (None, None, None, None)
    assert dict(term.takeaways) == {}


@pytest.mark.parametrize("field", ["term", "short_def", "status"])
def test_without_name_definition_or_status_it_is_no_term(field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Term.model_validate({key: value for key, value in LEAST.items() if key != field})
    assert [(problem["loc"], problem["type"]) for problem in caught.value.errors()] == [((field,), "missing")]


def test_all_faults_are_reported_together() -> None:
    found = problems(term="", short_def="x" * 321, status="final", citations=[{"source": "A", "url": "nowhere"}], last_reviewed="soon")
    assert [place for place, _ in found] == ["term", "short_def", "status", "citations.0.url", "last_reviewed"]


def test_a_field_that_is_not_known_is_no_fault() -> None:
    assert not hasattr(Term.model_validate({**LEAST, "colour": "red", "audiences": {"children": "hello"}}), "colour")


def test_a_term_cannot_be_changed() -> None:
    term = a_term("token")
    with pytest.raises(ValidationError):
        term.term = "other"
    with pytest.raises(ValidationError):
        term.audiences.exec = "other"


@pytest.mark.parametrize("status", ["draft", "reviewed", "approved", "deprecated"])
def test_the_four_statuses_are_known(status: str) -> None:
    assert a_term("token", status=status).status == status


@pytest.mark.parametrize("status", ["", "Approved", "final", "DRAFT ", None])
def test_no_other_status_is_accepted(status: str | None) -> None:
    assert [place for place, _ in problems(status=status)] == ["status"]


# -- texts ---------------------------------------------------------------------------------------------------------


def test_texts_are_one_line_each() -> None:
    term = a_term("  prompt\n injection ", slug="x", short_def="Two\n  lines.\n", long_def="a\n\nb", audiences={"exec": "c\n d"}, examples={"do": ["e\nf"]})
    assert (term.term, term.short_def, term.long_def, term.audiences.exec, term.examples.do) == ("prompt injection", "Two lines.", "a b", "c d", ("e f",))


@pytest.mark.parametrize(
    ("field", "longest"),
    [
        ("term", limits.MAX_LABEL_CHARS),
        ("short_def", 320),
        ("long_def", limits.MAX_LONG_DEF_CHARS),
        ("part_of_speech", limits.MAX_LABEL_CHARS),
        ("license", limits.MAX_LABEL_CHARS),
        ("owner", limits.MAX_LABEL_CHARS),
    ],
)
def test_a_text_may_be_just_as_long_as_its_limit(field: str, longest: int) -> None:
    assert getattr(a_term("x", slug="x", **{field: "y" * longest}), field) == "y" * longest
    assert [place for place, _ in problems(**{field: "y" * (longest + 1)})] == [field]


@pytest.mark.parametrize("field", ["aliases", "hidden_labels", "categories"])
def test_a_list_of_labels_may_be_just_as_long_as_its_limit(field: str) -> None:
    longest = ["y" * limits.MAX_LABEL_CHARS] * limits.MAX_LIST_ITEMS
    assert getattr(a_term("x", **{field: longest}), field) == tuple(longest)
    assert [place for place, _ in problems(**{field: [*longest, "y"]})] == [field]
    assert [place for place, _ in problems(**{field: ["y", "y" * (limits.MAX_LABEL_CHARS + 1)]})] == [f"{field}.1"]


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("audiences.exec", {"audiences": {"exec": "y" * 1_201}}),
        ("audiences.engineer", {"audiences": {"engineer": "y" * 1_201}}),
        ("examples.do.0", {"examples": {"do": ["y" * 1_201]}}),
        ("governance.risk_notes", {"governance": {"risk_notes": "y" * 1_201}}),
        ("takeaways.legal", {"takeaways": {"legal": "y" * 1_201}}),
        ("questions.1", {"questions": ["why?", "y" * 1_201]}),
        ("citations.0.source", {"citations": [{"source": "y" * 301, "url": "https://example.org"}]}),
        ("citations.0.url", {"citations": [{"source": SOURCE, "url": "https://example.org/" + "y" * 2_000}]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_note_that_is_too_long_is_named_by_its_place(place: str, fields: dict[str, Any]) -> None:
    assert [found for found, _ in problems(**fields)] == [place]


@pytest.mark.parametrize("text", ["", "   ", "?!", "-", "\u200b"])
@pytest.mark.parametrize("field", ["term", "short_def", "license", "owner", "part_of_speech"])
def test_a_text_that_says_nothing_is_refused(field: str, text: str) -> None:
    assert problems(**{field: text}) == [(field, "Value error, must contain a letter or a digit")]


@pytest.mark.parametrize("field", ["aliases", "hidden_labels"])
def test_a_label_that_says_nothing_is_refused(field: str) -> None:
    assert problems(**{field: ["fine", "..."]}) == [(f"{field}.1", "Value error, must contain a letter or a digit")]


@pytest.mark.parametrize("value", ["RLHF", {"a": "b"}, 3, [["nested"]], [1]])
def test_aliases_are_a_list_of_texts(value: object) -> None:
    assert problems(aliases=value)[0][0].startswith("aliases")


def test_lone_surrogates_are_refused() -> None:
    """They cannot be written to any file or screen."""
    assert [place for place, _ in problems(short_def="half a character: \ud83d")] == ["short_def"]


def test_the_shown_labels_are_the_name_and_the_aliases_and_never_the_hidden_ones() -> None:
    assert a_term("token", aliases=["tokens", "word piece"], hidden_labels=["tokken"]).shown_labels == ("token", "tokens", "word piece")


# -- slugs, sources, dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["a", "7", "kv-cache", "f1-score", "0-shot"])
def test_a_slug_is_words_in_lower_case_joined_by_hyphens(slug: str) -> None:
    assert a_term("x", slug=slug).slug == slug


@pytest.mark.parametrize("slug", ["", "KV", "kv_cache", "kv--cache", "-kv", "kv-", "kv cache", "../kv", "kv.yml", "kv\n", "ké", "٣", "~kv"])
def test_no_other_slug_is_accepted(slug: str) -> None:
    assert [place for place, _ in problems(slug=slug)] == ["slug"]


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/1706.03741",
        "http://example.org",
        "https://example.org:8443/a?b=c&d=%20#e",
        "https://xn--bcher-kva.example/",
        "https://[2001:db8::1]/",
    ],
)
def test_a_citation_points_to_a_web_page(url: str) -> None:
    citation = a_term("x", citations=[{"source": f"  {SOURCE}\n", "url": url}]).citations[0]
    assert (citation.source, citation.url) == (SOURCE, url)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "arxiv.org/abs/1",
            "//example.org",
            "https://",
            "http:///path",
            "https://[bad",
            "ftp://example.org",
            "file:///etc/passwd",
            "mailto:a@example.org",
        ),
        *("javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,hi", "https://user@example.org", "https://user:secret@example.org"),
        *("https://example.org/a b", "https://example.org/\ta", 'https://example.org/"onclick=', "https://example.org/<script>", "https://example.org/|x"),
        *("https://example.org/`x", "https://example.org\\@other.example", " https://example.org"),
    ],
)
def test_a_citation_points_nowhere_else(url: str) -> None:
    assert [place for place, _ in problems(citations=[{"source": SOURCE, "url": url}])] == ["citations.0.url"]


@pytest.mark.parametrize("missing", ["source", "url"])
def test_a_citation_has_a_source_and_an_address(missing: str) -> None:
    citation = {"source": SOURCE, "url": "https://example.org"}
    del citation[missing]
    assert [place for place, _ in problems(citations=[citation])] == [f"citations.0.{missing}"]


def test_a_review_date_is_written_as_a_calendar_day() -> None:
    assert a_term("x", last_reviewed="2026-01-31").last_reviewed == date(2026, 1, 31)
    assert a_term("x", last_reviewed=None).last_reviewed is None


@pytest.mark.parametrize("written", ["", "soon", "31.01.2026", "2026-13-01", "2026-02-30", "2026-1-31", "2026", "2026-01-31T00:00:00", "02026-01-31"])
def test_another_way_to_write_a_date_is_refused_with_an_example(written: str) -> None:
    assert problems(last_reviewed=written) == [("last_reviewed", f"Value error, must be a date like 2026-01-31, not {written!r}")]


# -- age of the review ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "stale"), [(-30, False), (0, False), (1, False), (364, False), (365, False), (366, True), (1_000, True)])
def test_a_review_is_stale_after_twelve_months(days_ago: int, *, stale: bool) -> None:
    term = a_term("x", last_reviewed=(TODAY - timedelta(days=days_ago)).isoformat())
    assert term.review_age_days(TODAY) == days_ago
    assert term.is_stale(TODAY) is stale


def test_a_term_that_was_never_reviewed_has_no_age_and_is_not_stale() -> None:
    term = a_term("x", last_reviewed=None)
    assert term.review_age_days(TODAY) is None
    assert not term.is_stale(TODAY)


@given(st.dates(), st.dates())
def test_a_stale_review_only_gets_older(reviewed: date, today: date) -> None:
    term = a_term("x", last_reviewed=reviewed.isoformat())
    if term.is_stale(today) and today < date.max:
        assert term.is_stale(today + timedelta(days=1))
        assert not term.is_stale(reviewed)


# -- takeaways -----------------------------------------------------------------------------------------------------

AUDIENCE_OF = {Role.EXECUTIVE: "for executives", Role.ENGINEERING: "for engineers"}
AUDIENCES = {"exec": "for executives", "engineer": "for engineers"}


@pytest.mark.parametrize("role", Role)
def test_a_terms_own_takeaway_goes_before_everything(role: Role) -> None:
    found = takeaway(a_term("x", takeaways={role.value: "of its own"}, audiences=AUDIENCES), role)
    assert (found.role, found.text, found.origin) == (role, "of its own", Origin.TERM)


@pytest.mark.parametrize("role", Role)
def test_without_its_own_the_note_of_the_fitting_audience_is_taken(role: Role) -> None:
    others = {other.value: "for somebody else" for other in Role if other is not role}
    found = takeaway(a_term("x", takeaways=others, audiences=AUDIENCES), role)
    if role in AUDIENCE_OF:
        assert (found.role, found.text, found.origin) == (role, AUDIENCE_OF[role], Origin.AUDIENCE)
    else:
        assert (found.role, found.text, found.origin) == (role, ROLES[role].guidance, Origin.GENERAL)


@pytest.mark.parametrize("role", Role)
def test_without_either_the_general_guidance_of_the_role_is_taken_and_called_so(role: Role) -> None:
    other_audience = {key: text for key, text in AUDIENCES.items() if text != AUDIENCE_OF.get(role)}
    found = takeaway(a_term("x", audiences=other_audience), role)
    assert (found.role, found.text, found.origin) == (role, ROLES[role].guidance, Origin.GENERAL)


@pytest.mark.parametrize("role", Role)
def test_an_empty_takeaway_counts_as_none(role: Role) -> None:
    assert takeaway(a_term("x", takeaways={role.value: " "}, audiences={"exec": "", "engineer": " "}), role).origin is Origin.GENERAL


def test_a_takeaway_for_an_unknown_role_is_a_fault_that_names_it() -> None:
    assert [place for place, _ in problems(takeaways={"astronaut": "Look down."})] == ["takeaways.astronaut.[key]"]


def test_a_term_for_an_unknown_role_is_a_fault_that_names_its_place() -> None:
    assert [place for place, _ in problems(roles=["legal", "astronaut"])] == ["roles.1"]
