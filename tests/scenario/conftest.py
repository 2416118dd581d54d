"""A workspace for every scenario in Slack."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.slack_glossary import the_assistant
from tests.slack_world import World, a_world

_people = itertools.count(1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests of a module: to make a database takes longer than most of them."""
    with a_world(tmp_path_factory.mktemp("slack"), assistant=the_assistant()) as made:
        yield made


@pytest.fixture
def world(workspace: World) -> World:
    """The workspace as somebody finds it who was never there."""
    workspace.api.reset()
    workspace.user = f"UNEW{next(_people)}"
    workspace.site.service.forget_conversations(workspace.team)
    return workspace
