"""As much of GitHub's REST API as a pull request with one file needs, on the loopback."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import on_loopback

TOKEN = "ghp_" + "t" * 36
_EXISTS = (422, {"message": "Validation Failed"})


class GitHub:
    """The repository acme/glossary. `broken` are paths, below the repository, that answer with a status."""

    def __init__(self) -> None:
        self.branches = {"trunk": "a" * 40}
        self.files: dict[tuple[str, str], str] = {}
        self.pulls: list[dict[str, Any]] = []
        self.broken: dict[str, int] = {}
        self.url = ""

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        where = path.partition("?")[0].removeprefix("/repos/acme/glossary")
        for beginning, status in self.broken.items():
            if where.startswith(beginning):
                return status, {"message": "broken on purpose"}
        if method == "PUT" and where.startswith("/contents/"):
            return self._add_file(where.removeprefix("/contents/"), body)
        match method, where:
            case "GET", "":
                address = f"{self.url}/repos/acme/glossary"
                return 200, {"full_name": "acme/glossary", "name": "glossary", "owner": {"login": "acme"}, "default_branch": "trunk", "url": address}
            case "GET", "/branches/trunk":
                return 200, {"name": "trunk", "commit": {"sha": self.branches["trunk"], "url": f"{self.url}/c"}}
            case "POST", "/git/refs":
                return self._add_branch(body["ref"], body["sha"])
            case "POST", "/pulls":
                return self._add_pull(body)
            case "GET", "/pulls":
                return 200, [pull for pull in self.pulls if f"acme%3A{pull['head']['ref']}" in path]
            case _:
                return 404, {"message": "Not Found"}

    def _add_branch(self, ref: str, sha: str) -> tuple[int, Any]:
        name = ref.removeprefix("refs/heads/")
        if name in self.branches:
            return _EXISTS
        self.branches[name] = sha
        return 201, {"ref": ref, "object": {"sha": sha, "type": "commit", "url": f"{self.url}/o"}, "url": f"{self.url}/r"}

    def _add_file(self, path: str, body: Any) -> tuple[int, Any]:
        if (body["branch"], path) in self.files:
            return _EXISTS
        self.files[body["branch"], path] = base64.b64decode(body["content"]).decode()
        return 201, {"content": {"path": path}, "commit": {"sha": "b" * 40}}

    def _add_pull(self, body: Any) -> tuple[int, Any]:
        if any(pull["head"]["ref"] == body["head"] for pull in self.pulls):
            return _EXISTS
        number = len(self.pulls) + 1
        pull = {"number": number, "title": body["title"], "body": body["body"], "head": {"ref": body["head"]}, "base": {"ref": body["base"]}}
        self.pulls.append({**pull, "html_url": f"https://github.com/acme/glossary/pull/{number}", "url": f"{self.url}/p"})
        return 201, self.pulls[-1]


@contextmanager
def a_github() -> Iterator[GitHub]:
    hub = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            known = self.headers.get("authorization") == f"token {TOKEN}"
            status, told = hub.answer(self.command, self.path, json.loads(body) if body else None) if known else (401, {"message": "Bad credentials"})
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json; charset=utf-8")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = _do  # noqa: N815 - as the standard library calls them

    with on_loopback(Handler) as hub.url:
        yield hub
