"""What is remembered, in one SQLite file. `open_storage` gives everything; times are UTC, and the tenant comes first everywhere."""

from bot.storage.backup import backup
from bot.storage.database import Database
from bot.storage.deliveries import Deliveries, ProcessedDeliveries
from bot.storage.feedback_log import StoredFeedback
from bot.storage.inspection import Check, check, newest_time
from bot.storage.key import load_or_create_key, pseudonym
from bot.storage.look_ups import StoredLookUps
from bot.storage.outbox import DeadJob, Outbox
from bot.storage.question_log import QuestionLogWriter
from bot.storage.retention import forget_tenant, purge
from bot.storage.role_preferences import StoredRolePreferences
from bot.storage.schema import head, require_current, revision, upgrade
from bot.storage.storage import Storage, database_path, open_storage
from bot.storage.term_requests import StoredTermRequests
from bot.storage.unanswered import StoredUnansweredQuestions
from bot.storage.usage_statistics import StoredStatistics, nothing

__all__ = [
    "Check",
    "Database",
    "DeadJob",
    "Deliveries",
    "Outbox",
    "ProcessedDeliveries",
    "QuestionLogWriter",
    "Storage",
    "StoredFeedback",
    "StoredLookUps",
    "StoredRolePreferences",
    "StoredStatistics",
    "StoredTermRequests",
    "StoredUnansweredQuestions",
    "backup",
    "check",
    "database_path",
    "forget_tenant",
    "head",
    "load_or_create_key",
    "newest_time",
    "nothing",
    "open_storage",
    "pseudonym",
    "purge",
    "require_current",
    "revision",
    "upgrade",
]
