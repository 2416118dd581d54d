"""A new file as a pull request on GitHub. The branch is made there by the API: nothing is pushed, and no git credentials are used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.adapters.git.clone import Branch
from bot.errors import ConfigurationError, GlossaryError

if TYPE_CHECKING:
    from github.Repository import Repository

_TIMEOUT_S = 15  # for one request
_EXISTS = 422  # "Reference already exists", "A pull request already exists"; https://docs.github.com/en/rest/git/refs#create-a-reference
_CURES = {
    401: "GLOSSARY_GITHUB_TOKEN is not valid, or not any more",
    403: "GLOSSARY_GITHUB_TOKEN needs the permissions Contents and Pull requests, read and write",
    404: "GLOSSARY_GITHUB_TOKEN must be for the repository that is the clone's origin",
}


def open_pull_request(repository: str, branch: Branch, text: str, body: str, *, token: str, api_url: str) -> str:
    """Its address; that of the one there is when it was opened before.

    Args:
        repository: `owner/name`.
        text: of the new file.
        api_url: base address of the REST API.

    Raises:
        ConfigurationError: the client library is not installed.
        GlossaryError: GitHub refused or does not answer.
    """
    try:
        from github import Auth, Github, GithubException
    except ImportError:
        raise ConfigurationError("pull requests need the library PyGithub", hint="pip install 'glossary-assistant[github]'") from None
    from requests import RequestException

    base_url, auth = api_url.rstrip("/"), Auth.Token(token)
    # Without retries and pauses: these are five requests, and somebody waits at a terminal who may try again.
    with Github(auth=auth, base_url=base_url, timeout=_TIMEOUT_S, retry=None, seconds_between_requests=None, seconds_between_writes=None) as client:
        try:
            return _opened(client.get_repo(repository), branch, text, body)
        except GithubException as error:
            said = error.data.get("message") if isinstance(error.data, dict) else None
            raise GlossaryError(f"GitHub refused the pull request: {said or error.status}", hint=_CURES.get(error.status, "")) from None
        except RequestException as error:
            raise GlossaryError(f"GitHub does not answer: {type(error).__name__}", hint=f"is {api_url} to be reached from here?") from None


def _opened(repository: Repository, branch: Branch, text: str, body: str) -> str:
    """Each step is left out where an attempt before has taken it."""
    from github import GithubException

    base, owner = repository.default_branch, repository.full_name.partition("/")[0]
    with _unless_it_exists():
        repository.create_git_ref(f"refs/heads/{branch.name}", repository.get_branch(base).commit.sha)
    with _unless_it_exists():
        repository.create_file(branch.path, branch.message, text, branch=branch.name)
    try:
        address: str = repository.create_pull(base, branch.name, title=branch.message, body=body).html_url
    except GithubException as error:
        opened = next(iter(repository.get_pulls(state="open", head=f"{owner}:{branch.name}")), None) if error.status == _EXISTS else None
        if opened is None:
            raise
        address = opened.html_url
    return address


@contextmanager
def _unless_it_exists() -> Iterator[None]:
    from github import GithubException

    try:
        yield
    except GithubException as error:
        if error.status != _EXISTS:
            raise
