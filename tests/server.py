"""A real server: `glossary serve` as a child process, or the same application in this process."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette.testclient import TestClient

from bot.asgi import create_app
from bot.bootstrap.serving import Serving, build
from bot.settings import CatalogSettings, EmbeddingSettings, RequestSettings, ServerSettings, Settings, SlackSettings, StorageSettings, TeamsSettings
from tests.conftest import ROOT

PATIENCE_S = 60.0  # for a start with the model on a busy machine; no test waits so long where all is well
UNLIMITED = "100000000/minute"
_ADDRESS = re.compile(r" terms on (http://\S+)")
_LEAKS = ("GLOSSARY_", "SLACK_", "TEAMS_", "HF_")  # settings of whoever runs the tests
_PLATFORMS = {"DYNO", "K_SERVICE", "RENDER", "RAILWAY_ENVIRONMENT", "FLY_APP_NAME", "PORT"}


def environment(data: Path, **variables: str) -> dict[str, str]:
    """The environment of a server that has only these settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_LEAKS) and name not in _PLATFORMS}
    return (
        clean | {"GLOSSARY_DATA_DIR": str(data), "GLOSSARY_RATE_LIMIT": UNLIMITED, "GLOSSARY_TYPING_RATE_LIMIT": UNLIMITED, "GLOSSARY_DRAIN_S": "0"} | variables
    )


class Server:
    """`glossary serve` as a child. What it prints goes to files beside the data folder, so that nothing can fill up a pipe.

    Args:
        data: its data folder.
        terms: its folder of terms; default: the shipped one.
        port: 0 for any free one.
        flags: of `glossary serve`.
        variables: settings beside high rate limits and no draining.
    """

    def __init__(self, data: Path, *, terms: Path | None = None, port: int = 0, flags: Sequence[str] = (), **variables: str) -> None:
        self._out = data.with_name(f"{data.name}.out")
        self._err = data.with_name(f"{data.name}.err")
        choice = ["--terms", str(terms)] if terms else []
        command = [sys.executable, "-m", "bot", *choice, "serve", "--port", str(port), *flags]
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment(data, **variables), stdin=subprocess.DEVNULL, stdout=out, stderr=err)

    @property
    def address(self) -> str:
        """Where it listens, as soon as it says so."""
        found = eventually(lambda: _ADDRESS.search(self._out.read_text()) or self.process.poll() is not None)
        assert isinstance(found, re.Match), f"the server has ended with {self.process.returncode}:\n{self.log()}"
        return found[1]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def wait_until_ready(self) -> None:
        """Returns when /readyz says 200."""
        with self.client() as client:
            eventually(lambda: client.get("/readyz").status_code == 200 or self.process.poll() is not None)
        assert self.process.poll() is None, self.log()

    def client(self, **options: Any) -> httpx.Client:
        """A client that knows the address and no proxy."""
        return httpx.Client(base_url=self.address, trust_env=False, **{"timeout": PATIENCE_S} | options)

    def log(self) -> str:
        """What it has written to standard error."""
        return self._err.read_text(encoding="utf-8", errors="replace")

    def printed(self) -> str:
        """What it has written to standard output."""
        return self._out.read_text(encoding="utf-8", errors="replace")

    def events(self) -> list[dict[str, Any]]:
        """The lines of its log that are whole."""
        found = []
        for line in self.log().splitlines():
            with contextlib.suppress(json.JSONDecodeError):
                found.append(json.loads(line))
        return found

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """SIGTERM; it must end by itself, with 0 and without a traceback."""
        self.terminate()
        assert self.process.wait(PATIENCE_S) == 0, self.log()
        assert "Traceback" not in self.log(), self.log()

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


@contextmanager
def running(data: Path, *, terms: Path | None = None, port: int = 0, flags: Sequence[str] = (), ready: bool = True, **variables: str) -> Iterator[Server]:
    """A server that is stopped in good order at the end of the block, unless it has ended before; nothing of it is left after a failure."""
    server = Server(data, terms=terms, port=port, flags=flags, **variables)
    try:
        if ready:
            server.wait_until_ready()
        yield server
        if server.process.poll() is None:
            server.stop()
    finally:
        server.kill()


@contextmanager
def in_process(
    data: Path,
    *,
    meaning: bool = False,
    terms: Path | None = None,
    watch: bool = False,
    address: str = "127.0.0.1",
    slack: SlackSettings | None = None,
    teams: TeamsSettings | None = None,
    requests: RequestSettings | None = None,
    **server: Any,
) -> Iterator[tuple[TestClient, Serving]]:
    """The same application in this process, with a client at `address`. `server` are settings of the web server."""
    chosen = Settings(
        catalog=CatalogSettings(watch=watch) if terms is None else CatalogSettings(terms_dir=terms, watch=watch),
        embedding=EmbeddingSettings(meaning=meaning),
        storage=StorageSettings(data_dir=data),
        slack=slack or SlackSettings(),
        teams=teams or TeamsSettings(),
        requests=requests or RequestSettings(),
        server=ServerSettings(**{"rate_limit": UNLIMITED, "typing_rate_limit": UNLIMITED} | server),
    )
    built = build(chosen)
    app = create_app(built.site, built.readiness, built.metrics, chosen.server, lambda _: built.running(), platforms=built.platforms)
    with TestClient(app, base_url="http://glossary.test", client=(address, 50_000), raise_server_exceptions=False) as client:
        yield client, built


def eventually(condition: Any, *, within_s: float = PATIENCE_S, step_s: float = 0.02) -> Any:
    """What `condition` gives as soon as it is true. Fails when it stays false; a refused connection counts as false."""
    end = time.monotonic() + within_s
    while True:
        with contextlib.suppress(httpx.TransportError):
            if found := condition():
                return found
        assert time.monotonic() < end, f"not within {within_s:g} s"
        time.sleep(step_s)
