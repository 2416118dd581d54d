"""Answers over HTTP under load: a real `glossary serve` as a process of its own, and beside it a bare FastAPI app in the same run.

Asked is /api/answer: 70 % labels, 15 % labels with two letters swapped, 15 % descriptions that need the model, no two of them alike, so that
no remembered vector helps. At a given rate every request is sent when it is due, and timed from then. The log of questions is written
meanwhile, as in production. The client takes a part of the same cores.

    python bench/load.py                      50/s, 200/s and the maximum, over data/terms, about two minutes
    python bench/load.py --terms DIR          over another glossary
    python bench/load.py --seconds 60         longer at each rate

Rows: n, p50, p95, p99 in ms; `failed` is anything but 200; `by words` are descriptions answered without the model, because too many waited
for it; at the maximum the rate is what was reached. `suggest` is /api/suggest, one request after the other. The last line is memory.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from common import QUERIES, Row, arguments, glossary_settings, percentile, read_queries, report, say
from http_load import Request, Sample, at_most, at_rate, get

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("exact", "fuzzy", "semantic")
MIX = (0.70, 0.15, 0.15)
RATES = (50, 200)
CLIENTS = 32  # connections at the maximum
UNLIMITED = "100000000/minute"
BARE = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/api/answer")
async def answer(q: str) -> dict[str, str]:
    return {"kind": "definition", "q": q}
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""
BARE_PORT = 18_765


def questions(terms: Path | None, seed: int) -> Iterator[tuple[str, str]]:
    """(kind, text) without end."""
    from bot.catalog.loader import load_catalog

    chosen = random.Random(seed)
    glossary = load_catalog(glossary_settings(terms).catalog.terms_dir).glossary()
    labels = [label for term in glossary for label in term.shown_labels]
    long = [label for label in labels if len(label) > 7]
    described = [line.text for line in read_queries([QUERIES / "descriptions.jsonl"])]
    number = 0
    while True:
        number += 1
        kind = chosen.choices(KINDS, MIX)[0]
        if kind == "exact":
            text = chosen.choice(labels)
        elif kind == "fuzzy":
            label = chosen.choice(long)
            middle = len(label) // 2
            text = label[: middle - 1] + label[middle] + label[middle - 1] + label[middle + 1 :]
        else:
            text = f"{chosen.choice(described)} {seed}.{number}"
        yield kind, text


def requests(terms: Path | None, seed: int) -> Iterator[Request]:
    return ((kind, get(f"/api/answer?q={quote(text)}")) for kind, text in questions(terms, seed))


@contextmanager
def serving(terms: Path | None, *, flags: Sequence[str] = (), **variables: str) -> Iterator[tuple[int, int]]:
    """Port and process id of a server that is ready; `variables` are settings beside high rate limits."""
    shared = glossary_settings(terms).storage.data_dir / "index"
    with tempfile.TemporaryDirectory() as folder:
        shared.mkdir(parents=True, exist_ok=True)
        (Path(folder) / "index").symlink_to(shared)  # vectors that are there already are not encoded again
        choice = ["--terms", str(terms)] if terms else []
        settings = {"GLOSSARY_DATA_DIR": folder, "GLOSSARY_RATE_LIMIT": UNLIMITED, "GLOSSARY_TYPING_RATE_LIMIT": UNLIMITED, "GLOSSARY_DRAIN_S": "0"}
        command = [sys.executable, "-m", "bot", *choice, "serve", "--port", "0", *flags]
        with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings | variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            assert server.stdout
            found = re.search(r":(\d+) ", server.stdout.readline())
            assert found, "the server did not start; run `glossary serve` to see why"
            wait_for(f"http://127.0.0.1:{found[1]}/readyz")
            yield int(found[1]), server.pid
            server.terminate()


@contextmanager
def running(program: str, port: int, path: str) -> Iterator[int]:
    """A server that is a few lines of Python and takes its port as argument; `path` answers when it is up."""
    with subprocess.Popen([sys.executable, "-c", program, str(port)], stderr=subprocess.DEVNULL) as server:
        wait_for(f"http://127.0.0.1:{port}{path}")
        yield port
        server.terminate()


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - an address of our own
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


def memory_mb(pid: int) -> float:
    """Resident memory now."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(told.stdout) / 1024


def rows(what: str, samples: Sequence[Sample], rate: float) -> list[Row]:
    found: list[Row] = []
    for kind in dict.fromkeys(sample.kind for sample in samples):
        own = [sample for sample in samples if sample.kind == kind]
        took = [sample.ms for sample in own]
        by_words = sum(json.loads(sample.body).get("lexical_only", False) for sample in own if sample.status == 200) if kind == "semantic" else ""
        failed = sum(sample.status != 200 for sample in own)
        figures = {f"p{percent}": percentile(took, percent) for percent in (50, 95, 99)}
        found.append({"what": what, "asked": kind, "rate/s": round(rate), "n": len(own), **figures, "failed": failed, "by words": by_words})
    return found


async def measure(terms: Path | None, seconds: int) -> tuple[list[Row], float]:
    found: list[Row] = []
    typed = [get(f"/api/suggest?q={quote(text)}") for text in ("r", "rl", "rlh", "mod", "model c", "halucin", "embed", "kv", "zzzz", "prompt i")]
    with serving(terms) as (port, pid):
        await at_rate("127.0.0.1", port, list(islice(requests(terms, 0), 200)), 50)  # first use fills caches
        for number, rate in enumerate(RATES, start=1):
            say(f"{rate} requests a second for {seconds} s")
            found += rows("glossary", await at_rate("127.0.0.1", port, list(islice(requests(terms, number), rate * seconds)), rate), rate)
        say("as many as it takes")
        samples, reached = await at_most("127.0.0.1", port, requests(terms, 9), CLIENTS, seconds / 2)
        found += rows("glossary, maximum", samples, reached)
        exact = (item for item in requests(terms, 10) if item[0] == "exact")
        samples, reached = await at_most("127.0.0.1", port, exact, CLIENTS, seconds / 4)
        found += rows("glossary, labels only, maximum", samples, reached)
        samples, reached = await at_most("127.0.0.1", port, (("suggest", typed[number % len(typed)]) for number in range(10**9)), 1, 3)
        found += rows("suggest", samples, reached)
        memory = memory_mb(pid)
    with running(BARE, BARE_PORT, "/api/answer?q=x") as port:
        exact = (item for item in requests(terms, 11) if item[0] == "exact")
        found += rows("bare FastAPI", await at_rate("127.0.0.1", port, list(islice(exact, 50 * 10)), 50), 50)
        samples, reached = await at_most("127.0.0.1", port, exact, CLIENTS, seconds / 4)
        found += rows("bare FastAPI, maximum", samples, reached)
    return found, memory


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--terms", type=Path, metavar="DIR", help="folder of term files; default: the shipped ones")
    parser.add_argument("--seconds", type=int, default=20, metavar="N", help="time at each rate; default: 20")
    chosen = parser.parse_args()
    terms = chosen.terms.resolve() if chosen.terms else None
    found, memory = asyncio.run(measure(terms, chosen.seconds))
    report(f"/api/answer over HTTP, ms; server memory {memory:.0f} MB", found, as_json=chosen.json)


if __name__ == "__main__":
    main()
