"""A folder of terms that somebody else writes: what is hostile stays text, what is edited appears, what breaks does no harm."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.conftest import ROOT
from tests.server import Server, eventually, running

SCRIPT = "<script>alert('script')</script>"
IMAGE = '"><img src=x onerror="alert(\'image\')">'
LINK = "[press](javascript:alert('link')) javascript:alert(1) <a href='javascript:alert(2)'>here</a>"
STYLE = "</style></title></textarea><svg onload=alert('svg')><iframe src='https://evil.test/'></iframe>"
TEMPLATE = "{{ 1234 * 2 }} {% raw %} ${1234*2} &lt;b&gt; <!-- "
TURNED = "\u202eabcdef\u202c \u05e9\u05dc\u05d5\u05dd"
EDIT_SHOWS_S = 20  # two seconds where nothing else runs; a busy machine takes its time

HOSTILE = {
    "term": f"evil {SCRIPT}",
    "aliases": [f"alias {IMAGE}", "ev<b>il"],
    "categories": [f"cat {IMAGE}", "a&b=c?d#e"],
    "short_def": f"Short. {SCRIPT} {IMAGE} {LINK}",
    "long_def": f"Long. {STYLE} {TEMPLATE} {TURNED}",
    "takeaways": {"legal": f"Legal. {SCRIPT} {LINK}", "product": f"Product. {IMAGE}"},
    "examples": {"do": [SCRIPT, IMAGE], "dont": [STYLE, TEMPLATE]},
    "governance": {"nist_rmf_tags": [SCRIPT], "risk_notes": IMAGE},
    "relationships": {"broader": [], "narrower": [], "related": ["plain"]},
    "citations": [{"source": f"Source {SCRIPT}", "url": "https://example.org/?q=%22%3E%3Cscript%3E"}],
    "questions": [f"what is this {IMAGE}?"],
    "owner": f"Owner {SCRIPT}",
    "license": IMAGE,
    "status": "reviewed",
    "last_reviewed": "2026-11-01",
}
PLAIN = {"term": "plain", "short_def": "The first text.", "status": "reviewed", "last_reviewed": "2026-11-01"}


def write(folder: Path, name: str, content: object) -> None:
    """As an editor does: aside, then into its place."""
    aside = folder / f".{name}.new"
    aside.write_text(content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    aside.replace(folder / name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own") / "terms"
    folder.mkdir()
    write(folder, "evil.yml", HOSTILE)
    write(folder, "plain.yml", PLAIN)
    shutil.copy(ROOT / "data" / "terms" / "recall.yml", folder)
    return folder


@pytest.fixture(scope="module")
def own(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("own-data") / "data", terms=folder, GLOSSARY_MEANING="false") as server:
        yield server


PAGES = [
    "/",
    "/terms",
    "/terms?category=cat+%22%3E%3Cimg+src%3Dx+onerror%3D%22alert(%27image%27)%22%3E",
    "/terms?category=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&letter=%22",
    "/terms/evil",
    "/terms/evil?role=legal",
    "/terms/evil?role=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "/ask?q=evil+for+a+lawyer",
    "/ask?q=evil+vs+plain",
    "/ask?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/ask?q=%22%20autofocus%20onfocus%3Dalert(1)%20x%3D%22",
    "/ask?q=%E2%80%AE%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "/ask?q=javascript:alert(1)&role=javascript:alert(1)",
    "/explain",
    "/insights",
    "/insights?days=%3Cscript%3E",
]
FOREIGN = """document.querySelectorAll(
    'main script:not([src]), img[src=x], iframe, [onload], [onerror], [onfocus], a[href^=javascript], main b[onclick], style'
).length"""


@pytest.mark.parametrize("path", PAGES)
def test_whatever_terms_and_addresses_hold_is_text(visit: Visit, own: Server, path: str) -> None:
    visitor = visit(own.address)
    assert visitor.open(path).status == 200
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate(FOREIGN) == 0
    assert "2468" not in visitor.text("main")  # what a template inside a template would have made


def test_hostile_text_is_shown_as_it_was_written(visit: Visit, own: Server) -> None:
    visitor = visit(own.address)
    visitor.open("/terms/evil?role=legal")
    text = visitor.text("body")
    for part in (SCRIPT, IMAGE, "javascript:alert(1)", "{{ 1234 * 2 }}", "<iframe src='https://evil.test/'>"):
        assert part in text
    assert visitor.page.locator("h1").inner_text() == f"evil {SCRIPT}"
    assert visitor.page.title().startswith(f"evil {SCRIPT}")


def test_offers_while_typing_are_text(visit: Visit, own: Server) -> None:
    visitor = visit(own.address)
    visitor.open("/")
    visitor.page.locator("#q").press_sequentially("evil")
    option = visitor.page.locator("#q-options [role=option]").first
    expect(option).to_contain_text(SCRIPT)
    assert option.locator("script, img").count() == 0


def test_a_hostile_message_is_text(visit: Visit, own: Server) -> None:
    visitor = visit(own.address)
    visitor.open("/explain")
    visitor.page.fill("#text", f"recall {SCRIPT} {IMAGE} {TURNED}")
    visitor.page.get_by_role("button", name="Explain").click()
    expect(visitor.page.locator("#message")).to_contain_text(SCRIPT)
    assert visitor.page.evaluate(FOREIGN) == 0


@pytest.mark.parametrize("back", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)", "/\t/evil.test", "/x\r\nset-cookie: a=b"])
def test_forms_lead_back_to_our_own_pages_only(own: Server, back: str) -> None:
    with own.client() as client:
        for path, fields in (("/role", {"role": "legal"}), ("/feedback", {"slug": "plain", "helpful": "yes"})):
            response = client.post(path, data={**fields, "back": back}, headers={"accept": "text/html"})
            assert response.status_code == 303
            assert response.headers["location"].split("?")[0] == "/"
            assert "a=b" not in str(response.headers.get("set-cookie"))


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://127.0.0.1:1"])
def test_forms_of_other_sites_are_refused(own: Server, origin: str) -> None:
    with own.client() as client:
        assert client.post("/feedback", data={"slug": "plain", "helpful": "yes"}, headers={"origin": origin}).status_code == 403
        assert client.post("/role", data={"role": "legal"}, headers={"origin": origin}).status_code == 403


def test_an_edit_appears_by_itself(visit: Visit, own: Server, folder: Path) -> None:
    visitor = visit(own.address)
    visitor.open("/terms/plain")
    expect(visitor.page.locator(".short")).to_have_text("The first text.")
    write(folder, "plain.yml", {**PLAIN, "short_def": "The second text."})
    eventually(lambda: "second" in ((visitor.page.reload() and visitor.text(".short")) or ""), within_s=EDIT_SHOWS_S)
    write(folder, "new-word.yml", {**PLAIN, "term": "new word"})
    eventually(lambda: visitor.open("/ask?q=new+word") and visitor.text("h1") == "new word", within_s=EDIT_SHOWS_S)
    (folder / "new-word.yml").unlink()
    eventually(lambda: httpx.get(f"{own.address}/api/terms/new-word", trust_env=False).status_code == 404, within_s=EDIT_SHOWS_S)


def test_a_broken_edit_is_named_at_the_foot_of_the_page_while_the_old_text_stays(visit: Visit, own: Server, folder: Path) -> None:
    visitor = visit(own.address)
    write(folder, "plain.yml", {**PLAIN, "short_def": "The good text."})
    eventually(lambda: visitor.open("/terms/plain") and visitor.text(".short") == "The good text.", within_s=EDIT_SHOWS_S)
    write(folder, "plain.yml", "term: [<script>alert('fault')</script>")
    eventually(lambda: visitor.page.reload() and visitor.page.locator(".faults").count() == 1, within_s=EDIT_SHOWS_S)
    visitor.page.locator(".faults summary").click()
    assert "plain.yml:" in visitor.text(".faults")
    assert visitor.text(".short") == "The good text."
    write(folder, "plain.yml", {**PLAIN, "short_def": "The mended text."})
    eventually(lambda: visitor.page.reload() and visitor.text(".short") == "The mended text.", within_s=EDIT_SHOWS_S)
    expect(visitor.page.locator(".faults")).to_have_count(0)
