"""Settings -> everything that the server runs on, started and stopped in order."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import anyio
from fastapi import FastAPI

from bot.adapters.web.health import Readiness
from bot.adapters.web.site import Site
from bot.bootstrap.live import LiveGlossary
from bot.bootstrap.outbox_worker import OutboxWorker
from bot.bootstrap.requests import build_desk, named_stewards, run_digests, tell_published
from bot.bootstrap.routing import Routing
from bot.core.requests import RequestDesk
from bot.core.service import Service
from bot.errors import ConfigurationError, StorageUnavailable
from bot.settings import Settings, SlackSettings, StorageSettings, TeamsSettings
from bot.storage import QuestionLogWriter, Storage, open_storage, purge
from bot.telemetry import Metrics
from bot.telemetry.metrics import MeasuredQuestionLog

if TYPE_CHECKING:
    from bot.bootstrap.slack import Slack
    from bot.bootstrap.teams import Teams

Mount = Callable[[FastAPI], None]
_LOG = logging.getLogger(__name__)
_DAY_S = 24 * 3600
_FINISH_S = 8.0  # for deliveries in hand when the process ends; what is not finished then comes again
_FLUSH_S = 5.0  # for the questions that are still to be logged when the process ends
_WIPED_DISKS = ("DYNO", "K_SERVICE", "RENDER", "RAILWAY_ENVIRONMENT", "FLY_APP_NAME")  # set by platforms whose disk is new at every start


@dataclass(frozen=True, slots=True)
class Serving:
    """What a server needs, built and not yet running."""

    settings: Settings
    live: LiveGlossary
    storage: Storage
    questions: QuestionLogWriter
    metrics: Metrics
    site: Site
    readiness: Readiness
    desk: RequestDesk
    worker: OutboxWorker
    slack: Slack | None = None
    teams: Teams | None = None

    @property
    def platforms(self) -> tuple[Mount, ...]:
        """What each configured platform adds to the web application."""
        return tuple(platform.mount for platform in (self.slack, self.teams) if platform)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The model loads, term files are watched and old rows are deleted while inside; on leaving, what is queued is stored."""
        stop = anyio.Event()
        self.live.start()
        try:
            async with anyio.create_task_group() as tasks:
                if self.settings.catalog.watch:
                    tasks.start_soon(self.live.watch, stop)
                tasks.start_soon(self._daily)
                tasks.start_soon(run_digests, self.storage.outbox, self.settings.requests, _now)
                async with self.slack.running() if self.slack else nullcontext(), self.teams.running() if self.teams else nullcontext():
                    ended = anyio.Event()
                    tasks.start_soon(self._deliver, stop, ended)
                    yield
                    stop.set()
                    with anyio.move_on_after(_FINISH_S):
                        await ended.wait()
                tasks.cancel_scope.cancel()
        finally:
            self.questions.close(_FLUSH_S)
            self.storage.close()

    async def _deliver(self, stop: anyio.Event, ended: anyio.Event) -> None:
        await self.worker.run(stop)
        ended.set()

    async def _daily(self) -> None:
        days = self.settings.storage.question_days
        while True:
            await anyio.to_thread.run_sync(lambda: tell_published(self.desk, self.live.assistant.glossary))
            try:
                deleted = await anyio.to_thread.run_sync(lambda: purge(self.storage.database, _now(), days))
                _LOG.info("old rows are deleted: %s", deleted)
            except StorageUnavailable as error:
                _LOG.warning("old rows are not deleted today: %s", error)
            await anyio.sleep(_DAY_S)


def _now() -> datetime:
    return datetime.now(UTC)


def build(settings: Settings) -> Serving:
    """Everything but the web application itself.

    Raises:
        ConfigurationError: settings are missing or contradict each other.
        CatalogError: there are no usable terms.
        StorageUnavailable: the database cannot be opened or brought up to date.
    """
    check_platforms(settings)
    storage = open_database(settings.storage)
    metrics = Metrics()
    live = LiveGlossary(settings)
    questions = storage.question_log()
    slack: Slack | None = None
    stewards = named_stewards(settings.requests, lambda tenant, group: slack.members(tenant, group) if slack else ())
    desk = build_desk(settings.requests, storage, lambda: live.assistant, stewards)
    service = Service(
        lambda: live.assistant,
        questions=MeasuredQuestionLog(metrics, questions),
        preferences=storage.preferences,
        feedback=storage.feedback,
        statistics=storage.statistics,
        look_ups=storage.look_ups,
        requests=desk,
    )
    metrics.observe(condition=live.condition, dropped=lambda: questions.dropped, refused=lambda: live.refused)
    server = settings.server
    site = Site(
        service,
        live.condition,
        tenant=server.web_tenant,
        public_url=str(server.public_url).rstrip("/") if server.public_url else None,
        question_days=settings.storage.question_days,
    )
    slack = _slack(settings, service, desk, storage, questions)
    live.on_change = lambda glossary: tell_published(desk, glossary)
    teams = _teams(settings, service, desk, storage, questions)
    routing = Routing(slack.platform if slack else None, teams.platform if teams else None, settings.requests.triage_channel)
    worker = OutboxWorker(storage.outbox, routing.handlers)
    states = {name: platform.state_now for name, platform in (("slack", slack), ("teams", teams)) if platform}
    readiness = Readiness(condition=live.condition, database=storage.database.ping, platforms=states)
    return Serving(settings, live, storage, questions, metrics, site, readiness, desk, worker, slack, teams)


def _slack(settings: Settings, service: Service, desk: RequestDesk, storage: Storage, questions: QuestionLogWriter) -> Slack | None:
    """Without Slack's settings its libraries are not even imported."""
    if not settings.slack.configured:
        return None
    from bot.bootstrap.slack import build_slack

    return build_slack(settings, service, desk, storage, questions.flush)


def _teams(settings: Settings, service: Service, desk: RequestDesk, storage: Storage, questions: QuestionLogWriter) -> Teams | None:
    """Without Teams' settings its libraries are not even imported."""
    if not settings.teams.configured:
        return None
    from bot.bootstrap.teams import build_teams

    return build_teams(settings, service, desk, storage, questions.flush)


def open_database(settings: StorageSettings) -> Storage:
    """The database, brought up to date.

    Raises:
        ConfigurationError: it would be lost at the next start, or was written by a newer version.
        StorageUnavailable: it cannot be opened.
    """
    check_disk(settings)
    storage = open_storage(settings.data_dir, settings.key)
    storage.upgrade()
    return storage


def check_disk(settings: StorageSettings) -> None:
    """Raises ConfigurationError where what is stored in the default folder would be lost at the next start."""
    platform = next((name for name in _WIPED_DISKS if name in os.environ), None)
    if platform and "data_dir" not in settings.model_fields_set and not settings.allow_ephemeral_disk:
        raise ConfigurationError(
            f"{platform} is set: on this platform the default data folder is wiped at every start, and with it everything that is remembered",
            hint="set GLOSSARY_DATA_DIR to a folder on a volume, or GLOSSARY_ALLOW_EPHEMERAL_DISK=true to accept the loss",
        )


def check_platforms(settings: Settings) -> None:
    """Raises ConfigurationError for a platform with some but not all of its settings, naming what is missing."""
    for name, platform in _platforms(settings):
        missing = platform.missing()
        if missing:
            raise ConfigurationError(f"{name} is half configured: {' and '.join(missing)} is missing", hint="set it, or unset the others")


def _platforms(settings: Settings) -> Iterator[tuple[str, SlackSettings | TeamsSettings]]:
    yield "Slack", settings.slack
    yield "Teams", settings.teams
