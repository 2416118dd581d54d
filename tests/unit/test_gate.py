"""Who waits for the model, and who does without."""

from __future__ import annotations

from threading import Barrier, Event, Thread

from bot.bootstrap.gate import Gate
from bot.bootstrap.meaning import Meaning
from bot.core.condition import MeaningState


def test_one_is_admitted_at_a_time_and_those_in_the_queue_follow() -> None:
    gate, inside, most = Gate(waiting=8), 0, 0
    together = Barrier(8)

    def work() -> None:
        nonlocal inside, most
        together.wait()
        with gate.enter() as admitted:
            assert admitted
            inside += 1
            most = max(most, inside)
            inside -= 1

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, gate.refused) == (1, 0)


def test_when_the_queue_is_full_the_next_one_is_told_at_once() -> None:
    gate = Gate(waiting=0)
    with gate.enter() as first, gate.enter() as second:
        assert (first, second) == (True, False)
    assert gate.refused == 1
    with gate.enter() as again:
        assert again


def test_nobody_waits_longer_than_their_patience() -> None:
    gate, held, done = Gate(waiting=1, patience_s=0.01), Event(), Event()

    def hold() -> None:
        with gate.enter():
            held.set()
            done.wait(10)

    holder = Thread(target=hold)
    holder.start()
    held.wait(10)
    with gate.enter() as admitted:
        assert not admitted
    done.set()
    holder.join()
    assert gate.refused == 1
    with gate.enter() as admitted:
        assert admitted


def test_a_fault_inside_leaves_the_place_free() -> None:
    gate = Gate(waiting=0)
    for _ in range(3):
        try:
            with gate.enter() as admitted:
                assert admitted
                raise ValueError
        except ValueError:
            pass
    assert gate.refused == 0


def test_a_question_without_a_place_is_answered_without_meaning() -> None:
    class Search:
        def search(self, text: str, also: object = ()) -> list[str]:
            return [text]

    gate = Gate(waiting=0)
    meaning = Meaning(blocking=True, enabled=True, gate=gate)
    meaning.provide(Search)  # type: ignore[arg-type]
    assert meaning.load() is MeaningState.READY
    assert meaning.search("x") == ["x"]
    with gate.enter():
        assert meaning.search("x") is None
