"""Every page on a phone, in light and in dark, and for people who do not see it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit, Visitor

PAGES = {
    "home": "/",
    "terms": "/terms",
    "terms, filtered": "/terms?role=legal",
    "term": "/terms/reinforcement-learning-from-human-feedback",
    "term for a role": "/terms/recall?role=legal",
    "answer": "/ask?q=explain+rlhf+to+a+product+manager",
    "comparison": "/ask?q=precision+vs+recall",
    "suggestions": "/ask?q=what+is+chain+of+thought+prompting",
    "not found": "/ask?q=what+is+a+flux+capacitor",
    "explain": "/explain",
    "insights": "/insights",
    "about": "/about",
    "no such page": "/no/such/page",
}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
GRAVE = {"serious", "critical"}
EDGES = """() => [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    const rolls = (o) => o && (["auto", "scroll"].includes(getComputedStyle(o).overflowX) || rolls(o.parentElement));
    return box.width && box.right > innerWidth + 1 && getComputedStyle(e).position !== "absolute" && !e.closest("details:not([open])") && !rolls(e);
}).slice(0, 5).map(e => `${e.tagName}.${e.className} ends at ${e.getBoundingClientRect().right}`)"""


def open_page(visitor: Visitor, path: str) -> None:
    response = visitor.open(path)
    if response.status == 404:
        visitor.complaints = [line for line in visitor.complaints if "404" not in line]  # the browser notes the status of the page itself
    assert response.status in {200, 404}


def luminance(color: str) -> float:
    """Of an `rgb(…)` colour, in [0, 1]: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = (float(value) / 255 for value in re.findall(r"[\d.]+", color)[:3])
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_serious(visit: Visit, path: str, scheme: str) -> None:
    visitor = visit(color_scheme=scheme)
    open_page(visitor, path)
    found = Axe().run(visitor.page).response["violations"]
    assert [(item["id"], [node["html"][:160] for node in item["nodes"][:3]]) for item in found if item["impact"] in GRAVE] == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    visitor = visit(**PHONE)
    open_page(visitor, path)
    assert visitor.page.evaluate(EDGES) == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_a_phone_everything_can_be_reached_and_touched(visit: Visit) -> None:
    visitor = visit(**PHONE)
    visitor.open("/")
    visitor.page.fill("#q", "recall for a lawyer")
    visitor.page.locator(".search button").tap()
    visitor.page.wait_for_url("**/ask?*")
    assert "recall" in visitor.text("h1")
    visitor.page.select_option("#role", "security")
    visitor.page.get_by_role("link", name="Browse").first.tap()
    visitor.page.wait_for_url("**/terms")
    assert visitor.page.locator("#role").input_value() == "security"


def test_a_word_without_an_end_breaks_instead_of_widening_the_page(visit: Visit) -> None:
    visitor = visit(**PHONE)
    visitor.open(f"/ask?q={'x' * 390}")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_dark_is_dark_and_light_is_light(visit: Visit) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    text = "getComputedStyle(document.querySelector('h1')).color"
    for scheme, dark in (("light", False), ("dark", True)):
        visitor = visit(color_scheme=scheme)
        visitor.open("/terms/recall")
        behind, before = luminance(visitor.page.evaluate(background)), luminance(visitor.page.evaluate(text))
        assert (behind < 0.05, before > 0.6) == (dark, dark)
        assert (behind > 0.8, before < 0.1) == (not dark, not dark)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_on_the_marker_stroke_can_be_read(visit: Visit, scheme: str) -> None:
    visitor = visit(color_scheme=scheme)  # axe does not look into gradients
    visitor.open("/")
    ink, drawn = visitor.page.evaluate("(({color, backgroundImage}) => [color, backgroundImage])(getComputedStyle(document.querySelector('.stroke')))")
    stroke = next(found for found in re.findall(r"rgba?\([^)]*\)", drawn) if found != "rgba(0, 0, 0, 0)")
    darker, lighter = sorted((luminance(ink), luminance(stroke)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_who_wants_less_motion_sees_none(visit: Visit) -> None:
    visitor = visit(reduced_motion="reduce")
    visitor.open("/")
    moving = """[...document.querySelectorAll('*')].filter(element => {
        const style = getComputedStyle(element);
        return Math.max(parseFloat(style.transitionDuration), parseFloat(style.animationDuration)) > 0.01;
    }).length"""
    assert visitor.page.evaluate(moving) == 0
