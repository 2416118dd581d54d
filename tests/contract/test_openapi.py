"""The API keeps what its OpenAPI document promises, for whatever is sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from starlette.testclient import TestClient

from bot.adapters.web.health import Readiness
from bot.asgi import create_app
from bot.core.roles import Role
from bot.settings import ServerSettings
from bot.telemetry import Metrics
from tests.server import in_process

EXAMPLES = 30  # an operation; beside them schemathesis sends every boundary value that the document names


def _document() -> dict[str, Any]:
    """The contract. It does not depend on what is served, so nothing has to run while tests are collected."""
    nothing: Any = None
    return create_app(nothing, Readiness(condition=nothing, database=nothing), Metrics(), ServerSettings()).openapi()


_CONFIG = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=GenerationConfig(max_examples=EXAMPLES, deterministic=True))), seed=1)
contract = schemathesis.openapi.from_dict(_document(), config=_CONFIG)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Of the real application over a real database; the model is not loaded."""
    with in_process(tmp_path_factory.mktemp("contract")) as (client, _):
        yield client


@pytest.fixture(scope="module")
def app(client: TestClient) -> Any:
    return client.app


@contract.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_every_answer_has_a_documented_status_type_shape_and_headers(case: schemathesis.Case, app: Any) -> None:
    case.call_and_validate(app=app)


QUESTIONS = {
    "definition": "what is rlhf for a lawyer?",
    "misspelt": "halucination",
    "comparison": "precision vs recall",
    "known concept without an entry": "what is dropout?",
    "nothing": "when is lunch",
    "empty": "",
}


@pytest.mark.parametrize("text", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("role", [None, *Role])
def test_every_kind_of_answer_has_the_documented_shape(app: Any, text: str, role: Role | None) -> None:
    query = {"q": text, "role": role.value} if role else {"q": text}
    assert contract["/api/answer"]["GET"].Case(query=query).call_and_validate(app=app).status_code == 200


def test_every_entry_has_the_documented_shape(app: Any) -> None:
    slugs = [entry["slug"] for entry in contract["/api/terms"]["GET"].Case().call_and_validate(app=app).json()]
    assert len(slugs) >= 30
    for slug in slugs:
        assert contract["/api/terms/{slug}"]["GET"].Case(path_parameters={"slug": slug}).call_and_validate(app=app).status_code == 200


def test_the_document_that_is_served_is_the_one_that_was_tested(client: TestClient) -> None:
    assert client.get("/api/openapi.json").json() == _document()
