"""The frame of `slack.py` and `teams.py`: one kind of question to one server, at a steady rate and at the maximum, and a bare peer beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from common import Row, arguments, percentile, report, say
from http_load import Request, Sample, at_most, at_rate
from load import CLIENTS, questions

Asked = Callable[[int], Iterator[Request]]  # other questions for every seed


@dataclass(frozen=True, slots=True)
class Bench:
    """`rate` a second for `seconds`, then as many as it takes for `seconds` times `share_at_most`. `is_answer` tells an answer from a failure."""

    rate: int
    seconds: int
    share_at_most: float
    is_answer: Callable[[Sample], bool]

    async def apart(self, name: str, port: int, asked: Asked) -> list[Row]:
        host = "127.0.0.1"
        await at_rate(host, port, list(islice(asked(1), 2 * self.rate)), self.rate)  # first use fills caches
        say(f"{name}: {self.rate} a second for {self.seconds} s, then as many as it takes")
        steady = await at_rate(host, port, list(islice(asked(2), self.rate * self.seconds)), self.rate)
        most, reached = await at_most(host, port, asked(3), CLIENTS, self.seconds * self.share_at_most)
        return [self._row(name, steady, self.rate), self._row(f"{name}, maximum", most, reached)]

    def _row(self, what: str, samples: Sequence[Sample], rate: float) -> Row:
        took = [sample.ms for sample in samples]
        figures = {f"p{percent}": percentile(took, percent) for percent in (50, 95, 99)}
        return {"what": what, "rate/s": round(rate), "n": len(samples), **figures, "failed": sum(not self.is_answer(sample) for sample in samples)}


def asked_of(terms: Path | None, kind: str, packed: Callable[[str], bytes]) -> Asked:
    """Questions of one kind, each packed into a request when it is its turn."""
    return lambda seed: ((asked, packed(text)) for asked, text in questions(terms, seed) if asked == kind)


def beside_the_last(found: list[Row], column: str) -> list[Row]:
    """Adds `column`: the median over that of the last two rows, which are the bare peer's at the rate and at the maximum."""
    bare, bare_most = found[-2:]
    for row in found:
        peer = bare_most if "maximum" in str(row["what"]) else bare
        row[column] = round(float(str(row["p50"])) / float(str(peer["p50"])), 2)
    return found


def main(docstring: str | None, title: str, measure: Callable[[Path | None, int], Awaitable[list[Row]]]) -> None:
    parser = arguments(docstring)
    parser.add_argument("--terms", type=Path, metavar="DIR", help="folder of term files; default: the shipped ones")
    parser.add_argument("--seconds", type=int, default=20, metavar="N", help="time at each rate; default: 20")
    chosen = parser.parse_args()

    async def measured() -> list[Row]:
        return await measure(chosen.terms.resolve() if chosen.terms else None, chosen.seconds)

    report(title, asyncio.run(measured()), as_json=chosen.json)
