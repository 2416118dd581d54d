"""Stewards decide about requests on cards, in the triage channel and by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.requests import Happened, RequestForm, State
from bot.core.roles import Role
from bot.core.usage import Asker, Surface
from bot.errors import GiveUp, RetryLater
from bot.render.slack import names
from tests.slack_forms import filled
from tests.slack_glossary import shown
from tests.slack_stewards import CHANNEL, STEWARD, a_request, card, cards, deliver, name_stewards, request_of
from tests.slack_world import World, controls

IN_CHANNEL = {"channel": CHANNEL, "ephemeral": False, "user": STEWARD}
DECISIONS = [names.ACCEPT, names.ASK, names.EDIT, names.DECLINE, names.DUPLICATE]


@pytest.fixture(autouse=True)
def stewards(world: World) -> None:
    name_stewards(world)
    deliver(world)  # what other tests have left
    world.api.calls.clear()


def pressed(world: World, action_id: str, **options: Any) -> dict[str, Any]:
    """The window that a button of the newest card opens."""
    before = len(world.api.of("views.open"))
    assert world.press(card(world), action_id, **{**IN_CHANNEL, **options}).status_code == 200
    opened = world.api.of("views.open")[before:]
    assert len(opened) == 1
    view = opened[0]["view"]
    assert isinstance(view, dict)
    return view


def submitted(world: World, action_id: str, *, user: str = STEWARD, **fields: str | list[str]) -> dict[str, Any]:
    """What the window says when it is filled in and submitted; nothing when it closes."""
    return sent(world, pressed(world, action_id), user=user, **fields)


def sent(world: World, view: dict[str, Any], *, user: str = STEWARD, **fields: str | list[str]) -> dict[str, Any]:
    answer = world.submit(view, filled(view, **fields), user={"id": user, "team_id": "T1"})
    assert answer.status_code == 200
    return answer.json() if answer.content else {}


def buttons(message: dict[str, Any]) -> list[str]:
    return [element["action_id"] for _, element in controls(message)]


def test_a_new_request_is_a_card_in_the_triage_channel_that_says_everything(world: World) -> None:
    form = RequestForm(
        "speculative decoding",
        where_seen="https://acme.slack.com/archives/C1/p1",
        excerpt="it doubles our tokens per second",
        why="the roadmap names it",
        roles=(Role.PRODUCT,),
        links=("https://arxiv.org/abs/2211.17192",),
        aliases=("assisted generation",),
    )
    a_request(world, form)
    posted = card(world)
    read = shown(posted)
    for part in ("speculative decoding", form.excerpt, form.why, "Product Manager", form.aliases[0], form.links[0], f"<@{world.user}>", "promised for"):
        assert part in read
    assert buttons(posted) == DECISIONS


def test_a_card_is_posted_once_and_then_changed_in_place(world: World) -> None:
    request = a_request(world, "flash attention")
    card(world)
    world.site.desk.support(Asker("T1", "U77", Surface.SLACK), request)
    changed = card(world)
    assert [call.method for call in world.api.calls] == ["chat.postMessage", "chat.update"]
    assert "2 people want it" in shown(changed)
    assert changed["ts"]


def test_a_card_that_was_deleted_is_posted_again(world: World) -> None:
    request = a_request(world, "paged attention")
    card(world)
    world.api.fail("chat.update", "message_not_found")
    world.site.desk.support(Asker("T1", "U77", Surface.SLACK), request)
    deliver(world)
    assert [call.method for call in world.api.calls] == ["chat.postMessage", "chat.update", "chat.postMessage"]


def test_a_card_that_slack_does_not_take_comes_later_or_never(world: World) -> None:
    a_request(world, "ring attention")
    world.api.limit("chat.postMessage", retry_after_s=7)
    with pytest.raises(RetryLater) as later:
        deliver(world)
    assert later.value.after_s == 7
    world.api.fail("chat.postMessage", "not_in_channel")
    a_request(world, "sparse attention")
    with pytest.raises(GiveUp):
        deliver(world)


def test_an_anonymous_asker_is_named_nowhere(world: World) -> None:
    request = a_request(world, RequestForm("kv cache", anonymous=True))
    view = pressed(world, names.ACCEPT)
    private = world.command("requests", user=STEWARD).json()
    sent(world, view, short_def="x")
    assert "Asked anonymously" in shown(card(world))
    assert request_of(world, request).state is State.ACCEPTED
    assert world.user not in f"{world.api.calls} {world.api.responses} {private}"


def test_accepting_takes_a_draft_and_the_card_says_who_did(world: World) -> None:
    request = a_request(world, RequestForm("lookahead decoding", links=("https://example.org/lookahead",)))
    view = pressed(world, names.ACCEPT)
    assert "https://example.org/lookahead" in str(view["blocks"])
    written = {"short_def": "Guesses ahead.", "takeaway_legal": "None.", "citations": "A paper | https://arxiv.org/abs/1\nhttps://example.org/2"}
    assert sent(world, view, **written) == {}
    accepted = request_of(world, request)
    assert accepted.state is State.ACCEPTED
    assert accepted.draft is not None
    assert (accepted.draft.short_def, dict(accepted.draft.takeaways)) == ("Guesses ahead.", {Role.LEGAL: "None."})
    assert [(item.source, item.url) for item in accepted.draft.citations] == [
        ("A paper", "https://arxiv.org/abs/1"),
        ("https://example.org/2", "https://example.org/2"),
    ]
    read = shown(card(world))
    assert f"<@{STEWARD}> accepted it" in read
    assert "Guesses ahead." in read
    assert buttons(card(world)) == [names.DRAFT, names.EDIT, names.DECLINE, names.DUPLICATE]
    submitted(world, names.DRAFT, short_def="Guesses further ahead.")
    assert "Guesses further ahead." in shown(card(world))


def test_what_is_wrong_is_said_beside_its_field_and_put_right_it_is_taken(world: World) -> None:
    request = a_request(world, "medusa heads")
    view = {**pressed(world, names.ACCEPT), "id": "VMEDUSA"}
    refused = sent(world, view, citations="a paper without an address")
    assert refused["response_action"] == "errors"
    assert list(refused["errors"]) == ["citations"]
    assert request_of(world, request).state is State.SUBMITTED
    assert sent(world, view, citations="A paper | https://example.org/1") == {}
    assert request_of(world, request).state is State.ACCEPTED


def test_details_are_asked_for_and_the_card_waits(world: World) -> None:
    request = a_request(world, "tree attention")
    assert submitted(world, names.ASK, question="Which paper?") == {}
    assert request_of(world, request).state is State.NEEDS_INFO
    posted = card(world)
    assert "Which paper?" in shown(posted)
    assert names.ASK not in buttons(posted)


def test_a_request_is_edited_without_touching_what_is_the_askers(world: World) -> None:
    request = a_request(world, RequestForm("specultive decodng", where_seen="https://example.org/seen", excerpt="seen here"))
    view = pressed(world, names.EDIT)
    assert "specultive decodng" in str(view["blocks"])
    sent(world, view, term="draft model", why="spelling", roles=["legal"], urgency="now", aliases="drafter\nassistant model", links="https://example.org/a")
    form = request_of(world, request).form
    assert (form.term, form.aliases, form.roles, form.urgency.value) == ("draft model", ("drafter", "assistant model"), (Role.LEGAL,), "now")
    assert (form.where_seen, form.excerpt) == ("https://example.org/seen", "seen here")


def test_a_link_that_is_none_is_said_beside_the_links(world: World) -> None:
    a_request(world, "contrastive search")
    assert list(submitted(world, names.EDIT, term="contrastive search", links="javascript:alert(1)")["errors"]) == ["links"]


def test_declining_needs_a_reason_and_ends_it(world: World) -> None:
    request = a_request(world, "warp drive")
    assert list(submitted(world, names.DECLINE, reason="  ")["errors"]) == ["reason"]
    assert submitted(world, names.DECLINE, reason="No machine learning.") == {}
    assert request_of(world, request).state is State.DECLINED
    assert buttons(card(world)) == []
    assert "No machine learning." in shown(card(world))


def test_it_is_a_duplicate_of_an_entry_or_of_an_open_request(world: World) -> None:
    other = a_request(world, "beam search", user="U55")
    request = a_request(world, "beams, searched")
    view = pressed(world, names.DUPLICATE)
    found = world.suggest(names.DUPLICATE_OF, "beam", view=view, user={"id": STEWARD, "team_id": "T1"}).json()["option_groups"]
    offered = {option["value"]: option["text"]["text"] for group in found for option in group["options"]}
    assert "beam search" in offered[f"#{other}"]
    assert f"#{request}" not in offered
    assert sent(world, view, duplicate_of=f"#{other}") == {}
    assert request_of(world, request).duplicate_of == other
    assert request_of(world, other).askers == 2
    again = a_request(world, "preference optimisation")
    view = pressed(world, names.DUPLICATE)
    found = world.suggest(names.DUPLICATE_OF, "preference", view=view, user={"id": STEWARD, "team_id": "T1"}).json()["option_groups"]
    assert "rlhf" in [option["value"] for option in found[0]["options"]]
    assert list(sent(world, view, duplicate_of="no-such-entry")["errors"]) == ["duplicate_of"]
    sent(world, view, duplicate_of="rlhf")
    assert request_of(world, again).slug == "rlhf"


def test_others_are_not_suggested_open_requests(world: World) -> None:
    a_request(world, "sliding window attention")
    view = pressed(world, names.DUPLICATE)
    found = world.suggest(names.DUPLICATE_OF, "sliding", view=view, user={"id": "U66", "team_id": "T1"}).json()
    assert "sliding" not in str(found)


@pytest.mark.parametrize("action_id", DECISIONS)
def test_a_stranger_is_refused_in_private_and_it_is_on_record(world: World, action_id: str) -> None:
    request = a_request(world, f"stranger thing {action_id}")
    posted = card(world)
    world.press(posted, action_id, **{**IN_CHANNEL, "user": "U666"})
    assert world.api.of("views.open") == []
    assert "Only stewards" in shown(world.api.response)
    assert world.api.response["response_type"] == "ephemeral"
    assert world.site.desk.refusals(Asker("T1", STEWARD, Surface.SLACK))[0].who == "U666"
    assert request_of(world, request).state is State.SUBMITTED


def test_a_steward_of_another_workspace_is_a_stranger_here(world: World) -> None:
    a_request(world, "elsewhere")
    name_stewards(world, tenant="T2")
    world.press(card(world), names.ACCEPT, **IN_CHANNEL)
    assert "Only stewards" in shown(world.api.response)
    assert world.api.of("views.open") == []


def test_many_supporters_do_not_push_a_decision_off_the_card(world: World) -> None:
    request = a_request(world, "popular")
    submitted(world, names.ACCEPT, short_def="Yes.")
    for number in range(9):
        world.site.desk.support(Asker("T1", f"U{number}", Surface.SLACK), request)
    assert f"<@{STEWARD}> accepted it" in shown(card(world))


def test_a_steward_dismissed_while_writing_is_refused(world: World) -> None:
    request = a_request(world, "dismissal")
    view = pressed(world, names.DECLINE)
    name_stewards(world, ["USOMEBODYELSE"])
    assert "nly stewards" in str(sent(world, view, reason="because")["errors"])
    name_stewards(world)
    assert request_of(world, request).state is State.SUBMITTED
    assert world.site.desk.history(Asker("T1", STEWARD, Surface.SLACK), request)[-1].action is Happened.REFUSED


def test_whoever_comes_second_is_told_who_was_first_and_the_card_is_put_right(world: World) -> None:
    a_request(world, "second thoughts")
    late = pressed(world, names.DECLINE)
    old = card(world)
    submitted(world, names.ACCEPT, short_def="First.")
    world.api.calls.clear()
    told = sent(world, late, user=STEWARD, reason="no")
    assert told["response_action"] == "update"
    assert f"<@{STEWARD}> accepted it" in shown(told["view"])
    assert "accepted it" in shown(world.api.one("chat.update"))
    world.api.calls.clear()
    world.press(old, names.ACCEPT, **IN_CHANNEL)
    assert world.api.of("views.open") == []
    assert f"<@{STEWARD}> accepted it" in shown(world.api.response)
    assert "Accepted" in shown(world.api.one("chat.update"))


def test_an_acceptance_is_undone_only_by_who_knows_of_it(world: World) -> None:
    request = a_request(world, "on reflection")
    submitted(world, names.ACCEPT, short_def="Yes.")
    assert submitted(world, names.DECLINE, reason="After all, no.") == {}
    assert request_of(world, request).state is State.DECLINED


def test_a_submission_that_comes_five_times_has_one_effect(world: World) -> None:
    request = a_request(world, "five times")
    view = {**pressed(world, names.ASK), "id": "VFIVE"}
    for _ in range(5):
        sent(world, view, question="Which one?")
    steps = [event.action for event in world.site.desk.history(Asker("T1", STEWARD, Surface.SLACK), request)]
    assert steps.count(Happened.ASKED) == 1


@pytest.mark.parametrize(
    "text", ["<!channel> *now*", "<@U1|boss> https://evil.test/", "\u202egnp.exe " * 900, "word " * 2_000, "\u0627\u0644\u062a\u0639\u0644\u0645 " * 1_000]
)
def test_hostile_words_are_inert_in_every_card_and_window(world: World, text: str) -> None:
    form = RequestForm(f"{text[:90]} q", excerpt=text, why=text, aliases=(f"{text[:80]} z",))
    request = a_request(world, form)
    world.site.desk.add_details(Asker("T1", world.user, Surface.SLACK), request, text)
    for name in DECISIONS:
        pressed(world, name)
    written = {
        "short_def": text[:300],
        "takeaway_legal": text[:1_000],
        "citations": f"{text[:200].replace(chr(10), ' ')} | https://example.org/1",
        "note": text[:3_000],
    }
    submitted(world, names.ACCEPT, **written)
    assert "Accepted" in shown(card(world))


@pytest.mark.parametrize("value", ["", "x", "-1", "99999999999999999999", "0", "\u0661"])
def test_any_value_of_a_button_is_answered(world: World, value: str) -> None:
    a_request(world, f"any value {value!a}")
    assert world.press(card(world), names.ACCEPT, value=value, **IN_CHANNEL).status_code == 200
    assert "There is no request" in shown(world.api.response)
    assert cards(world)
