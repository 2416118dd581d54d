"""A real Chromium before a real server. Nothing leaves this machine, and no page may complain."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, Response, Route, sync_playwright

from tests.server import Server, running

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT_MS = 15_000
Visit = Callable[..., "Visitor"]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """For this folder alone: while it is there, an event loop runs in this thread and `asyncio.run` fails elsewhere."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if root else [])]
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, NAMES)), None) or playwright.chromium.executable_path
        try:
            browser = playwright.chromium.launch(executable_path=found, args=options)
        except Error as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"no Chromium to be had, neither {', '.join(NAMES)} nor playwright's own: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The shipped terms with the real model."""
    with running(data_folder(data_dir, tmp_path_factory.mktemp("browser"))) as server:
        yield server


def data_folder(data_dir: Path, parent: Path) -> Path:
    """A new data folder with the vector index of this test run."""
    folder = parent / "data"
    folder.mkdir(parents=True)
    (data_dir / "index").mkdir(exist_ok=True)
    (folder / "index").symlink_to(data_dir / "index")
    return folder


@dataclass
class Visitor:
    """Somebody with a browser of their own, and what went wrong in it."""

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> Response:
        response = self.page.goto(self.address + path)
        assert response
        return response

    def text(self, selector: str = "main") -> str:
        return self.page.locator(selector).inner_text()


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Makes visitors. At the end none of them may have seen a dialog, an error, a complaint about the policy, or a request to elsewhere."""
    visitors: list[Visitor] = []

    def new(address: str | None = None, **options: Any) -> Visitor:
        context = chromium.new_context(**options)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        visitor = Visitor(context, page, address or server.address)
        visitors.append(visitor)
        context.route("**/*", lambda route: _local(route, visitor))
        page.on("console", lambda message: visitor.complaints.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        page.on("dialog", lambda dialog: _dismiss(dialog, visitor))
        page.on("requestfailed", lambda request: None if "ERR_ABORTED" in (request.failure or "") else visitor.complaints.append(f"failed: {request.url}"))
        return visitor

    yield new
    for visitor in visitors:
        visitor.context.close()
    assert [visitor.foreign for visitor in visitors if visitor.foreign] == []
    assert [visitor.complaints for visitor in visitors if visitor.complaints] == []


def _local(route: Route, visitor: Visitor) -> None:
    if urlsplit(route.request.url).hostname == "127.0.0.1":
        route.continue_()
    else:
        visitor.foreign.append(route.request.url)
        route.abort()


def _dismiss(dialog: Dialog, visitor: Visitor) -> None:
    visitor.complaints.append(f"dialog: {dialog.message}")
    dialog.dismiss()
