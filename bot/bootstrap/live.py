"""The glossary that answers now, and its replacement when term files change."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread

import anyio
from watchfiles import awatch

from bot.bootstrap.compose import Application, Composer
from bot.catalog.loader import load_catalog
from bot.core.assistant import Assistant
from bot.core.condition import Condition, MeaningState
from bot.core.glossary import Glossary
from bot.errors import CatalogError
from bot.settings import Settings

_LOG = logging.getLogger(__name__)
_SETTLED_MS = 200  # an editor writes a file in several steps
_STEP_MS = 50
_LOOK_MS = 5_000  # where no notice of changes arrives (network folders, a folder put in place of another), a look does
_PATIENCE_S = 0.8  # for the new index: within it, nobody sees answers without meaning; after it, edits go first
_UNAVAILABLE = "the model or its index cannot be used; the log says why"  # a reason names folders, and this is shown to everybody

Fingerprint = tuple[tuple[str, int, int, int], ...]


class LiveGlossary:
    """One application, replaced by one assignment; what cannot be read never replaces what could. `on_change` may be set: it is told of every new glossary.

    Raises:
        CatalogError: there is nothing to begin with.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.catalog.terms_dir
        self._composer = Composer(settings, blocking=False)
        self._reloading = Lock()
        self.on_change: Callable[[Glossary], None] = lambda _: None
        self._seen = _fingerprint(self._folder)
        catalog = load_catalog(self._folder)
        self._application = self._composer.compose(catalog)
        self._faults = _lines(self._folder, catalog.faults)
        self._read_at = datetime.now(UTC)
        self._report()

    @property
    def application(self) -> Application:
        return self._application

    @property
    def assistant(self) -> Assistant:
        return self._application.assistant

    @property
    def refused(self) -> int:
        """How many questions were answered by words because too many waited for the model."""
        return self._composer.gate.refused

    def start(self) -> None:
        """Begins, in the background, to load what answers come faster and better with."""
        application = self._application

        def load() -> None:
            application.assistant.warm()
            application.meaning.load()

        Thread(target=load, name="load-glossary", daemon=True).start()

    def condition(self) -> Condition:
        application = self._application
        state = application.meaning.state
        reason = _UNAVAILABLE if state is MeaningState.UNAVAILABLE else application.meaning.reason
        return Condition(len(application.assistant.glossary), self._faults, self._read_at, state, reason)

    def reload(self) -> None:
        """Reads the terms again. A file that cannot be used leaves its term as it last was; a folder that cannot be used leaves everything."""
        with self._reloading:
            self._seen = _fingerprint(self._folder)
            last = self._application
            try:
                catalog = load_catalog(self._folder).keeping(last.catalog)
            except CatalogError as error:
                self._faults = _lines(self._folder, error.faults or (error,))
                self._report()
                return
            if [item.term for item in catalog.loaded] != [item.term for item in last.catalog.loaded]:
                application = self._composer.compose(catalog)
                application.assistant.warm()
                loading = application.meaning.start()
                if last.meaning.state is MeaningState.READY:
                    loading.join(_PATIENCE_S)
                self._application = application
                self.on_change(application.assistant.glossary)
            self._faults = _lines(self._folder, catalog.faults)
            self._read_at = datetime.now(UTC)
            self._report()

    async def watch(self, stop: anyio.Event) -> None:
        """Reloads whenever the folder has changed, until `stop` is set."""
        while not stop.is_set():
            try:
                async for _ in awatch(
                    self._folder,
                    watch_filter=None,
                    debounce=_SETTLED_MS,
                    step=_STEP_MS,
                    rust_timeout=_LOOK_MS,
                    yield_on_timeout=True,
                    recursive=False,
                    stop_event=stop,
                ):
                    if _fingerprint(self._folder) != self._seen:
                        await anyio.to_thread.run_sync(self.reload)
            except (OSError, RuntimeError) as error:  # the folder is gone: what was read is served until it is back
                _LOG.warning("terms are not watched: %s", error)
                await anyio.sleep(_LOOK_MS / 1000)

    def _report(self) -> None:
        for fault in self._faults:
            _LOG.error("terms cannot be used as they are: %s", fault)
        _LOG.info("%d terms are served, %d faults", len(self.assistant.glossary), len(self._faults))


def _lines(folder: Path, faults: Sequence[CatalogError]) -> tuple[str, ...]:
    """Faults without the folder, which is nobody's business outside this machine."""
    return tuple(str(fault).removeprefix(f"{folder}{os.sep}").removeprefix(f"{folder}: ") for fault in faults)


def _fingerprint(folder: Path) -> Fingerprint:
    """Changes when a file in the folder does; empty when there is no folder."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.stat()) for entry in entries if entry.is_file()]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in found))
