"""Stewards look through what is to be decided, and through what people look for in vain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.requests import Job, JobKind, NewJob, RequestForm, State
from bot.render.slack import names
from tests.slack_blocks import check
from tests.slack_forms import filled
from tests.slack_glossary import settle, shown, the_assistant
from tests.slack_stewards import CHANNEL, STEWARD, a_request, cards, deliver, name_stewards, request_of, triage
from tests.slack_world import World, a_world, find


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[World]:
    """A workspace without requests, seen by a steward."""
    with a_world(tmp_path, assistant=the_assistant()) as world:
        name_stewards(world)
        world.user = STEWARD
        yield world
        for args in [*(call.args for call in world.api.calls), *world.api.responses]:
            for content in [args.get("view"), args if "blocks" in args else None]:
                if content:
                    check(content if "type" in content else {"text": content["text"], "blocks": content["blocks"]})


def queue(world: World) -> dict[str, Any]:
    """What `/define requests` shows."""
    answer = world.command("requests").json()
    assert answer["response_type"] == "ephemeral"
    check({"text": answer["text"], "blocks": answer["blocks"]})
    assert isinstance(answer, dict)
    return answer


def submit(world: World, view: dict[str, Any], **answers: str) -> None:
    assert world.submit(view, filled(view, **answers)).status_code == 200


def home(world: World) -> dict[str, Any]:
    world.home()
    view = world.api.of("views.publish")[-1]["view"]
    assert isinstance(view, dict)
    return view


def test_the_queue_is_oldest_first_with_counts_and_what_is_overdue(desk: World) -> None:
    for term in ("speculative decoding", "flash attention", "kv cache"):
        a_request(desk, term, "U1")
    late = desk.site.desk._clock.now() + timedelta(days=30)
    desk.site.desk._clock = type("Later", (), {"now": lambda _: late})()  # type: ignore[assignment]
    read = shown(queue(desk))
    assert read.index("speculative decoding") < read.index("flash attention") < read.index("kv cache")
    assert "Open (3)" in read
    assert "Overdue (3)" in read
    assert "Overdue: a decision was promised for" in read


def test_the_filter_shows_others_in_place(desk: World) -> None:
    first, second = a_request(desk, "speculative decoding", "U1"), a_request(desk, "flash attention", "U1")
    desk.press(queue(desk), f"{names.REQUEST_CARD}:0")
    desk.press(desk.api.responses[-1], names.ACCEPT)
    submit(desk, desk.api.one("views.open")["view"], short_def="x")
    assert request_of(desk, first).state is State.ACCEPTED
    desk.choose(queue(desk), names.QUEUE, "accepted")
    chosen = desk.api.responses[-1]
    assert chosen["replace_original"] is True
    assert "speculative decoding" in shown(chosen)
    assert "flash attention" not in shown(chosen)
    assert request_of(desk, second).state is State.SUBMITTED


def test_a_card_out_of_the_queue_is_private_and_changes_where_it_is(desk: World) -> None:
    request = a_request(desk, "speculative decoding", "U1")
    desk.press(queue(desk), f"{names.REQUEST_CARD}:0")
    private = desk.api.response
    assert private["response_type"] == "ephemeral"
    assert private["replace_original"] is False
    desk.press(private, names.DECLINE)
    submit(desk, desk.api.one("views.open")["view"], reason="No.")
    assert request_of(desk, request).state is State.DECLINED
    assert desk.api.responses[-1]["replace_original"] is True
    assert "Declined" in shown(desk.api.responses[-1])
    desk.press(private, names.ACCEPT)
    assert "declined it" in shown(desk.api.responses[-1])
    assert len(desk.api.of("views.open")) == 1


def test_home_has_the_queue_for_stewards_alone_and_a_request_opens_in_a_window(desk: World) -> None:
    request = a_request(desk, "speculative decoding", "U1")
    view = home(desk)
    assert "speculative decoding" in shown(view)
    desk.press(view, f"{names.REQUEST_CARD}:0", view="home")
    window = desk.api.one("views.open")["view"]
    desk.press(window, names.ASK, view="modal")
    pushed = desk.api.one("views.push")["view"]
    submit(desk, {**pushed, "previous_view_id": "V1"}, question="Which one?")
    assert request_of(desk, request).state is State.NEEDS_INFO
    assert "Which one?" in shown(desk.api.one("views.update")["view"])
    desk.choose(home(desk), names.QUEUE, "submitted", view="home")
    assert "There are none." in shown(desk.api.of("views.publish")[-1]["view"])
    desk.user = "U1"
    assert "Term requests" not in shown(home(desk))


def test_a_window_with_a_card_that_is_out_of_date_is_put_right(desk: World) -> None:
    a_request(desk, "speculative decoding", "U1")
    desk.press(home(desk), f"{names.REQUEST_CARD}:0", view="home")
    window = desk.api.one("views.open")["view"]
    desk.press(window, names.DECLINE, view="modal")
    submit(desk, desk.api.one("views.push")["view"], reason="No.")
    desk.press(window, names.ACCEPT, view="modal")
    assert "declined it" in shown(desk.api.of("views.update")[-1]["view"])
    assert len(desk.api.of("views.push")) == 1


def test_others_are_told_that_it_is_for_stewards_and_it_is_on_record(desk: World) -> None:
    a_request(desk, "speculative decoding", "U1")
    desk.user = "U1"
    assert shown(queue(desk)) == "Only stewards of the glossary see what is to be decided."
    assert desk.mention("requests").status_code == 200
    assert desk.api.of("chat.postMessage") == []


def test_what_people_look_for_in_vain_becomes_a_request_with_one_click(desk: World) -> None:
    for user in ("U1", "U2", "U3"):
        desk.command("what is speculative decoding?", user=user)
    settle(desk)
    desk.press(queue(desk), names.CANDIDATES)
    offered = desk.api.responses[-1]
    assert "3 people asked for \u201cspeculative decoding\u201d" in shown(offered)
    desk.press(offered, f"{names.MAKE_REQUEST}:0")
    made = desk.api.responses[-1]
    assert made["replace_original"] is True
    assert "is made." in shown(made)
    _, button = find(made, f"{names.REQUEST_CARD}:0")
    request = request_of(desk, int(button["value"]))
    assert (request.form.term, request.form.why) == ("speculative decoding", "3 people asked for it, and there was no entry.")
    desk.press(home(desk), names.CANDIDATES, view="home")
    assert "speculative decoding" in shown(desk.api.one("views.open")["view"])


def test_candidates_are_for_stewards(desk: World) -> None:
    old = queue(desk)
    desk.user = "U1"
    desk.press(old, names.CANDIDATES)
    assert "Only stewards" in shown(desk.api.response)
    assert desk.api.of("views.open") == []


def test_the_digest_is_posted_where_there_is_something_to_say(desk: World) -> None:
    day = NewJob(JobKind.DIGEST, {"day": "2026-11-27"}, "digest:2026-11-27")
    assert desk.storage.outbox.add("T1", day, datetime.now(UTC))
    deliver(desk)
    assert cards(desk) == []
    a_request(desk, RequestForm("speculative decoding", anonymous=True), "UHIDDEN")
    deliver(desk)
    assert desk.storage.outbox.add("T1", NewJob(JobKind.DIGEST, {"day": "2026-11-28"}, "digest:2026-11-28"), datetime.now(UTC))
    deliver(desk)
    digest = cards(desk)[-1]
    assert "1 to decide" in shown(digest)
    assert "UHIDDEN" not in str(digest)
    desk.press(digest, f"{names.REQUEST_CARD}:0", channel=CHANNEL, ephemeral=False)
    assert "speculative decoding" in shown(desk.api.response)
    assert desk.api.response["response_type"] == "ephemeral"


def test_a_digest_that_comes_again_is_posted_once(desk: World) -> None:
    a_request(desk, "speculative decoding", "U1")
    job = Job(4711, "T1", JobKind.DIGEST, {"day": "2026-11-28"}, "digest:2026-11-28", 1, "x")
    assert desk.client.portal is not None
    for _ in range(2):
        desk.client.portal.call(triage(desk).handlers[job.kind], job)
    assert len(cards(desk)) == 1


def test_hostile_terms_are_inert_in_lists(desk: World) -> None:
    for number, text in enumerate(("<!channel> *x*", "<@U1|boss>", "\u202egnp.exe", "https://evil.test/ `x`")):
        a_request(desk, f"{text} q{number}", "U1")
        desk.command(f"what is {text} zz{number}?", user="U2")
    settle(desk)
    desk.press(queue(desk), names.CANDIDATES)
    home(desk)


def test_fifty_requests_fit(desk: World) -> None:
    for number in range(50):
        a_request(desk, f"{'x' * 100} {number}", "U1")
    assert "38 more" in shown(queue(desk))
    home(desk)
