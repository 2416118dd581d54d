"""Labelled queries -> how often the right thing was answered, offered, or left unsaid."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import quantiles
from typing import Any

from bot.core.assistant import Assistant
from bot.core.ports import FieldSimilarities, SemanticIndex
from bot.core.resolution import MAX_OFFERED, Resolution


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query with the slugs that are right, best first (none: nothing should be answered), or a message with the slugs it mentions."""

    text: str
    gold: tuple[str, ...]
    kind: str
    is_message: bool = False

    @classmethod
    def from_json(cls, line: Mapping[str, Any]) -> Labelled:
        """Raises ValueError when the line is not of the documented form."""
        if not isinstance(line, dict):
            raise ValueError('a line is an object: {"query": "...", "gold": ["slug"], "kind": "..."}')  # noqa: TRY004 - one kind of error for one kind of fault
        text = line.get("query", line.get("text"))
        gold = line.get("gold")
        if not isinstance(text, str) or not isinstance(gold, list) or not all(isinstance(slug, str) for slug in gold):
            raise ValueError('a line needs "query" or "text", and "gold": a list of slugs')
        return cls(text, tuple(gold), str(line.get("kind", "query")), "text" in line)


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    SUGGESTED_HIT = "suggested_hit"
    SUGGESTED_MISS = "suggested_miss"
    SILENT = "silent"


def judge(resolution: Resolution, gold: Sequence[str], *, compare: bool) -> Outcome:
    """What a resolution is worth. Offering counts as suggested: a hit when a gold slug is among the first three."""
    if resolution.slugs and not resolution.ambiguous:
        right = set(gold) <= set(resolution.slugs) if compare else resolution.slugs[0] in gold
        return Outcome.RIGHT if right else Outcome.WRONG
    offered = (resolution.slugs or resolution.offered)[:MAX_OFFERED]
    if not offered:
        return Outcome.SILENT
    return Outcome.SUGGESTED_HIT if set(gold) & set(offered) else Outcome.SUGGESTED_MISS


_COUNTED = tuple(outcome.value for outcome in Outcome)


class Remembering:
    """A semantic index that looks every question up once, however often it is tried."""

    def __init__(self, index: SemanticIndex) -> None:
        self._index = index
        self._found: dict[tuple[str, tuple[str, ...]], Sequence[FieldSimilarities] | None] = {}

    def search(self, text: str, also: Iterable[str] = ()) -> Sequence[FieldSimilarities] | None:
        key = (text, tuple(also))
        if key not in self._found:
            self._found[key] = self._index.search(text, also)
        return self._found[key]


def evaluate(assistant: Assistant, lines: Iterable[Labelled]) -> dict[str, Any]:
    """Counts for all lines and for each kind, precision and recall for messages, and latency of one answer in milliseconds."""
    assistant = assistant.retuned(assistant.tuning, Remembering(assistant.semantic) if assistant.semantic else None)
    total: dict[str, int] = {}
    kinds: dict[str, dict[str, int]] = {}
    latencies: list[float] = []
    for line in lines:
        started = time.perf_counter()
        counted = _message(assistant, line) if line.is_message else _query(assistant, line, latencies)
        if line.is_message:
            latencies.append((time.perf_counter() - started) * 1000)
        for counts in (total, kinds.setdefault(line.kind, {})):
            for name, number in counted.items():
                counts[name] = counts.get(name, 0) + number
    return {"all": _ratios(total), "kinds": {kind: _ratios(counts) for kind, counts in sorted(kinds.items())}, "latency_ms": _percentiles(latencies)}


def _query(assistant: Assistant, line: Labelled, latencies: list[float]) -> dict[str, int]:
    started = time.perf_counter()
    resolution = assistant.resolver.resolve(line.text)
    latencies.append((time.perf_counter() - started) * 1000)
    counted = {"n": 1, **dict.fromkeys(_COUNTED, 0), "top1": 0, "top3": 0}
    counted[judge(resolution, line.gold, compare=line.kind == "compare").value] = 1
    if line.gold:
        position = ranked_at(assistant, resolution, line.gold)
        counted["top1"], counted["top3"] = int(position == 0), int(position < MAX_OFFERED)
    return counted


def ranked_at(assistant: Assistant, resolution: Resolution, gold: Sequence[str]) -> int:
    """Where the first gold slug stands in the whole ranking, from 0, whatever was answered."""
    order = assistant.resolver.rank(resolution)
    return min((order.index(slug) for slug in gold if slug in order), default=len(order) + MAX_OFFERED)


def _message(assistant: Assistant, line: Labelled) -> dict[str, int]:
    gold = set(line.gold)
    found = assistant.explain(line.text).mentions
    named = {term.slug for mention in found for term in mention.terms}
    extra = {mention.terms[0].slug for mention in found if not gold & {term.slug for term in mention.terms}}
    return {"n": 1, "_found": len(gold & named), "_extra": len(extra), "_missed": len(gold - named)}


def _ratios(counts: dict[str, int]) -> dict[str, float]:
    shown: dict[str, float] = {name: number for name, number in counts.items() if not name.startswith("_")}
    if "_found" in counts:
        found, extra, missed = counts["_found"], counts["_extra"], counts["_missed"]
        shown["precision"] = round(found / (found + extra), 4) if found + extra else 1.0
        shown["recall"] = round(found / (found + missed), 4) if found + missed else 1.0
    return shown


def _percentiles(latencies: Sequence[float]) -> dict[str, float]:
    if not latencies:
        return {"p50": 0.0, "p95": 0.0, "p99": 0.0}
    cuts = quantiles(latencies, n=100, method="inclusive") if len(latencies) > 1 else [latencies[0]] * 99
    return {"p50": round(cuts[49], 3), "p95": round(cuts[94], 3), "p99": round(cuts[98], 3)}
