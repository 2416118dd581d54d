"""Whatever askers and stewards write: Slack takes the cards, windows and lists that are made of it, and nothing in them comes alive."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.core.replies import StewardQueue
from bot.core.requests import By, Candidate, Card, Citation, Draft, Happened, Queue, QueueFilter, RequestForm, RequestView, State, TriageCard
from bot.core.roles import Role
from bot.render.slack.requests.about import About, read
from bot.render.slack.requests.card import card_message, card_view, offered
from bot.render.slack.requests.queue import candidates_message, digest_message, queue_message
from bot.render.slack.requests.suggested import duplicate_of, duplicate_options
from bot.render.slack.requests.windows import window
from tests.slack_blocks import check, check_inert, check_option
from tests.slack_steward_samples import ASKED, COUNTS, LOOK, event, request
from tests.unit.test_slack_render_hostile import HOSTILE

EXAMPLES = 25  # of each; requests are large
ABOUT = About(12, reconsider=True, card_url="https://hooks.slack.com/actions/T1/1/x").write()
text = st.builds(lambda parts, times: (" ".join(parts) * times)[:1_500], st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5), st.integers(1, 300))
texts = st.lists(text, max_size=10).map(tuple)
forms = st.builds(
    RequestForm,
    term=text.map(lambda value: f"{value[:118]} q"),
    where_seen=text | st.just("https://example.org/" + "a" * 1_900),
    excerpt=text,
    why=text,
    roles=st.just(tuple(Role)),
    links=texts,
    aliases=texts,
    anonymous=st.booleans(),
)
drafts = st.builds(
    Draft, short_def=text, takeaways=st.dictionaries(st.sampled_from(Role), text), citations=st.lists(st.builds(Citation, text, text)).map(tuple)
)
requests = st.builds(
    request,
    form=forms,
    requester=st.sampled_from([None, "U012AB3CD", "<!channel>", "U1> <@U2"]),
    state=st.sampled_from(State),
    details=texts,
    said=text,
    draft=st.none() | drafts,
    slug=st.none() | st.just("a-slug"),
    duplicate_of=st.none() | st.just(7),
)
events = st.builds(
    lambda action, who, note: event(action, who, by=By.STEWARD, note=note), st.sampled_from(Happened), st.sampled_from([None, "U1", "*x*", "<!here>"]), text
)
patient = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@patient
@given(requests, st.lists(events, max_size=20).map(tuple))
def test_a_card_fits_and_is_inert(asked: RequestView, history: tuple[Any, ...]) -> None:
    card = TriageCard(asked, history, Card("C1", "1.1"))
    check(card_message(card, LOOK))
    check(card_view(card, LOOK, About(asked.id).write()))


@patient
@given(forms.flatmap(lambda form: st.builds(lambda draft: request(form=form, draft=draft), st.none() | drafts)))
def test_what_was_written_before_comes_back_in_a_window_as_it_is(asked: RequestView) -> None:
    for name in {name for state in State for name in offered(state)}:
        made = window(name, asked, ABOUT)
        check_inert(made)
        assert len(json.dumps(made)) < 100_000
        assert read(made["private_metadata"]) == read(ABOUT)


@patient
@given(st.builds(lambda some, times: tuple(some * times)[:50], st.lists(requests, min_size=1, max_size=2), st.integers(1, 50)), st.sampled_from(QueueFilter))
def test_lists_fit_and_are_inert(asked: tuple[RequestView, ...], which: QueueFilter) -> None:
    queue = Queue(asked, COUNTS)
    check(queue_message(StewardQueue(queue, which), LOOK))
    check(digest_message(queue))
    menu = duplicate_options((), asked)
    for option in [option for group in menu["option_groups"] for option in group["options"]]:
        check_option(option)
        check_inert(option)
        assert duplicate_of(option["value"], ()) == 12


@patient
@given(st.lists(st.builds(lambda subject, spellings: Candidate(subject, 3, 2, (subject, *spellings), ASKED, None), text, texts), max_size=20).map(tuple))
def test_candidates_fit_and_are_inert(found: tuple[Candidate, ...]) -> None:
    check(candidates_message(found, LOOK))
