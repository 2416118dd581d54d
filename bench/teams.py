"""A message as Teams sends it, over HTTP on loopback, to a real `glossary serve`; beside it a bare app of the SDK that echoes, in the same run.

Timed is a request until it is answered, which is after the card was posted to a stand-in for the service of Teams. Labels and descriptions
that need the model are asked apart, each at a rate of its own for as long, then both as fast as they are answered. No two descriptions are alike.
The local mode is measured, since a service on loopback is no service of Teams: the check of a token, 0.2 ms, is not in it. The client
and the stand-in take a part of the same cores.

    python bench/teams.py                     20/s and the maximum, over data/terms, about two minutes
    python bench/teams.py --terms DIR         over another glossary
    python bench/teams.py --seconds 60        longer at each rate

Rows: n, p50, p95, p99 in ms; `failed` is anything but 200; at the maximum the rate is what was reached.
"""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

from chat import Bench, asked_of, beside_the_last, main
from common import Row
from http_load import post
from load import UNLIMITED, running, serving

RATE = 20
ECHO_PORT, SERVICE_PORT = 18_768, 18_769
SERVICE = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.api_route("/{path:path}", methods=["GET", "POST", "PUT"])
async def anything(path: str):
    return {"id": "m1"}
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""
ECHO = """
import asyncio, sys, uvicorn, warnings
warnings.simplefilter("ignore")
from fastapi import FastAPI
from microsoft_teams.apps import App, FastAPIAdapter
web = FastAPI()
@web.get("/")
async def up():
    return "up"
app = App(
    client_id="b0000000-0000-0000-0000-00000000b0b0", tenant_id="t", token=lambda *_: "eyJhbGciOiJub25lIn0.e30.bG9jYWw",
    dangerously_allow_unauthenticated_requests=True, http_server_adapter=FastAPIAdapter(web), telemetry={"agent365": False},
)
@app.on_message
async def echo(ctx):
    await ctx.send(ctx.activity.text)
asyncio.run(app.initialize())
uvicorn.run(web, port=int(sys.argv[1]), log_config=None, access_log=False)
"""
_NUMBERS = count(1)


def message(text: str) -> bytes:
    """To the app, from one of five hundred people."""
    number = next(_NUMBERS)
    user = f"00000000-0000-0000-0000-{number % 500:012d}"
    activity = {
        "type": "message",
        "id": str(number),
        "timestamp": "2026-11-23T09:00:00Z",
        "channelId": "msteams",
        "serviceUrl": f"http://127.0.0.1:{SERVICE_PORT}",
        "from": {"id": f"29:{user}", "name": "Someone", "aadObjectId": user},
        "conversation": {"id": f"a:{user}", "conversationType": "personal", "tenantId": "t"},
        "recipient": {"id": "28:b", "name": "Glossary"},
        "channelData": {"tenant": {"id": "t"}},
        "text": text,
        "textFormat": "plain",
    }
    return post("/api/messages", json.dumps(activity).encode(), {"Content-Type": "application/json"})


async def measure(terms: Path | None, seconds: int) -> list[Row]:
    found: list[Row] = []
    bench = Bench(RATE, seconds, 1 / 4, lambda sample: sample.status == 200)
    exact = asked_of(terms, "exact", message)
    with running(SERVICE, SERVICE_PORT, "/"):
        with serving(terms, flags=["--teams-local"], TEAMS_RATE_LIMIT=UNLIMITED) as (port, _):
            found += await bench.apart("glossary, label", port, exact)
            found += await bench.apart("glossary, by meaning", port, asked_of(terms, "semantic", message))
        with running(ECHO, ECHO_PORT, "/") as port:
            found += await bench.apart("bare SDK, echo", port, exact)
    return beside_the_last(found, "p50 / echo")


if __name__ == "__main__":
    main(__doc__, "a message of Teams until its card is posted, ms", measure)
