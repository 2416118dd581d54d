"""Term requests in Teams: asked for, followed, decided, and told; and when the asker and the steward sit on different platforms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack.authorize_single import SingleWorkspace
from bot.adapters.slack.connection import web_client
from bot.adapters.slack.notify import personal_notices
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.triage import TriageChannel
from bot.bootstrap.routing import Platform, Routing
from bot.core.requests import NamedStewards, State
from bot.core.usage import Asker, Surface
from bot.errors import GiveUp
from tests.fakes import a_term, an_assistant
from tests.slack_glossary import TERMS, the_assistant
from tests.slack_world import TOKEN as SLACK_TOKEN
from tests.slack_world import a_world
from tests.teams_cards import action, actions, check, texts
from tests.teams_world import ANN, BEN, GROUP, LATER, STEWARD, TENANT, TRIAGE, TeamsWorld, a_teams_world, window

CARD = "application/vnd.microsoft.card.adaptive"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[TeamsWorld]:
    with a_teams_world(tmp_path, assistant=the_assistant()) as made:
        made.name_stewards()
        made.post(made.activity("installationUpdate", action="add", conversation=TRIAGE))
        made.service.reset()
        yield made
        for call in made.service.messages:
            for attachment in call.body.get("attachments", ()):
                check({name: value for name, value in attachment["content"].items() if name != "msteams"})


def on_message(html: str) -> dict[str, Any]:
    payload = {"id": "7", "linkToMessage": "https://teams.microsoft.com/l/message/19:x/7", "body": {"contentType": "html", "content": html}}
    return {"commandId": "request_message", "commandContext": "message", "messagePayload": payload}


def send_from_message(world: TeamsWorld, card: dict[str, Any], title: str, filled: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    pressed = action(card, title)
    data = {**prefilled(card), **(filled or {}), **pressed["data"]}
    return window(world.invoke("composeExtension/submitAction", {"commandId": "request_message", "commandContext": "message", "data": data}, **options))


def prefilled(card: dict[str, Any]) -> dict[str, str]:
    return {item["id"]: item["value"] for item in card["body"] if str(item["type"]).startswith("Input.") and "value" in item}


def ask_for(world: TeamsWorld, term: str, user: str = ANN, **filled: str) -> None:
    """By the two fields on the answer that found nothing."""
    world.say(f"what is a {term}", user=user)
    response = world.press(action(world.last, "Send"), {"term": term, **filled}, user=user)
    assert "is requested" in texts(response["value"]) or "was asked for before" in texts(response["value"])


def request(world: TeamsWorld, number: int = 1) -> Any:
    return world.site.desk.get(Asker(TENANT, STEWARD, Surface.TEAMS), number)


# -- asking --------------------------------------------------------------------------------------------------------


def test_a_term_is_requested_from_the_menu_of_a_message(world: TeamsWorld) -> None:
    html = "<div>Our <b>flux capacitor</b> is <i>&lt;hot&gt;</i><script>alert(1)</script></div>"
    card = window(world.invoke("composeExtension/fetchTask", on_message(html), conversation=GROUP))
    check(card)
    assert prefilled(card)["excerpt"] == "Our flux capacitor is <hot>"
    assert prefilled(card)["where_seen"] == "https://teams.microsoft.com/l/message/19:x/7"
    done = send_from_message(world, card, "Send", {"term": "flux capacitor", "why": "Customers ask.", "roles": "legal,product"}, conversation=GROUP)
    assert "is requested" in texts(done)
    filed = request(world)
    assert (filed.form.term, filed.form.why, [role.value for role in filed.form.roles]) == ("flux capacitor", "Customers ask.", ["product", "legal"])
    assert filed.requester == ANN
    assert world.service.messages == [], "nobody in the group sees anything"


def test_what_is_there_already_is_shown_before_anything_is_sent(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor")
    card = window(world.invoke("composeExtension/fetchTask", on_message("the flux capacitors"), user=BEN))
    again = send_from_message(world, card, "Send", {"term": "flux capacitors"}, user=BEN)
    assert "Somebody has asked for this already" in texts(again)
    assert prefilled(again)["term"] == "flux capacitors", "what was written stays"
    done = send_from_message(world, again, "Me too", user=BEN)
    assert "your wish counts too" in texts(done)
    assert request(world).askers == 2


def test_on_an_answer_too_and_it_can_be_requested_all_the_same(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor")
    world.say("what is a flux capacitors device", user=BEN)
    world.press(action(world.last, "Send"), {"term": "flux capacitors", "why": "W"}, user=BEN)
    assert "Somebody has asked for this already" in texts(world.last)
    world.press(action(world.last, "Request it all the same"), user=BEN)
    assert request(world).askers == 2, "the same words are the same request"


def test_anonymously_nobody_is_named(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor", anonymous="true")
    world.deliver()
    assert "Asked anonymously" in texts(world.last)
    assert "Ann" not in str(world.last)


def test_all_fields_are_a_window_away_and_what_is_wrong_is_said_in_it(world: TeamsWorld) -> None:
    world.say("what is a flux capacitor")
    card = world.dialog(action(world.last, "All fields"))
    assert prefilled(card)["term"] == "flux capacitor"
    wrong = world.send_dialog(action(card, "Send"), {**prefilled(card), "links": "no link"})
    assert "http(s)" in texts(wrong)
    assert prefilled(wrong)["links"] == "no link"
    assert "is requested" in texts(world.send_dialog(action(wrong, "Send"), {**prefilled(wrong), "links": "https://example.org"}))


def test_my_requests_are_followed_and_withdrawn(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor")
    world.say("my requests")
    assert "flux capacitor Waiting for a decision" in texts(world.last)
    response = world.press(action(world.last, "Withdraw it"))
    assert "is withdrawn: you hear no more of it." in texts(response["value"])
    assert request(world).state is State.WITHDRAWN
    world.submit({"action": "withdraw", "request": 1}, replyToId="m1")
    assert "cannot be withdrawn any more" in texts(world.last)


# -- deciding ------------------------------------------------------------------------------------------------------


def test_stewards_decide_on_the_card_and_the_asker_is_told(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor", why="Customers ask.")
    world.deliver()
    posted = world.service.messages[-1]
    assert posted.path == f"/v3/conversations/{TRIAGE}/activities"
    assert "Asked by Ann Lee" in texts(posted.card)
    steward = {"user": STEWARD, "conversation": TRIAGE}
    asked = world.press(action(posted.card, "Ask"), {"question": "Which kind?"}, **steward)
    assert "Waiting for details" in texts(asked["value"]), "the card changes in its place"
    world.service.reset()
    world.deliver()
    to_ann = next(call for call in world.service.messages if f"a:{ANN}" in call.path)
    assert "need to know more" in texts(to_ann.card)
    assert "Which kind?" in texts(to_ann.card)
    changed = next(call for call in world.service.messages if TRIAGE in call.path)
    assert changed.method == "PUT", "for everybody in the channel"
    details = next(item for item in actions(to_ann.card) if item.get("verb") == "add_details")
    assert world.press(details, {"details_1": "The one in cars."})["value"] == "Thank you: the stewards see it."
    world.service.reset()
    world.deliver()
    shown = next(call.card for call in world.service.messages if TRIAGE in call.path)
    assert "The one in cars." in texts(shown)
    accepted = world.press(by_verb(shown, "triage_accept"), {"accept_note": "Good one."}, **steward)
    assert "Accepted: the entry is to be written" in texts(accepted["value"])
    world.service.reset()
    world.deliver()
    assert "is accepted" in texts(next(call.card for call in world.service.messages if f"a:{ANN}" in call.path))


def by_verb(card: dict[str, Any], verb: str) -> Any:
    return next(item for item in actions(card) if item.get("verb") == verb)


def the_card(world: TeamsWorld) -> dict[str, Any]:
    """As a steward opens it out of the queue."""
    world.say("requests", user=STEWARD)
    world.press(action(world.last, "Open"), user=STEWARD)
    return world.last


def test_the_triage_channel_may_be_any_channel_of_a_team(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor")
    world.service.reset()
    world.deliver({TENANT: "19:another@thread.tacv2"})
    assert world.service.one().path == "/v3/conversations/19:another@thread.tacv2/activities"


def test_the_queue_opens_cards_and_a_draft_is_written_in_a_window(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor")
    card = the_card(world)
    window_card = world.dialog(action(card, "Accept with a draft"), user=STEWARD)
    wrong = world.send_dialog(action(window_card, "Accept"), {"short_def": "It makes time travel possible.", "citations": "no address"}, user=STEWARD)
    assert "every line needs an address" in texts(wrong).casefold()
    filled = {"short_def": "It makes time travel possible.", "takeaway_legal": "Read the law.", "citations": "Brown (1985) | https://example.org/flux"}
    done = world.send_dialog(action(wrong, "Accept"), filled, user=STEWARD)
    assert "It makes time travel possible." in texts(done)
    draft = request(world).draft
    assert (draft.short_def, draft.citations[0].url) == ("It makes time travel possible.", "https://example.org/flux")
    edit = world.dialog(action(the_card(world), "Edit"), user=STEWARD)
    world.send_dialog(action(edit, "Save"), {**prefilled(edit), "term": "flux capacitor", "aliases": "FC"}, user=STEWARD)
    assert request(world).form.aliases == ("FC",)


def test_declined_and_duplicates(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor")
    ask_for(world, "warp core", user=BEN)
    card = the_card(world)
    refused = world.press(by_verb(card, "triage_duplicate"), {"duplicate_of": "no such entry"}, user=STEWARD)
    assert "no entry is called" in refused["value"].casefold()
    done = world.press(by_verb(card, "triage_duplicate"), {"duplicate_of": "RLHF"}, user=STEWARD)
    assert "Duplicate of rlhf" in texts(done["value"])
    world.press(by_verb(the_card(world), "triage_decline"), {"reason": "Not ours."}, user=STEWARD)
    assert [request(world, number).state for number in (1, 2)] == [State.DUPLICATE, State.DECLINED]
    world.deliver()
    read = [texts(call.card) for call in world.service.messages if f"a:{BEN}" in call.path]
    assert any("Not ours." in text for text in read)


def test_who_is_no_steward_is_refused_and_the_card_of_a_decided_request_says_who_was_first(world: TeamsWorld) -> None:
    ask_for(world, "flux capacitor")
    card = the_card(world)
    refused = world.press(by_verb(card, "triage_accept"), user=BEN)
    assert "steward" in refused["value"].casefold()
    assert request(world).state is State.SUBMITTED
    world.press(by_verb(card, "triage_accept"), user=STEWARD)
    late = world.press(by_verb(card, "triage_ask"), {"question": "Which?"}, user=STEWARD)
    assert "Sam Steward accepted it" in texts(late["value"])


def test_what_people_look_for_in_vain_becomes_a_request(world: TeamsWorld) -> None:
    for user in (ANN, BEN):
        world.say("what is a warp drive", user=user)
    world.questions.flush(5.0)
    world.say("requests", user=STEWARD)
    world.press(action(world.last, "What people look for in vain"), user=STEWARD)
    response = world.press(action(world.last, "Make a request"), user=STEWARD)
    assert "Request 1 is made." in texts(response["value"])


def test_the_digest_sums_up_what_is_open(world: TeamsWorld) -> None:
    from bot.core.requests import JobKind, NewJob

    ask_for(world, "flux capacitor")
    world.deliver()
    world.service.reset()
    world.storage.outbox.add(TENANT, NewJob(JobKind.DIGEST, {"day": "2026-11-23"}, "digest:2026-11-23"), LATER)
    world.deliver()
    assert "Term requests today" in texts(world.service.one().card)


def test_somebody_who_was_met_in_a_group_only_is_told_in_a_new_conversation(world: TeamsWorld) -> None:
    world.say("rlhf", user=BEN, conversation=GROUP)
    world.site.desk.file(Asker(TENANT, BEN, Surface.TEAMS), request_form("warp core"))
    world.press(by_verb(the_card(world), "triage_decline"), {"reason": "No."}, user=STEWARD)
    world.service.reset()
    world.deliver()
    begun = next(call for call in world.service.calls if call.path == "/v3/conversations")
    assert begun.body["members"][0]["id"] == f"29:{BEN}"
    assert any("a:new-" in call.path for call in world.service.messages)


def test_somebody_who_was_never_met_cannot_be_told(world: TeamsWorld) -> None:
    world.site.desk.file(Asker(TENANT, "dddddddd-0000-0000-0000-000000000004", Surface.API), request_form("warp core"))
    world.press(by_verb(the_card(world), "triage_decline"), {"reason": "No."}, user=STEWARD)
    with pytest.raises(GiveUp):
        world.deliver()


def request_form(term: str) -> Any:
    from bot.core.requests import RequestForm

    return RequestForm(term)


# -- across platforms ----------------------------------------------------------------------------------------------


def test_filed_in_teams_and_decided_in_slack_and_the_other_way_round(tmp_path: Path) -> None:
    """One organization: the people of a directory belong to a Slack workspace."""
    published = a_term("flux capacitor", short_def="It makes time travel possible.")
    assistant = an_assistant(*TERMS, published)
    with a_world(tmp_path, *TERMS) as slack, a_teams_world(tmp_path, assistant=the_assistant(), storage=slack.storage, organizations={TENANT: "T1"}) as teams:
        for site in (slack.site, teams.site):
            site.desk._stewards = NamedStewards({"T1": {"USTEWARD", STEWARD}})
        client = web_client(slack.api.url)
        outbound = Outbound(client, SingleWorkspace(client, SLACK_TOKEN))
        in_slack = Platform(personal_notices(slack.site, outbound), TriageChannel(slack.site, outbound))
        handlers = Routing(in_slack, teams.teams.platform, {"T1": "CTRIAGE"}).handlers

        def deliver() -> None:
            while jobs := slack.storage.outbox.claim(tuple(handlers), LATER, 100):
                for job in jobs:
                    in_teams = job.kind == "notify_person" and "-" in str(job.payload["user"])
                    portal = teams.client.portal if in_teams else slack.client.portal
                    assert portal is not None
                    portal.call(handlers[job.kind], job)
                    slack.storage.outbox.done(job, LATER)

        teams.say("what is a flux capacitor")
        teams.press(action(teams.last, "Send"), {"term": "flux capacitor"})
        deliver()
        posted = slack.api.of("chat.postMessage")[-1]
        assert posted["channel"] == "CTRIAGE", "the card is where the stewards are"
        assert "Somebody in Teams" in str(posted["blocks"])
        slack.site.desk.accept(Asker("T1", "USTEWARD", Surface.SLACK), 1)
        teams.service.reset()
        deliver()
        assert "is accepted" in texts(teams.last), "told in Teams, where it was filed"

        slack.site.desk.file(Asker("T1", "U1", Surface.SLACK), request_form("warp core"))
        teams.press(by_verb(open_card(teams), "triage_decline"), {"reason": "Not ours."}, user=STEWARD)
        slack.api.reset()
        deliver()
        told = [call for call in slack.api.of("chat.postMessage") if call["channel"] == "U1"]
        assert "Not ours." in str(told)

        slack.site.desk.published(assistant.glossary)
        deliver()
        assert "is in the glossary now" in texts(teams.last)


def open_card(teams: TeamsWorld) -> dict[str, Any]:
    teams.say("requests", user=STEWARD)
    opened = [item for item in actions(teams.last) if item.get("title") == "Open"][-1]
    teams.press(opened, user=STEWARD)
    return teams.last
