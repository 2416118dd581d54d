"""Somebody asks for an entry: from a message or from an answer, by a form that knows what there is already."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from bot.core.requests import MyRequest, Urgency
from bot.core.roles import Role
from bot.errors import StorageUnavailable
from bot.render.slack import names
from bot.render.slack.requests.form import SIMILAR
from tests.slack_forms import filled
from tests.slack_glossary import asker, shown, the_assistant
from tests.slack_world import World, a_world

_terms = (f"flux capacitor {number}" for number in itertools.count(1))
SAID = "Our flux capacitor needs more power than anybody expected &amp; nobody here knows why, see <https://a.example/b|the page>"


@pytest.fixture
def term() -> str:
    """One that nobody has asked for: all tests have one workspace."""
    return next(_terms)


def on_message(world: World, text: str = SAID, **fields: Any) -> dict[str, Any]:
    """The form as it opens."""
    assert world.message_shortcut(names.REQUEST_MESSAGE, text, **fields).status_code == 200
    view = world.api.of("views.open")[-1]["view"]
    assert isinstance(view, dict)
    return view


def typing(world: World, view: dict[str, Any], text: str, **answers: Any) -> dict[str, Any]:
    """The form after a letter was typed."""
    state = {"state": {"values": filled(view, term=text, **answers)}}
    before = len(world.api.of("views.update"))
    field = next(block["element"] for block in view["blocks"] if block.get("block_id") == "term")
    typed = {"type": field["type"], "action_id": field["action_id"], "block_id": "term", "value": text, "action_ts": "1.1"}
    payload = {**world._interaction("block_actions"), "actions": [typed], "container": {"type": "view", "view_id": "V1"}}
    assert world.interact({**payload, "view": {"id": "V1", "hash": "h1", **view, **state}}).status_code == 200
    updates = world.api.of("views.update")[before:]
    return updates[0]["view"] if updates else view


def initial(view: dict[str, Any], name: str) -> str:
    element = next(block["element"] for block in view["blocks"] if block.get("block_id") == name)
    return str(element.get("initial_value", ""))


def send(world: World, view: dict[str, Any], **answers: Any) -> dict[str, Any]:
    answer = world.submit({"callback_id": view["callback_id"], "blocks": view["blocks"]}, filled(view, **answers)).json()
    assert isinstance(answer, dict)
    return answer


def mine(world: World) -> tuple[MyRequest, ...]:
    return world.site.desk.mine(asker(world))


def test_a_message_brings_its_link_and_its_words(world: World) -> None:
    view = on_message(world)
    assert view["title"]["text"] == "Request a term"
    assert initial(view, "where_seen") == "https://acme.slack.com/archives/C1/p1700000000000002"
    assert initial(view, "excerpt").startswith("Our flux capacitor needs more power than anybody expected & nobody")
    assert initial(view, "term") == "", "which of these words is meant, only the person knows"


def test_a_message_in_a_thread_is_linked_within_it(world: World) -> None:
    view = on_message(world, message={"thread_ts": "1700000000.000001"})
    assert initial(view, "where_seen").endswith("p1700000000000002?thread_ts=1700000000.000001&cid=C1")


@pytest.mark.parametrize("said", ["what is beam search?", "beam search", "\u201cbeam search\u201d"])
def test_a_message_that_only_asks_for_a_term_brings_the_term(world: World, said: str) -> None:
    assert initial(on_message(world, said), "term") == "beam search"


def test_without_a_domain_there_is_no_link(world: World) -> None:
    assert initial(on_message(world, team={"id": "T1"}), "where_seen") == ""


def test_what_is_sent_is_requested_and_what_happens_next_is_said(world: World, term: str) -> None:
    confirmed = send(
        world,
        on_message(world),
        term=term,
        why="Customers ask.",
        roles=["legal", "product"],
        urgency="now",
        links="https://a.example/1\n\nhttps://a.example/2",
        aliases=f"FC {term}\nfluxer {term}",
    )
    assert confirmed["response_action"] == "update"
    said = shown(confirmed["view"])
    assert f"\u201c{term}\u201d is requested." in said
    (request,) = mine(world)
    assert request.due_at
    assert f"decide by {request.due_at:%-d %B %Y}" in said
    form = request.form
    assert form
    assert (form.term, form.why, form.roles, form.urgency, form.anonymous) == (term, "Customers ask.", (Role.PRODUCT, Role.LEGAL), Urgency.NOW, False)
    assert form.links == ("https://a.example/1", "https://a.example/2")
    assert form.aliases == (f"FC {term}", f"fluxer {term}")
    assert form.where_seen.startswith("https://acme.slack.com/archives/C1/")
    assert form.excerpt.startswith("Our flux capacitor")


def test_what_the_asker_removes_is_not_kept(world: World, term: str) -> None:
    send(world, on_message(world), term=term, where_seen="", excerpt="")
    (request,) = mine(world)
    assert request.form
    assert (request.form.where_seen, request.form.excerpt) == ("", "")


def test_who_asks_anonymously_is_told_that_stewards_see_no_name(world: World, term: str) -> None:
    assert "do not see your name" in shown(send(world, on_message(world), term=term, anonymous=True)["view"])
    assert [bool(request.form and request.form.anonymous) for request in mine(world)] == [True]


def test_the_second_wish_supports_the_first_and_is_told_so(world: World, term: str) -> None:
    send(world, on_message(world), term=term)
    world.user = f"{world.user}B"
    said = shown(send(world, on_message(world), term=term.upper())["view"])
    assert "was asked for before: your wish counts too. 2 people want it." in said
    assert [(request.mine, request.askers) for request in mine(world)] == [(False, 2)]


def test_the_same_form_delivered_five_times_at_once_is_one_request(world: World, term: str) -> None:
    view = on_message(world)
    shown_view = {"id": "VONCE", "hash": "h", "type": "modal", "team_id": "T1", **view, "state": {"values": filled(view, term=term)}}
    payload = {**world._interaction("view_submission"), "view": shown_view, "response_urls": []}
    answers = [response.json() for response in world.at_once(lambda: world.interact(payload), 5)]
    assert len(mine(world)) == 1
    assert all("is requested" in shown(answer["view"]) for answer in answers)


@pytest.mark.parametrize(
    ("field", "wrong", "why"), [("term", "???", "needs the term"), ("links", "javascript:alert(1)", "http(s) URL"), ("where_seen", "nowhere", "http(s) URL")]
)
def test_what_cannot_be_used_is_said_beside_its_field_and_put_right_in_the_same_window(world: World, term: str, field: str, wrong: str, why: str) -> None:
    view = {**on_message(world), "id": f"V{term}"}
    answer = world.submit(view, filled(view, **{"term": term, field: wrong})).json()
    assert answer["response_action"] == "errors"
    assert why in answer["errors"][field]
    assert mine(world) == ()
    assert "is requested" in shown(world.submit({**view, "hash": "h1"}, filled(view, term=term)).json()["view"])


def test_an_answer_without_an_entry_opens_the_form_with_what_was_asked(world: World) -> None:
    world.press(world.command("frobnicator").json(), names.REQUEST)
    assert initial(world.api.one("views.open")["view"], "term") == "frobnicator"
    assert mine(world) == (), "nothing is requested until the form is sent"


def test_typing_shows_the_entry_there_is_and_keeps_what_is_filled_in(world: World) -> None:
    view = typing(world, on_message(world), "reward modle", why="Customers ask.", anonymous=True)
    assert "reward model" in shown(view)
    assert initial(view, "why") == "Customers ask."
    assert initial(view, "term") == "reward modle"
    assert next(block["element"] for block in view["blocks"] if block.get("block_id") == "anonymous")["initial_options"]


def test_the_entry_is_one_click_away_over_the_form(world: World) -> None:
    view = typing(world, on_message(world), "rlhf")
    assert "This is in the glossary:" in shown(view)
    world.press(view, names.SEEN_ENTRY, view="modal")
    assert "Tunes a model" in shown(world.api.one("views.push")["view"])


def test_an_entry_that_has_gone_meanwhile_is_said_to_be_gone(world: World) -> None:
    view = typing(world, on_message(world), "rlhf")
    payload = world.action_payload(view, names.SEEN_ENTRY, value="gone", view="modal")
    assert world.interact(payload).status_code == 200
    assert "no longer in the glossary" in shown(world.api.of("views.push")[-1]["view"])


def test_what_looks_like_something_goes_away_when_something_else_is_typed(world: World) -> None:
    view = typing(world, on_message(world), "rlhf")
    again = typing(world, view, "xqzzt")
    assert not [block for block in again["blocks"] if str(block.get("block_id", "")).startswith(SIMILAR)]


def test_typing_what_nothing_is_like_changes_nothing(world: World) -> None:
    typing(world, on_message(world), "xqzzt")
    assert world.api.of("views.update") == []


def test_me_too_supports_the_request_there_is_also_without_a_name(world: World, term: str) -> None:
    send(world, on_message(world), term=term)
    first, world.user = world.user, f"{world.user}B"
    view = typing(world, on_message(world), term, anonymous=True)
    assert "1 person wants it; waiting for a decision" in shown(view)
    state = {"values": filled(view, anonymous=True)}
    world.press({**view, "state": state}, names.SUPPORT, view="modal")
    said = shown(world.api.of("views.update")[-1]["view"])
    assert "your wish counts too" in said
    assert "do not see your name" in said
    (request,) = mine(world)
    assert request.askers == 2
    world.user = first
    again = typing(world, on_message(world), term)
    assert "you are among them" in shown(again)
    assert not [block for block in again["blocks"] if block.get("block_id") == f"{SIMILAR}:support"]


def test_typing_is_not_counted_against_what_one_person_may_ask(tmp_path: Path) -> None:
    with a_world(tmp_path, assistant=the_assistant(), rate="2/minute") as made:
        view = on_message(made)
        for _ in range(3):
            typing(made, view, "rlhf")
        assert len(made.api.of("views.update")) == 3


def test_without_slack_typing_is_not_disturbed(world: World) -> None:
    view = on_message(world)
    world.api.break_down("views.update")
    typing(world, view, "rlhf")
    assert [call.method for call in world.api.calls] == ["views.open", "views.update"]


def test_without_the_database_the_form_opens_and_says_that_nothing_is_stored(world: World, term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise StorageUnavailable("gone")

    monkeypatch.setattr(world.site.desk, "similar", fails)
    monkeypatch.setattr(world.site.desk, "file", fails)
    view = typing(world, on_message(world, "beam search"), "rlhf")
    assert SIMILAR not in str(view["blocks"])
    assert "Nothing was stored" in send(world, view, term=term)["errors"]["term"]


def test_it_is_all_the_same_over_a_socket(world: World, term: str) -> None:
    view = on_message(world)
    shown_view = {"id": f"V{term}", "hash": "h", "type": "modal", "team_id": "T1", **view, "state": {"values": filled(view, term=term)}}
    response = world.by_socket({**world._interaction("view_submission"), "view": shown_view, "response_urls": []})
    assert "is requested" in (response.body or "")
    assert len(mine(world)) == 1


def test_hostile_words_are_inert_and_cut(world: World) -> None:
    for text in ("<!channel> *x* " + "a" * 10_000, "\u202eltr \u2066x", "&lt;@U1&gt; :tada: `x`"):
        view = typing(world, on_message(world, text), "rlhf", why="<!here>")
        assert view["type"] == "modal"
        send(world, view, term="<!channel> *bold* _x_")
