"""The app comes into a conversation, and goes: what is kept, and what is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.slack_glossary import the_assistant
from tests.teams_cards import action, check, texts
from tests.teams_world import ANN, BEN, BOT, CHANNEL, TENANT, TeamsWorld, a_teams_world

OWN = f"a:{ANN}"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[TeamsWorld]:
    with a_teams_world(tmp_path, assistant=the_assistant()) as made:
        yield made


def install(world: TeamsWorld, what: str = "add", **options: Any) -> None:
    assert world.post(world.activity("installationUpdate", action=what, **options)).status_code == 200


def members(world: TeamsWorld, kind: str, **options: Any) -> None:
    assert world.post(world.activity("conversationUpdate", **{kind: [{"id": BOT}]}, **options)).status_code == 200


def test_whoever_installs_it_is_welcomed_once_and_can_try_it_and_choose_a_role(world: TeamsWorld) -> None:
    members(world, "membersAdded")
    install(world)
    card = world.service.one().card
    check({name: value for name, value in card.items() if name != "msteams"})
    assert "Hello, I am the glossary." in texts(card)
    world.press(action(card, "What is reward model?"))
    assert "What reward model is." in texts(world.last)
    assert "Your role is Counsel." in texts(world.press(action(card, "Counsel"))["value"])


def test_a_team_is_welcomed_in_its_channel(world: TeamsWorld) -> None:
    install(world, conversation=CHANNEL)
    assert CHANNEL in world.service.one().path


def test_where_people_can_be_reached_is_kept_while_it_is_installed_and_gone_with_it(world: TeamsWorld) -> None:
    install(world)
    install(world, conversation=CHANNEL, user=BEN)
    kept = world.storage.teams_conversations
    reach = kept.person(TENANT, ANN)
    assert reach is not None
    assert (reach.conversation, reach.service_url, reach.account, reach.name) == (OWN, world.service.url, f"29:{ANN}", "Ann Lee")
    install(world, "remove")
    assert kept.find(TENANT, OWN) is None
    assert world.forgotten == [], "a team still has it"
    install(world, "remove", conversation=CHANNEL)
    assert world.forgotten == [TENANT]


def test_members_who_leave_are_not_the_app(world: TeamsWorld) -> None:
    install(world)
    world.post(world.activity("conversationUpdate", membersRemoved=[{"id": f"29:{BEN}"}]))
    assert world.storage.teams_conversations.find(TENANT, OWN) is not None
    members(world, "membersRemoved")
    assert world.storage.teams_conversations.find(TENANT, OWN) is None


def test_a_person_is_met_by_any_activity(world: TeamsWorld) -> None:
    world.say("rlhf", user=BEN)
    reach = world.storage.teams_conversations.person(TENANT, BEN)
    assert reach is not None
    assert (reach.kind, reach.installed) == ("personal", False)


def test_what_nobody_listens_to_is_taken_and_leads_to_nothing(world: TeamsWorld) -> None:
    for kind in ("typing", "messageReaction", "event"):
        assert world.post(world.activity(kind)).status_code in {200, 400}
    assert world.service.calls == []
