"""What goes wrong in Teams, or behind it: the person hears of it in plain words, and nothing is lost or sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.requests import RequestForm
from bot.core.usage import Asker, Surface
from bot.errors import GiveUp, RetryLater, StorageUnavailable
from tests.slack_glossary import the_assistant
from tests.teams_cards import action, texts
from tests.teams_world import ANN, CHANNEL, STEWARD, TENANT, TRIAGE, TeamsWorld, a_teams_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[TeamsWorld]:
    with a_teams_world(tmp_path, assistant=the_assistant()) as made:
        made.name_stewards()
        yield made


SECRET = "a secret " + "question"  # the line that raises stands in the log


def boom(*_: Any, **__: Any) -> Any:
    raise ValueError(SECRET)


def gone(*_: Any, **__: Any) -> Any:
    raise StorageUnavailable("a detail of the database")


def test_a_fault_of_ours_is_a_friendly_card_and_no_5xx_and_its_words_are_not_logged(
    world: TeamsWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(world.site.service, "converse", boom)
    assert world.say("rlhf").status_code == 200
    assert texts(world.last) == "Something went wrong here. It is noted; please try again."
    assert SECRET not in caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.parametrize(("failure", "said"), [(boom, "Something went wrong here."), (gone, "Nothing was stored")])
def test_on_a_control_it_is_a_sentence_beside_it(world: TeamsWorld, monkeypatch: pytest.MonkeyPatch, failure: Any, said: str) -> None:
    world.say("rlhf")
    monkeypatch.setattr(world.site.service, "give_feedback", failure)
    assert said in world.press(action(world.last, "Helpful"))["value"]


def test_in_a_window_it_stands_in_the_window(world: TeamsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.site.desk, "file", gone)
    card = world.send_dialog({"data": {"action": "file"}}, {"term": "warp core"})
    assert "Nothing was stored" in texts(card)


def test_without_a_database_questions_are_answered(world: TeamsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("role", "choose"):
        monkeypatch.setattr(world.storage.preferences, name, gone)
    monkeypatch.setattr(world.storage.teams_conversations, "remember", gone)
    monkeypatch.setattr(world.site.deliveries, "is_done", gone)
    monkeypatch.setattr(world.site.deliveries, "done", gone)
    world.say("rlhf")
    assert "Tunes a model" in texts(world.last)
    assert "Your role cannot be looked up just now" in texts(world.last)


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_when_teams_does_not_take_the_answer_nothing_breaks_and_it_is_not_sent_again(world: TeamsWorld, status: int) -> None:
    world.service.refuse["/activities"] = status
    activity = world.activity("message", text="rlhf")
    assert world.post(activity).status_code == 200
    sent = len(world.service.calls)
    assert sent <= 2, "the answer, and the attempt to say that it did not arrive"
    world.service.refuse.clear()
    assert world.post(activity).status_code == 200
    assert len(world.service.calls) == sent, "the same delivery has no second effect"
    world.say("rlhf")
    assert "Tunes a model" in texts(world.last)


@pytest.mark.parametrize(("status", "error"), [(412, RetryLater), (429, RetryLater), (502, RetryLater), (504, RetryLater), (403, GiveUp), (404, GiveUp)])
def test_jobs_are_tried_again_where_that_helps(world: TeamsWorld, status: int, error: type[Exception]) -> None:
    world.say("rlhf")
    world.site.desk.file(Asker(TENANT, ANN, Surface.TEAMS), RequestForm("warp core"))
    world.site.desk.decline(Asker(TENANT, STEWARD, Surface.TEAMS), 1, "No.")
    world.service.refuse["/activities"] = status
    world.service.retry_after = "7"
    with pytest.raises(error) as failed:
        world.deliver({})
    if error is RetryLater and status == 429:
        assert failed.value.after_s == 7.0  # type: ignore[attr-defined]


def test_a_card_that_somebody_deleted_is_posted_again(world: TeamsWorld) -> None:
    world.post(world.activity("installationUpdate", action="add", conversation=TRIAGE))
    world.site.desk.file(Asker(TENANT, ANN, Surface.TEAMS), RequestForm("warp core"))
    world.deliver()
    world.service.reset()
    world.service.refuse["/activities/m"] = 404
    world.site.desk.ask(Asker(TENANT, STEWARD, Surface.TEAMS), 1, "Which?")
    world.say("rlhf")
    world.deliver()
    posted = [call.method for call in world.service.messages if TRIAGE in call.path]
    assert posted == ["PUT", "POST"]


def test_a_removal_that_is_not_stored_is_delivered_again(world: TeamsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.post(world.activity("installationUpdate", action="add", conversation=CHANNEL))
    with monkeypatch.context() as broken:
        broken.setattr(world.storage.teams_conversations, "forget", gone)
        assert world.post(world.activity("installationUpdate", action="remove", conversation=CHANNEL)).status_code == 503
    world.post(world.activity("installationUpdate", action="remove", conversation=CHANNEL))
    assert world.forgotten == [TENANT]


def test_a_search_that_fails_says_so(world: TeamsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.teams.listeners.search._found", boom)
    said = world.invoke("composeExtension/query", {"commandId": "search", "parameters": [{"name": "query", "value": "x"}]}).json()
    assert said["composeExtension"] == {"type": "message", "text": "Something went wrong here. It is noted; please try again."}
