"""Everything that is stored, wired once for the server and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.storage.database import FILE_NAME, Database
from bot.storage.deliveries import Deliveries, ProcessedDeliveries
from bot.storage.feedback_log import StoredFeedback
from bot.storage.key import load_or_create_key
from bot.storage.look_ups import StoredLookUps
from bot.storage.outbox import Outbox
from bot.storage.question_log import QuestionLogWriter
from bot.storage.role_preferences import StoredRolePreferences
from bot.storage.schema import upgrade
from bot.storage.slack_installations import StoredSlackInstallations
from bot.storage.teams_conversations import StoredTeamsConversations
from bot.storage.term_requests import StoredTermRequests
from bot.storage.unanswered import StoredUnansweredQuestions
from bot.storage.usage_statistics import StoredStatistics


@dataclass(frozen=True, slots=True)
class Storage:
    """The database of one installation and what is kept in it."""

    database: Database
    preferences: StoredRolePreferences
    feedback: StoredFeedback
    statistics: StoredStatistics
    look_ups: StoredLookUps
    requests: StoredTermRequests
    unanswered: StoredUnansweredQuestions
    outbox: Outbox
    slack_installations: StoredSlackInstallations
    teams_conversations: StoredTeamsConversations
    deliveries: Deliveries
    key: bytes = field(repr=False)

    def upgrade(self) -> str:
        """Before anything else is called: makes the database, or brings its tables to this version. See `schema.upgrade`."""
        return upgrade(self.database)

    def question_log(self, on_dropped: Callable[[int], None] = lambda _: None) -> QuestionLogWriter:
        """A writer with a thread of its own; close it before the database."""
        return QuestionLogWriter(self.database, self.key, on_dropped=on_dropped)

    def processed(self) -> ProcessedDeliveries:
        """Which deliveries are done, for those without another effect in the database."""
        return ProcessedDeliveries(self.database, self.deliveries)

    def close(self) -> None:
        self.database.close()


def database_path(folder: Path) -> Path:
    """Where the database of a data folder lies."""
    return folder / FILE_NAME


def open_storage(folder: Path, key: bytes | None = None) -> Storage:
    """The storage of a data folder. No file is opened yet, but without a `key` the one of the folder is read, or made.

    Raises:
        ConfigurationError: the key of the folder cannot be used.
    """
    key = load_or_create_key(folder) if key is None else key
    database = Database(database_path(folder))
    deliveries = Deliveries()
    outbox = Outbox(database)
    return Storage(
        database=database,
        preferences=StoredRolePreferences(database),
        feedback=StoredFeedback(database, deliveries, key),
        statistics=StoredStatistics(database),
        look_ups=StoredLookUps(database, key),
        requests=StoredTermRequests(database, deliveries, outbox),
        unanswered=StoredUnansweredQuestions(database),
        outbox=outbox,
        slack_installations=StoredSlackInstallations(database),
        teams_conversations=StoredTeamsConversations(database),
        deliveries=deliveries,
        key=key,
    )
