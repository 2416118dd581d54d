"""Whatever somebody types is answered, and Slack takes the answer: `world` checks all that is shown."""

from __future__ import annotations

import pytest

from bot.render.slack import names
from tests.slack_world import World

HOSTILE = [
    "x" * 8_000,
    "word " * 2_000,
    "\x00\x01\x02",
    "\u200b\u200d\ufeff",
    "\u202egnissim\u202c",
    "e" + "\u0301" * 500,
    "\U0001f916" * 300,
    "```*_~> `code`",
    "<!channel|everybody> <@U1> <#C1> <https://evil.example|rlhf> &lt;!here&gt;",
    "<" * 4_000,
    "<<a|b>|c> <|> <> &amp;&amp;lt;",
    "{}[]()\\'\"%s%n",
    "list " + "y" * 3_000,
    "search " + "<!channel> " * 200,
    "role " + "&lt;!here&gt;" * 200,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_any_text_is_answered(world: World, text: str) -> None:
    answer = world.command(text)
    assert answer.status_code == 200
    assert answer.json()["blocks"]
    assert world.mention(text).status_code == 200
    assert world.direct(text).status_code == 200
    assert world.message_shortcut(names.EXPLAIN_MESSAGE, text).status_code == 200
    assert "options" in world.suggest(names.TERM, text[:150]).json()
    assert {call.method for call in world.api.calls} <= {"chat.postMessage", "chat.postEphemeral"}


def test_half_a_character_is_no_obstacle(world: World) -> None:
    assert world.direct("\ud83e rlhf \udd16").status_code == 200
    assert world.mention("\ud83e zzzz").status_code == 200
    assert world.message_shortcut(names.EXPLAIN_MESSAGE, "\ud83e rlhf").status_code == 200
    assert world.press(world.command("zzzz").json(), names.REQUEST, value="\ud83e zzzz").status_code == 200
    assert (len(world.api.of("chat.postMessage")), len(world.api.responses), len(world.api.of("views.open"))) == (2, 1, 1)


@pytest.mark.parametrize("value", ["", "~0123456789abcdef", "../../etc", "x" * 2_000, "rlhf\x00"])
def test_any_value_of_a_control_is_answered(world: World, value: str) -> None:
    answer = world.command("rlhf").json()
    assert world.press(answer, "open:0", value=value).status_code == 200
    assert "no longer in the glossary" in world.api.response["text"]


@pytest.mark.parametrize("block_id", ["", "actions", "[]", '["answer",["rlhf"],"wizard",0,0]', '["answer",[],"",0,0]', "null", "{}"])
@pytest.mark.parametrize("action_id", [names.MORE, names.SHARE, names.MINE, names.FEEDBACK])
def test_a_control_that_remembers_nothing_says_so(world: World, block_id: str, action_id: str) -> None:
    blocks = [{"type": "actions", "block_id": block_id, "elements": [{"type": "button", "action_id": action_id, "value": "yes"}]}]
    assert world.press({"blocks": blocks}, action_id).status_code == 200
    assert "no longer in the glossary" in world.api.response["text"]
