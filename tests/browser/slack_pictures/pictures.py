"""Every golden message and view of Slack, drawn; two of them for docs/slack.md. Needs Node, and the registry for its packages.

GOLDEN=write python -m pytest tests/browser/slack_pictures/pictures.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT
from tests.slack_blocks import walk
from tests.slack_samples import MESSAGES, VIEWS

HERE = Path(__file__).parent
GOLDEN = ROOT / "tests" / "golden" / "slack"
IMAGES = ROOT / "docs" / "images"
KEPT = {"answer": "slack-answer.png", "comparison": "slack-comparison.png", "home": "slack-home.png"}
MAX_BYTES = 300_000  # a document has to load quickly
PRIVATE = '<div class="only">Only visible to you</div>'
WHO = '<div class="who"><div class="app">G</div><div><span class="name">Glossary</span><span class="badge">APP</span>'
TABS = '<div class="plain"><div class="tabs"><span>Home</span><span>Messages</span><span>About</span></div>'

pytestmark = pytest.mark.skipif(os.environ.get("GOLDEN") != "write", reason="pictures are taken with GOLDEN=write")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """HTML of every golden message and view, and the style sheet as ""."""
    folder = tmp_path_factory.mktemp("node")
    shutil.copy(HERE / "package.json", folder)
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"], cwd=folder, check=True, timeout=100)
    given = json.dumps({name: golden(name)["blocks"] for name in (*MESSAGES, *VIEWS)})
    made = subprocess.run(["node", HERE / "render.mjs", folder], input=given, capture_output=True, text=True, check=True, timeout=60)
    style = folder / "node_modules" / "slack-blocks-to-jsx" / "dist" / "style.css"
    return {**json.loads(made.stdout), "": style.read_text(encoding="utf-8")}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 760, "height": 400}, device_scale_factor=1.4)
    yield context.new_page()
    context.close()


def golden(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return content


def framed(name: str, html: str) -> str:
    """As it stands in a client: a Home has tabs, a message has somebody who sent it."""
    if name in VIEWS:
        return f"{TABS if name.startswith('home') else '<div class=plain>'}{html}</div>"
    return f"{WHO if 'shared' in name or 'channel' in name else WHO.replace('<div>', '<div>' + PRIVATE, 1)}{html}</div></div>"


def words(content: dict[str, Any]) -> Iterator[str]:
    """What has to be seen: texts of rich text and of headers."""
    for item in walk(content["blocks"]):
        if item.get("type") == "text":
            yield item["text"]
        elif item.get("type") == "header":
            yield item["text"]["text"]


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_it_can_be_drawn_with_all_its_words(name: str, drawn: Mapping[str, str], page: Page, tmp_path: Path) -> None:
    template = (HERE / "page.html").read_text(encoding="utf-8")
    page.set_content(template.replace("STYLE", drawn[""]).replace("CONTENT", framed(name, drawn[name])))
    seen = " ".join(page.locator("body").inner_text().split())
    assert [text for text in words(golden(name)) if " ".join(text.split()) not in seen] == []
    picture = IMAGES / KEPT[name] if name in KEPT else tmp_path / f"{name}.png"
    page.locator("body").screenshot(path=picture)
    assert name not in KEPT or 10_000 < picture.stat().st_size < MAX_BYTES
