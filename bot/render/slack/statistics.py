"""What was asked, in numbers. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.usage import Counted, Statistics
from bot.render.look import Look
from bot.render.slack import blocks
from bot.render.slack.look import Block

MAX_COUNTED = 10  # lines of each list
MAX_NAME = 80


def statistics_blocks(statistics: Statistics, look: Look, room: float) -> Iterator[Block]:
    most = max(int(MAX_COUNTED * room), 3)
    yield blocks.header(_title(statistics))
    yield from blocks.rich(blocks.line(blocks.run(_numbers(statistics))))
    yield from blocks.rich(*_list("Most asked", statistics.most_asked, most))
    yield from blocks.rich(*_list("Asked for, without an entry", statistics.unanswered, most))
    where = blocks.link(f"{look.public_url}/insights", "More in the web glossary") if look.public_url else ""
    yield from blocks.context("Days are counted in UTC. Nobody is named.", blocks.mrkdwn(where) if where else "")


def statistics_text(statistics: Statistics) -> str:
    return f"{_title(statistics)}: {_numbers(statistics)}"


def _title(statistics: Statistics) -> str:
    return f"Questions from {_day(statistics.since)} to {_day(statistics.until)}"


def _day(day: object) -> str:
    return f"{day:%-d %B %Y}"


def _numbers(statistics: Statistics) -> str:
    if not statistics.questions:
        return "No questions yet."
    share = statistics.helpful_share
    helpful = "no votes yet" if share is None else f"{share:.0%} of votes say helpful"
    return f"{statistics.questions:,} questions, {statistics.answered / statistics.questions:.0%} answered, {helpful}."


def _list(heading: str, counted: Sequence[Counted], most: int) -> list[list[blocks.Element]]:
    items = [[blocks.run(item.name, limit=MAX_NAME), blocks.space("  "), blocks.run(f"{item.count:,}")] for item in counted[:most]]
    return [blocks.line(blocks.run(heading, bold=True)), blocks.bullets(items)] if items else []
