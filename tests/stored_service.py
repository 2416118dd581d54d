"""The service as `glossary serve` puts it together, over a real database."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.assistant import Assistant
from bot.core.ports import QuestionLog
from bot.core.requests import RequestDesk
from bot.core.service import Service
from bot.storage import Storage


def stored_service(storage: Storage, questions: QuestionLog, desk: RequestDesk, assistant: Callable[[], Assistant]) -> Service:
    return Service(
        assistant,
        questions=questions,
        preferences=storage.preferences,
        feedback=storage.feedback,
        statistics=storage.statistics,
        look_ups=storage.look_ups,
        requests=desk,
    )
