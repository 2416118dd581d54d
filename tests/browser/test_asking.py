"""What people do on the pages: ask, choose a role, compare, vote, browse. With scripts, without them, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Visitor
from tests.conftest import ROOT
from tests.server import Server, eventually

RLHF = "reinforcement learning from human feedback"
SHOWN = """[document.activeElement, document.activeElement.closest(".search-field")].some(e =>
    e && (getComputedStyle(e).outlineStyle !== "none" || getComputedStyle(e).boxShadow !== "none"))"""  # where the keyboard is
SLUG = "reinforcement-learning-from-human-feedback"


def votes(server: Server) -> tuple[int, int]:
    found = httpx.get(f"{server.address}/api/stats", trust_env=False).json()
    return found["helpful"], found["not_helpful"]


# -- asking --------------------------------------------------------------------------------------------------------


def test_enter_asks_and_the_answer_says_how_it_was_found(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/")
    visitor.page.fill("#q", "what is rlhf?")
    visitor.page.press("#q", "Enter")
    expect(visitor.page.locator("h1")).to_have_text(RLHF)
    assert "/ask?q=what+is+rlhf" in visitor.page.url
    assert "answered in" in visitor.text("#how").lower()


def test_a_role_in_the_question_is_answered_with_its_takeaway_and_sources(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/ask?q=explain+rlhf+to+a+lawyer")
    takeaway = httpx.get(f"{visitor.address}/api/answer", params={"q": "rlhf", "role": "legal"}, trust_env=False).json()["terms"][0]
    expect(visitor.page.locator("#takeaway .for-you")).to_contain_text(takeaway["takeaway"]["text"])
    links = visitor.page.locator(".sources a")
    assert [link.get_attribute("href") for link in links.all()] == [citation["url"] for citation in takeaway["citations"]]
    assert {"noopener", "noreferrer"} <= set((links.first.get_attribute("rel") or "").split())


def test_a_description_without_the_name_is_understood_by_meaning(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/ask?q=which+metric+shows+the+false+negatives+we+overlooked")
    assert "recall" in visitor.text()
    expect(visitor.page.locator("#lexical-only")).to_have_count(0)
    expect(visitor.page.locator("#meaning")).to_have_attribute("data-state", "ready")


def test_two_terms_stand_side_by_side(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/ask?q=precision+vs+recall")
    articles = visitor.page.locator(".compare article")
    expect(articles).to_have_count(2)
    assert [title.inner_text() for title in articles.locator("h2").all()] == ["precision", "recall"]
    left, right = (article.bounding_box() for article in articles.all())
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_what_has_no_entry_is_said_so_and_nothing_is_made_up(visit: Visit) -> None:
    visitor = visit()
    assert visitor.open("/ask?q=what+is+a+flux+capacitor").status == 200
    assert "No entry for" in visitor.text("h1")
    assert "flux capacitor" in visitor.text("h1")
    expect(visitor.page.locator("article")).to_have_count(0)


def test_what_is_unclear_gets_entries_to_choose_from(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/ask?q=what+is+human+in+the+loop")
    first = visitor.page.locator(".entries a").first
    name = first.inner_text()
    first.click()
    expect(visitor.page.locator("h1")).to_have_text(name)


def test_every_example_of_the_first_page_has_an_answer(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/")
    links = [link.get_attribute("href") for link in visitor.page.locator("#examples a").all()]
    assert len(links) >= 3
    for link in links:
        visitor.open(link or "")
        expect(visitor.page.locator("article").first).to_be_visible()


# -- while typing --------------------------------------------------------------------------------------------------


def test_typing_offers_entries_and_the_keyboard_chooses_one(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/")
    box, options = visitor.page.locator("#q"), visitor.page.locator("#q-options [role=option]")
    box.press_sequentially("pre")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = options.nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    box.press("ArrowUp")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    label = options.nth(0).locator(".option-label").inner_text()
    box.press("Enter")
    visitor.page.wait_for_url("**/terms/*")
    assert label.lower() in visitor.text("header.article-head").lower()


def test_escape_closes_the_offers_and_enter_then_asks_what_was_typed(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/terms")
    box, options = visitor.page.locator("#q"), visitor.page.locator("#q-options")
    box.press_sequentially("recal")
    expect(options).to_be_visible()
    box.press("ArrowDown")
    box.press("Escape")
    expect(options).to_be_hidden()
    expect(box).to_have_value("recal")
    box.press("Enter")
    visitor.page.wait_for_url("**/ask?q=recal")
    expect(visitor.page.locator("h1")).to_have_text("recall")


def test_a_click_on_an_offer_opens_it(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/")
    visitor.page.locator("#q").press_sequentially("RLH")
    visitor.page.locator("#q-options [role=option]").first.click()
    visitor.page.wait_for_url(f"**/terms/{SLUG}")


# -- roles ---------------------------------------------------------------------------------------------------------


def test_a_chosen_role_is_kept_across_pages_and_reloads_and_can_be_taken_back(visit: Visit) -> None:
    visitor = visit()
    visitor.open(f"/terms/{SLUG}")
    expect(visitor.page.locator("#takeaway .pick")).to_be_visible()
    visitor.page.select_option("#role", "security")
    expect(visitor.page.locator("#takeaway .for-you")).to_be_visible()
    assert visitor.page.url.endswith(f"/terms/{SLUG}")
    for path in ("/terms/recall", "/ask?q=token", "/"):
        visitor.open(path)
        visitor.page.reload()
        expect(visitor.page.locator("#role")).to_have_value("security")
    visitor.open("/terms/recall")
    expect(visitor.page.locator(".for-you-heading")).to_contain_text("Security")
    visitor.page.select_option("#role", "")
    expect(visitor.page.locator("#takeaway .pick")).to_be_visible()


def test_a_role_of_one_visitor_is_nobody_elses(visit: Visit) -> None:
    first, second = visit(), visit()
    first.open("/terms/recall")
    first.page.select_option("#role", "legal")
    expect(first.page.locator("#takeaway .for-you")).to_be_visible()
    second.open("/terms/recall")
    expect(second.page.locator("#role")).to_have_value("")


def test_cookies_are_not_readable_by_scripts_and_stay_on_this_site(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/terms/recall")
    visitor.page.select_option("#role", "legal")
    expect(visitor.page.locator("#takeaway .for-you")).to_be_visible()
    visitor.page.get_by_role("button", name="Yes").click()
    expect(visitor.page.locator("#vote-status")).not_to_be_empty()
    cookies = visitor.context.cookies()
    assert {cookie["name"] for cookie in cookies} == {"glossary_role", "glossary_visitor"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in cookies)


# -- votes ---------------------------------------------------------------------------------------------------------


def test_a_vote_is_stored_without_leaving_the_page_and_a_second_one_replaces_it(visit: Visit, server: Server) -> None:
    yes, no = votes(server)
    visitor = visit()
    visitor.open("/ask?q=kv+cache")
    where = visitor.page.url
    visitor.page.get_by_role("button", name="Yes").click()
    expect(visitor.page.locator("#vote-status")).to_contain_text("Thank you")
    assert visitor.page.url == where
    assert votes(server) == (yes + 1, no)
    visitor.page.get_by_role("button", name="No", exact=True).click()
    eventually(lambda: votes(server) == (yes, no + 1), within_s=10)


# -- without scripts -----------------------------------------------------------------------------------------------


@pytest.fixture
def plain(visit: Visit) -> Visitor:
    """A visitor whose browser runs no scripts."""
    return visit(java_script_enabled=False)


def test_without_scripts_a_question_is_asked_and_answered(plain: Visitor) -> None:
    plain.open("/")
    plain.page.fill("#q", "what is rlhf?")
    plain.page.get_by_role("button", name="Ask").click()
    expect(plain.page.locator("h1")).to_have_text(RLHF)


def test_without_scripts_a_role_is_chosen_by_its_button_and_kept(plain: Visitor) -> None:
    plain.open("/ask?q=recall")
    plain.page.select_option("#role", "product")
    plain.page.get_by_role("button", name="Set").click()
    expect(plain.page.locator(".for-you-heading")).to_contain_text("Product")
    assert plain.page.url.endswith("/ask?q=recall")
    plain.open("/terms/token")
    expect(plain.page.locator("#role")).to_have_value("product")


def test_without_scripts_a_vote_is_stored_and_thanked_for(plain: Visitor, server: Server) -> None:
    yes, no = votes(server)
    plain.open("/ask?q=embedding")
    plain.page.get_by_role("button", name="No", exact=True).click()
    expect(plain.page.locator("#vote-status")).to_contain_text("Thank you")
    assert votes(server) == (yes, no + 1)


def listed(plain: Visitor) -> Iterator[str]:
    """The links of a list, page after page."""
    while True:
        yield from (link.get_attribute("href") or "" for link in plain.page.locator("#terms > li > a").all())
        later = plain.page.locator("a[rel=next]")
        if not later.count():
            return
        plain.open(later.get_attribute("href") or "")


def test_without_scripts_all_entries_are_found_by_browsing(plain: Visitor) -> None:
    plain.open("/")
    plain.page.get_by_role("link", name=re.compile(r"^All \d+ terms$")).click()
    plain.page.wait_for_url("**/terms")
    links = list(listed(plain))
    assert len(links) == len(list((ROOT / "data" / "terms").glob("*.yml")))
    for link in links[:: len(links) // 20]:
        assert plain.open(link).status == 200
    plain.open("/terms")
    plain.page.locator(".filter-role a", has_text="Legal").click()
    plain.page.wait_for_url("**/terms?*")
    assert 0 < plain.page.locator("#terms > li").count() < len(links)


def test_without_scripts_a_message_is_explained(plain: Visitor) -> None:
    plain.open("/explain")
    plain.page.fill("#text", "who changed the system prompt? RAG is broken <b>now</b>")
    plain.page.get_by_role("button", name="Explain").click()
    expect(plain.page.locator("#message mark")).to_have_text(["system prompt", "RAG"])
    assert "<b>now</b>" in plain.text("#message")


# -- by keyboard alone ---------------------------------------------------------------------------------------------


def test_a_question_can_be_asked_answered_and_voted_on_by_keyboard_alone(visit: Visit, server: Server) -> None:
    before = sum(votes(server))
    visitor = visit()
    visitor.open("/terms")
    keyboard = visitor.page.keyboard
    keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
    keyboard.press("/")
    assert visitor.page.evaluate("document.activeElement.id") == "q"
    keyboard.type("what is a token")
    keyboard.press("Enter")
    expect(visitor.page.locator("h1")).to_have_text("token")
    for _ in range(80):
        keyboard.press("Tab")
        assert visitor.page.evaluate(SHOWN), visitor.page.evaluate("document.activeElement.outerHTML")
        if visitor.page.evaluate("document.activeElement.value") == "yes":
            break
    keyboard.press("Enter")
    expect(visitor.page.locator("#vote-status")).to_contain_text("Thank you")
    assert sum(votes(server)) == before + 1


# -- insights ------------------------------------------------------------------------------------------------------


def test_insights_show_what_was_asked_as_picture_and_as_table(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/ask?q=a+word+that+nobody+knows+yet")
    visitor.open("/ask?q=temperature")
    eventually(lambda: httpx.get(f"{visitor.address}/api/stats", trust_env=False).json()["questions"] >= 2)
    visitor.open("/insights")
    picture = visitor.page.locator("#chart-questions img")
    picture.scroll_into_view_if_needed()
    eventually(lambda: visitor.page.evaluate("document.querySelector('#chart-questions img').naturalWidth") > 100, within_s=20)
    assert picture.get_attribute("alt")
    visitor.page.locator("#chart-questions summary").click()
    assert visitor.page.locator("#chart-questions tbody tr").count() == 30


def test_a_page_that_is_not_there_is_a_page_that_helps(visit: Visit) -> None:
    visitor = visit()
    assert visitor.open("/terms/no-such-term").status == 404
    assert "no entry" in visitor.text("#sentence").lower()
    visitor.page.get_by_role("link", name="browse all terms").click()
    expect(visitor.page.locator("#terms")).to_be_visible()
    visitor.complaints = [line for line in visitor.complaints if "404" not in line]
