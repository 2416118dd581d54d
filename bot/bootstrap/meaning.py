"""The semantic index as the domain sees it: there, not there yet, or not to be had."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from threading import Lock, Thread

from embeddings import EmbeddingsError, FieldScores, PassageSearch

_LOG = logging.getLogger(__name__)


class State(StrEnum):
    """Whether questions are understood by meaning."""

    OFF = "off"
    IDLE = "idle"
    LOADING = "loading"
    READY = "ready"
    UNAVAILABLE = "unavailable"


class Meaning:
    """Loads the model and the index once, in the background or on first need, and never fails a question."""

    def __init__(self, *, blocking: bool, enabled: bool) -> None:
        self._blocking = blocking
        self._open: Callable[[], PassageSearch] | None = None
        self._search: PassageSearch | None = None
        self._lock = Lock()
        self.state = State.IDLE if enabled else State.OFF
        self.reason = "" if enabled else "switched off by GLOSSARY_MEANING"

    def provide(self, opener: Callable[[], PassageSearch]) -> None:
        self._open = opener

    def start(self) -> None:
        """Begins loading in a background thread."""
        Thread(target=self.load, name="load-meaning", daemon=True).start()

    def load(self) -> State:
        """Loads now, once; whoever comes meanwhile waits."""
        with self._lock:
            if self.state is State.IDLE and self._open:
                self.state = State.LOADING
                try:
                    self._search = self._open()
                    self.state = State.READY
                except (EmbeddingsError, OSError) as error:
                    self.state, self.reason = State.UNAVAILABLE, str(error)
                    _LOG.warning("questions are answered by words alone: %s", error)
        return self.state

    def search(self, text: str, also: Iterable[str] = ()) -> Sequence[FieldScores] | None:
        """The nearest documents, or None while meaning is not available."""
        if self._blocking and self.state is State.IDLE:
            self.load()
        return self._search.search(text, also) if self._search else None
