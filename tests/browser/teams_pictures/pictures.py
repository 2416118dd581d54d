"""Every golden card of Teams, drawn in light, dark and high contrast; two of them for docs/teams.md. Needs the npm packages of `make test`.

GOLDEN=write python -m pytest tests/browser/teams_pictures/pictures.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT
from tests.node_modules import node_module
from tests.teams_samples import CARDS

HERE = Path(__file__).parent
IMAGES = ROOT / "docs" / "images"
KEPT = {"answer": "teams-answer.png", "request-card": "teams-request-card.png"}
_COLOURS = ("fg", "subtle", "accent", "emphasis", "good", "warning", "attention")
THEMES = {
    "light": dict(zip(_COLOURS, ("#242424", "#616161", "#5b5fc7", "#f0f0f0", "#e7f2da", "#fbf6d9", "#fcf4f6"), strict=True)),
    "dark": dict(zip(_COLOURS, ("#ffffff", "#adadad", "#9ea2ff", "#3d3d3d", "#0d2e0d", "#463100", "#3e1f25"), strict=True)),
    "contrast": dict(zip(_COLOURS, ("#ffffff", "#ffffff", "#ffff01", "#000000", "#000000", "#000000", "#000000"), strict=True)),
}
MAX_BYTES = 300_000  # a document has to load quickly

pytestmark = pytest.mark.skipif(os.environ.get("GOLDEN") != "write", reason="pictures are taken with GOLDEN=write")


@pytest.fixture(scope="module")
def drawing(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 700, "height": 400}, device_scale_factor=1.4)
    page = context.new_page()
    page.set_content((HERE / "page.html").read_text(encoding="utf-8"))
    page.add_script_tag(path=str(node_module("adaptivecards") / "dist" / "adaptivecards.min.js"))
    yield page
    context.close()


def host_config(theme: str) -> dict[str, Any]:
    """Near what Teams uses; the rest is the library's own."""
    colours = THEMES[theme]

    def container(background: str) -> dict[str, Any]:
        names = ("default", "dark", "light", "accent", "good", "warning", "attention")
        plain = {name: {"default": colours["accent" if name == "accent" else "fg"], "subtle": colours["subtle"]} for name in names}
        return {"backgroundColor": background, "foregroundColors": plain}

    styles = {name: container(colours[name]) for name in ("emphasis", "good", "warning", "attention")}
    return {
        "fontFamily": "'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
        "fontSizes": {"small": 12, "default": 14, "medium": 14, "large": 18, "extraLarge": 24},
        "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "extraLarge": 24, "padding": 16},
        "containerStyles": {"default": container("transparent"), "accent": container(colours["emphasis"]), **styles},
        "actions": {"actionsOrientation": "horizontal", "actionAlignment": "left", "maxActions": 6, "showCard": {"actionMode": "inline", "style": "emphasis"}},
        "separator": {"lineThickness": 1, "lineColor": colours["subtle"]},
    }


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", CARDS)
def test_it_is_drawn(name: str, theme: str, drawing: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    problems = drawing.evaluate(
        """([card, config, theme]) => {
            document.body.className = theme;
            const made = new AdaptiveCards.AdaptiveCard();
            made.hostConfig = new AdaptiveCards.HostConfig(config);
            made.parse(card);
            const frame = document.getElementById('frame');
            frame.replaceChildren(made.render());
            return made.validateProperties().validationEvents.map(event => event.message);
        }""",
        [CARDS[name](), host_config(theme), theme],
    )
    assert problems == []
    out = Path(os.environ.get("PICTURES", str(tmp_path_factory.getbasetemp())))
    frame = drawing.locator("#frame")
    frame.screenshot(path=out / f"{name}-{theme}.png")
    if name in KEPT and theme == "light":
        IMAGES.mkdir(exist_ok=True)
        frame.screenshot(path=IMAGES / KEPT[name])
        assert (IMAGES / KEPT[name]).stat().st_size < MAX_BYTES
