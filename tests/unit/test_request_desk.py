"""From a wish to an entry, and back to those who asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.requests import Card, Citation, Draft, Happened, NamedRequestView, QueueFilter, RequestForm, State, Urgency
from bot.core.roles import Role
from bot.core.usage import AnswerKind, AskedQuestion
from bot.errors import AlreadyDecided, InvalidRequest, UnknownRequest, UnknownTerm
from tests.fakes import a_term
from tests.request_world import START, RequestWorld, by

FULL = RequestForm(
    "Flux capacitor",
    where_seen="https://example.org/message",
    excerpt="we need a flux capacitor",
    why="customers ask",
    roles=(Role.LEGAL, Role.PRODUCT),
    urgency=Urgency.NOW,
    links=("https://example.org/paper",),
    aliases=("FC",),
)
SUE = by("sue")


@pytest.fixture
def world(tmp_path: Path) -> RequestWorld:
    return RequestWorld(tmp_path)


def file(world: RequestWorld, term: str = "flux capacitor", user: str | None = "ann", tenant: str = "T1") -> int:
    return world.desk.file(by(user, tenant), RequestForm(term)).request.id


def test_a_filed_request_is_stored_as_it_was_written_and_promised_for_five_working_days_later(world: RequestWorld) -> None:
    filed = world.desk.file(by("ann"), FULL)
    assert filed.first
    assert (filed.request.mine, filed.request.can_withdraw, filed.request.can_add_details) == (True, True, True)
    world.start()
    view = world.desk.get(SUE, filed.request.id)
    assert view.form == FULL
    assert isinstance(view, NamedRequestView)
    assert (view.requester, view.state, view.askers, view.overdue) == ("ann", State.SUBMITTED, 1, False)
    assert view.due_at == START.replace(day=9)
    assert [job.kind for job in world.deliver()] == ["post_card"]


def test_a_whole_life_tells_everybody_who_asked(world: RequestWorld) -> None:
    number = file(world)
    world.desk.support(by("bob"), number)
    world.desk.ask(SUE, number, "Which one?")
    assert world.notices() == [("T1", "ann", "needs_info")]
    assert world.desk.my_request(by("ann"), number).said == "Which one?"
    assert world.desk.add_details(by("bob"), number, "The one in the car.").state is State.SUBMITTED
    draft = Draft("What makes time travel possible.", {Role.LEGAL: "Mind the paradox."}, (Citation("Brown 1985", "https://example.org"),))
    assert world.desk.accept(SUE, number, draft, "Soon.").draft == draft
    assert world.notices() == [("T1", "ann", "accepted"), ("T1", "bob", "accepted")]
    world.publish(a_term("flux capacitors"))
    assert world.notices() == [("T1", "ann", "published"), ("T1", "bob", "published")]
    told = world.desk.notice("T1", "bob", number)
    assert told is not None
    assert (told.state, told.slug, told.mine, told.form) == (State.PUBLISHED, "flux-capacitors", False, None)
    happened = [(event.action, event.who, event.to_state) for event in world.desk.history(SUE, number)]
    assert happened == [
        (Happened.SUBMITTED, "ann", State.SUBMITTED),
        (Happened.SUPPORTED, "bob", State.SUBMITTED),
        (Happened.ASKED, "sue", State.NEEDS_INFO),
        (Happened.DETAILS_ADDED, "bob", State.SUBMITTED),
        (Happened.ACCEPTED, "sue", State.ACCEPTED),
        (Happened.PUBLISHED, None, State.PUBLISHED),
    ]


def test_publishing_is_noticed_once_and_never_for_what_is_not_accepted(world: RequestWorld) -> None:
    accepted, waiting = file(world), file(world, "warp drive")
    world.desk.accept(SUE, accepted)
    world.deliver()
    for _ in range(2):
        world.publish(a_term("flux capacitor"), a_term("warp drive"))
        world.start()
    assert world.notices() == [("T1", "ann", "published")]
    assert world.desk.get(SUE, waiting).state is State.SUBMITTED


def test_another_name_announces_an_entry_unless_one_had_it_before(world: RequestWorld) -> None:
    taken = world.desk.file(by("ann"), RequestForm("agentic RAG", aliases=("RAG",))).request.id
    fresh = world.desk.file(by("ann"), RequestForm("Kahneman-Tversky optimization", aliases=("KTO",))).request.id
    for number in (taken, fresh):
        world.desk.accept(SUE, number)
    world.publish(a_term("KTO loss", aliases=["KTO"]))
    assert [world.desk.get(SUE, number).state for number in (taken, fresh)] == [State.ACCEPTED, State.PUBLISHED]


def test_what_has_an_entry_by_the_time_it_is_accepted_is_published_at_once(world: RequestWorld) -> None:
    number = file(world)
    world.publish(a_term("flux capacitor"))
    assert world.desk.accept(SUE, number).state is State.PUBLISHED
    assert world.notices() == [("T1", "ann", "accepted"), ("T1", "ann", "published")]


def test_a_decision_needs_its_words_and_comes_once(world: RequestWorld) -> None:
    number = file(world)
    for wordless in (lambda: world.desk.decline(SUE, number, " \u200b"), lambda: world.desk.ask(SUE, number, "")):
        with pytest.raises(InvalidRequest, match="say w"):
            wordless()
    world.desk.decline(SUE, number, "Too soon.")
    for late in (
        lambda: world.desk.accept(SUE, number),
        lambda: world.desk.decline(SUE, number, "Really."),
        lambda: world.desk.edit(SUE, number, FULL),
        lambda: world.desk.support(by("bob"), number),
        lambda: world.desk.withdraw(by("ann"), number),
        lambda: world.desk.add_details(by("ann"), number, "more"),
        lambda: world.desk.mark_duplicate(SUE, number, "rag"),
    ):
        with pytest.raises(AlreadyDecided, match="declined already"):
            late()
    assert world.notices() == [("T1", "ann", "declined")]
    assert world.desk.my_request(by("ann"), number).said == "Too soon."


def test_after_a_decision_the_term_can_be_asked_for_again(world: RequestWorld) -> None:
    first = file(world)
    world.desk.decline(SUE, first, "Too soon.")
    assert world.desk.file(by("bob"), RequestForm("flux capacitor")).first
    assert [(request.id == first, request.state) for request in world.desk.mine(by("ann"))] == [(True, State.DECLINED)]


def test_a_duplicate_of_an_entry_leads_the_askers_there(world: RequestWorld) -> None:
    number = file(world, "retrieval-augmented generations everywhere")
    with pytest.raises(UnknownTerm):
        world.desk.mark_duplicate(SUE, number, "nothing")
    world.desk.mark_duplicate(SUE, number, "rag", "same thing")
    told = world.desk.notice("T1", "ann", number)
    assert told is not None
    assert (told.state, told.slug, told.said) == (State.DUPLICATE, "rag", "same thing")
    assert world.notices() == [("T1", "ann", "duplicate")]


def test_the_askers_of_a_duplicate_support_the_other_request_and_hear_of_it(world: RequestWorld) -> None:
    kept, double = file(world, "flux capacitor", "ann"), file(world, "capacitor of flux", "bob")
    world.desk.support(by("cem"), double)
    world.desk.support(by("ann"), double)
    world.desk.mark_duplicate(SUE, double, kept)
    view = world.desk.get(SUE, kept)
    assert (view.askers, view.supporters) == (3, ("bob", "cem"))
    assert world.desk.get(SUE, double).duplicate_of == kept
    assert world.notices() == [("T1", user, "duplicate") for user in ("ann", "bob", "cem")]
    world.desk.accept(SUE, kept)
    assert world.notices() == [("T1", user, "accepted") for user in ("ann", "bob", "cem")]


def test_a_request_is_no_duplicate_of_itself_of_a_closed_one_or_of_one_elsewhere(world: RequestWorld) -> None:
    number, closed = file(world), file(world, "warp drive")
    elsewhere = file(world, tenant="T2")
    world.desk.decline(SUE, closed, "no")
    for of in (number, closed):
        with pytest.raises(InvalidRequest):
            world.desk.mark_duplicate(SUE, number, of)
    with pytest.raises(UnknownRequest):
        world.desk.mark_duplicate(SUE, number, elsewhere)
    assert world.desk.get(SUE, number).state is State.SUBMITTED


def test_whoever_asked_first_hands_over_to_the_next_who_wants_it(world: RequestWorld) -> None:
    number = world.desk.file(by("ann"), FULL).request.id
    world.desk.support(by("bob"), number)
    assert world.desk.withdraw(by("ann"), number).can_withdraw is False
    view = world.desk.get(SUE, number)
    assert isinstance(view, NamedRequestView)
    assert (view.requester, view.state, view.askers) == ("bob", State.SUBMITTED, 1)
    assert (view.form.where_seen, view.form.excerpt, view.form.why) == ("", "", "customers ask")
    assert world.desk.mine(by("ann")) == ()
    assert world.desk.withdraw(by("bob"), number).state is State.WITHDRAWN


def test_support_can_be_withdrawn_and_is_given_once(world: RequestWorld) -> None:
    number = file(world)
    for _ in range(2):
        assert world.desk.support(by("bob"), number).askers == 2
    assert world.desk.support(by("ann"), number).askers == 2
    assert world.desk.withdraw(by("bob"), number).state is State.SUBMITTED
    assert world.desk.get(SUE, number).askers == 1
    with pytest.raises(InvalidRequest):
        world.desk.support(by(None), number)
    with pytest.raises(UnknownRequest):
        world.desk.support(by("bob"), 99)


def test_why_the_second_one_asks_is_kept(world: RequestWorld) -> None:
    number = file(world)
    world.desk.file(by("bob"), RequestForm("Flux-Capacitors", why="so do we"))
    assert world.desk.history(SUE, number)[-1].note == "so do we"


def test_somebody_unknown_counts_and_is_told_nothing(world: RequestWorld) -> None:
    number = file(world, user=None)
    assert world.desk.file(by(None), RequestForm("flux capacitor")).first is False
    world.desk.support(by("bob"), number)
    world.desk.ask(SUE, number, "Which?")
    assert world.notices() == [("T1", "bob", "needs_info")]
    assert world.desk.get(SUE, number).askers == 2


def test_a_steward_puts_right_what_was_written_but_not_what_is_the_askers(world: RequestWorld) -> None:
    number, other = world.desk.file(by("ann"), FULL).request.id, file(world, "warp drive")
    edited = world.desk.edit(SUE, number, RequestForm("Flux condenser", why="clearer", anonymous=True, excerpt="changed"))
    assert (edited.form.term, edited.form.why, edited.form.excerpt, edited.form.anonymous) == ("Flux condenser", "clearer", FULL.excerpt, False)
    assert world.desk.history(SUE, number)[-1].note == "Flux capacitor -> Flux condenser"
    with pytest.raises(InvalidRequest, match=f"request {other} asks for that"):
        world.desk.edit(SUE, number, RequestForm("warp-drives"))
    before = len(world.desk.history(SUE, number))
    world.desk.edit(SUE, number, edited.form)
    assert len(world.desk.history(SUE, number)) == before


def test_a_draft_can_be_put_down_once_the_request_is_accepted(world: RequestWorld) -> None:
    number = file(world)
    with pytest.raises(AlreadyDecided):
        world.desk.save_draft(SUE, number, Draft("x"))
    world.desk.accept(SUE, number)
    world.desk.save_draft(SUE, number, Draft("A thing."))
    assert world.desk.get(SUE, number).draft == Draft("A thing.")


def test_the_queue_is_oldest_first_with_counts_and_what_is_overdue(world: RequestWorld) -> None:
    old = file(world, "one")
    world.wait(days=3)
    asked, accepted, declined = file(world, "two"), file(world, "three"), file(world, "four")
    world.desk.ask(SUE, asked, "?!a")
    world.desk.accept(SUE, accepted)
    world.desk.decline(SUE, declined, "no")
    world.wait(days=5)
    queue = world.desk.queue(SUE)
    assert [request.id for request in queue.requests] == [old, asked, accepted]
    assert [request.overdue for request in queue.requests] == [True, False, False]
    assert {which.value: count for which, count in queue.counts.items()} == {
        "open": 3,
        "submitted": 1,
        "needs_info": 1,
        "accepted": 1,
        "overdue": 1,
        "closed": 1,
        "all": 4,
    }
    assert [request.id for request in world.desk.queue(SUE, QueueFilter.OVERDUE).requests] == [old]
    assert [request.id for request in world.desk.queue(SUE, QueueFilter.CLOSED).requests] == [declined]
    assert [request.id for request in world.desk.queue(SUE, QueueFilter.ALL, limit=2).requests] == [old, asked]
    assert world.desk.digest("T1") == queue


def test_the_backlog_counts_every_state_and_names_nobody(world: RequestWorld) -> None:
    world.desk.decline(SUE, file(world), "no")
    file(world, "warp drive", user="U0ANNA")
    file(world, "elsewhere", tenant="T2")
    world.wait(days=30)
    backlog = world.desk.backlog("T1")
    assert {state: count for state, count in backlog.counts.items() if count} == {State.DECLINED: 1, State.SUBMITTED: 1}
    assert (backlog.overdue, [(item.term, item.askers, item.overdue) for item in backlog.waiting]) == (1, [("warp drive", 1, True)])
    assert "U0ANNA" not in repr(backlog)


def test_details_begin_the_promise_anew(world: RequestWorld) -> None:
    number = file(world)
    world.wait(days=9)
    assert world.desk.get(SUE, number).overdue
    world.desk.ask(SUE, number, "Which?")
    assert not world.desk.get(SUE, number).overdue
    view = world.desk.add_details(by("ann"), number, "That.")
    assert (view.overdue, view.due_at) == (False, START.replace(day=18))
    assert world.desk.get(SUE, number).details == ("That.",)


def test_a_card_is_posted_once_and_changes_that_wait_are_shown_together(world: RequestWorld) -> None:
    number = file(world)
    for user in ("bob", "cem", "dan"):
        world.desk.support(by(user), number)
    assert [job.kind for job in world.deliver()] == ["post_card", "update_card"]
    world.desk.card_posted("T1", number, Card("C1", "1.2"))
    world.desk.support(by("eva"), number)
    assert [job.kind for job in world.deliver()] == ["update_card"]
    card = world.desk.card("T1", number)
    assert card is not None
    assert (card.place, card.request.askers, card.history[-1].who) == (Card("C1", "1.2"), 5, "eva")
    assert world.desk.card("T2", number) is None
    assert world.desk.card_posted("T2", number, Card("C2", "3.4")) is None
    assert world.desk.get(SUE, number).askers == 5


def test_who_does_not_want_it_any_more_is_not_told(world: RequestWorld) -> None:
    number = file(world)
    world.desk.support(by("bob"), number)
    world.desk.accept(SUE, number)
    world.desk.withdraw(by("bob"), number)
    assert world.desk.notice("T1", "bob", number) is None
    assert world.desk.notice("T2", "ann", number) is None


def test_what_exists_is_shown_while_somebody_types(world: RequestWorld) -> None:
    number = file(world, "speculative decoding")
    file(world, "speculative decoding", tenant="T2")
    for text in ("specul", "Speculative-Decodings", "speculatve decoding"):
        assert [(found.id, found.mine) for found in world.desk.similar(by("bob"), text).requests] == [(number, False)]
    assert world.desk.similar(by("ann"), "speculative decoding").requests[0].mine
    rag = world.desk.similar(by("ann"), "RAGs")
    assert ([entry.slug for entry in rag.entries], rag.sure, rag.requests) == (["rag"], True, ())
    for nothing in ("", "?!", "\ud800", "x" * 10_000, "warp drive"):
        found = world.desk.similar(by("ann"), nothing)
        assert (found.sure, found.requests) == (False, ())


def test_questions_without_answer_are_offered_with_how_many_asked(world: RequestWorld) -> None:
    log = world.storage.question_log()
    asked = [("speculative decoding", f"u{number}") for number in range(11)] + [("Speculative-Decodings", "u1"), ("speculatve decoding", "u99")]
    asked += [("warp drive", "u1"), ("warp drive", None), ("RAG", "u1")]
    for subject, user in asked:
        log.record(AskedQuestion(by(user), world.now, subject, subject, AnswerKind.NOT_FOUND, None, None, lexical_only=False, elapsed_ms=1))
    log.record(AskedQuestion(by("u1"), world.now, "x", "answered", AnswerKind.DEFINITION, None, "rag", lexical_only=False, elapsed_ms=1))
    assert log.close()
    number = file(world, "warp drives")
    first, second = world.desk.candidates(SUE)
    assert (first.people, first.questions, first.open_request) == (12, 13, None)
    assert (first.subject, first.spellings) == ("speculative decoding", ("speculative decoding", "speculatve decoding"))
    assert (second.subject, second.people, second.questions, second.open_request) == ("warp drive", 1, 2, number)
    assert world.desk.candidates(by("sam", "T2")) == ()
    world.publish(a_term("speculative decoding"))
    assert [found.subject for found in world.desk.candidates(SUE)] == ["warp drive"]
    world.wait(days=91)
    assert world.desk.candidates(SUE) == ()
