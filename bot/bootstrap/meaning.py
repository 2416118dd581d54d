"""The semantic index as the domain sees it: there, not there yet, or not to be had."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from threading import Lock, Thread

from bot.bootstrap.gate import Gate
from bot.core.condition import MeaningState
from embeddings import EmbeddingsError, EncoderBusy, FieldScores, PassageSearch

_LOG = logging.getLogger(__name__)


class Meaning:
    """Loads the model and the index once, in the background or on first need, and never fails a question."""

    def __init__(self, *, blocking: bool, enabled: bool, gate: Gate) -> None:
        self._blocking = blocking
        self._gate = gate
        self._open: Callable[[], PassageSearch] | None = None
        self._search: PassageSearch | None = None
        self._lock = Lock()
        self.state = MeaningState.IDLE if enabled else MeaningState.OFF
        self.reason = "" if enabled else "switched off by GLOSSARY_MEANING"

    def provide(self, opener: Callable[[], PassageSearch]) -> None:
        self._open = opener

    def start(self) -> Thread:
        """Begins loading in a background thread."""
        thread = Thread(target=self.load, name="load-meaning", daemon=True)
        thread.start()
        return thread

    def load(self) -> MeaningState:
        """Loads now, once; whoever comes meanwhile waits."""
        with self._lock:
            if self.state is MeaningState.IDLE and self._open:
                self.state = MeaningState.LOADING
                try:
                    self._search = self._open()
                    self.state = MeaningState.READY
                except (EmbeddingsError, OSError) as error:
                    self.state, self.reason = MeaningState.UNAVAILABLE, str(error)
                    _LOG.warning("questions are answered by words alone: %s", error)
        return self.state

    def search(self, text: str, also: Iterable[str] = ()) -> Sequence[FieldScores] | None:
        """The nearest documents, or None while meaning is not available or too many questions wait for it."""
        if self._blocking and self.state is MeaningState.IDLE:
            self.load()
        if self._search is None:
            return None
        with self._gate.enter() as admitted:
            try:
                return self._search.search(text, also) if admitted else None
            except EncoderBusy:
                self._gate.turn_away()
                return None
