"""Questions that wait at the same time are encoded together, each gets its own vector, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
import pytest

from embeddings import EncoderBusy, TogetherEncoder

if TYPE_CHECKING:
    from embeddings.types import Vectors

PATIENCE_S = 20.0


class Numbered:
    """A text that is a number becomes that number. The first batch waits until it may go on."""

    model_id = "numbers"
    dimension = 1

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.begun, self.free = Event(), Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(list(texts))
        self.begun.set()
        self.free.wait(PATIENCE_S)
        return np.asarray([[float(text)] for text in texts], dtype=np.float32)


def ask(pool: ThreadPoolExecutor, encoder: TogetherEncoder, texts: Sequence[str]) -> list[Future[Vectors]]:
    return [pool.submit(encoder.encode, [text]) for text in texts]


def waiting(encoder: TogetherEncoder, count: int) -> None:
    while len(encoder._waiting) < count:
        pass


def test_who_waits_is_encoded_together_and_each_gets_its_own_vector() -> None:
    inner = Numbered()
    encoder = TogetherEncoder(inner, most=4)
    texts = [str(number) for number in range(1, 11)]
    with ThreadPoolExecutor(11) as pool:
        first = ask(pool, encoder, ["0"])
        inner.begun.wait(PATIENCE_S)
        rest = ask(pool, encoder, texts)
        waiting(encoder, len(texts))
        inner.free.set()
        assert [future.result().tolist() for future in (*first, *rest)] == [[[float(number)]] for number in range(11)]
    assert sorted(len(batch) for batch in inner.batches) == [1, 2, 4, 4]


def test_a_long_text_does_not_make_short_ones_wait_for_its_length() -> None:
    inner = Numbered()
    encoder = TogetherEncoder(inner)
    long = "0" * 400 + "7"
    with ThreadPoolExecutor(5) as pool:
        first = ask(pool, encoder, ["0"])
        inner.begun.wait(PATIENCE_S)
        short = ask(pool, encoder, ["1"])
        waiting(encoder, 1)
        rest = ask(pool, encoder, [long, "2"])
        waiting(encoder, 3)
        inner.free.set()
        assert [future.result().item() for future in (*first, *short, *rest)] == [0, 1, 7, 2]
    assert inner.batches == [["0"], ["1", "2"], [long]]


def test_a_failure_belongs_to_those_in_the_batch_and_the_next_ones_go_on() -> None:
    inner = Numbered()
    inner.free.set()
    encoder = TogetherEncoder(inner)
    with pytest.raises(ValueError, match="no number"):
        encoder.encode(["no number"])
    assert encoder.encode(["3"]).item() == 3


def test_who_has_waited_too_long_is_told_and_leaves() -> None:
    inner = Numbered()
    encoder = TogetherEncoder(inner, patience_s=0.01)
    with ThreadPoolExecutor(1) as pool:
        first = ask(pool, encoder, ["0"])
        inner.begun.wait(PATIENCE_S)
        with pytest.raises(EncoderBusy):
            encoder.encode(["1"])
        inner.free.set()
        assert first[0].result().item() == 0
    assert encoder.encode(["2"]).item() == 2
    assert inner.batches == [["0"], ["2"]]


def test_many_texts_at_once_are_no_question_and_do_not_wait() -> None:
    inner = Numbered()
    inner.free.set()
    encoder = TogetherEncoder(inner)
    assert encoder.encode(["1", "2", "3"]).tolist() == [[1], [2], [3]]
    assert (encoder.model_id, encoder.dimension) == ("numbers", 1)
