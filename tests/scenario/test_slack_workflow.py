"""The step "Look up a term" of Workflow Builder."""

from __future__ import annotations

import pytest

from bot.render.slack import names
from tests.slack_world import PUBLIC_URL, World


def test_the_step_gives_the_entry_as_its_outputs(world: World) -> None:
    assert world.step(names.LOOK_UP_STEP, {"term": "what is rlhf", "role": "lawyer"}, execution="Fx7").status_code == 200
    done = world.api.one("functions.completeSuccess")
    assert done["function_execution_id"] == "Fx7"
    assert done["outputs"] == {
        "term": "reinforcement learning from human feedback",
        "definition": "Tunes a model with a reward signal learned from people's choices between answers.",
        "takeaway": "Ask for the rater guidelines.",
        "link": f"{PUBLIC_URL}/terms/rlhf",
    }


def test_the_step_acts_with_the_token_of_its_execution(world: World) -> None:
    world.step(names.LOOK_UP_STEP, {"term": "rlhf"})
    assert [call.token for call in world.api.calls] == ["xwfp-test"]


def test_a_term_without_an_entry_leaves_the_outputs_empty_so_that_the_workflow_goes_on(world: World) -> None:
    world.step(names.LOOK_UP_STEP, {"term": "frobnication"})
    assert set(world.api.one("functions.completeSuccess")["outputs"].values()) == {""}


@pytest.mark.parametrize(("inputs", "part"), [({}, "No term"), ({"term": "  "}, "No term"), ({"term": "rlhf", "role": "wizard"}, "wizard")])
def test_what_the_author_of_the_workflow_got_wrong_fails_with_a_plain_sentence(world: World, inputs: dict[str, str], part: str) -> None:
    assert world.step(names.LOOK_UP_STEP, inputs).status_code == 200
    assert part in world.api.one("functions.completeError")["error"]
    assert world.api.of("functions.completeSuccess") == []
