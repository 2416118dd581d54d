"""A pull request, as the client library asks GitHub for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.adapters.git import Branch, open_pull_request
from bot.errors import GlossaryError
from tests.github_api import TOKEN, GitHub, a_github

pytest.importorskip("github", reason="PyGithub is an extra")

BRANCH = Branch("term-request-7-beam-search", "data/terms/beam-search.yml", "Add beam-search")


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with a_github() as hub:
        yield hub


def opened(hub: GitHub, token: str = TOKEN, repository: str = "acme/glossary") -> str:
    return open_pull_request(repository, BRANCH, "term: beam search\n", "From term request 7.", token=token, api_url=f"{hub.url}/")


def test_a_pull_request_has_the_file_on_a_branch_of_its_own(hub: GitHub) -> None:
    assert opened(hub) == "https://github.com/acme/glossary/pull/1"
    assert hub.branches[BRANCH.name] == hub.branches["trunk"]
    assert hub.files == {(BRANCH.name, BRANCH.path): "term: beam search\n"}
    assert [(pull["title"], pull["base"]["ref"]) for pull in hub.pulls] == [("Add beam-search", "trunk")]


def test_asked_again_it_is_the_same_one(hub: GitHub) -> None:
    assert opened(hub) == opened(hub)
    assert len(hub.pulls) == 1


@pytest.mark.parametrize("part", ["/git/refs", "/contents", "/pulls"])
def test_what_failed_half_way_is_finished_by_another_attempt(part: str, hub: GitHub) -> None:
    hub.broken[part] = 500
    with pytest.raises(GlossaryError, match="GitHub refused the pull request: broken on purpose"):
        opened(hub)
    hub.broken.clear()
    assert opened(hub) == "https://github.com/acme/glossary/pull/1"
    assert (len(hub.files), len(hub.pulls)) == (1, 1)


def test_a_refusal_says_what_to_do_and_not_the_token(hub: GitHub) -> None:
    with pytest.raises(GlossaryError, match="Bad credentials") as refused:
        opened(hub, token=TOKEN.swapcase())
    assert refused.value.hint == "GLOSSARY_GITHUB_TOKEN is not valid, or not any more"
    assert TOKEN.swapcase() not in str(refused.value)
    with pytest.raises(GlossaryError) as unknown:
        opened(hub, repository="acme/other")
    assert "clone's origin" in unknown.value.hint


def test_a_host_that_does_not_answer_is_named(hub: GitHub) -> None:
    with pytest.raises(GlossaryError, match="GitHub does not answer"):
        open_pull_request("acme/glossary", BRANCH, "x\n", "", token=TOKEN, api_url="http://127.0.0.1:9/")
