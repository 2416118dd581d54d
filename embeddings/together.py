"""Questions that wait for the model at the same time are encoded together: eight texts take less than three times as long as one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

from embeddings.errors import EncoderBusy

if TYPE_CHECKING:
    from embeddings.types import Encoder, Vectors

MOST = 8  # texts at once: beyond that a text alone costs as much again, and the first of them waits for the last
_SHORT = 160  # characters, as most questions are
PATIENCE_S = 2.0  # a chat platform gives three seconds for the whole answer


@dataclass(slots=True, eq=False)
class _Waiting:
    text: str
    vector: Vectors | None = None
    failure: BaseException | None = None

    @property
    def done(self) -> bool:
        return self.vector is not None or self.failure is not None


class TogetherEncoder:
    """Runs one encoding at a time, for whoever waits by then. Thread-safe.

    Args:
        most: texts that are encoded together.
        patience_s: how long a question waits for its turn.
    """

    def __init__(self, encoder: Encoder, *, most: int = MOST, patience_s: float = PATIENCE_S) -> None:
        self._encoder = encoder
        self._most = most
        self._patience_s = patience_s
        self._waiting: list[_Waiting] = []
        self._encoding = False
        self._changed = Condition()

    @property
    def model_id(self) -> str:
        return self._encoder.model_id

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does. Raises EncoderBusy when one text has waited for too long; many texts are not questions, and do not wait."""
        if len(texts) != 1:
            return self._encoder.encode(texts)
        mine = _Waiting(texts[0])
        with self._changed:
            self._waiting.append(mine)
        until = time.monotonic() + self._patience_s
        while (batch := self._turn(mine, until)) is not None:
            self._encode(batch)
        if mine.failure is not None:
            raise mine.failure
        assert mine.vector is not None  # noqa: S101 - there is no turn for what is done
        return mine.vector

    def _turn(self, mine: _Waiting, until: float) -> list[_Waiting] | None:
        """What to encode next, when nobody else encodes; None when somebody else has encoded `mine`."""
        with self._changed:
            while not mine.done:
                if not self._encoding:
                    self._encoding = True
                    return self._next_batch()
                if not self._changed.wait(until - time.monotonic()) and mine in self._waiting:
                    self._waiting.remove(mine)
                    raise EncoderBusy
        return None

    def _next_batch(self) -> list[_Waiting]:
        """The one that waits longest, and those that cost no more: in a batch every text is as long as the longest."""
        longest = max(_SHORT, len(self._waiting[0].text))
        batch = [waiting for waiting in self._waiting if len(waiting.text) <= longest][: self._most]
        self._waiting = [waiting for waiting in self._waiting if waiting not in batch]
        return batch

    def _encode(self, batch: list[_Waiting]) -> None:
        vectors, failure = None, None
        try:
            vectors = self._encoder.encode([waiting.text for waiting in batch])
        except BaseException as error:  # noqa: BLE001 - it belongs to everybody whose text was in the batch
            failure = error
        with self._changed:
            for position, waiting in enumerate(batch):
                waiting.vector = None if vectors is None else vectors[position : position + 1]
                waiting.failure = failure
            self._encoding = False
            self._changed.notify_all()
