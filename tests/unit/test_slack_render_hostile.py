"""Whatever terms and questions hold: Slack takes what is rendered, and nothing in it comes alive."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Match, Mention, Mentions, NotFound, Step, Suggestions, TermRef
from bot.core.assistant import takeaway
from bot.core.roles import Role
from bot.core.term import Status, Term
from bot.core.typeahead import Completion
from bot.core.usage import Counted, Statistics
from bot.render.look import Look, Place
from bot.render.shown import shown_in
from bot.render.slack import messages, state, suggestions, unfurl, views
from bot.render.slack.step import step_outputs
from bot.render.text import clean, cut, size
from tests.fakes import TODAY, a_term
from tests.slack_blocks import MARKUP, check, check_inert, check_option, walk, without_entities

EXAMPLES = 10  # of each; terms are large
WEB = "https://glossary.example.com"
HOSTILE = [
    *("<!channel>", "<!here|x>", "<!everyone>", "<@U012AB3CD>", "<@U1|boss>", "<#C1|general>", "<!subteam^S1>", "<!date^1^{date}|x>"),
    *("<https://evil.test|click>", "https://evil.test/", "mailto:a@evil.test", "@here", "#general", "&lt;!channel&gt;", "&amp;", "&", "<", ">", "|", "a|b>"),
    *("*bold*", "_it_", "~no~", "`code`", "```code```", "> quote", ">>> quote", ":tada:", ":+1::skin-tone-2:", "top_k", "__init__", "C++", "{{ x }}"),
    *("\u202eevil", "\u2066x", "\x00", "\x1b[31m", "\ud800", "\U0001f600", "e\u0301", "\u200b", "\n- item", "\t", "\\", '"', "'"),
    *("x" * 90, "Donaudampfschifffahrt", "\u5f37\u5316\u5b66\u7fd2", "\u0627\u0644\u062a\u0639\u0644\u0645", "a b c d e"),
]
text = st.builds(
    lambda parts, times, limit: (" ".join(parts) * times)[:limit],
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), min_size=1, max_size=5),
    st.integers(1, 300),
    st.integers(1, 6_000),
)


def _fits(limit: int) -> st.SearchStrategy[str]:
    """As a term file may hold it: YAML lets no control character or surrogate through."""
    return text.map(lambda value: value.encode("utf-8", "ignore").decode()[: limit - 1])


def _repeated(item: st.SearchStrategy[Any], most: int = 100) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.builds(lambda items, times: (items * times)[:most], st.lists(item, max_size=3).map(tuple), st.integers(0, 100))


labels = _fits(110).map(lambda value: f"{value[:50]}q{value[50:]}")  # a label holds a letter
urls = st.builds(
    lambda path, times: f"https://example.org/{path * times}"[:2_000], st.sampled_from(["a/", "?a=1&b=2", "(x)", "_x_", "*", "~", ":a:"]), st.integers(0, 400)
)
terms = st.builds(
    lambda number, **fields: a_term(fields.pop("term"), slug=f"{number}{'-long' * (number % 50)}", **fields),
    st.integers(0, 10_000),
    term=labels,
    aliases=_repeated(labels),
    short_def=_fits(300).map(lambda value: f"{value} q"),
    long_def=_fits(6_000),
    takeaways=st.dictionaries(st.sampled_from([role.value for role in Role]), _fits(1_200), max_size=8),
    audiences=st.fixed_dictionaries({"exec": _fits(1_200), "engineer": _fits(1_200)}),
    examples=st.fixed_dictionaries({"do": _repeated(_fits(1_200)), "dont": _repeated(_fits(1_200))}),
    governance=st.fixed_dictionaries({"nist_rmf_tags": _repeated(labels), "risk_notes": _fits(1_200)}),
    citations=_repeated(st.fixed_dictionaries({"source": _fits(290).map(lambda value: f"q{value}"), "url": urls})),
    status=st.sampled_from(list(Status)),
    last_reviewed=st.sampled_from([None, "2026-11-01", "2020-01-01"]),
)
refs = st.builds(lambda term, slug: TermRef(term.slug + slug, term.term, term.short_def), terms, st.sampled_from(["", "-x", "-x" * 100]))
roles = st.none() | st.sampled_from(list(Role))
steps = st.builds(Match, st.sampled_from(list(Step)), st.floats(0, 1), st.none() | text)
looks = st.builds(
    Look,
    today=st.just(TODAY),
    place=st.sampled_from(list(Place)),
    role=roles,
    detail=st.booleans(),
    public_url=st.sampled_from([None, WEB]),
    sharer=st.sampled_from([None, "U012AB3CD", "U1> <!channel", ""]),
    note=st.just("") | text,
)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    term, role = draw(terms), draw(roles)
    others = draw(_repeated(refs, 8))
    return Definition(term, draw(steps), takeaway(term, role) if role else None, others, draw(_repeated(refs, 8)), draw(st.booleans()))


answers: st.SearchStrategy[Answer] = st.one_of(
    definitions(),
    st.builds(Comparison, st.lists(definitions(), min_size=2, max_size=4).map(tuple), _repeated(text, 5)),
    st.builds(Disambiguation, text, _repeated(refs, 12), steps),
    st.builds(Suggestions, text, _repeated(refs, 12), st.none() | text, st.booleans()),
    st.builds(NotFound, text, st.none() | text, st.booleans()),
)
often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make such terms smaller would take minutes
)


def addresses(*found: Term) -> frozenset[str]:
    """Where links may lead."""
    return frozenset(
        {WEB, f"{WEB}/insights", *(f"{WEB}/terms/{term.slug}" for term in found), *(citation.url for term in found for citation in term.citations)}
    )


def within(answer: Answer) -> frozenset[str]:
    found = answer.definitions if isinstance(answer, Comparison) else (answer,) if isinstance(answer, Definition) else ()
    return addresses(*(item.term for item in found))


@often
@given(st.data())
def test_any_answer_is_taken_and_dead(data: st.DataObject) -> None:
    answer, look = data.draw(answers), data.draw(looks)
    message = messages.answer_message(answer, look)
    check(message)
    check_inert(message, within(answer))
    assert "There is more than fits" not in str(message)
    if isinstance(answer, Definition | Comparison):
        ids = {item["action_id"] for item in walk(message) if "action_id" in item}
        assert ("mine" if look.place is Place.CHANNEL else "role") in ids
        written = [state.read(item["block_id"]) for item in walk(message) if item.get("block_id", "").startswith("[")]
        assert written
        assert all(shown is not None and shown.role is look.role for shown in written)


@often
@given(st.data())
def test_any_modal_is_taken_and_dead(data: st.DataObject) -> None:
    look = replace(data.draw(looks), place=Place.MODAL)
    modal = views.look_up_modal(look, answer=data.draw(st.none() | answers), note=data.draw(text))
    check(modal)
    check_inert(modal)


@often
@given(st.data())
def test_any_home_is_taken_and_dead(data: st.DataObject) -> None:
    few = _repeated(refs, 12)
    view = views.home_view(views.Home(data.draw(roles), data.draw(few), data.draw(few), data.draw(looks), data.draw(st.integers(0, 10**6))))
    check(view)
    check_inert(view, addresses())
    assert "What I can do" in str(view)


@often
@given(st.data())
def test_any_list_is_taken_and_dead_and_says_what_is_left_out(data: st.DataObject) -> None:
    found, total = data.draw(_repeated(refs, 60)), data.draw(st.none() | st.integers(0, 500))
    message = messages.terms_message(data.draw(text), found, data.draw(looks), total=total)
    check(message)
    check_inert(message, addresses())
    opened = sum(item.get("action_id", "").startswith("open:") for item in walk(message))
    left = max(len(found), total or 0) - opened
    said = [item["text"] for item in walk(message) if item.get("type") == "mrkdwn"]
    assert [one.partition(" more ")[0] for one in said] == ([f"{left:,}"] if left else [])


@often
@given(st.data())
def test_everything_else_is_taken_and_dead(data: st.DataObject) -> None:
    found, said, look = data.draw(_repeated(refs, 30)), data.draw(text), data.draw(looks)
    counts = data.draw(st.dictionaries(text, st.integers(0, 10**6), max_size=9))
    counted = tuple(Counted(name, count) for name, count in counts.items())
    for message in (
        messages.mentions_message(Mentions(said, tuple(Mention(0, 1, said, (item,)) for item in found)), look),
        messages.categories_message(counts, look),
        messages.role_message(data.draw(roles), look),
        messages.help_message(look),
        messages.stats_message(Statistics(TODAY, TODAY, 7, 3, most_asked=counted, unanswered=counted, helpful=1), look),
        messages.notice(said),
    ):
        check(message)
        check_inert(message, addresses())


@often
@given(st.data())
def test_cards_and_outputs_are_taken_and_dead(data: st.DataObject) -> None:
    term, look = data.draw(terms), data.draw(looks)
    definition = Definition(term, Match(Step.EXACT, 1.0), takeaway(term, Role.LEGAL))
    card = unfurl.unfurl(definition, look)
    check({**card, "text": "x"})
    check_inert(card, within(definition))
    for name, value in step_outputs(definition, look).items():
        assert name == "link" or not MARKUP.search(without_entities(value))


@often
@given(st.data())
def test_options_and_prompts_are_taken_and_dead(data: st.DataObject) -> None:
    completion = st.builds(Completion, st.sampled_from(["a", "b", "c-" * 100 + "c", *map(str, range(200))]), labels, labels, text)
    completions = data.draw(_repeated(completion, 120))
    options = suggestions.options(completions)["options"]
    assert len({option["value"] for option in options}) == len(options) <= 100
    for option in options:
        check_option(option)
        check_inert(option)
        assert state.slug_of(option["value"], [item.slug for item in completions]) is not None
    title, prompts = suggestions.prompts(data.draw(_repeated(refs, 9)))
    assert title
    assert 1 <= len(prompts) <= 4
    assert all(set(prompt) == {"title", "message"} and len(prompt["title"]) <= 150 for prompt in prompts)


@often
@given(st.data())
def test_what_a_message_shows_can_be_shown_again_from_the_id_of_a_block(data: st.DataObject) -> None:
    slugs = st.lists(st.integers(1, 60).map(lambda words: "-".join(["slug"] * words)), min_size=1, max_size=4)
    found = [a_term("x", slug=slug) for slug in data.draw(slugs)]
    role, detail, match = data.draw(roles), data.draw(st.booleans()), data.draw(steps)
    shown = shown_in(Comparison(tuple(Definition(term, match) for term in found)), role, detail=detail)
    assert shown
    block_id = state.write("feedback", shown)
    assert size(block_id) <= 255
    again = state.read(block_id)
    assert again
    assert again.slugs({term.slug for term in found}) == tuple(term.slug for term in found)
    assert (again.role, again.detail) == (role, detail)


@given(text, st.integers(2, 500))
def test_a_text_is_cut_at_a_word_and_never_longer_than_allowed(words: str, limit: int) -> None:
    whole = clean(words)
    shorter = cut(whole, limit)
    assert size(shorter) <= limit
    if shorter != whole:
        assert shorter.endswith("\u2026")
        assert whole.startswith(shorter[:-1])
