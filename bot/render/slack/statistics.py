"""What was asked, in numbers. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.usage import Counted, Statistics
from bot.render import phrases
from bot.render.look import Look
from bot.render.slack import blocks
from bot.render.slack.look import Block

MAX_COUNTED = 10  # lines of each list
MAX_NAME = 80


def statistics_blocks(statistics: Statistics, look: Look, room: float) -> Iterator[Block]:
    most = max(int(MAX_COUNTED * room), 3)
    yield blocks.header(phrases.statistics_title(statistics))
    yield from blocks.rich(blocks.line(blocks.run(phrases.statistics_line(statistics))))
    yield from blocks.rich(*_list("Most asked", statistics.most_asked, most))
    yield from blocks.rich(*_list("Asked for, without an entry", statistics.unanswered, most))
    where = blocks.link(f"{look.public_url}/insights", "More in the web glossary") if look.public_url else ""
    yield from blocks.context(phrases.DAYS_IN_UTC, blocks.mrkdwn(where) if where else "")


def statistics_text(statistics: Statistics) -> str:
    return f"{phrases.statistics_title(statistics)}: {phrases.statistics_line(statistics)}"


def _list(heading: str, counted: Sequence[Counted], most: int) -> list[list[blocks.Element]]:
    items = [[blocks.run(item.name, limit=MAX_NAME), blocks.space("  "), blocks.run(f"{item.count:,}")] for item in counted[:most]]
    return [blocks.line(blocks.run(heading, bold=True)), blocks.bullets(items)] if items else []
