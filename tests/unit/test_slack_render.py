"""What a message of Slack says and offers, by kind of answer and by who sees it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.answer import Comparison, Definition, Disambiguation, Match, Mention, Mentions, NotFound, Step, Suggestions, TermRef
from bot.core.assistant import takeaway
from bot.core.roles import ROLES, Role
from bot.core.typeahead import Completion
from bot.render import phrases
from bot.render.look import Look, Place
from bot.render.shown import Shown
from bot.render.slack import messages, names, state, suggestions, views
from bot.render.slack.fitting import fitting
from bot.render.slack.step import step_outputs
from bot.render.slack.text import inert
from bot.render.text import clean, cut, is_web
from tests.fakes import TODAY, a_term
from tests.slack_blocks import walk
from tests.slack_samples import LOOK, PRECISION, RECALL, RELATED, RLHF, WEB, answered

EXACT = Match(Step.EXACT, 1.0)


def look(**changes: Any) -> Look:
    return Look(**{"today": TODAY, "role": Role.PRODUCT, "public_url": WEB, **changes})


def controls(content: dict[str, Any]) -> list[str]:
    return [item["action_id"] for item in walk(content["blocks"]) if "action_id" in item]


def control(content: dict[str, Any], action_id: str) -> dict[str, Any]:
    return next(item for item in walk(content["blocks"]) if item.get("action_id") == action_id)


def said(content: dict[str, Any]) -> str:
    """All that can be read, in order."""
    return "\n".join(item["text"] for item in walk(content["blocks"]) if isinstance(item.get("text"), str))


def states(content: dict[str, Any]) -> list[state.Shown | None]:
    return [state.read(block["block_id"]) for block in content["blocks"] if block.get("block_id", "").startswith("[")]


# -- the answer ----------------------------------------------------------------------------------------------------


def test_an_answer_has_the_name_first_then_aliases_meaning_takeaway_sources_and_review() -> None:
    text = said(messages.answer_message(answered(RLHF), LOOK))
    parts = (
        RLHF.term,
        "RLHF, preference optimization",
        RLHF.short_def,
        "For you as Product Manager:",
        RLHF.takeaways[Role.PRODUCT],
        "InstructGPT (2022)",
        "45 days",
    )
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


@pytest.mark.parametrize(
    ("place", "offered"),
    [
        (Place.PRIVATE, ["role", "more", "share", "open:0", "open:1", "open:2", "feedback"]),
        (Place.DIRECT, ["role", "more", "open:0", "open:1", "open:2", "feedback"]),
        (Place.MODAL, ["role", "more", "open:0", "open:1", "open:2"]),
        (Place.CHANNEL, ["mine"]),
    ],
)
def test_the_controls_depend_on_who_sees_the_answer(place: Place, offered: list[str]) -> None:
    assert controls(messages.answer_message(answered(RLHF, related=RELATED), look(place=place))) == offered


def test_more_becomes_less_when_everything_is_shown() -> None:
    brief, full = (messages.answer_message(answered(RLHF), look(detail=detail)) for detail in (False, True))
    details = (RLHF.long_def, *RLHF.examples.do, *RLHF.examples.dont, RLHF.governance.risk_notes, "validity, fairness", RLHF.citations[2].source)
    assert [part for part in details if part in said(brief)] == []
    assert [part for part in details if part not in said(full)] == []
    assert (names.LESS in controls(full), names.MORE in controls(full)) == (True, False)


def test_every_control_of_an_answer_carries_what_is_needed_to_show_it_again() -> None:
    answer = answered(RLHF, Role.LEGAL, Step.SEMANTIC, 0.6412, related=RELATED)
    written = states(messages.answer_message(answer, look(role=Role.LEGAL, detail=True)))
    assert written == [Shown(("rlhf",), Role.LEGAL, detail=True, match=Match(Step.SEMANTIC, 0.64))] * 3


@pytest.mark.parametrize("role", [None, *Role])
def test_the_menu_of_roles_shows_the_role_of_the_answer(role: Role | None) -> None:
    menu = control(messages.answer_message(answered(RLHF, role), look(role=role)), names.ROLE)
    assert [option["value"] for option in menu["options"]] == [*ROLES, names.NO_ROLE]
    assert menu.get("initial_option", {}).get("value") == role


def test_related_entries_are_each_one_click_away_and_what_the_label_also_means_comes_first() -> None:
    message = messages.answer_message(answered(RLHF, also=RELATED[1:2], related=RELATED), LOOK)
    buttons = [item for item in walk(message["blocks"]) if item.get("action_id", "").startswith("open:")]
    assert [(item["action_id"], item["value"]) for item in buttons] == [("open:0", "alignment"), ("open:1", "reward-model"), ("open:2", "preference-dataset")]


@pytest.mark.parametrize(("status", "reviewed"), [("draft", None), ("deprecated", "2026-11-01"), ("approved", "2020-01-01")])
def test_a_warning_stands_before_the_meaning_and_in_the_text_for_screen_readers(status: str, reviewed: str | None) -> None:
    term = a_term("token", status=status, last_reviewed=reviewed)
    message = messages.answer_message(Definition(term, EXACT), LOOK)
    care = phrases.warning(term, TODAY)
    assert care
    assert said(message).index(care) < said(message).index(term.short_def)
    assert care in message["text"]


@pytest.mark.parametrize(
    ("match", "how"),
    [
        (EXACT, ""),
        (Match(Step.FUZZY, 0.9, "rlhf"), "Read as \u201cRLHF\u201d."),
        (Match(Step.SEMANTIC, 0.618), "Found by meaning, closeness 0.62."),
    ],
)
def test_what_is_not_an_exact_label_says_how_it_was_found(match: Match, how: str) -> None:
    text = said(messages.answer_message(Definition(RLHF, match), LOOK))
    assert how in text
    assert ("Read as" in text or "Found by" in text) is bool(how)


def test_an_answer_by_words_alone_says_so() -> None:
    for answer in (answered(RLHF, lexical_only=True), Suggestions("x", RELATED, lexical_only=True), NotFound("x", lexical_only=True)):
        assert phrases.LEXICAL_ONLY in said(messages.answer_message(answer, LOOK))


def test_links_lead_to_the_sources_and_to_the_web_entry_where_there_is_one() -> None:
    with_web, without = (said(messages.answer_message(answered(RLHF), look(public_url=url))) for url in (WEB, None))
    assert f"<{WEB}/terms/rlhf|Web entry>" in with_web
    assert "Web entry" not in without
    assert "<https://arxiv.org/abs/2203.02155|InstructGPT (2022)>" in without


def test_many_aliases_are_counted_and_not_all_named() -> None:
    term = a_term("token", aliases=[f"another name for it, number {number}" for number in range(40)])
    assert "number 4 and 35 more" in said(messages.answer_message(Definition(term, EXACT), LOOK))
    assert "number 30 and 9 more" in said(messages.answer_message(Definition(term, EXACT), look(detail=True)))


def test_a_shared_answer_names_who_shared_it_and_speaks_to_everybody() -> None:
    text = said(messages.answer_message(answered(RLHF), look(place=Place.CHANNEL, sharer="U012AB3CD")))
    assert text.startswith("<@U012AB3CD> shared this")
    assert "For the role Product Manager:" in text
    assert "For you" not in text


def test_general_advice_is_for_the_one_who_asked_and_not_for_a_channel() -> None:
    answer = answered(RECALL)
    advice = ROLES[Role.PRODUCT].guidance
    assert f"General advice for you as Product Manager; this entry has none of its own:\n \n{advice}" in said(messages.answer_message(answer, LOOK))
    public = messages.answer_message(answer, look(place=Place.CHANNEL))
    assert advice not in said(public) + public["text"]


def test_whoever_shares_is_named_only_by_an_id() -> None:
    assert "shared this" not in said(messages.answer_message(answered(RLHF), look(sharer="U1> <!channel")))


# -- the other kinds -----------------------------------------------------------------------------------------------


def test_a_comparison_has_every_side_and_its_takeaway_and_says_what_is_missing() -> None:
    message = messages.answer_message(Comparison((answered(PRECISION), answered(RECALL)), missing=("beam search", "dropout")), LOOK)
    text = said(message)
    for part in (PRECISION.short_def, PRECISION.takeaways[Role.PRODUCT], RECALL.short_def, "No entry for beam search, dropout."):
        assert part in text
    assert control(message, names.REQUEST)["value"] == "beam search"
    assert [control(message, f"open:{number}")["value"] for number in (0, 1)] == ["precision", "recall"]
    assert {shown.keys for shown in states(message) if shown} == {("precision", "recall")}
    assert names.FEEDBACK not in controls(message)


@pytest.mark.parametrize("place", Place)
def test_several_senses_are_a_question_with_a_button_for_each_wherever_it_is_asked(place: Place) -> None:
    message = messages.answer_message(Disambiguation("RAG", RELATED, EXACT), look(place=place))
    assert said(message).startswith("\u201cRAG\u201d can mean several things here. Which one?")
    assert controls(message) == ["open:0", "open:1", "open:2"]


def test_closest_entries_are_offered_beside_a_request() -> None:
    message = messages.answer_message(Suggestions("beams", RELATED, concept="beam search"), LOOK)
    assert said(message).startswith("There is no entry for beam search yet. Closest entries:")
    assert controls(message) == ["open:0", "open:1", "open:2", "request", "look_up"]
    assert control(message, names.REQUEST)["value"] == "beam search"


def test_what_was_not_found_can_be_requested_or_looked_up() -> None:
    message = messages.answer_message(NotFound("flux capacitor"), LOOK)
    assert controls(message) == ["request", "look_up"]
    assert control(message, names.REQUEST)["value"] == "flux capacitor"
    assert message["text"] == "No entry for \u201cflux capacitor\u201d."
    assert len(control(messages.answer_message(NotFound("word " * 300), LOOK), names.REQUEST)["value"]) <= 200
    assert controls(messages.answer_message(NotFound(""), LOOK)) == ["look_up"]


def test_the_terms_of_a_message_are_each_one_click_away_once() -> None:
    one, other = RELATED[:2]
    message = messages.mentions_message(Mentions("x", (Mention(0, 1, "x", (one,)), Mention(1, 2, "y", (one, other)))), LOOK)
    assert [control(message, action_id)["value"] for action_id in controls(message)] == [one.slug, other.slug]
    assert said(messages.mentions_message(Mentions("x", ()), LOOK)) == "No glossary terms in this message."


def test_a_list_says_how_many_are_not_shown_and_where_they_are() -> None:
    many = [TermRef(f"t{number}", f"term {number}") for number in range(40)]
    assert f"15 more in the <{WEB}|web glossary>" in said(messages.terms_message("All", many, LOOK))
    assert "75 more by way of `/ask search`" in said(messages.terms_message("All", many, look(public_url=None, command="/ask"), total=100))
    assert "more" not in said(messages.terms_message("All", many[:3], LOOK))
    assert said(messages.terms_message("Looked up", [], LOOK)) == "Looked up\nThere are none."


def test_a_category_is_a_button_with_its_name_for_a_value() -> None:
    message = messages.categories_message({"LLM Core": 14, "Evaluation": 6}, LOOK)
    assert [(item["text"]["text"], item["value"]) for item in walk(message["blocks"]) if item.get("type") == "button"] == [
        ("LLM Core (14)", "LLM Core"),
        ("Evaluation (6)", "Evaluation"),
    ]


def test_the_remembered_role_can_be_chosen_anew() -> None:
    menu = control(messages.role_message(Role.LEGAL, LOOK), names.CHOOSE_ROLE)
    assert menu["initial_option"]["value"] == "legal"
    assert "initial_option" not in control(messages.role_message(None, LOOK), names.CHOOSE_ROLE)


@pytest.mark.parametrize("word", ["help", "list", "search", "recent", "random", "role", "stats", "rlhf vs dpo", "rlhf for a lawyer"])
def test_help_names_every_command_as_people_type_it(word: str) -> None:
    message = messages.help_message(look(command="/ask"))
    assert f"/ask {word}" in said(message)
    assert f"/ask {word}" in message["text"]


# -- views and what is offered before a question -------------------------------------------------------------------


def test_home_has_the_role_the_look_up_and_both_lists_with_ids_of_their_own() -> None:
    view = views.home_view(views.Home(Role.LEGAL, RELATED, RELATED, LOOK, 33))
    assert controls(view) == ["look_up", "request", "choose_role", *(f"open:{number}" for number in (0, 1, 2, 8, 9, 10))]
    assert control(view, names.CHOOSE_ROLE)["initial_option"]["value"] == "legal"


def test_the_modal_completes_what_is_typed_and_shows_what_was_chosen_below() -> None:
    empty = views.look_up_modal(LOOK)
    assert (empty["callback_id"], controls(empty)) == (names.LOOK_UP_MODAL, [names.TERM])
    shown = views.look_up_modal(look(place=Place.MODAL), answer=answered(RLHF))
    assert controls(shown) == [names.TERM, names.ROLE, names.MORE]
    assert RLHF.short_def in said(shown)


def test_an_option_has_the_label_that_begins_as_typed_and_the_slug_or_its_digest_for_a_value() -> None:
    long = "a-" * 100 + "a"
    options = suggestions.options([Completion("rlhf", RLHF.term, "RLHF", "x"), TermRef(long, "long"), TermRef("rlhf", "again")])["options"]
    assert [option["value"] for option in options] == ["rlhf", state.option_value(long)]
    assert state.slug_of(options[1]["value"], ["rlhf", long]) == long
    assert state.slug_of("gone", ["rlhf", long]) is None


def test_prompts_are_questions_about_entries_and_help() -> None:
    title, prompts = suggestions.prompts([RLHF, PRECISION, RECALL])
    assert title
    assert [prompt["message"] for prompt in prompts] == [f"What is {RLHF.term}?", "What is precision?", f"{RLHF.term} vs precision", "help"]


def test_a_step_gives_an_entry_as_text_and_nothing_where_there_is_none() -> None:
    found = step_outputs(answered(RLHF), LOOK)
    assert found == {"term": RLHF.term, "definition": RLHF.short_def, "takeaway": RLHF.takeaways[Role.PRODUCT], "link": f"{WEB}/terms/rlhf"}
    assert step_outputs(Comparison((answered(RLHF), answered(RECALL))), LOOK) == found
    assert step_outputs(NotFound("x"), LOOK) == dict.fromkeys(found, "")


@pytest.mark.parametrize(
    "block_id",
    ["", "role", "{}", "[]", '["role"]', '["role",["a"],"king",0,0]', '["role",["a"],"",0,["guess",1,""]]', "[1,2,3,4,5]", '[1,[],"",0,{"a":1}]', "[" * 9_999],
)
def test_what_no_message_of_ours_wrote_shows_nothing(block_id: str) -> None:
    assert state.read(block_id) is None


def test_what_fits_in_no_way_is_cut_with_a_word_about_it() -> None:
    blocks = fitting(lambda _room: [{"type": "divider"}] * 60, most=50, largest=12_000)
    assert len(blocks) == 50
    assert said({"blocks": blocks[-1:]}) == "There is more than fits into a message."


def test_notifications_and_screen_readers_have_the_answer_in_words() -> None:
    for answer, text in (
        (answered(RLHF), f"{RLHF.term}: {RLHF.short_def} For Product Manager: {RLHF.takeaways[Role.PRODUCT]}"),
        (Disambiguation("RAG", RELATED[:2], EXACT), "\u201cRAG\u201d can mean: reward model, alignment"),
        (Suggestions("x", RELATED[:2]), "No sure match. Closest entries: reward model, alignment"),
    ):
        assert messages.answer_message(answer, LOOK)["text"] == text
    assert "precision: Of all" in messages.answer_message(Comparison((answered(RLHF), answered(PRECISION))), LOOK)["text"]


# -- text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("a *b* ~c~ `d`", "a \u2217b\u2217 \u223cc\u223c \u02cbd\u02cb"),
        ("_it_ but top_k", "\uff3fit\uff3f but top_k"),
        (":tada: but 10:30 and note: this", "\u2236tada: but 10:30 and note: this"),
        ("> quoted", "\u203a quoted"),
        ("two\nlines\x00", "two lines"),
    ],
)
def test_inert_text_reads_the_same_and_does_nothing(text: str, dead: str) -> None:
    assert inert(text) == dead


@pytest.mark.parametrize(
    ("text", "limit", "shorter"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two\u2026"),
        ("one two, three", 10, "one two\u2026"),
        ("unbroken" * 4, 9, "unbroken\u2026"),
        ("a & b & c", 9, "a &\u2026"),
        ("cafe\u0301s", 5, "caf\u2026"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, limit: int, shorter: str) -> None:
    assert cut(text, limit) == shorter


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "mailto:a@b.c", "https://", "https://a b", "https://a|b", "https://a>b", "ftp://a", "", "https://[", "https://a/" + "x" * 700],
)
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert not is_web(url)


def test_text_that_cannot_be_seen_is_none() -> None:
    assert [clean(text) for text in ("", " \n", "\x00\x1b", "\u202e", "\u200b\u200d", "\ud800")] == [""] * 6


def test_an_answer_for_every_role_is_as_the_core_decides() -> None:
    for role in Role:
        text = said(messages.answer_message(answered(RLHF, role), look(role=role)))
        own = takeaway(RLHF, role)
        assert own.text in text
        assert phrases.takeaway_heading(own) in text
