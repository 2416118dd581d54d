"""Slack fails, the database fails, the program fails, and everything comes five times: people are told, nothing is done twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.chat import once
from bot.adapters.slack import sentences
from bot.adapters.slack.replies import Replies, replies
from bot.adapters.slack.site import SlackSite
from bot.errors import StorageUnavailable, UnknownTerm
from bot.render.slack.messages import notice
from tests.fakes import a_term
from tests.slack_world import MemoryDeliveries, World, a_trigger, a_ts, a_world, texts

TERM = a_term("rlhf")
PRIVATE = "what-somebody-asked"
ANSWER = notice("the answer")


def button(action_id: str) -> dict[str, Any]:
    element = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": action_id}, "value": PRIVATE}
    return {"text": "a message", "blocks": [{"type": "actions", "block_id": "b", "elements": [element]}]}


def register(app: AsyncApp, site: SlackSite) -> None:
    """One listener of every kind, each using another way to answer; "boom" raises."""
    register_talk(app, site)
    register_events(app, site)
    register_replies(app, site)
    register_failures(app)
    register_windows(app)


def register_talk(app: AsyncApp, site: SlackSite) -> None:
    def answers(context: AsyncBoltContext, body: dict[str, Any]) -> Replies:
        return replies(context, body, context.client, site)

    @app.command(site.command)
    async def command(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        raise_for(body["text"])
        await answers(context, body).privately(ANSWER)

    @app.event("app_mention")
    async def mention(context: AsyncBoltContext, body: dict[str, Any], event: dict[str, Any]) -> None:
        raise_for(event["text"])
        await answers(context, body).in_thread(ANSWER, event.get("thread_ts") or event["ts"])

    @app.event("message")
    async def message(context: AsyncBoltContext, body: dict[str, Any], event: dict[str, Any]) -> None:
        raise_for(event["text"])
        await answers(context, body).in_thread(ANSWER)


def register_events(app: AsyncApp, site: SlackSite) -> None:
    @app.event("app_home_opened")
    async def home(context: AsyncBoltContext) -> None:
        await context.client.views_publish(user_id=context.user_id, view={"type": "home", "blocks": []})

    @app.event("link_shared")
    async def link(context: AsyncBoltContext) -> None:
        await context.client.chat_unfurl(channel=context.channel_id, ts="1.1", unfurls={})

    @app.event("app_uninstalled")
    async def uninstalled(context: AsyncBoltContext) -> None:
        site.forget(str(context.team_id))

    @app.function("step")
    async def step(context: AsyncBoltContext, inputs: dict[str, Any]) -> None:
        raise_for(inputs["term"])
        await context.complete({"term": "x"})


def register_replies(app: AsyncApp, site: SlackSite) -> None:
    def answers(context: AsyncBoltContext, body: dict[str, Any]) -> Replies:
        return replies(context, body, context.client, site)

    @app.action("privately")
    async def privately(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await answers(context, body).privately(ANSWER)

    @app.action("replace")
    async def replace(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await answers(context, body).replace(ANSWER)

    @app.action("publicly")
    async def publicly(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await answers(context, body).publicly(ANSWER)


def register_failures(app: AsyncApp) -> None:
    @app.action("boom")
    async def boom(context: AsyncBoltContext) -> None:
        await context.ack()
        raise ZeroDivisionError(PRIVATE)

    @app.action("unknown")
    async def unknown() -> None:
        raise UnknownTerm("gone")

    @app.action("unstored")
    async def unstored() -> None:
        raise StorageUnavailable("the disk is full")


def register_windows(app: AsyncApp) -> None:
    @app.shortcut("open")
    async def shortcut(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await context.ack()
        await context.client.views_open(trigger_id=body["trigger_id"], view={"type": "modal", "blocks": []})

    @app.options("typed")
    async def typed(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        raise_for(body["value"])
        await context.ack(options=[])

    @app.view("form")
    async def form(context: AsyncBoltContext) -> None:
        await context.ack()
        raise StorageUnavailable("the disk is full")


def raise_for(text: str) -> None:
    if "boom" in text:
        raise ZeroDivisionError(PRIVATE)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path, TERM, register=register, timeout_s=0.15) as world:
        yield world


def told(world: World) -> list[str]:
    """What the person was told, by whichever way."""
    ways = ("chat.postEphemeral", "chat.postMessage", "views.open", "views.push")
    called = [call.args.get("view") or call.args for call in world.api.calls if call.method in ways]
    return [texts(shown) for shown in [*called, *world.api.responses]]


def effects(world: World) -> int:
    return len(world.api.calls) + len(world.api.responses)


# -- duplicates ----------------------------------------------------------------------------------------------------

Again = Callable[[World], Callable[[], Response]]


def same_mention(world: World) -> Callable[[], Response]:
    ts = a_ts()
    return lambda: world.mention("rlhf", event_id="Ev1", event={"ts": ts})


def same_direct(world: World) -> Callable[[], Response]:
    return lambda: world.direct("rlhf", event_id="Ev1")


def same_link(world: World) -> Callable[[], Response]:
    return lambda: world.link("https://glossary.example/terms/rlhf", event_id="Ev1")


def same_home(world: World) -> Callable[[], Response]:
    return lambda: world.home(event_id="Ev1")


def same_step(world: World) -> Callable[[], Response]:
    return lambda: world.step("step", {"term": "rlhf"}, event_id="Ev1")


def same_action(world: World) -> Callable[[], Response]:
    payload = world.action_payload(button("publicly"), "publicly")
    payload["actions"][0]["action_ts"] = "1.9"
    return lambda: world.interact(payload)


def same_shortcut(world: World) -> Callable[[], Response]:
    trigger = a_trigger()
    return lambda: world.shortcut("open", trigger_id=trigger)


DELIVERIES: dict[str, Again] = {
    "a mention": same_mention,
    "a direct message": same_direct,
    "a link": same_link,
    "Home": same_home,
    "a step": same_step,
    "a button": same_action,
    "a shortcut": same_shortcut,
}
each_delivery = pytest.mark.parametrize("again", DELIVERIES.values(), ids=DELIVERIES)


@each_delivery
def test_the_same_delivery_five_times_in_turn_has_one_effect(world: World, again: Again) -> None:
    request = again(world)
    assert [request().status_code for _ in range(5)] == [200] * 5
    assert effects(world) == 1


@each_delivery
def test_the_same_delivery_five_times_at_once_has_one_effect(world: World, again: Again) -> None:
    assert [response.status_code for response in world.at_once(again(world), 5)] == [200] * 5
    assert effects(world) == 1


@each_delivery
def test_a_delivery_that_failed_can_succeed_the_next_time(world: World, again: Again) -> None:
    request = again(world)
    world.api.down()
    assert request().status_code == 503
    world.api.up()
    world.api.calls.clear()
    assert request().status_code == 200
    assert request().status_code == 200
    assert effects(world) == 1


def test_a_command_that_comes_again_gets_the_same_answer(world: World) -> None:
    trigger = a_trigger()
    first, second = (world.command("rlhf", trigger_id=trigger) for _ in range(2))
    assert first.json() == second.json()
    assert "the answer" in texts(first.json())


def test_two_deliveries_that_only_look_alike_are_two(world: World) -> None:
    world.mention("rlhf")
    world.mention("rlhf")
    assert effects(world) == 2


def test_the_delivery_of_another_workspace_is_another_one(world: World) -> None:
    world.direct("rlhf", event_id="Ev1")
    world.direct("rlhf", event_id="Ev1", team_id="T2", authorizations=[{"team_id": "T2", "is_enterprise_install": False}])
    assert effects(world) == 2


def test_options_are_given_as_often_as_somebody_types(world: World) -> None:
    trigger = a_trigger()
    assert [world.suggest("typed", "r", trigger_id=trigger).json() for _ in range(2)] == [{"options": []}] * 2


@pytest.mark.parametrize("again", [same_mention, same_direct, same_step, same_action, same_link])
def test_what_was_done_is_known_after_a_restart(tmp_path: Path, again: Again) -> None:
    with a_world(tmp_path, TERM, register=register) as world:
        again(world)()
        assert effects(world) == 1
    with a_world(tmp_path, TERM, register=register) as world:
        assert again(world)().status_code == 200
        assert effects(world) == 0


def test_over_the_socket_the_same_holds(world: World) -> None:
    payload = world.event_payload({"type": "app_mention", "user": "U1", "text": "<@UBOT> rlhf", "ts": "1.1", "channel": "C1"}, event_id="Ev1")
    assert [world.by_socket(payload).status for _ in range(3)] == [200] * 3
    assert effects(world) == 1


def test_nothing_is_stored_for_a_workspace_that_has_just_been_forgotten(tmp_path: Path) -> None:
    deliveries = MemoryDeliveries()
    with a_world(tmp_path, TERM, register=register, deliveries=deliveries) as world:
        assert world.event({"type": "app_uninstalled"}).status_code == 200
        assert world.forgotten == ["T1"]
        assert not deliveries.known


def test_without_a_database_deliveries_have_one_effect_still(tmp_path: Path) -> None:
    deliveries = MemoryDeliveries()
    deliveries.failure = StorageUnavailable("locked")
    with a_world(tmp_path, TERM, register=register, deliveries=deliveries) as world:
        assert [world.mention("rlhf", event_id="Ev1").status_code for _ in range(3)] == [200] * 3
        assert effects(world) == 1


def test_a_database_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event

    released = Event()

    class Hanging(MemoryDeliveries):
        def is_done(self, tenant: str, delivery: str) -> bool:
            released.wait(30)
            return False

    monkeypatch.setattr(once, "_PATIENCE_S", 0.05)
    with a_world(tmp_path, TERM, register=register, deliveries=Hanging()) as world:
        try:
            assert world.mention("rlhf").status_code == 200
            assert effects(world) == 1
        finally:
            released.set()


def test_over_the_socket_people_are_told_what_is_the_matter_too(world: World) -> None:
    boom = world.by_socket(world.command_payload("boom"))
    assert (boom.status, sentences.SORRY in boom.body) == (200, True)
    world.by_socket(world.action_payload(button("boom"), "boom"))
    assert sentences.SORRY in texts(world.api.response)
    world.api.down()
    event = world.event_payload({"type": "app_mention", "user": "U1", "text": "<@UBOT> rlhf", "ts": "1.1", "channel": "C1"})
    assert world.by_socket(event).status == 503


# -- Slack fails ---------------------------------------------------------------------------------------------------

Fault = Callable[[World, str], None]
FAULTS: dict[str, tuple[Fault, str]] = {
    "429": (lambda world, method: world.api.limit(method), sentences.BUSY),
    "500": (lambda world, method: world.api.break_down(method), sentences.SLACK_DOWN),
    "502": (lambda world, method: world.api.break_down(method, status=502), sentences.SLACK_DOWN),
    "no answer": (lambda world, method: world.api.hang(method), sentences.SLACK_DOWN),
    "an error of Slack": (lambda world, method: world.api.fail(method, "fatal_error"), sentences.SLACK_DOWN),
    "blocks that Slack does not take": (lambda world, method: world.api.fail(method, "invalid_blocks"), sentences.SORRY),
    "a missing scope": (lambda world, method: world.api.fail(method, "missing_scope", needed="chat:write"), sentences.NOT_ALLOWED),
    "a token that was revoked": (lambda world, method: world.api.fail(method, "token_revoked"), sentences.NOT_INSTALLED),
}
each_fault = pytest.mark.parametrize(("fault", "sentence"), FAULTS.values(), ids=FAULTS)


@each_fault
def test_a_mention_that_cannot_be_answered_is_told_so_privately(world: World, fault: Fault, sentence: str) -> None:
    fault(world, "chat.postMessage")
    assert world.mention("rlhf").status_code == 200
    shown = world.api.one("chat.postEphemeral")
    assert (shown["user"], shown["channel"], texts(shown).splitlines()[0]) == ("U1", "C1", sentence)


@each_fault
def test_a_direct_message_that_cannot_be_answered_is_delivered_again(world: World, fault: Fault, sentence: str) -> None:
    fault(world, "chat.postMessage")
    assert world.direct("rlhf", event_id="Ev1").status_code == 503
    world.api.up()
    assert world.direct("rlhf", event_id="Ev1", retry=1).status_code == 200
    assert texts(world.api.calls[-1].args).startswith("the answer")


@each_fault
def test_a_share_that_fails_is_told_privately(world: World, fault: Fault, sentence: str) -> None:
    fault(world, "chat.postMessage")
    assert world.press(button("publicly"), "publicly").status_code == 200
    assert world.api.response["response_type"] == "ephemeral"
    assert world.api.response["replace_original"] is False
    assert sentence in texts(world.api.response)


@each_fault
def test_a_shortcut_whose_window_does_not_open_is_told_by_a_message(world: World, fault: Fault, sentence: str) -> None:
    fault(world, "views.open")
    assert world.shortcut("open").status_code == 200
    shown = world.api.of("chat.postMessage")[-1]
    assert shown["channel"] == "U1"
    assert sentence in texts(shown)


@each_fault
def test_what_nobody_waits_for_is_delivered_again_while_that_may_help(world: World, fault: Fault, sentence: str) -> None:
    fault(world, "views.publish")
    fault(world, "chat.unfurl")
    expected = 503 if sentence in {sentences.BUSY, sentences.SLACK_DOWN} else 200
    assert world.home().status_code == expected
    assert world.link("https://glossary.example/terms/rlhf").status_code == expected
    assert told(world) == []


def test_a_trigger_that_has_expired_is_told_by_a_message(world: World) -> None:
    world.api.fail("views.open", "expired_trigger_id")
    assert world.shortcut("open").status_code == 200
    assert [call.method for call in world.api.calls] == ["views.open", "chat.postMessage"]
    assert sentences.TOO_LATE in texts(world.api.one("chat.postMessage"))


def test_a_step_that_fails_tells_the_workflow(world: World) -> None:
    assert world.step("step", {"term": "boom"}).status_code == 200
    assert world.api.one("functions.completeError") == {"function_execution_id": "Fx1", "error": sentences.SORRY, "team_id": "T1"}
    assert world.api.calls[-1].token == "xwfp-test"  # noqa: S105 - of nobody


# -- not in the channel --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found"])
def test_where_the_app_is_no_member_an_answer_is_shared_by_the_response_url(world: World, code: str) -> None:
    world.api.fail("chat.postMessage", code)
    world.press(button("publicly"), "publicly", thread_ts="1.5")
    shown = world.api.response
    assert (shown["response_type"], shown["thread_ts"], texts(shown).splitlines()[0]) == ("in_channel", "1.5", "the answer")


def test_where_nothing_can_be_shared_the_person_learns_what_to_do(world: World) -> None:
    world.api.fail("chat.postMessage", "not_in_channel")
    world.api.fail_response_url(times=1)
    assert world.press(button("publicly"), "publicly").status_code == 200
    assert world.api.response["response_type"] == "ephemeral"
    assert sentences.INVITE in texts(world.api.response)


def test_where_nobody_may_post_the_person_learns_that(world: World) -> None:
    world.api.fail("chat.postMessage", "is_archived")
    world.press(button("publicly"), "publicly")
    assert sentences.NO_POSTING in texts(world.api.response)


def test_a_mention_where_the_app_may_not_post_is_answered_privately(world: World) -> None:
    world.api.fail("chat.postMessage", "restricted_action")
    assert world.mention("rlhf", thread_ts="1.5").status_code == 200
    shown = world.api.one("chat.postEphemeral")
    assert (shown["thread_ts"], texts(shown).splitlines()[0]) == ("1.5", "the answer")


# -- the response_url ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["privately", "replace"])
def test_an_answer_finds_another_way_when_the_response_url_has_expired(world: World, action: str) -> None:
    world.api.fail_response_url()
    assert world.press(button(action), action).status_code == 200
    shown = world.api.one("chat.postEphemeral")
    assert (shown["channel"], shown["user"], texts(shown).splitlines()[0]) == ("C1", "U1", "the answer")


@pytest.mark.parametrize("body", ['{"ok": false, "error": "used_url"}', '{"ok":false}'])
def test_a_refusal_with_status_200_is_a_refusal(world: World, body: str) -> None:
    world.api.fail_response_url(200, body)
    world.press(button("privately"), "privately")
    assert len(world.api.of("chat.postEphemeral")) == 1


def test_a_response_url_that_hangs_is_left(world: World) -> None:
    world.api.hang_response_url()
    assert world.press(button("privately"), "privately").status_code == 200
    assert len(world.api.of("chat.postEphemeral")) == 1


def test_a_response_url_is_not_followed_elsewhere(world: World) -> None:
    world.api.redirect_response_url(world.api.response_url("elsewhere"))
    world.press(button("privately"), "privately")
    assert world.api.responses == []
    assert len(world.api.of("chat.postEphemeral")) == 1


FOREIGN = [
    "http://localhost:{port}/respond/1",
    "http://u:p@127.0.0.1:{port}/respond/1",
    "http://127.0.0.2:{port}/respond/1",
    "ftp://127.0.0.1/",
    "http://[",
    "",
    "x",
]


@pytest.mark.parametrize("url", FOREIGN)
def test_a_response_url_of_another_host_is_never_called(world: World, url: str) -> None:
    port = world.api.url.split(":")[2].partition("/")[0]
    assert world.press(button("boom"), "boom", response_url=url.format(port=port)).status_code == 200
    assert world.api.responses == []
    assert sentences.SORRY in texts(world.api.one("chat.postEphemeral"))


def test_a_message_in_a_conversation_is_changed_when_its_response_url_has_expired(world: World) -> None:
    world.api.fail_response_url()
    world.press(button("replace"), "replace", channel="D1", ts="1.7")
    shown = world.api.one("chat.update")
    assert (shown["channel"], shown["ts"]) == ("D1", "1.7")


def test_in_a_conversation_with_the_app_answers_stay(world: World) -> None:
    world.press(button("privately"), "privately", channel="D1")
    assert world.api.one("chat.postMessage")["channel"] == "D1"
    assert world.api.responses == []


def test_in_a_conversation_of_others_an_answer_is_seen_by_one(world: World) -> None:
    world.api.fail("chat.postMessage", "channel_not_found")
    world.press(button("privately"), "privately", channel="D7")
    assert world.api.response["response_type"] == "ephemeral"


# -- the program fails ---------------------------------------------------------------------------------------------


def test_a_command_that_fails_is_answered_in_its_place(world: World) -> None:
    response = world.command("boom")
    assert response.status_code == 200
    assert response.json()["response_type"] == "ephemeral"
    assert sentences.SORRY in texts(response.json())


def test_options_that_fail_say_so_in_the_list(world: World) -> None:
    (option,) = world.suggest("typed", "boom").json()["options"]
    assert option["text"]["text"] == sentences.UNAVAILABLE_OPTION
    assert len(option["text"]["text"]) <= 75


def test_a_form_that_fails_keeps_what_was_typed(world: World) -> None:
    field = {"type": "input", "block_id": "why", "label": {}, "element": {"type": "plain_text_input", "action_id": "text"}}
    response = world.submit({"callback_id": "form", "blocks": [{"type": "divider"}, field]}, {"why": {"text": {"value": PRIVATE}}})
    assert response.json() == {"response_action": "errors", "errors": {"why": sentences.NOT_STORED}}


def test_a_form_without_fields_that_fails_opens_a_window(world: World) -> None:
    answer = world.submit({"callback_id": "form", "blocks": []}, {}).json()
    assert answer["response_action"] == "push"
    assert sentences.NOT_STORED in texts(answer["view"])
    assert answer["view"]["title"]["text"] == sentences.NOTICE_TITLE


SAID = {"boom": sentences.SORRY, "unstored": sentences.NOT_STORED, "unknown": "There is no entry 'gone'."}


@pytest.mark.parametrize(("action", "sentence"), SAID.items())
def test_a_button_that_fails_says_what_is_the_matter(world: World, action: str, sentence: str) -> None:
    assert world.press(button(action), action).status_code == 200
    assert world.api.response["response_type"] == "ephemeral"
    assert sentence in texts(world.api.response)


@pytest.mark.parametrize(("view", "method"), [("modal", "views.push"), ("home", "views.open")])
def test_a_button_in_a_view_that_fails_opens_a_window_over_it(world: World, view: str, method: str) -> None:
    assert world.press(button("boom"), "boom", view=view).status_code == 200
    assert sentences.SORRY in texts(world.api.one(method)["view"])


def test_a_button_in_a_view_whose_window_does_not_open_is_told_by_a_message(world: World) -> None:
    world.api.fail("views.push", "exchanged_trigger_id")
    world.press(button("boom"), "boom", view="modal")
    assert world.api.one("chat.postMessage")["channel"] == "U1"


def test_a_button_that_fails_when_nothing_works_is_marked_by_slack(world: World) -> None:
    world.api.down()
    assert world.press(button("boom"), "boom").status_code == 503


def test_who_was_told_is_not_told_again(world: World) -> None:
    assert [world.mention("boom", event_id="Ev1").status_code for _ in range(3)] == [200] * 3
    assert len(told(world)) == 1


def test_an_old_control_says_that_it_is_old(world: World) -> None:
    assert world.press(button("of-last-year"), "of-last-year").status_code == 200
    assert sentences.OLD_CONTROL in texts(world.api.response)


def test_a_link_that_looks_like_a_button_is_acknowledged_in_silence(world: World) -> None:
    message = button("link")
    message["blocks"][0]["elements"][0]["url"] = "https://glossary.example"
    assert world.press(message, "link").status_code == 200
    assert effects(world) == 0


def test_a_command_that_is_not_ours_is_answered(world: World) -> None:
    assert sentences.UNKNOWN_COMMAND in texts(world.command("x", command="/other").json())


def test_a_failure_is_logged_once_and_without_private_text_or_secrets(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    world.mention(f"boom {PRIVATE}")
    world.press(button("boom"), "boom")
    world.command(f"boom {PRIVATE}")
    world.api.down()
    world.mention(f"rlhf {PRIVATE}")
    ours = [record for record in caplog.records if record.name.startswith(("bot", "slack"))]
    assert [record.levelname for record in ours] == ["ERROR"] * 3 + ["WARNING"] * 2
    assert "ZeroDivisionError" in caplog.text
    assert "raise_for" in caplog.text
    for secret in (PRIVATE, "xoxb-", "xwfp-", "/respond/", "the answer"):
        assert secret not in caplog.text


def test_what_nobody_listens_to_is_acknowledged_and_not_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert world.event({"type": "reaction_added", "user": "U1", "item": {"channel": "C1"}}).status_code == 200
    assert not [record for record in caplog.records if record.name.startswith(("bot", "slack"))]


# -- no token ------------------------------------------------------------------------------------------------------


class NoToken(AsyncAuthorize):
    """A workspace that is not known here."""

    async def __call__(self, **known: Any) -> AuthorizeResult | None:
        return None


class NoStore(AsyncAuthorize):
    async def __call__(self, **known: Any) -> AuthorizeResult | None:
        raise StorageUnavailable("locked")


def test_where_the_app_is_not_installed_people_are_told_and_nothing_is_tried(tmp_path: Path) -> None:
    with a_world(tmp_path, TERM, register=register, authorize=NoToken()) as world:
        assert sentences.NOT_INSTALLED in texts(world.command("rlhf").json())
        world.press(button("privately"), "privately")
        assert sentences.NOT_INSTALLED in texts(world.api.response)
        assert world.mention("rlhf").status_code == 200
        assert world.home().status_code == 200
        assert world.api.calls == []


def test_while_tokens_cannot_be_read_events_are_delivered_again(tmp_path: Path) -> None:
    with a_world(tmp_path, TERM, register=register, authorize=NoStore()) as world:
        assert world.mention("rlhf").status_code == 503
        assert world.command("rlhf").status_code == 200


def test_the_token_is_looked_at_once(world: World) -> None:
    for _ in range(3):
        world.command("rlhf")
        world.mention("rlhf")
    assert world.api.auth_tests == 1
