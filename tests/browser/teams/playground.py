"""Microsoft's M365 Agents Playground with a real browser before it, and the real server behind it. Nothing leaves this machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Locator, Page, Route

from tests.node_modules import node, node_module

WAIT_MS = 15_000
USER = "00000000-0000-0000-0000-0000000000020"
TENANT = "00000000-0000-0000-0000-0000000000001"
FONTS = "res-1.cdn.office.net"  # the one host that its page asks for
_BOT = "Test Bot"


@dataclass
class Playground:
    """Attributes:
    blocked: hosts that the page asked for, and did not get.
    """

    page: Page
    address: str
    blocked: set[str] = field(default_factory=set)

    def fresh(self) -> None:
        """The page as at the beginning; what was said is gone from it."""
        self.page.reload(wait_until="domcontentloaded")
        self.page.get_by_text("Type a message").first.wait_for(timeout=WAIT_MS)
        self.page.get_by_role("treeitem", name="Personal Chat").click()

    def say(self, text: str) -> None:
        self.page.locator("div[role=textbox]").first.click()
        self.page.keyboard.type(text)
        self.page.locator('button[aria-label="Send Message"]').click()

    def mention(self, text: str, button: str) -> None:
        """A message of others, with a mention of the app in it."""
        self.page.locator("div[role=textbox]").first.click()
        self.page.keyboard.type("@Te", delay=30)
        self.page.get_by_role("menuitem", name=_BOT).click()
        self.page.keyboard.type(f" {text}")
        self.page.locator(f'button[aria-label="{button}"]').or_(self.page.get_by_role("button", name=button, exact=True)).first.click()

    def open(self, conversation: str) -> None:
        self.page.get_by_role("treeitem", name=conversation).click()

    def extension(self, kind: str) -> None:
        self.page.get_by_role("button", name="Trigger Message Extension App").first.click()
        self.page.get_by_role("menuitem", name=kind).click()

    def button(self, name: str) -> Locator:
        """The last one of this name."""
        return self.page.get_by_role("button", name=name, exact=True).last

    def sees(self, text: str | re.Pattern[str], count: int = 1) -> None:
        """Waits until it stands there. Raises TimeoutError of the browser."""
        self.page.get_by_text(text).nth(count - 1).wait_for(timeout=WAIT_MS)

    def act_on_my_message(self, text: str, command: str) -> None:
        """Says something, and uses an action in the menu of that message."""
        menus = self.page.get_by_role("button", name="Show more information")
        before = menus.count()
        self.say(text)
        menus.nth(before + 1).wait_for(state="attached")  # the answer's: mine stands before it
        menus.nth(before).click(force=True)
        self.page.get_by_role("menuitem", name="Action Command").first.click()
        self.page.get_by_placeholder("Input command id").fill(command)
        self.button("Create").click()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def a_playground(chromium: Browser, endpoint: str, folder: Path) -> Iterator[Playground]:
    module, port = node_module("@microsoft/m365agentsplayground"), free_port()
    quiet = {"TEAMSAPPTESTER_BROWSER": "none", "APPLICATION_INSIGHTS_NO_STATSBEAT": "1", "APPLICATION_INSIGHTS_NO_DIAGNOSTIC_CHANNEL": "1"}
    command = [node(), str(module / "cli.js"), "start", "--app-endpoint", endpoint, "--channel-id", "msteams", "--port", str(port), "--disable-telemetry"]
    environment = {**os.environ, **quiet, "DEFAULT_CHANNEL_ID": "msteams", "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / "playground.log")}
    with (folder / "playground.out").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        context = chromium.new_context(viewport={"width": 1500, "height": 950})
        page = context.new_page()
        made = Playground(page, address)

        def only_here(route: Route) -> None:
            parts = urlsplit(route.request.url)
            if parts.hostname in {"127.0.0.1", "localhost"} or parts.scheme in {"data", "blob"}:
                route.continue_()
            else:
                made.blocked.add(parts.hostname or "")
                route.abort()

        context.route("**/*", only_here)
        page.set_default_timeout(WAIT_MS)
        page.goto(address, wait_until="domcontentloaded")
        page.get_by_text("Type a message").first.wait_for(timeout=WAIT_MS)
        yield made
        context.close()
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, "the playground has ended"
        try:
            httpx.get(address, timeout=2, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the playground does not answer")
