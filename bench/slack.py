"""`/define` as Slack sends it: signed, over HTTP on loopback, to a real `glossary serve`; beside it a bare Bolt app that says hello, in the same run.

Timed is the acknowledgement, which Slack waits three seconds for; it carries the answer. Labels and descriptions that need the model are
asked apart, each at a rate of its own for as long, then both as fast as they are answered. No two descriptions are alike. The client
takes a part of the same cores.

    python bench/slack.py                     50/s and the maximum, over data/terms, about two minutes
    python bench/slack.py --terms DIR         over another glossary
    python bench/slack.py --seconds 60        longer at each rate

Rows: n, p50, p95, p99 in ms; `failed` is anything but 200 with an answer; at the maximum the rate is what was reached.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count, islice
from pathlib import Path
from urllib.parse import urlencode

from common import Row, arguments, percentile, report, say
from http_load import Request, Sample, at_most, at_rate, post
from load import CLIENTS, UNLIMITED, questions, running, serving

RATE = 50
SECRET = "a secret of this run"  # noqa: S105 - both ends are here
HELLO_PORT, SLACK_PORT = 18_766, 18_767
HELLO = f"""
import sys, uvicorn
from fastapi import FastAPI, Request
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
async def authorize():
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="UB")
bolt = AsyncApp(signing_secret={SECRET!r}, authorize=authorize, process_before_response=True)
@bolt.command("/define")
async def define(ack):
    await ack("hello")
handler = AsyncSlackRequestHandler(bolt)
app = FastAPI()
@app.post("/slack/events")
async def events(request: Request):
    return await handler.handle(request)
@app.get("/")
async def up():
    return "up"
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""
SLACK = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.api_route("/{path:path}", methods=["GET", "POST"])
async def anything(path: str):
    return {"ok": True, "url": "https://x.slack.com/", "team": "x", "user": "glossary", "team_id": "T1", "user_id": "UB", "bot_id": "B1"}
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""
_NUMBERS = count(1)


def command(text: str) -> bytes:
    """One slash command, signed now; Slack's signatures are good for five minutes."""
    number = next(_NUMBERS)
    form = {
        "token": "x",
        "team_id": "T1",
        "team_domain": "x",
        "channel_id": "C1",
        "channel_name": "general",
        "user_id": f"U{number % 500}",
        "user_name": "someone",
        "command": "/define",
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": f"http://127.0.0.1:{SLACK_PORT}/respond/{number}",
        "trigger_id": f"{time.time_ns()}.{number}",
    }
    body = urlencode(form).encode()
    at = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}
    return post("/slack/events", body, headers)


def commands(terms: Path | None, kind: str, seed: int) -> Iterator[Request]:
    return ((asked, command(text)) for asked, text in questions(terms, seed) if asked == kind)


def row(what: str, samples: Sequence[Sample], rate: float) -> Row:
    took = [sample.ms for sample in samples]
    failed = sum(sample.status != 200 or not sample.body for sample in samples)
    figures = {f"p{percent}": percentile(took, percent) for percent in (50, 95, 99)}
    return {"what": what, "rate/s": round(rate), "n": len(samples), **figures, "failed": failed}


async def apart(name: str, port: int, asked: Callable[[int], Iterator[Request]], seconds: int) -> list[Row]:
    """One kind of question to one server, at the rate and at the maximum. `asked` gives other questions for every seed."""
    host = "127.0.0.1"
    await at_rate(host, port, list(islice(asked(1), 2 * RATE)), RATE)  # first use fills caches
    say(f"{name}: {RATE} a second for {seconds} s, then as many as it takes")
    steady = await at_rate(host, port, list(islice(asked(2), RATE * seconds)), RATE)
    most, reached = await at_most(host, port, asked(3), CLIENTS, seconds / 2)
    return [row(name, steady, RATE), row(f"{name}, maximum", most, reached)]


async def measure(terms: Path | None, seconds: int) -> list[Row]:
    found: list[Row] = []
    exact = partial(commands, terms, "exact")
    with running(SLACK, SLACK_PORT, "/") as slack:
        settings = {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
            "SLACK_RESPONSE_HOSTS": "127.0.0.1",
            "SLACK_RATE_LIMIT": UNLIMITED,
        }
        with serving(terms, **settings) as (port, _):
            found += await apart("glossary, label", port, exact, seconds)
            found += await apart("glossary, by meaning", port, partial(commands, terms, "semantic"), seconds)
    with running(HELLO, HELLO_PORT, "/") as port:
        found += await apart("bare Bolt, hello", port, exact, seconds)
    bare, bare_most = found[-2], found[-1]
    for measured in found:
        peer = bare_most if "maximum" in str(measured["what"]) else bare
        measured["p50 / hello"] = round(float(str(measured["p50"])) / float(str(peer["p50"])), 2)
    return found


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--terms", type=Path, metavar="DIR", help="folder of term files; default: the shipped ones")
    parser.add_argument("--seconds", type=int, default=20, metavar="N", help="time at each rate; default: 20")
    chosen = parser.parse_args()
    terms = chosen.terms.resolve() if chosen.terms else None
    report("a signed /define over HTTP, ms", asyncio.run(measure(terms, chosen.seconds)), as_json=chosen.json)


if __name__ == "__main__":
    main()
