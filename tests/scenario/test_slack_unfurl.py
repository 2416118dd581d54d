"""Links to the web glossary become cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slack_glossary import settle, shown, the_assistant
from tests.slack_world import PUBLIC_URL, World, a_world

ENTRY = f"{PUBLIC_URL}/terms/rlhf"


@pytest.mark.parametrize(
    "url",
    [
        ENTRY,
        f"{ENTRY}/",
        f"{ENTRY}?role=legal",
        f"{ENTRY}#sources",
        "https://GLOSSARY.example/terms/rlhf",
        "http://glossary.example/terms/rlhf",
        f"{PUBLIC_URL}/ask?q=what+is+rlhf%3F",
        f"{PUBLIC_URL}/ask?role=legal&amp;q=rlhf",
    ],
)
def test_a_link_to_an_entry_or_to_an_answer_becomes_a_card(world: World, url: str) -> None:
    assert world.link(url).status_code == 200
    unfurls = world.api.one("chat.unfurl")["unfurls"]
    assert list(unfurls) == [url], "Slack knows the link by the very text it was given"
    assert "Tunes a model" in shown(unfurls[url])


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/terms/rlhf",
        "https://glossary.example.evil.example/terms/rlhf",
        "https://glossary.example:8443/terms/rlhf",
        "https://glossary.example:port/terms/rlhf",
        "https://[glossary.example/terms/rlhf",
        "ftp://glossary.example/terms/rlhf",
        PUBLIC_URL,
        f"{PUBLIC_URL}/terms",
        f"{PUBLIC_URL}/terms/unknown",
        f"{PUBLIC_URL}/terms/rlhf/../../admin",
        f"{PUBLIC_URL}/ask",
        f"{PUBLIC_URL}/ask?q=frobnication",
        f"{PUBLIC_URL}/ask?q=BS",
        f"{PUBLIC_URL}/insights",
    ],
)
def test_other_links_are_left_alone(world: World, url: str) -> None:
    assert world.link(url).status_code == 200
    assert world.api.calls == []


def test_of_several_links_ours_become_cards(world: World) -> None:
    world.link(ENTRY, "https://elsewhere.example/", f"{PUBLIC_URL}/terms/dpo")
    assert set(world.api.one("chat.unfurl")["unfurls"]) == {ENTRY, f"{PUBLIC_URL}/terms/dpo"}


def test_a_card_is_attached_while_the_message_is_still_being_written(world: World) -> None:
    world.link(ENTRY, event={"source": "composer", "unfurl_id": "abc", "channel": "COMPOSER", "message_ts": "x-y-z"})
    sent = world.api.one("chat.unfurl")
    assert (sent["source"], sent["unfurl_id"]) == ("composer", "abc")
    assert "channel" not in sent
    assert "ts" not in sent


def test_without_an_unfurl_id_the_message_is_named(world: World) -> None:
    world.link(ENTRY, event={"source": None, "unfurl_id": None, "message_ts": "1700.9"})
    sent = world.api.one("chat.unfurl")
    assert (sent["channel"], sent["ts"]) == ("C1", "1700.9")


def test_a_card_is_for_everybody_and_to_post_a_link_is_not_to_ask(world: World) -> None:
    world.command("role legal")
    world.link(ENTRY, f"{PUBLIC_URL}/ask?q=dpo")
    assert "rater guidelines" not in str(world.api.one("chat.unfurl"))
    settle(world)
    assert "not looked anything up" in shown(world.command("recent").json())


def test_without_an_address_of_its_own_no_link_is_ours(tmp_path: Path) -> None:
    with a_world(tmp_path, assistant=the_assistant(), public_url=None) as world:
        assert world.link(ENTRY).status_code == 200
        assert world.api.calls == []


def test_a_glossary_below_a_path_is_known_by_it(tmp_path: Path) -> None:
    with a_world(tmp_path, assistant=the_assistant(), public_url=f"{PUBLIC_URL}/words") as world:
        world.link(f"{PUBLIC_URL}/words/terms/rlhf", ENTRY, f"{PUBLIC_URL}/wordsmith/terms/rlhf")
        assert list(world.api.one("chat.unfurl")["unfurls"]) == [f"{PUBLIC_URL}/words/terms/rlhf"]
