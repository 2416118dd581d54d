"""What may follow what, what a form may hold, and by when an answer is promised."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.normalize import normalize
from bot.core.requests import OPEN, Act, Citation, Draft, RequestForm, State, due
from bot.core.requests.form import MAX_ENTRIES, MAX_FREE_CHARS, cleaned, cleaned_draft, shortened
from bot.core.requests.lifecycle import after
from bot.core.requests.near import near_thing, same_thing
from bot.core.roles import Role
from bot.errors import AlreadyDecided, InvalidRequest

ON_A_REQUEST = [act for act in Act if act not in {Act.FILE, Act.LOOK}]


def test_a_request_goes_from_submitted_over_accepted_to_published() -> None:
    state = State.SUBMITTED
    for act, expected in ((Act.ASK, State.NEEDS_INFO), (Act.ADD_DETAILS, State.SUBMITTED), (Act.ACCEPT, State.ACCEPTED), (Act.PUBLISH, State.PUBLISHED)):
        state = after(state, act)
        assert state is expected


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN])
@pytest.mark.parametrize("act", ON_A_REQUEST)
def test_nothing_leads_out_of_a_closed_request(state: State, act: Act) -> None:
    with pytest.raises(AlreadyDecided, match="already") as raised:
        after(state, act, reconsider=True)
    assert raised.value.state == state


@pytest.mark.parametrize("act", [Act.DECLINE, Act.MARK_DUPLICATE])
def test_an_acceptance_is_undone_only_on_purpose(act: Act) -> None:
    with pytest.raises(AlreadyDecided, match="is accepted already"):
        after(State.ACCEPTED, act)
    assert after(State.ACCEPTED, act, reconsider=True) in {State.DECLINED, State.DUPLICATE}


def test_only_an_accepted_request_is_published() -> None:
    for state in (State.SUBMITTED, State.NEEDS_INFO):
        with pytest.raises(AlreadyDecided, match="is waiting for"):
            after(state, Act.PUBLISH)


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        ("2026-03-02T09:00", 5, "2026-03-09T09:00"),  # Monday to Monday
        ("2026-03-06T17:30", 1, "2026-03-09T17:30"),  # Friday to Monday
        ("2026-03-07T12:00", 1, "2026-03-09T12:00"),  # Saturday to Monday
        ("2026-03-07T12:00", 5, "2026-03-13T12:00"),
        ("2026-12-31T23:59", 2, "2027-01-04T23:59"),
    ],
)
def test_a_promise_counts_working_days(since: str, days: int, until: str) -> None:
    assert due(datetime.fromisoformat(since).replace(tzinfo=UTC), days) == datetime.fromisoformat(until).replace(tzinfo=UTC)


def test_a_form_is_stored_clean_and_each_thing_once() -> None:
    form = cleaned(
        RequestForm(
            " Flux\u200b capacitor\n",
            where_seen=" https://example.org/a ",
            why="\u202ebecause\u202c",
            roles=(Role.LEGAL, Role.LEGAL),
            links=("https://example.org/b", "https://example.org/b", ""),
            aliases=("flux-capacitors", "FC", "fc", "?!"),
        )
    )
    assert (form.term, form.key, form.where_seen, form.why) == ("Flux capacitor", "flux capacitor", "https://example.org/a", "because")
    assert (form.roles, form.links, form.aliases) == ((Role.LEGAL,), ("https://example.org/b",), ("FC",))


@pytest.mark.parametrize(
    ("form", "field", "message"),
    [
        (RequestForm(" ?! "), "term", "needs the term"),
        (RequestForm("x" * 121), "term", "at most 120"),
        (RequestForm("x", where_seen="javascript:alert(1)"), "where_seen", "http"),
        (RequestForm("x", where_seen="https://a:b@example.org"), "where_seen", "plain URL"),
        (RequestForm("x", links=("https://[",)), "links", "http"),
        (RequestForm("x", links=("https://example.org/" + "a" * 3000,)), "links", "at most 2000"),
        (RequestForm("x", links=tuple(f"https://example.org/{number}" for number in range(MAX_ENTRIES + 1))), "links", "at most 10"),
        (RequestForm("x", aliases=("y" * 121,)), "aliases", "at most 120"),
        (RequestForm("x", aliases=tuple(f"y{number}" for number in range(MAX_ENTRIES + 1))), "aliases", "at most 10"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_field(form: RequestForm, field: str, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message) as raised:
        cleaned(form)
    assert raised.value.field == field


@given(st.text(max_size=4_000) | st.just("word " * 2_500))
def test_free_text_of_any_kind_is_cut_politely_and_cleaning_it_again_changes_nothing(text: str) -> None:
    short = shortened(text)
    assert len(short) <= MAX_FREE_CHARS
    assert shortened(short) == short
    form = cleaned(RequestForm("term", excerpt=text, why=text))
    assert cleaned(form) == form


def test_a_cut_text_ends_after_a_word() -> None:
    assert shortened("word " * 2_500).endswith("word ...")
    assert len(shortened("w" * 10_000)) == MAX_FREE_CHARS
    assert shortened("as it is") == "as it is"


def test_a_draft_keeps_what_a_term_file_can_hold() -> None:
    draft = cleaned_draft(Draft(" A\u200b thing. ", {Role.LEGAL: " Ask. ", Role.POLICY: " "}, (Citation("", "https://example.org"), Citation("nothing", ""))))
    assert draft == Draft("A thing.", {Role.LEGAL: "Ask."}, (Citation("https://example.org", "https://example.org"),))
    with pytest.raises(InvalidRequest):
        cleaned_draft(Draft(citations=(Citation("x", "file:///etc/passwd"),)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("speculative decoding", "speculatve decoding", True),
        ("speculative decoding", "decoding speculative", True),
        ("guard rail", "guardrail", True),
        ("rag", "rug", False),
        ("test set", "test suite", False),
        ("speculative decoding", "speculative sampling", False),
        ("model card", "model cart", False),
    ],
)
def test_near_spellings_are_one_thing_and_other_words_are_not(one: str, other: str, same: bool) -> None:
    assert same_thing(normalize(one), normalize(other)) is same
    assert same_thing(normalize(other), normalize(one)) is same


def test_a_request_is_offered_while_it_is_being_typed() -> None:
    assert near_thing("specul", "speculative decoding")
    assert not near_thing("spe", "speculative decoding")
