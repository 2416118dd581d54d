"""Numbers for Prometheus. Labels have few values: never a tenant, a user or a question."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot.core.condition import Condition, MeaningState
from bot.core.ports import QuestionLog
from bot.core.usage import AskedQuestion

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)  # an exact answer takes one millisecond; a platform waits three seconds


class Metrics:
    """The numbers of one process, in a registry of its own: nothing is shared between two in one interpreter."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._requests = Histogram(
            "glossary_http_request_seconds", "Time per request.", ["method", "route", "status"], registry=self._registry, buckets=_SECONDS
        )
        self._answers = Counter("glossary_answers_total", "Questions answered.", ["surface", "kind", "step"], registry=self._registry)
        self._answer_seconds = Histogram("glossary_answer_seconds", "Time in the assistant.", ["step"], registry=self._registry, buckets=_SECONDS)
        self._terms = Gauge("glossary_terms", "Terms that are served.", registry=self._registry)
        self._faults = Gauge("glossary_term_file_faults", "Faults found when terms were last read.", registry=self._registry)
        self._meaning = Gauge("glossary_meaning_ready", "1 when questions are understood by meaning.", registry=self._registry)
        self._dropped = Gauge("glossary_questions_not_logged", "Questions that did not fit into the queue of the log.", registry=self._registry)
        self._refused = Gauge("glossary_questions_without_turn", "Questions answered by words because too many waited for the model.", registry=self._registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """`route` is the template of the path, not the path."""
        self._requests.labels(method, route, f"{status // 100}xx").observe(seconds)

    def answered(self, question: AskedQuestion) -> None:
        step = question.step or "none"
        self._answers.labels(question.asker.surface.value, question.kind.value, step).inc()
        self._answer_seconds.labels(step).observe(question.elapsed_ms / 1000)

    def observe(self, *, condition: Callable[[], Condition], dropped: Callable[[], int], refused: Callable[[], int]) -> None:
        """Where the gauges are read when somebody asks."""
        self._terms.set_function(lambda: condition().terms)
        self._faults.set_function(lambda: len(condition().faults))
        self._meaning.set_function(lambda: condition().meaning is MeaningState.READY)
        self._dropped.set_function(dropped)
        self._refused.set_function(refused)

    def text(self) -> bytes:
        """The exposition in Prometheus' text format."""
        return generate_latest(self._registry)


class MeasuredQuestionLog:
    """Counts every question before it is logged."""

    def __init__(self, metrics: Metrics, log: QuestionLog) -> None:
        self._metrics = metrics
        self._log = log

    def record(self, question: AskedQuestion) -> None:
        self._metrics.answered(question)
        self._log.record(question)
