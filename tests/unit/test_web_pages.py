"""The pages of the web glossary: what they show, what they refuse, and that data never becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette

from bot.adapters.web.health import Readiness
from bot.adapters.web.pages.forms import safe_back
from bot.adapters.web.site import Site
from bot.adapters.web.static_files import StaticAssets
from bot.adapters.web.templating import FOLDER, static
from bot.asgi import create_app
from bot.core.assistant import Assistant
from bot.core.condition import Condition, MeaningState
from bot.core.phrasebook import Concept
from bot.core.requests import Backlog, State, Waiting
from bot.core.service import Service
from bot.core.term import Term
from bot.core.usage import AskedQuestion, Asker, Counted, Feedback, Statistics
from bot.errors import StorageUnavailable
from bot.render import phrases
from bot.settings import ServerSettings
from bot.telemetry import Metrics
from tests.fakes import TODAY, a_term, an_assistant

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = '"><img src=x onerror=alert(1)>'
HOSTILE = (
    a_term(
        SCRIPT,
        slug="hostile",
        aliases=[BREAKOUT, "shared label"],
        short_def=f"{{{{ 7 * 7 }}}} {SCRIPT}{BREAKOUT}",
        long_def=f"{SCRIPT} {BREAKOUT}",
        categories=[SCRIPT, BREAKOUT],
        takeaways={"legal": BREAKOUT},
        examples={"do": [SCRIPT], "dont": [BREAKOUT]},
        governance={"nist_rmf_tags": [BREAKOUT], "risk_notes": SCRIPT},
        relationships={"related": ["other"]},
        citations=[{"source": BREAKOUT, "url": "https://\u0440\u0430\u0443.example/a"}],
        owner=BREAKOUT,
        license=SCRIPT,
    ),
    a_term("other", aliases=["shared label"], status="draft", last_reviewed=None),
)
TERMS = (
    a_term(
        "KV cache",
        aliases=["key-value cache"],
        categories=["LLM Core"],
        roles=["engineering"],
        long_def="Keys and values are kept.",
        takeaways={"engineering": "Watch the memory.", "legal": "It holds what users wrote."},
        audiences={"exec": "It costs memory."},
        relationships={"broader": ["inference"], "related": ["token"]},
        citations=[{"source": "A paper", "url": "https://www.arxiv.org/abs/1"}],
    ),
    a_term("token", categories=["LLM Core", "Foundations"], roles=["legal"], last_reviewed="2024-01-01"),
    a_term("inference", categories=["Foundations"], aliases=["both"]),
    a_term("attention", aliases=["both"]),
)
CONCEPTS = (Concept("beam search", asked_as=("keeps several best continuations while decoding",)),)


@dataclass
class Memory:
    """All ports at once."""

    asked: list[AskedQuestion] = field(default_factory=list)
    votes: list[tuple[Asker, Feedback]] = field(default_factory=list)
    broken: bool = False
    unanswered: tuple[Counted, ...] = ()
    requests: tuple[Waiting, ...] = ()

    def record(self, *given: Any, **_: Any) -> bool:
        if self.broken:
            raise StorageUnavailable("gone")
        if len(given) == 1:
            self.asked.append(given[0])
        else:
            self.votes.append((given[0], given[1]))
        return True

    def recent(self, *_: object) -> tuple[str, ...]:
        return ()

    def file(self, *_: object, **__: object) -> bool:
        return True

    def backlog(self, tenant: str) -> Backlog:
        if self.broken:
            raise StorageUnavailable("gone")
        return Backlog(
            {state: sum(item.state is state for item in self.requests) for state in State}, sum(item.overdue for item in self.requests), self.requests
        )

    def role(self, tenant: str, user: str) -> None:
        return None

    def choose(self, *_: object) -> None: ...

    def statistics(self, tenant: str, since: date, until: date) -> Statistics:
        days = {since + timedelta(days=place): place for place in range((until - since).days + 1)}
        return Statistics(since, until, 9, 6, days, {"exact": 6, "none": 3}, (Counted("token", 4),), self.unanswered, 3, 1)


def browser(
    *terms: Term, memory: Memory | None = None, faults: tuple[str, ...] = (), meaning: MeaningState = MeaningState.OFF, public_url: str | None = None
) -> TestClient:
    """A client of the web application over these terms that asks for pages as a browser does."""
    memory = memory or Memory()
    assistant: Assistant = an_assistant(*terms, concepts=CONCEPTS)
    service = Service(lambda: assistant, questions=memory, preferences=memory, feedback=memory, statistics=memory, look_ups=memory, requests=memory)
    site = Site(service, lambda: Condition(len(terms), faults, datetime(2026, 11, 23, 8, 5, tzinfo=UTC), meaning), public_url=public_url, today=lambda: TODAY)
    app = create_app(site, Readiness(condition=site.condition, database=lambda: None), Metrics(), ServerSettings(rate_limit="1000000/minute"))
    return TestClient(app, headers={"accept": "text/html"}, follow_redirects=False)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def __getitem__(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]


def links(page: str) -> Iterator[str]:
    for _, attributes in Elements(page).found:
        for name in ("href", "src", "srcset"):
            if name in attributes:
                yield attributes[name]


def crawl(client: TestClient, *starts: str) -> dict[str, str]:
    """Every page and file that can be reached, by address. Fails where a link leads to nothing."""
    seen: dict[str, str] = {}
    waiting = ["/", *starts]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        seen[address] = answer.text
        if answer.headers["content-type"].startswith("text/html"):
            found = (urlsplit(urljoin(address, link))._replace(fragment="").geturl() for link in links(answer.text))
            waiting += [link for link in found if link.startswith("/")]
    return seen


def heading(client: TestClient, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r"<h1.*?</h1>", client.get(address).text, re.DOTALL))


def test_a_question_is_answered_by_the_entry_and_recorded() -> None:
    memory = Memory()
    page = browser(*TERMS, memory=memory).get("/ask", params={"q": "what is a KV cache?"}).text
    assert "Keys and values are kept." in page
    assert 'value="what is a KV cache?"' in page, "the search box keeps the question"
    assert [asked.slug for asked in memory.asked] == ["kv-cache"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("KV cache vs token", "KV cache and token"),
        ("KV cache vs beam search", "KV cache and beam search"),
        ("both", "Which one is meant?"),
        ("what is a flux capacitor?", "No entry for"),
        ("what is beam search?", "beam search"),
    ],
)
def test_every_kind_of_answer_has_its_heading(question: str, said: str) -> None:
    assert said in heading(browser(*TERMS), f"/ask?q={question}")


def test_a_comparison_names_what_has_no_entry() -> None:
    page = browser(*TERMS).get("/ask", params={"q": "KV cache vs token vs beam search"}).text
    assert 'id="missing"' in page
    assert "beam search" in Elements(page).text


def test_a_misspelt_question_says_how_it_was_read() -> None:
    assert "Read as \u201ckey-value cache\u201d." in browser(*TERMS).get("/ask?q=key-valeu cache").text


def test_an_answer_by_words_says_so_while_the_model_loads() -> None:
    page = browser(*TERMS, meaning=MeaningState.LOADING).get("/ask", params={"q": "where are the keys and values kept"}).text
    assert phrases.LEXICAL_ONLY in page
    assert "The language model is loading" in page


@pytest.mark.parametrize("empty", ["", "%20", "%00", "%E2%80%8B"])
def test_an_empty_question_leads_home(empty: str) -> None:
    answer = browser(*TERMS).get(f"/ask?q={empty}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_address_goes_before_the_cookie_for_one_view() -> None:
    client = browser(*TERMS)
    assert "For you as" not in client.get("/terms/kv-cache").text
    client.post("/role", data={"role": "engineering", "back": "/terms/kv-cache"})
    assert "For you as Counsel" in client.get("/terms/kv-cache?role=legal").text
    assert "For you as Engineer" in client.get("/terms/kv-cache").text
    client.post("/role", data={"role": ""})
    assert "For you as" not in client.get("/terms/kv-cache").text


def test_a_view_of_another_role_leads_back_without_it() -> None:
    page = Elements(browser(*TERMS).get("/ask?q=token&role=legal&thanks=1").text)
    assert next(field["value"] for field in page["input"] if field.get("name") == "back") == "/ask?q=token"


def test_a_takeaway_says_where_it_comes_from() -> None:
    client = browser(*TERMS)
    assert "from the note for executives" in client.get("/terms/kv-cache?role=executive").text
    assert "General advice for you as Security Engineer" in client.get("/terms/kv-cache?role=security").text


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/terms/token?role=legal", "/terms/token?role=legal"),
        ("/", "/"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("terms", "/"),
        ("/\t/evil.example", "/"),
        ("/\r\nset-cookie: a=b", "/"),
        ("/.//evil.example", "/"),
        ("/" + "a" * 5_000, "/"),
    ],
)
def test_forms_lead_back_to_our_own_pages_only(asked: str, led: str) -> None:
    assert safe_back(asked) == led
    answer = browser(*TERMS).post("/role", data={"role": "legal", "back": asked})
    assert (answer.status_code, answer.headers["location"]) == (303, led)


def test_a_vote_is_stored_and_thanked() -> None:
    memory = Memory()
    client = browser(*TERMS, memory=memory)
    sent = {"slug": "token", "question": "tokens?", "helpful": "no", "back": "/terms/token"}
    answer = client.post("/feedback", data=sent, headers={"origin": "http://testserver"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/terms/token?thanks=1#feedback")
    assert "Thank you" in client.get("/terms/token?thanks=1").text
    client.post("/feedback", data={**sent, "helpful": "yes"}, headers={"accept": "application/json"})
    assert [(vote.slug, vote.helpful, vote.question) for _, vote in memory.votes] == [("token", False, "tokens?"), ("token", True, "tokens?")]
    assert len({asker.user for asker, _ in memory.votes} - {None}) == 1, "the second vote is known to come from the same visitor"


@pytest.mark.parametrize(
    ("sent", "headers", "status"),
    [
        ({"slug": "token", "helpful": "yes"}, {"origin": "https://evil.example"}, 403),
        ({"slug": "token", "helpful": "yes"}, {"origin": "null"}, 403),
        ({"slug": "token", "helpful": "yes"}, {"origin": "http://["}, 403),
        ({"slug": "nothing", "helpful": "yes"}, {}, 404),
        ({"slug": "token", "helpful": "perhaps"}, {}, 400),
        ({}, {}, 400),
    ],
)
def test_a_vote_that_cannot_count_is_refused(sent: dict[str, str], headers: dict[str, str], status: int) -> None:
    memory = Memory()
    answer = browser(*TERMS, memory=memory).post("/feedback", data=sent, headers=headers)
    assert (answer.status_code, memory.votes) == (status, [])
    assert 'id="sentence"' in answer.text


def test_a_vote_that_is_not_stored_tells_the_person() -> None:
    answer = browser(*TERMS, memory=Memory(broken=True)).post("/feedback", data={"slug": "token", "helpful": "yes"})
    assert answer.status_code == 503
    assert "Nothing was stored" in answer.text


def test_the_public_address_is_ours_too() -> None:
    client = browser(*TERMS, public_url="https://words.example")
    assert client.post("/role", data={"role": "legal"}, headers={"origin": "https://words.example"}).status_code == 303
    assert '<link rel="canonical" href="https://words.example/terms/token">' in client.get("/terms/token?role=legal").text


def test_filters_combine_and_an_empty_list_says_so() -> None:
    client = browser(*TERMS)
    assert re.findall(r'id="count"[^>]*>([^<]+)', client.get("/terms?category=Foundations&role=legal").text) == ["1 of 4"]
    assert 'id="empty"' in client.get("/terms?category=Foundations&role=engineering").text
    assert 'id="empty"' in client.get("/terms?category=unknown&letter=%00&page=x").text


def test_a_long_list_comes_in_pages() -> None:
    client = browser(*(a_term(f"term {number}") for number in range(230)))
    assert [client.get(f"/terms?page={number}").text.count('<a href="/terms/term') for number in ("1", "3", "99", "0", "x")] == [100, 30, 30, 100, 100]


@pytest.mark.parametrize("number", ["000001" + "1" * 5_000, "-1", "1e3", "\u00b2", "\u0663"])
def test_a_page_number_may_be_anything(number: str) -> None:
    assert browser(*TERMS).get("/terms", params={"page": number}).status_code == 200


def test_a_message_has_its_terms_pointed_out() -> None:
    page = browser(*TERMS).post("/explain", data={"text": f"the KV cache {BREAKOUT} is full"})
    assert '<mark><a href="/terms/kv-cache">KV cache</a></mark>' in page.text
    assert not Elements(page.text)["img"]


def test_the_page_about_says_how_long_questions_are_kept() -> None:
    page = browser(*TERMS).get("/about").text
    assert "Questions are kept for 90 days" in page
    assert 'id="terms-of-use"' in page


def test_faults_of_term_files_are_named_on_every_page() -> None:
    client = browser(*TERMS, faults=("kv-cache.yml:3:1: <b>no</b>",))
    for address in ("/", "/terms/token", "/insights", "/nothing"):
        page = client.get(address).text
        assert "the last good version is shown" in page
        assert "kv-cache.yml:3:1: &lt;b&gt;no&lt;/b&gt;" in page


def test_several_faults_of_one_file_are_one_file_with_faults() -> None:
    page = browser(*TERMS, faults=("kv-cache.yml:3:1: one", "kv-cache.yml:4:1: two", "token.yml:1:1: three")).get("/").text
    assert "2 term files have faults" in page


def test_an_empty_glossary_has_all_its_pages() -> None:
    assert "There are no terms yet" in crawl(browser())["/"]


def test_every_link_leads_somewhere() -> None:
    assert len(crawl(browser(*TERMS), "/ask?q=both", "/ask?q=flux capacitor", "/ask?q=KV cache vs token vs beam search", "/terms/token?role=legal")) > 50


def test_examples_on_the_first_page_are_answered() -> None:
    client = browser(*TERMS)
    examples = [link for link in links(client.get("/").text) if link.startswith("/ask?")]
    assert examples
    assert all('class="article"' in client.get(link).text or 'class="compare"' in client.get(link).text for link in examples)


def test_no_page_has_markup_from_data_or_code_of_its_own() -> None:
    memory = Memory(unanswered=(Counted(SCRIPT, 3), Counted(BREAKOUT, 2)))
    pages = crawl(
        browser(*HOSTILE, memory=memory, faults=(SCRIPT,)),
        "/ask?q=shared label",
        f"/ask?q={SCRIPT} is what",
        "/ask?q=hostile vs other",
        "/terms/hostile?role=legal",
    )
    for address, text in pages.items():
        if not text.startswith("<!doctype html>"):
            continue
        page = Elements(text)
        assert all(attributes.get("src", "").startswith("/static/") for attributes in page["script"]), address
        assert not page["style"], address
        assert all(attributes.get("src", "").startswith("/insights/") for attributes in page["img"]), address
        assert not [name for _, attributes in page.found for name in attributes if name == "style" or name.startswith("on")], address
        assert len(page["h1"]) == 1, address
    assert "{{ 7 * 7 }}" in pages["/terms/hostile"]


def test_sources_show_where_they_lead_and_tell_nothing() -> None:
    page = Elements(browser(*HOSTILE).get("/terms/hostile").text)
    outside = [link for link in page["a"] if link["href"].startswith("http")]
    assert [link["rel"] for link in outside] == ["noopener noreferrer nofollow"]
    assert "xn--" in page.text, "letters that look like others are shown as what they are"


def test_a_page_is_kept_by_its_reader_alone_and_sent_once() -> None:
    client = browser(*TERMS)
    first = client.get("/terms/token")
    assert (first.headers["cache-control"], first.headers["vary"]) == ("private, no-cache", "Cookie")
    assert client.get("/terms/token", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    client.cookies.set("glossary_role", "legal")
    assert client.get("/terms/token", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_a_drawing_has_a_policy_that_allows_its_styles_alone() -> None:
    answer = browser(*TERMS).get("/insights/questions.svg?days=7&theme=dark")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert browser(*TERMS).get("/insights/nothing.svg").status_code == 404


def test_insights_show_what_waits_for_an_entry() -> None:
    asked = datetime(2026, 11, 2, 9, tzinfo=UTC)
    late = Waiting(SCRIPT, State.SUBMITTED, 12, asked, asked + timedelta(days=7), overdue=True)
    client = browser(*TERMS, memory=Memory(requests=(late, Waiting("beam search", State.ACCEPTED, 1, asked, None, overdue=False))))
    page = client.get("/insights").text
    assert SCRIPT not in page
    shown = " ".join(Elements(page).text.split())
    assert f"{SCRIPT} submitted, overdue since 9 November 2026, 12 people beam search accepted, 1 person" in shown
    assert "Submitted1 Needs info0 Accepted1 Published0 Declined0 Duplicate0 Withdrawn0 Overdue1" in shown
    told = client.get("/api/requests").json()
    assert (told["overdue"], told["by_state"]["accepted"], [item["askers"] for item in told["waiting"]]) == (1, 1, [12, 1])
    assert "Nobody is waiting for an entry." in browser(*TERMS).get("/insights").text


def test_files_with_a_version_are_kept_for_good() -> None:
    app = Starlette()
    app.mount("/static", StaticAssets(directory=FOLDER / "static"))
    client = TestClient(app)
    assert "immutable" in client.get(static("base.css")).headers["cache-control"]
    assert "no-cache" in client.get("/static/base.css").headers["cache-control"]
