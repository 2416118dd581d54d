"""Killed at any moment, whatever was acknowledged exists, and every notice that is due arrives at least once."""

from __future__ import annotations

import os
from pathlib import Path

from bot.core.requests import OPEN, State
from bot.storage import check
from bot.storage.outbox import LEASE_S
from tests.encoders import run_child
from tests.request_world import KEY, RequestWorld

KILLS = int(os.environ.get("KILLS", "12"))  # more of them: KILLS=50

LIVES = """
import os, random, signal, sys, threading, time
from datetime import UTC, datetime
from pathlib import Path
from bot.core.requests import JobKind, OperatorsAreStewards, RequestDesk, RequestForm
from bot.core.service import SystemClock
from bot.core.usage import Asker, Surface
from bot.storage import open_storage
from tests.fakes import an_assistant

folder, kills, key = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode()
assistant = an_assistant()
chance = random.Random(11)

def say(line):
    os.write(1, f"{line}\\n".encode())

def deliver(storage):
    while True:
        for job in storage.outbox.claim([kind.value for kind in JobKind], datetime.now(UTC), 3):
            if job.kind == "notify_person":
                say(f"told {job.payload['request']} {job.payload['user']}")
            storage.outbox.done(job, datetime.now(UTC))

def live(life):
    storage = open_storage(folder, key)
    desk = RequestDesk(storage.requests, OperatorsAreStewards(), lambda: assistant, questions=storage.unanswered, clock=SystemClock())
    steward = Asker("T1", "sue", Surface.SLACK)
    threading.Thread(target=deliver, args=(storage,), daemon=True).start()
    for number in range(10_000):
        term = f"term {life} part {number // 2}"
        filed = desk.file(Asker("T1", f"u{number}", Surface.SLACK), RequestForm(term), f"{life}-{number}").request.id
        say(f"filed {filed} u{number}")
        if number % 4 == 1:
            desk.accept(steward, filed, delivery=f"{life}-{number}-accept")
            say(f"accepted {filed}")

open_storage(folder, key).upgrade()
for life in range(kills):
    pid = os.fork()
    if pid == 0:
        live(life)
        os._exit(1)
    time.sleep(chance.uniform(0.02, 0.25))
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, status
say("end")
"""


def test_killed_at_any_moment_no_acknowledged_request_is_lost_and_every_notice_arrives(tmp_path: Path) -> None:
    status, out, error = run_child(LIVES, tmp_path, KILLS, KEY.decode())
    assert (status, error) == (0, "")
    said = [line.split() for line in out.splitlines()]
    assert said.pop() == ["end"]
    world = RequestWorld(tmp_path, keep=True)
    assert [finding for finding in check(world.storage.database) if not finding.passed] == []
    stored = {request.id: request for request in world.storage.requests.select("T1", OPEN)}

    filed = {(int(number), user) for what, number, *rest in said if what == "filed" for user in rest}
    accepted = {int(number) for what, number, *_ in said if what == "accepted"}
    assert len(filed) > KILLS
    assert accepted
    assert filed <= {(number, user) for number, request in stored.items() for user in request.askers}
    assert accepted <= {number for number, request in stored.items() if request.state is State.ACCEPTED}
    assert len({request.form.key for request in stored.values()}) == len(stored)
    assert sum(len(request.askers) for request in stored.values()) - len(filed) <= KILLS  # stored when the kill came before the acknowledgement

    world.now = max(request.updated_at for request in stored.values())
    world.wait(seconds=2 * LEASE_S)
    told = {(int(number), rest[0]) for what, number, *rest in said if what == "told"}
    told |= {(int(job.payload["request"]), str(job.payload["user"])) for job in world.deliver("notify_person")}
    assert told == {(number, user) for number, request in stored.items() if request.state is State.ACCEPTED for user in request.askers}
