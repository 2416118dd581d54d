"""What a person gets who types the command: only they see it, in the answer to the request itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.render.slack import names
from tests.slack_glossary import everything, role_of, said, settle, shown, the_assistant
from tests.slack_world import World, a_world, controls


def test_an_answer_has_all_that_is_needed_at_a_glance_and_only_the_asker_sees_it(world: World) -> None:
    world.command("role product manager")
    response = world.command("rlhf")
    answer = response.json()
    assert response.status_code == 200
    assert answer["response_type"] == "ephemeral"
    assert "Tunes a model with a reward signal" in answer["text"], "for notifications and screen readers"
    assert world.api.calls == [], "the answer is the response: nothing else can fail"
    read = shown(answer)
    for part in ("reinforcement learning from human feedback", "RLHF, preference optimization", "Tunes a model", "Plan for recurring labelling rounds."):
        assert part in read
    assert "<https://arxiv.org/abs/2203.02155|InstructGPT (2022)>" in read
    assert "reviewed 45 days ago" in read
    ids = [element["action_id"] for _, element in controls(answer)]
    assert {names.ROLE, names.MORE, names.SHARE, names.FEEDBACK, "open:0", "open:1"} <= set(ids)


def test_a_role_in_the_question_is_answered_for(world: World) -> None:
    assert "Ask for the rater guidelines." in said(world, "what is rlhf for a lawyer")


def test_two_terms_stand_side_by_side(world: World) -> None:
    read = said(world, "rlhf vs dpo")
    assert read.index("reinforcement learning from human feedback") < read.index("direct preference optimization")


def test_how_it_was_matched_is_said_when_it_is_not_exact(world: World) -> None:
    assert "Read as" in said(world, "rlhff")
    assert "Read as" not in said(world, "rlhf")


@pytest.mark.parametrize(("term", "care"), [("expert system", "Deprecated"), ("agent swarm", "Draft"), ("perceptron", "Stale")])
def test_an_entry_to_be_read_with_care_says_so(world: World, term: str, care: str) -> None:
    assert care in said(world, term)
    assert care not in said(world, "rlhf")


def test_an_acronym_of_several_senses_asks_which_one(world: World) -> None:
    answer = world.command("BS").json()
    assert [element["value"] for _, element in controls(answer)] == ["batch-size", "bias-score"]


def test_without_a_sure_match_the_closest_entries_are_offered_and_the_term_can_be_requested(world: World) -> None:
    answer = world.command("how are reward signals tuned from choices").json()
    ids = {element["action_id"] for _, element in controls(answer)}
    assert {"open:0", names.REQUEST} <= ids
    assert "Closest entries" in shown(answer)


def test_a_known_concept_without_an_entry_is_requested_by_its_name(world: World) -> None:
    answer = world.command("what is drop out?").json()
    assert "dropout" in shown(answer)
    assert "dropout" in {element.get("value") for _, element in controls(answer)}


def test_what_is_not_found_can_be_requested(world: World) -> None:
    answer = world.command("frobnication").json()
    assert "frobnication" in shown(answer)
    request = next(element for _, element in controls(answer) if element["action_id"] == names.REQUEST)
    assert request["value"] == "frobnication"


@pytest.mark.parametrize("text", ["", "   ", "help", "HELP", "help?", "hi", "hello!", "help me", "what can you do?"])
def test_who_knows_nothing_yet_gets_help(world: World, text: str) -> None:
    read = said(world, text)
    for word in ("list", "search", "recent", "random", "role", "stats", "help", "for a lawyer", "vs"):
        assert word in read
    assert "/define" in read


def test_a_word_of_the_command_in_quotes_asks_for_the_entry_of_that_name(world: World) -> None:
    assert "A state of being assisted." in said(world, '"help"')
    assert "A state of being assisted." in said(world, "\u201chelp\u201d")
    assert "A state of being assisted." not in said(world, "help")


def test_an_entry_whose_name_begins_with_a_word_of_the_command_is_answered(world: World) -> None:
    assert "What search engine is." in said(world, "search engine")
    assert "What random forest is." in said(world, "random forest")


def test_a_sentence_that_begins_with_a_word_of_the_command_is_a_question(world: World) -> None:
    assert "What reward model is." in said(world, "role of a reward model")
    assert role_of(world) is None


def test_list_gives_the_categories_and_then_the_terms_of_one(world: World) -> None:
    answer = world.command("list").json()
    buttons = {element["value"] for _, element in controls(answer)}
    assert buttons == {"Evaluation", "Fine-tuning", "Foundations"}
    world.press(answer, f"{names.SHOW_CATEGORY}:1")
    assert "direct preference optimization" in shown(world.api.response)


def test_a_category_is_found_by_its_beginning(world: World) -> None:
    read = said(world, "list found")
    assert "Foundations" in read
    assert "reward model" in read
    assert "bias score" not in read


def test_an_unknown_category_names_those_that_exist(world: World) -> None:
    answer = world.command("list cooking").json()
    assert "cooking" in shown(answer)
    assert [element["value"] for _, element in controls(answer)] == ["Evaluation", "Fine-tuning", "Foundations"]


def test_the_button_of_a_category_that_is_gone_says_so(world: World) -> None:
    world.press(world.command("list").json(), f"{names.SHOW_CATEGORY}:1", value="Gone")
    assert "no longer in the glossary" in shown(world.api.response)


def test_search_finds_entries_that_have_to_do_with_some_words(world: World) -> None:
    answer = world.command("search preference").json()
    assert {"rlhf", "dpo"} <= {element.get("value") for _, element in controls(answer)}
    assert "preference" in shown(answer)


def test_search_without_words_or_without_a_result_says_what_to_do(world: World) -> None:
    assert "/define search" in said(world, "search")
    assert "zzzz" in said(world, "search zzzz")


def test_recent_lists_what_this_person_has_looked_up_and_nobody_else(world: World) -> None:
    assert "not looked anything up" in said(world, "recent")
    world.command("rlhf")
    world.command("dpo")
    world.command("reward model", user="U2")
    settle(world)
    answer = world.command("recent").json()
    assert [element["value"] for _, element in controls(answer)] == ["dpo", "rlhf"]


def test_random_gives_an_entry_in_use(world: World) -> None:
    for _ in range(5):
        answer = world.command("random").json()
        assert any(element["action_id"] == names.MORE for _, element in controls(answer))
        assert "Deprecated" not in shown(answer)


def test_stats_are_of_this_workspace(world: World) -> None:
    world.command("rlhf")
    world.command("frobnication")
    settle(world)
    read = said(world, "stats")
    assert "frobnication" in read
    assert "2" in read


def test_a_role_is_chosen_shown_forgotten_and_refused_by_name(world: World) -> None:
    assert "Product Manager" in said(world, "role product manager")
    assert role_of(world) == "product"
    assert "Product Manager" in said(world, "Role: Product Manager!")
    assert "Product Manager" in said(world, "roles")
    refusal = said(world, "role wizard")
    assert "wizard" in refusal
    assert "Counsel" in refusal
    assert role_of(world) == "product", "a mistake changes nothing"
    assert "forgotten" in said(world, "role none")
    assert role_of(world) is None


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("what is &lt;rlhf&gt; &amp;amp; co", "reinforcement learning"),
        ("rlhf <@U2|bob>", "reinforcement learning"),
        ("<#C7|rlhf>", "reinforcement learning"),
        ("<https://example.com|rlhf>", "reinforcement learning"),
        ("<!here> rlhf", "reinforcement learning"),
        ("<!subteam^S1|@raters> rlhf", "reinforcement learning"),
    ],
)
def test_what_slack_makes_of_a_text_is_read_as_it_was_typed(world: World, typed: str, term: str) -> None:
    assert term in said(world, typed)


def test_what_somebody_typed_is_said_back_without_becoming_live(world: World) -> None:
    for text in ("&lt;!channel&gt; zzzz", "search &lt;@U1&gt; zzzz", "list &lt;!here&gt;", "role &lt;!here&gt;"):
        answer = world.command(text).json()
        live = [answer["text"], *(found["text"] for found in everything(answer) if found.get("type") == "mrkdwn")]
        assert not [said for said in live if "<!" in said or "<@" in said]


def test_another_name_of_the_command_works_and_is_the_one_that_help_shows(tmp_path: Path) -> None:
    with a_world(tmp_path, assistant=the_assistant(), command="/glossary") as world:
        assert "/glossary" in said(world, "help")
        assert "/define" not in said(world, "help")
