"""A workspace for every scenario in Slack, and whether Slack would take what was sent there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from bot.adapters.chat import patience
from tests.slack_blocks import check
from tests.slack_glossary import the_assistant
from tests.slack_world import World, a_world

_people = itertools.count(1)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A disk that stalls for a moment is what only the scenarios without storage are about."""
    if not request.path.name.endswith("_without_storage.py"):
        monkeypatch.setattr(patience, "PATIENCE_S", 5.0)


class Watched(World):
    """Keeps the answers to requests."""

    answers: list[httpx.Response]

    def post(self, *args: Any, **options: Any) -> httpx.Response:
        response = super().post(*args, **options)
        self.answers.append(response)
        return response


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """One for all tests of a module: to make a database takes longer than most of them."""
    with a_world(tmp_path_factory.mktemp("slack"), assistant=the_assistant()) as made:
        made.__class__ = Watched
        assert isinstance(made, Watched)
        yield made


@pytest.fixture
def world(workspace: Watched) -> Iterator[World]:
    """The workspace as somebody finds it who was never there. All that is shown in it is well-formed in the end."""
    workspace.api.reset()
    workspace.answers = []
    workspace.user = f"UNEW{next(_people)}"
    workspace.site.service.forget_conversations(workspace.team)
    yield workspace
    sent = [call.args for call in workspace.api.calls] + workspace.api.responses
    sent += [answer.json() for answer in workspace.answers if answer.content[:1] == b"{"]
    for content in _shown(sent):
        check(content)


def _shown(sent: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The messages, views and cards in what was sent."""
    for args in sent:
        if "blocks" in args:
            yield {"text": args["text"], "blocks": args["blocks"]}
        if "view" in args:
            yield args["view"]
        cards = args.get("unfurls")
        for url, card in cards.items() if isinstance(cards, Mapping) else ():
            yield {"text": url, "blocks": card["blocks"]}
