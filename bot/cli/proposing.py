"""A request as a term file: its text, and the branch and pull request that propose it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.errors import ConfigurationError, GlossaryError

if TYPE_CHECKING:
    from bot.adapters.git import Branch
    from bot.cli.at_the_desk import AtTheDesk
    from bot.core.requests import RequestView


@dataclass(frozen=True, slots=True)
class Proposed:
    """`pull_request` is its address; None where none was wanted."""

    branch: Branch
    pull_request: str | None

    @property
    def said(self) -> str:
        return f"branch {self.branch.name} has {self.branch.path}" + (f"\n{self.pull_request}" if self.pull_request else "")


class Proposer:
    """Puts term files on branches of the clone that the settings name.

    Raises:
        ConfigurationError: there is no such clone, or it has no place for terms or for pull requests.
    """

    def __init__(self, here: AtTheDesk) -> None:
        from bot.adapters.git import LocalClone

        settings = here.settings.requests
        if settings.git_repo is None:
            raise ConfigurationError("there is no clone in which to make a branch", hint="name one by GLOSSARY_GIT_REPO")
        self._here = here
        self._clone = LocalClone(settings.git_repo)
        self._folder = self._clone.terms_folder(here.settings.catalog.terms_dir)
        self._hosted_as = self._clone.hosted_as
        if settings.github_token and not self._hosted_as:
            raise ConfigurationError(f"{settings.git_repo} has no origin on GitHub", hint="add the remote, or unset GLOSSARY_GITHUB_TOKEN")

    def propose(self, request: RequestView) -> Proposed:
        """The branch, then the pull request. Raises GlossaryError; a second attempt goes on where the first one failed."""
        from bot.adapters.git import open_pull_request
        from bot.catalog.drafting import draft_slug

        settings = self._here.settings.requests
        slug, text = draft_slug(request), text_of(self._here, request)
        branch = self._clone.add(f"term-request-{request.id}-{slug}", self._folder, slug, text)
        if settings.github_token is None or self._hosted_as is None:
            return Proposed(branch, None)
        token, api_url = settings.github_token.get_secret_value(), str(settings.github_api_url)
        body = f"From term request {request.id}, wanted by {request.askers}."
        try:
            return Proposed(branch, open_pull_request(self._hosted_as, branch, text, body, token=token, api_url=api_url))
        except GlossaryError as error:
            error.hint = "; ".join(
                filter(None, (error.hint, f"the branch {branch.name} is there; `glossary requests draft {request.id} --branch` tries again"))
            )
            raise


def text_of(here: AtTheDesk, request: RequestView) -> str:
    """The term file of a request, with the categories of its neighbours."""
    from bot.catalog.drafting import MAX_NEAREST, draft_text

    assistant = here.current()
    nearest = [assistant.glossary[found.slug] for found in assistant.search(request.form.term)[:MAX_NEAREST]]
    return draft_text(request, nearest, date.today())
