"""Everything that people do in Teams, in Microsoft's own client for tests."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import data_folder
from tests.browser.teams.playground import FONTS, TENANT, USER, Playground, a_playground
from tests.server import Server, running

PUBLIC_URL = "https://glossary.example.com"


@pytest.fixture(scope="module")
def bot(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = data_folder(data_dir, tmp_path_factory.mktemp("teams"))
    with running(
        folder, flags=["--teams-local"], GLOSSARY_PUBLIC_URL=PUBLIC_URL, GLOSSARY_STEWARDS=f"{TENANT}:{USER}", TEAMS_RATE_LIMIT="1000/minute"
    ) as server:
        yield server


@pytest.fixture(scope="module")
def playground(bot: Server, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    folder = tmp_path_factory.mktemp("playground")
    with a_playground(chromium, f"{bot.address}/api/messages", folder) as made:
        yield made
        assert made.blocked <= {FONTS}, "nothing leaves this machine"
    assert "failed" not in bot.log(), bot.log()


@pytest.fixture(autouse=True)
def _picture(playground: Playground, request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    folder = os.environ.get("PICTURES")
    if folder:
        playground.page.screenshot(path=Path(folder) / f"{request.node.name}.png")


def test_whoever_installs_it_is_welcomed(playground: Playground) -> None:
    playground.sees("Hello, I am the glossary.")


def test_a_question_is_answered_and_the_role_is_switched_in_place(playground: Playground) -> None:
    playground.say("rlhf for a product manager")
    playground.sees("For you as Product Manager:")
    cards = playground.page.get_by_text("RLHF, reinforcement learning from human preferences")
    before = cards.count()
    playground.button("For Product Manager \u25be").click()
    playground.button("Counsel").click()
    playground.sees(re.compile("for you as Counsel"))
    assert cards.count() == before, "the card has changed, and there is no second one"


def test_more_shows_everything_and_a_vote_is_taken(playground: Playground) -> None:
    playground.button("More").click()
    playground.sees("In full")
    playground.button("Helpful").click()
    playground.sees("Thank you, noted.")


def test_did_you_mean(playground: Playground) -> None:
    playground.fresh()
    playground.say("hallucinatoin rate of the bot or so")
    playground.sees(re.compile("Closest entries|hallucination"))


def test_a_comparison_shows_both(playground: Playground) -> None:
    playground.fresh()
    playground.say("rag vs fine-tuning")
    playground.sees("retrieval-augmented generation")
    playground.button("fine-tuning").wait_for()


def test_a_follow_up_leans_on_what_was_said(playground: Playground) -> None:
    playground.fresh()
    playground.say("kv cache")
    playground.sees("KV cache")
    playground.say("and for an executive?")
    playground.sees("For you as Executive:")


def test_a_search_while_writing_inserts_a_card(playground: Playground) -> None:
    playground.fresh()
    playground.extension("Search Command")
    playground.page.get_by_placeholder("Enter a search term").fill("rlhf")
    playground.sees("reinforcement learning from human feedback")


def test_a_link_to_an_entry_becomes_a_card(playground: Playground) -> None:
    playground.fresh()
    playground.extension("Link Unfurling")
    playground.page.get_by_label("Enter an URL").last.fill(f"{PUBLIC_URL}/terms/kv-cache")
    with playground.page.expect_response(lambda response: "queryLink" in (response.request.post_data or "")) as answered:
        playground.page.keyboard.press("Enter")
    assert answered.value.status == 200
    assert "KV cache" in answered.value.text()


def test_a_mention_in_a_group_is_answered_for_all_and_for_my_role_only_for_me(playground: Playground) -> None:
    playground.fresh()
    playground.open("Group Chat")
    playground.mention("define rlhf", "Send Message")
    playground.button("For my role").wait_for()
    assert playground.page.get_by_role("button", name="Helpful", exact=True).count() == 0
    playground.button("For my role").click()
    playground.sees(re.compile("Only you see it|I have sent it to you"))


def test_a_post_in_a_channel_is_answered(playground: Playground) -> None:
    playground.open("General")
    playground.mention("define model card", "Post")
    playground.button("For my role").wait_for()
    playground.sees("model card")


def test_the_terms_of_a_message_are_explained_in_a_window(playground: Playground) -> None:
    playground.fresh()
    playground.act_on_my_message("We tuned it with RLHF and a reward model", "explain_message")
    playground.sees("Terms in this message")


def test_a_term_is_requested_from_a_message(playground: Playground) -> None:
    playground.fresh()
    playground.act_on_my_message("Is the flux capacitor ready?", "request_message")
    playground.sees("What it said there; remove what stewards should not see")
    playground.page.get_by_role("textbox", name="Term or phrase").last.fill("flux capacitor")
    playground.button("Send").click()
    playground.sees(re.compile("is requested"))


def test_a_request_from_a_not_found_card_is_decided_by_a_steward_and_the_asker_is_told(playground: Playground) -> None:
    playground.fresh()
    playground.say("what is a warp drive")
    playground.sees("No entry for \u201cwarp drive\u201d.")
    playground.button("Request this term").click()
    playground.button("Send").click()
    playground.sees("\u201cwarp drive\u201d is requested.")
    playground.say("requests")
    playground.sees("Term requests: open")
    playground.button("Open").click()
    playground.button("Accept").wait_for()
    playground.button("Accept").click()
    playground.page.get_by_role("textbox", name="A word to the askers").last.fill("Good one.")
    playground.button("Accept").click()
    playground.sees("Accepted: the entry is to be written")
    playground.sees("\u201cwarp drive\u201d is accepted: it will get an entry. You hear from me when it is in the glossary.")
