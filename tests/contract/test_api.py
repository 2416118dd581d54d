"""What each address of the API answers, over the shipped terms and a real database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from bot.core.roles import ROLES
from bot.storage import database_path
from tests.server import in_process

RLHF = "reinforcement-learning-from-human-feedback"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with in_process(folder) as (client, _):
        yield client


def rows(folder: Path, statement: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(database_path(folder))) as connection:
        return connection.execute(statement, values).fetchall()


# -- questions -----------------------------------------------------------------------------------------------------


def test_an_answer_names_the_entry_how_it_was_found_and_where_it_comes_from(client: TestClient) -> None:
    answer = client.get("/api/answer", params={"q": "what is rlhf?"}).json()
    (entry,) = answer["terms"]
    assert (answer["kind"], entry["slug"], entry["takeaway"]) == ("definition", RLHF, None)
    assert answer["match"] == {"step": "exact", "score": 1.0, "label": "rlhf"}
    assert entry["citations"][0]["url"].startswith("https://")
    assert answer["elapsed_ms"] > 0


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_answered_with_its_own_takeaway(client: TestClient, role: str) -> None:
    (entry,) = client.get("/api/answer", params={"q": "rlhf", "role": role}).json()["terms"]
    assert entry["takeaway"]["role"] == role
    assert entry["takeaway"]["text"]


def test_a_role_in_the_question_goes_before_the_one_beside_it_which_goes_before_the_remembered_one(client: TestClient) -> None:
    remembered = {"cookie": "glossary_role=legal"}

    def role(text: str, **query: str) -> str:
        (entry,) = client.get("/api/answer", params={"q": text, **query}, headers=remembered).json()["terms"]
        return str(entry["takeaway"]["role"])

    assert role("rlhf") == "legal"
    assert role("rlhf", role="security") == "security"
    assert role("rlhf for a product manager", role="security") == "product"


def test_a_comparison_has_both_entries_in_the_order_of_the_question(client: TestClient) -> None:
    answer = client.get("/api/answer", params={"q": "recall vs precision"}).json()
    assert (answer["kind"], [entry["slug"] for entry in answer["terms"]]) == ("comparison", ["recall", "precision"])


def test_what_has_no_entry_is_said_so_with_what_could_be_requested(client: TestClient) -> None:
    answer = client.get("/api/answer", params={"q": "what is a flux capacitor?"}).json()
    assert (answer["kind"], answer["query"], answer["terms"]) == ("not_found", "flux capacitor", [])


def test_without_a_model_an_unclear_answer_says_that_it_goes_by_words_alone(client: TestClient) -> None:
    answer = client.get("/api/answer", params={"q": "the thing where people rate answers and it learns from that"}).json()
    assert answer["lexical_only"] is True


@pytest.mark.parametrize(("query", "where"), [({}, "q"), ({"q": "x", "role": "wizard"}, "role"), ({"q": "x" * 2_001}, "q")])
def test_a_question_that_is_not_one_is_refused_naming_the_parameter(client: TestClient, query: dict[str, str], where: str) -> None:
    response = client.get("/api/answer", params=query)
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", where]


def test_typing_is_completed_by_the_beginning_of_any_label(client: TestClient) -> None:
    found = client.get("/api/suggest", params={"q": "rl"}).json()
    assert (found[0]["slug"], found[0]["label"]) == (RLHF, "RLHF")
    assert client.get("/api/suggest", params={"q": ""}).status_code == 200


def test_terms_in_a_message_are_named_with_their_places(client: TestClient) -> None:
    found = client.post("/api/explain", json={"text": "who changed the system prompt? RAG is broken now"}).json()
    assert [(item["slugs"][0], found["text"][item["start"] : item["end"]]) for item in found["mentions"]] == [
        ("system-prompt", "system prompt"),
        ("retrieval-augmented-generation", "RAG"),
    ]


# -- the glossary --------------------------------------------------------------------------------------------------


def test_the_list_has_every_entry_and_each_can_be_had_whole(client: TestClient) -> None:
    entries = client.get("/api/terms").json()
    for entry in entries:
        whole = client.get(f"/api/terms/{entry['slug']}").json()
        assert entry.items() <= whole.items()
        assert [takeaway["role"] for takeaway in whole["takeaways"]] == list(ROLES)
    assert {entry["slug"] for entry in entries} >= {RLHF, "recall", "precision"}


def test_roles_are_listed_as_they_are_shown(client: TestClient) -> None:
    assert client.get("/api/roles").json() == [{"role": role, "name": profile.display_name, "person": profile.person} for role, profile in ROLES.items()]


def test_categories_are_counted_as_entries_are_filed(client: TestClient) -> None:
    entries = client.get("/api/terms").json()
    found = {item["name"]: item["terms"] for item in client.get("/api/categories").json()}
    assert found
    assert found == {name: sum(name in entry["categories"] for entry in entries) for name in found}
    assert {name for entry in entries for name in entry["categories"]} == set(found)


@pytest.mark.parametrize("path", ["/api/terms", f"/api/terms/{RLHF}"])
@pytest.mark.parametrize("held", ["{tag}", "W/{tag}", '"other", {tag}', '"other",W/{tag} , "more"', "*"])
def test_who_holds_the_newest_version_is_told_so_without_the_body(client: TestClient, path: str, held: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": held.format(tag=first.headers["etag"])})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


@pytest.mark.parametrize("held", ['"other"', "", "{tag}x", "x"])
def test_who_holds_another_version_gets_the_body(client: TestClient, held: str) -> None:
    first = client.get("/api/terms")
    again = client.get("/api/terms", headers={"if-none-match": held.format(tag=first.headers["etag"])})
    assert (again.status_code, again.content) == (200, first.content)


def test_different_entries_have_different_tags(client: TestClient) -> None:
    paths = ["/api/terms", *(f"/api/terms/{entry['slug']}" for entry in client.get("/api/terms").json())]
    assert len({client.get(path).headers["etag"] for path in paths}) == len(paths)


@pytest.mark.parametrize("slug", ["no-such-entry", "%00", "..%2f..%2fsecret.key", "RLHF", "%ED%A0%80", "x" * 200, "%E2%80%AE"])
def test_an_unknown_slug_is_404_in_the_documented_form(client: TestClient, slug: str) -> None:
    response = client.get(f"/api/terms/{slug}")
    assert response.status_code == 404
    assert list(response.json()) == ["detail"]


# -- feedback and statistics ---------------------------------------------------------------------------------------


def test_feedback_is_stored_with_what_was_said(client: TestClient, folder: Path) -> None:
    vote = {"slug": "recall", "helpful": False, "question": "what is recall", "comment": "too short"}
    response = client.post("/api/feedback", json=vote)
    assert (response.status_code, response.json()) == (201, {"recorded": True})
    assert rows(folder, "SELECT tenant, surface, helpful, question FROM feedback WHERE comment = 'too short'") == [("web", "api", 0, "what is recall")]


def test_a_delivery_that_comes_again_has_its_effect_once(client: TestClient, folder: Path) -> None:
    key = {"idempotency-key": "delivery-0001"}
    said = [client.post("/api/feedback", json={"slug": "token", "helpful": True, "comment": "once"}, headers=key) for _ in range(3)]
    assert [response.status_code for response in said] == [201, 201, 201]
    assert [response.json()["recorded"] for response in said] == [True, False, False]
    assert rows(folder, "SELECT count(*) FROM feedback WHERE comment = 'once'") == [(1,)]


def test_feedback_on_no_entry_is_404_and_nothing_is_stored(client: TestClient, folder: Path) -> None:
    before = rows(folder, "SELECT count(*) FROM feedback")
    assert client.post("/api/feedback", json={"slug": "nope", "helpful": True}).status_code == 404
    assert rows(folder, "SELECT count(*) FROM feedback") == before


@pytest.mark.parametrize(
    "vote",
    [
        {"slug": "token"},
        {"slug": "token", "helpful": "yes"},
        {"slug": "token", "helpful": 1},
        {"slug": "token", "helpful": True, "tenant": "other"},
        {"slug": "", "helpful": True},
        {"slug": "token", "helpful": True, "comment": "x" * 1_001},
        [],
        None,
    ],
)
def test_feedback_of_another_form_is_refused_and_nothing_is_stored(client: TestClient, folder: Path, vote: object) -> None:
    before = rows(folder, "SELECT count(*) FROM feedback")
    assert client.post("/api/feedback", json=vote).status_code == 422
    assert rows(folder, "SELECT count(*) FROM feedback") == before


@pytest.mark.parametrize("key", ["short", "x" * 101, "with space in it"])
def test_a_delivery_id_that_is_none_is_refused(client: TestClient, key: str) -> None:
    assert client.post("/api/feedback", json={"slug": "token", "helpful": True}, headers={"idempotency-key": key}).status_code == 422


def test_statistics_count_what_was_asked_and_voted(tmp_path: Path) -> None:
    with in_process(tmp_path) as (client, serving):
        for text in ("rlhf", "rlhf", "hallucinaton", "flux capacitor"):
            client.get("/api/answer", params={"q": text})
        client.post("/api/feedback", json={"slug": RLHF, "helpful": True})
        client.post("/api/feedback", json={"slug": RLHF, "helpful": False})
        assert serving.questions.flush()
        found = client.get("/api/stats", params={"days": 7}).json()
    assert (found["questions"], found["answered"], found["helpful"], found["not_helpful"], found["helpful_share"]) == (4, 3, 1, 1, 0.5)
    assert (found["by_step"]["exact"], found["by_step"]["fuzzy"], len(found["by_day"])) == (2, 1, 7)
    assert found["most_asked"][0]["count"] == 2
    assert found["unanswered"] == [{"name": "flux capacitor", "count": 1}]


@pytest.mark.parametrize("days", ["0", "367", "-1", "x", "1e2", "NaN"])
def test_statistics_over_no_sensible_time_are_refused(client: TestClient, days: str) -> None:
    assert client.get("/api/stats", params={"days": days}).status_code == 422


# -- hostile -------------------------------------------------------------------------------------------------------

HOSTILE = {
    "NUL": "%00rlhf%00",
    "half a surrogate pair": "%ED%A0%80rlhf",
    "no UTF-8": "%FF%FE%80",
    "right to left": quote("\u202erlhf\u2066 שלום"),
    "emoji": quote("🤖👩‍👩‍👧‍👦 rlhf 🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
    "piled accents": quote("r" + "\u0301" * 500),
    "zero width": quote("r\u200bl\u200dh\ufefff"),
    "markup": quote("<script>alert(1)</script> <!channel> [x](javascript:alert(1))"),
    "line breaks": "rlhf%0d%0aX-Injected:%20yes",
    "percent signs": "%25%25%s%n%",
    "a pattern": quote("(a+)+$" * 100),
    "many parameters": "x" + "&q=y" * 2_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("path", ["/api/answer", "/api/suggest"])
def test_hostile_text_gets_an_answer(client: TestClient, path: str, text: str) -> None:
    response = client.get(f"{path}?q={text}")
    assert response.status_code == 200
    assert "x-injected" not in response.headers
    response.json()


@pytest.mark.parametrize("path", ["/api/answer", "/api/suggest"])
def test_a_question_of_any_length_is_refused_when_it_is_too_long(client: TestClient, path: str) -> None:
    assert client.get(path, params={"q": "a" * 60_000}).status_code == 422


BODIES = {
    "half a surrogate pair": b'{"text": "\\ud800", "slug": "\\udfff", "helpful": true}',
    "half a surrogate pair for a name": b'{"text": "x", "slug": "token", "helpful": true, "\\ud800": 1}',
    "not a number": b'{"text": NaN, "slug": NaN, "helpful": -Infinity}',
    "beyond every number": b'{"text": 1e999, "slug": 1e999, "helpful": 1e999}',
    "ten thousand digits": b'{"text": ' + b"9" * 10_000 + b"}",
    "deep": b"[" * 100_000,
    "no JSON": b"{",
    "no UTF-8": b'{"text": "\xff"}',
    "empty": b"",
    "NUL": b"\0" * 100,
    "same name twice": b'{"text": 1, "text": 2, "slug": "a", "slug": "b"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("path", ["/api/explain", "/api/feedback"])
def test_a_hostile_body_is_refused_and_not_sent_back(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers={"content-type": "application/json"})
    assert response.status_code in {400, 422}
    detail = response.json()["detail"]
    assert detail
    assert isinstance(detail, str) or all(item.keys() == {"loc", "msg", "type"} for item in detail)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(text=st.binary(max_size=60))
def test_any_bytes_are_a_question(client: TestClient, text: bytes) -> None:
    assert client.get(f"/api/answer?q={quote(text)}").status_code == 200


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(text=st.text(max_size=200))
def test_any_text_is_a_message(client: TestClient, text: str) -> None:
    found = client.post("/api/explain", json={"text": text})
    assert found.status_code == 200
    assert all(found.json()["text"][item["start"] : item["end"]] == item["text"] for item in found.json()["mentions"])
