"""Whatever terms, questions and requests hold: Teams takes the card, it stays small, and nothing in it comes alive."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from bot.core.answer import Comparison, Definition, Mention, Mentions
from bot.core.replies import CategoryList, EntryList, Figures, Note, RoleCard
from bot.core.requests import Notice, RequestForm, Similar, State
from bot.core.usage import Counted
from bot.render.adaptive_card import cards, help, replies, state, unfurl  # noqa: A004 - a module
from bot.render.adaptive_card.answers import answer_card
from bot.render.adaptive_card.requests import card, form, mine, notices
from bot.render.adaptive_card.text_answer import MAX_CITATIONS, text_answer
from bot.render.look import Place
from tests import slack_samples as slack
from tests import slack_steward_samples as steward
from tests.teams_cards import check, elements
from tests.unit.test_slack_render_hostile import answers, looks, often, refs, roles, text, urls


@often
@given(st.data())
def test_any_answer_is_taken_small_and_dead(data: st.DataObject) -> None:
    answer, look = data.draw(answers), data.draw(looks)
    made = answer_card(answer, look)
    check(made)
    if isinstance(answer, Definition | Comparison):
        written = [shown for element in elements(made) if (shown := state.read(element.get("data") or {}))]
        assert written
        assert {shown.detail for shown in written} == {look.detail}
        assert {shown.role for shown in written} == {look.role}


@often
@given(answers, looks)
def test_any_answer_as_text_cites_what_it_numbers(answer: object, look: object) -> None:
    said = text_answer(answer, look)  # type: ignore[arg-type]
    assert [cited.number for cited in said.citations] == list(range(1, len(said.citations) + 1))
    assert len(said.citations) <= MAX_CITATIONS
    assert all(f"[{cited.number}]" in said.text for cited in said.citations)
    assert all(len(cited.name) <= 80 and len(cited.abstract) <= 160 for cited in said.citations)
    assert "](" not in said.text.replace("\\]", "").replace("\\(", "")
    assert "<at>" not in said.text


@often
@given(st.data())
def test_any_list_is_taken_small_and_dead(data: st.DataObject) -> None:
    look, words, terms = data.draw(looks), data.draw(text), tuple(data.draw(st.lists(refs, max_size=40)))
    statistics = replace(slack.STATISTICS, most_asked=tuple(Counted(term.term, 3) for term in terms), unanswered=(Counted(words, 2),))
    for reply in (
        EntryList(words, terms),
        Note(words),
        CategoryList(tuple((term.term, 3) for term in terms), words),
        RoleCard(data.draw(roles), words, words),
        Figures(statistics),
    ):
        check(replies.reply_card(reply, look))
    check(cards.mentions_card(Mentions(words, (Mention(0, 1, words, terms),)), look))
    check(help.welcome_card(look, terms))


@often
@given(st.data())
def test_an_inserted_entry_needs_no_bot_and_its_preview_holds_no_markup(data: st.DataObject) -> None:
    answer = data.draw(answers.filter(lambda answer: isinstance(answer, Definition)))
    assert isinstance(answer, Definition)
    made = unfurl.entry_card(answer, replace(data.draw(looks), place=Place.CHANNEL))
    check(made)
    assert "Action.Execute" not in json.dumps(made)
    shown = unfurl.preview(answer)["content"]
    assert not set("<>") & set(shown["title"] + shown["text"])
    assert unescape(shown["title"])


@often
@given(st.data())
def test_any_request_is_taken_small_and_dead(data: st.DataObject) -> None:
    look, words, url = data.draw(looks), data.draw(text), data.draw(urls)
    asked = RequestForm(words[:110], url, words, words[:1_500], links=(url,) * 3, aliases=(words[:110],) * 10)  # as long as the fields let it be
    similar = Similar(tuple(data.draw(st.lists(refs, max_size=9))), slack._SIMILAR.requests, sure=data.draw(st.booleans()))
    check(form.request_form(asked, similar, asked=data.draw(st.booleans()), problem=words))
    mine_now = [replace(slack._my_request(State.NEEDS_INFO), id=number, term=words, said=words, slug="x") for number in range(30)]
    check(mine.mine_card(mine_now, look))
    check(form.requested_card(mine_now[0], look, first=False, anonymous=True))
    answer = data.draw(answers.filter(lambda answer: isinstance(answer, Definition)))
    check(notices.notice_card_for(data.draw(st.sampled_from(list(Notice))), mine_now[0], look, entry=answer))  # type: ignore[arg-type]
    request = replace(
        steward.NEW.request, form=replace(steward.FORM, **{name: getattr(asked, name) for name in ("term", "why", "excerpt", "aliases", "links")})
    )
    history = tuple(replace(steward.ACCEPTED, note=words) for _ in range(9))
    check(
        card.steward_card(
            replace(steward.NEW, request=replace(request, said=words, details=(words,) * 9), history=history), look, lambda _: words[:60], words[:300]
        )
    )
