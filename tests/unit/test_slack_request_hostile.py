"""Whatever is written into requests: Slack takes what those who ask are shown of it, and nothing in it comes alive."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.core.answer import TermRef
from bot.core.requests import MyRequest, Notice, OpenRequest, Similar, State
from bot.render.slack import views
from bot.render.slack.requests.form import request_form, requested_view
from bot.render.slack.requests.mine import details_form, mine_message
from bot.render.slack.requests.notices import notice_message
from tests.slack_blocks import check, check_inert
from tests.unit.test_slack_render_hostile import addresses, definitions, looks, within
from tests.unit.test_slack_steward_hostile import forms, patient, text

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NUMBERS = st.integers(1, 2**40)
terms = text.map(lambda value: f"{value[:118]} q")
requests = st.builds(
    MyRequest,
    id=NUMBERS,
    term=terms,
    state=st.sampled_from(State),
    askers=st.integers(1, 10**6),
    created_at=st.just(NOW),
    due_at=st.none() | st.just(NOW),
    overdue=st.booleans(),
    said=text,
    slug=st.none() | st.sampled_from(["a-slug", "a" * 3_000]),
    duplicate_of=st.none() | NUMBERS,
    mine=st.booleans(),
    form=st.none(),
    can_withdraw=st.booleans(),
    can_add_details=st.booleans(),
)
lists = st.lists(requests, max_size=30, unique_by=lambda request: request.id).map(tuple)
similar = st.builds(
    Similar,
    st.lists(st.builds(TermRef, st.sampled_from(["a", "b", "c" * 3_000]), terms, text), max_size=5).map(tuple),
    st.lists(st.builds(OpenRequest, NUMBERS, terms, st.sampled_from(State), st.integers(1, 99), st.booleans()), max_size=5).map(tuple),
    st.booleans(),
)


@patient
@given(st.data())
def test_forms_and_what_follows_them_are_taken_and_dead(data: st.DataObject) -> None:
    form, request, look = data.draw(forms), data.draw(requests), data.draw(looks)
    for view in (
        request_form(form, data.draw(st.none() | similar)),
        requested_view(request, look, first=data.draw(st.booleans()), anonymous=data.draw(st.booleans())),
        details_form(request, str(request.id)),
    ):
        check(view)
        check_inert(view, addresses())


@patient
@given(st.data())
def test_lists_are_taken_and_dead(data: st.DataObject) -> None:
    found, look = data.draw(lists), data.draw(looks)
    for content in (mine_message(found, look), views.home_view(views.Home(look.role, (), (), look, 33, mine=found))):
        check(content)
        check_inert(content, addresses())


@patient
@given(st.data())
def test_notices_are_taken_and_dead(data: st.DataObject) -> None:
    entry, look = data.draw(st.none() | definitions()), data.draw(looks)
    message = notice_message(data.draw(st.sampled_from(Notice)), data.draw(requests), look, entry=entry, other=data.draw(st.none() | requests))
    check(message)
    check_inert(message, within(entry) if entry else addresses())
