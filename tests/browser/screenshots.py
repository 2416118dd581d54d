"""The pictures of the README, taken from the running glossary.

GOLDEN=write python -m pytest tests/browser/screenshots.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.conftest import ROOT

IMAGES = ROOT / "docs" / "images"
MAX_BYTES = 200_000  # a README has to load quickly
writing = pytest.mark.skipif(os.environ.get("GOLDEN") != "write", reason="pictures are taken with GOLDEN=write")


def small(picture: Path) -> None:
    assert 10_000 < picture.stat().st_size < MAX_BYTES


@writing
def test_an_answer_for_a_role_in_light(visit: Visit) -> None:
    visitor = visit(color_scheme="light", viewport={"width": 1180, "height": 760})
    visitor.open("/ask?q=explain+rlhf+to+a+product+manager")
    expect(visitor.page.locator(".for-you")).to_be_visible()
    IMAGES.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=IMAGES / "answer.png")
    small(IMAGES / "answer.png")


@writing
def test_a_comparison_on_a_phone_in_dark(visit: Visit) -> None:
    visitor = visit(color_scheme="dark", viewport={"width": 390, "height": 780}, is_mobile=True, has_touch=True, device_scale_factor=1.5)
    visitor.open("/ask?q=precision+vs+recall+for+a+PM")
    expect(visitor.page.locator(".compare article")).to_have_count(2)
    IMAGES.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=IMAGES / "comparison-phone-dark.png")
    small(IMAGES / "comparison-phone-dark.png")
