"""Who has a place at the model, and who does without."""

from __future__ import annotations

import pytest

from bot.bootstrap.gate import Gate
from bot.bootstrap.meaning import Meaning
from bot.core.condition import MeaningState
from embeddings import EncoderBusy


def test_when_all_places_are_taken_the_next_one_is_told_at_once() -> None:
    gate = Gate(places=2)
    with gate.enter() as first, gate.enter() as second, gate.enter() as third:
        assert (first, second, third) == (True, True, False)
    assert gate.refused == 1
    with gate.enter() as again:
        assert again


def test_a_fault_inside_leaves_the_place_free() -> None:
    gate = Gate(places=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="inside"), gate.enter():
            int("inside")
    assert gate.refused == 0


class Search:
    busy = False

    def search(self, text: str, also: object = ()) -> list[str]:
        if self.busy:
            raise EncoderBusy
        return [text]


def test_a_question_without_a_place_or_that_waited_too_long_is_answered_without_meaning() -> None:
    gate, search = Gate(places=1), Search()
    meaning = Meaning(blocking=True, enabled=True, gate=gate)
    meaning.provide(lambda: search)  # type: ignore[arg-type, return-value]
    assert meaning.load() is MeaningState.READY
    assert meaning.search("x") == ["x"]
    with gate.enter():
        assert meaning.search("x") is None
    search.busy = True
    assert meaning.search("x") is None
    assert gate.refused == 2
    search.busy = False
    assert meaning.search("x") == ["x"]
