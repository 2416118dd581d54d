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

import hashlib
import hmac
import time
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from chat import Bench, asked_of, beside_the_last, main
from common import Row
from http_load import post
from load import UNLIMITED, running, serving

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


async def measure(terms: Path | None, seconds: int) -> list[Row]:
    found: list[Row] = []
    bench = Bench(RATE, seconds, 1 / 2, lambda sample: sample.status == 200 and bool(sample.body))
    exact = asked_of(terms, "exact", command)
    with running(SLACK, SLACK_PORT, "/") as slack:
        settings = {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
            "SLACK_RESPONSE_HOSTS": "127.0.0.1",
            "SLACK_RATE_LIMIT": UNLIMITED,
        }
        with serving(terms, **settings) as (port, _):
            found += await bench.apart("glossary, label", port, exact)
            found += await bench.apart("glossary, by meaning", port, asked_of(terms, "semantic", command))
    with running(HELLO, HELLO_PORT, "/") as port:
        found += await bench.apart("bare Bolt, hello", port, exact)
    return beside_the_last(found, "p50 / hello")


if __name__ == "__main__":
    main(__doc__, "a signed /define over HTTP, ms", measure)
