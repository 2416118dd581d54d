"""What people ask in Teams, and what they press on the answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.roles import Role
from bot.core.usage import Asker, Surface
from tests.slack_glossary import the_assistant
from tests.slack_world import PUBLIC_URL
from tests.teams_cards import action, actions, check, texts
from tests.teams_world import ANN, BEN, BOT, CHANNEL, GROUP, TENANT, TeamsWorld, a_teams_world, window

CARD = "application/vnd.microsoft.card.adaptive"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[TeamsWorld]:
    """Every card that is sent is one that Teams takes."""
    with a_teams_world(tmp_path, assistant=the_assistant()) as made:
        yield made
        for call in made.service.messages:
            for attachment in call.body.get("attachments", ()):
                check({name: value for name, value in attachment["content"].items() if name != "msteams"})


def told(world: TeamsWorld, text: str, **options: Any) -> str:
    before = len(world.service.messages)
    assert world.say(text, **options).status_code == 200
    assert len(world.service.messages) == before + 1, "one answer for one message"
    return texts(world.last)


def shown(response: dict[str, Any]) -> str:
    assert response["type"] == CARD, response
    check({name: value for name, value in response["value"].items() if name != "msteams"})
    return texts(response["value"])


# -- asking --------------------------------------------------------------------------------------------------------


def test_a_question_in_the_own_conversation_is_answered_there(world: TeamsWorld) -> None:
    assert "Tunes a model" in told(world, "what is rlhf?")
    sent = world.service.one()
    assert sent.path == f"/v3/conversations/a:{ANN}/activities"
    assert sent.body["summary"].startswith("reinforcement learning")
    assert not sent.targeted


@pytest.mark.parametrize("conversation", [GROUP, CHANNEL, f"{CHANNEL};messageid=1700"])
def test_a_mention_is_answered_where_it_was_made_and_nothing_on_the_card_changes_it(world: TeamsWorld, conversation: str) -> None:
    assert "Tunes a model" in told(world, "define rlhf", conversation=conversation)
    assert conversation.split(";", maxsplit=1)[0] in world.service.one().path
    assert [item["title"] for item in actions(world.last)] == ["For my role"]


def test_a_command_is_answered_privately_and_can_be_shared(world: TeamsWorld) -> None:
    assert world.command("rlhf").status_code == 200
    assert world.service.one().targeted
    answer = world.last
    world.service.reset()
    response = world.press(action(answer, "Share"), conversation=CHANNEL, recipient={"id": BOT, "isTargeted": True})
    assert response["value"] == "Shared."
    sent = world.service.one()
    assert not sent.targeted
    assert "Ann Lee shared this" in texts(sent.card)
    assert sent.path == f"/v3/conversations/{CHANNEL}/activities"


@pytest.mark.parametrize("text", ["/define rlhf", "define rlhf", "DEFINE rlhf", "rlhf"])
def test_the_command_may_be_typed_out(world: TeamsWorld, text: str) -> None:
    assert "Tunes a model" in told(world, text)


def test_html_in_a_message_is_text(world: TeamsWorld) -> None:
    world.post(world.activity("message", text="<p>what is <b>rlhf</b>&nbsp;?<script>x</script></p>", textFormat="xml"))
    assert "Tunes a model" in texts(world.last)


def test_what_looks_like_markup_in_a_plain_message_is_what_was_typed(world: TeamsWorld) -> None:
    assert "\u201ca<b and c>d\u201d" in told(world, "what is a<b and c>d")
    assert "Tunes a model" in told(world, "what is&nbsp;rlhf")


def test_a_follow_up_leans_on_what_was_said_before(world: TeamsWorld) -> None:
    told(world, "rlhf")
    assert "Plan for recurring labelling rounds." in told(world, "and for product?")
    assert "direct preference optimization" in told(world, "compare it with dpo")
    assert "Say who the raters are." not in told(world, "rlhf")
    assert "Say who the raters are." in told(world, "tell me more")


def test_several_senses_closest_entries_and_nothing(world: TeamsWorld) -> None:
    assert "can mean several things" in told(world, "BS")
    assert {"batch size", "bias score"} <= {term for term in ("batch size", "bias score") if term in texts(world.last)}
    assert "No entry for \u201cwarp drive\u201d" in told(world, "what is a warp drive")
    assert "Request this term" in texts(world.last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("help", "Ask what an AI term means"),
        ("list", "Foundations (7)"),
        ("list found", "reward model"),
        ("search reward", "Entries for"),
        ("recent", "You have not looked anything up yet."),
        ("role", "You have not told your role yet."),
        ("role wizard", "There is no role \u201cwizard\u201d"),
        ("stats", "Questions from"),
        ("my requests", "You have not requested anything yet."),
        ("requests", "Only stewards"),
        ("thanks!", "You are welcome."),
        ("", "Ask what an AI term means"),
    ],
)
def test_the_words_that_are_no_question(world: TeamsWorld, text: str, expected: str) -> None:
    assert expected in told(world, text)


@pytest.mark.parametrize("text", ["help", "role lawyer", "stats", "my requests"])
def test_what_is_personal_is_for_nobody_else_in_a_group(world: TeamsWorld, text: str) -> None:
    told(world, text, conversation=GROUP)
    sent = world.service.one()
    assert sent.targeted
    assert sent.body["recipient"]["id"] == f"29:{ANN}"


def test_where_private_messages_are_not_taken_it_comes_in_the_own_conversation(world: TeamsWorld) -> None:
    told(world, "rlhf")  # from now on it is known where she can be reached
    world.service.reset()
    world.service.refuse["isTargetedActivity"] = 403
    world.say("role lawyer", conversation=GROUP)
    assert world.service.messages[-1].path == f"/v3/conversations/a:{ANN}/activities"


# -- pressing ------------------------------------------------------------------------------------------------------


def test_another_role_changes_the_card_in_its_place_and_the_first_is_remembered(world: TeamsWorld) -> None:
    told(world, "rlhf")
    response = world.press(action(world.last, "Counsel"))
    assert "Ask for the rater guidelines." in shown(response)
    assert "is remembered as your role" in shown(response)
    assert world.storage.preferences.role(TENANT, ANN) is Role.LEGAL
    assert len(world.service.messages) == 1, "no second card"
    assert "Ask for the rater guidelines." in told(world, "rlhf"), "it follows the person"


def test_in_a_group_a_role_never_changes_the_card_under_other_peoples_eyes(world: TeamsWorld) -> None:
    told(world, "rlhf", conversation=GROUP)
    world.site.service.choose_role(Asker(TENANT, BEN, Surface.TEAMS), Role.PRODUCT)
    response = world.press(action(world.last, "For my role"), user=BEN, conversation=GROUP)
    assert response["type"] == "application/vnd.microsoft.activity.message"
    sent = world.service.messages[-1]
    assert sent.targeted
    assert sent.body["recipient"]["id"] == f"29:{BEN}"
    assert "Plan for recurring labelling rounds." in texts(sent.card)
    more = world.press(action(sent.card, "More"), user=BEN, conversation=GROUP)
    assert "Say who the raters are." in shown(more), "that one is his alone, and changes"
    less = world.press(action(more["value"], "Less"), user=BEN, conversation=GROUP)
    assert "Say who the raters are." not in shown(less)


def test_more_and_less(world: TeamsWorld) -> None:
    told(world, "rlhf")
    more = world.press(action(world.last, "More"))
    assert "Say who the raters are." in shown(more)
    assert "Say who the raters are." not in shown(world.press(action(more["value"], "Less")))


def test_a_related_term_is_one_press_away_and_the_conversation_goes_on_about_it(world: TeamsWorld) -> None:
    told(world, "rlhf")
    world.press(action(world.last, "direct preference optimization"))
    assert "direct preference optimization" in texts(world.last)
    assert "Cheaper to run." in told(world, "and for product?")


def test_one_of_several_senses_is_chosen(world: TeamsWorld) -> None:
    told(world, "BS")
    world.press(action(world.last, "Open"))
    assert "What batch size is." in texts(world.last)


def test_a_vote_is_stored_once(world: TeamsWorld) -> None:
    told(world, "rlhf")
    assert world.press(action(world.last, "Helpful"))["value"] == "Thank you, noted."
    world.press(action(world.last, "Not helpful"))
    statistics = world.site.service.statistics(TENANT, 30)
    assert (statistics.helpful, statistics.not_helpful) == (0, 1), "the later vote of one person counts"


def test_clients_without_execute_send_a_message_and_the_card_is_changed(world: TeamsWorld) -> None:
    told(world, "rlhf")
    fallback = action(world.last, "More")["fallback"]
    assert world.submit(fallback["data"], replyToId="m1").status_code == 200
    changed = world.service.messages[-1]
    assert (changed.method, changed.path) == ("PUT", f"/v3/conversations/a:{ANN}/activities/m1")
    assert "Say who the raters are." in texts(changed.card)


def test_a_category_a_role_and_a_prompt_of_the_help_answer(world: TeamsWorld) -> None:
    told(world, "list")
    world.press(action(world.last, "Foundations (7)"))
    assert "reward model" in texts(world.last)
    told(world, "role")
    assert "Your role is Engineer." in shown(world.press(action(world.last, "Engineer")))
    told(world, "help")
    world.press(action(world.last, "My requests"))
    assert "You have not requested anything yet." in texts(world.last)


def test_an_old_control_is_answered_with_a_sentence(world: TeamsWorld) -> None:
    response = world.invoke("adaptiveCard/action", {"action": {"type": "Action.Execute", "verb": "gone", "data": {"action": "gone"}}, "trigger": "manual"})
    assert "older version" in response.json()["value"]
    told(world, "rlhf")
    gone = {**action(world.last, "More"), "data": {"action": "more", "shown": {"keys": ["no-such"], "role": "", "detail": False, "match": []}}}
    assert world.press(gone)["value"] == "This entry is no longer in the glossary."


# -- elsewhere -----------------------------------------------------------------------------------------------------


def found(world: TeamsWorld, *parameters: dict[str, str]) -> list[dict[str, Any]]:
    response = world.invoke("composeExtension/query", {"commandId": "search", "parameters": list(parameters)})
    extension = response.json()["composeExtension"]
    assert (extension["type"], extension["attachmentLayout"]) == ("result", "list")
    for item in extension["attachments"]:
        check(item["content"])
        assert item["preview"]["contentType"] == "application/vnd.microsoft.card.thumbnail"
    results: list[dict[str, Any]] = extension["attachments"]
    return results


def test_a_search_while_writing_gives_cards_to_insert(world: TeamsWorld) -> None:
    assert found(world, {"value": "rlhf"})[0]["preview"]["content"]["title"] == "reinforcement learning from human feedback"
    assert found(world, {"name": "query", "value": "rew"})[0]["preview"]["content"]["title"] == "reward model"
    assert len(found(world, {"name": "initialRun", "value": "true"})) > 3
    assert len(found(world)) > 3
    assert found(world, {"name": "query", "value": "zzz qqq"}) == []


def test_a_link_to_an_entry_becomes_a_card(world: TeamsWorld) -> None:
    response = world.invoke("composeExtension/queryLink", {"url": f"{PUBLIC_URL}/terms/rlhf"})
    attachment = response.json()["composeExtension"]["attachments"][0]
    assert "Tunes a model" in texts(attachment["content"])
    assert world.invoke("composeExtension/queryLink", {"url": "https://elsewhere.test/terms/rlhf"}).json()["composeExtension"]["attachments"] == []


def message(html: str) -> dict[str, Any]:
    payload = {"id": "1", "linkToMessage": "https://teams.microsoft.com/l/message/19:x/1", "body": {"contentType": "html", "content": html}}
    return {"commandContext": "message", "messagePayload": payload}


def test_the_terms_in_a_message_are_explained_in_a_window(world: TeamsWorld) -> None:
    html = "<div>We use <b>RLHF</b> and a reward model, <at id='0'>Perceptron Smith</at><script>perceptron</script></div>"
    card = window(world.invoke("composeExtension/fetchTask", {"commandId": "explain_message", **message(html)}, conversation=GROUP))
    assert "reinforcement learning" in texts(card)
    assert "reward model" in texts(card)
    assert "perceptron" not in texts(card)
    opened = action(card, "Open")
    assert opened["type"] == "Action.Submit", "windows know no other"
    assert "Tunes a model" in texts(
        window(world.invoke("composeExtension/submitAction", {"commandId": "explain_message", "commandContext": "message", "data": opened["data"]}))
    )
    assert world.service.messages == [], "nobody else sees anything"


def test_a_message_without_terms_says_so(world: TeamsWorld) -> None:
    card = window(world.invoke("composeExtension/fetchTask", {"commandId": "explain_message", **message("<p>see you at lunch</p>")}))
    assert "No glossary terms" in texts(card)


def test_answers_as_text_cite_their_sources(tmp_path: Path) -> None:
    with a_teams_world(tmp_path, assistant=the_assistant(), as_text=True) as world:
        world.say("rlhf for a product manager")
        sent = world.service.one().body
        assert "Tunes a model" in sent["text"]
        assert "[1]" in sent["text"]
        citation = next(entity for entity in sent["entities"] if "citation" in entity)["citation"][0]
        assert citation["appearance"]["url"] == "https://arxiv.org/abs/2203.02155"
        assert sent["channelData"]["feedbackLoop"]["type"] == "default"
        world.invoke("message/submitAction", {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": "{}"}})
        assert world.site.service.statistics(TENANT, 30).helpful == 1
        world.say("what is a warp drive")
        assert "Request this term" in texts(world.last)


def test_a_redelivery_has_one_effect(world: TeamsWorld) -> None:
    activity = world.activity("message", text="rlhf")
    assert [world.post(activity).status_code for _ in range(5)] == [200] * 5
    world.service.one()


def test_who_asks_too_often_is_told_so(tmp_path: Path) -> None:
    with a_teams_world(tmp_path, assistant=the_assistant(), rate="2/minute") as world:
        for _ in range(3):
            world.say("rlhf")
        assert "Slow down" in texts(world.last)


def test_guests_are_turned_away_unless_they_are_let_in(tmp_path: Path) -> None:
    for allowed, said in ((False, "Sorry, I answer only people"), (True, "Tunes a model")):
        folder = tmp_path / str(allowed)
        folder.mkdir()
        with a_teams_world(folder, assistant=the_assistant(), allow_guests=allowed) as world:
            guest = {"id": "29:g", "name": "G", "aadObjectId": BEN, "tenantId": "99999999-2222-3333-4444-555555555555"}
            world.post(world.activity("message", text="rlhf", **{"from": guest}))
            assert said in texts(world.last)
