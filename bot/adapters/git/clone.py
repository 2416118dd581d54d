"""A branch with one new file, made of objects alone: what is checked out, the index and its locks are not touched, and no hook runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.adapters.git.command import asked, git
from bot.errors import CatalogError, ConfigurationError

_USUAL_FOLDERS = ("data/terms", "terms")
_HOSTED = re.compile(r"(?:\w+://[^/]+/|[^/:]+@[^/:]+:)(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?")
_NOBODY = {
    "GIT_AUTHOR_NAME": "glossary",
    "GIT_AUTHOR_EMAIL": "glossary@localhost",
    "GIT_COMMITTER_NAME": "glossary",
    "GIT_COMMITTER_EMAIL": "glossary@localhost",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch with one commit more than its base. `path` is that of the file inside the repository."""

    name: str
    path: str
    message: str


class LocalClone:
    """A clone in which branches are made from the newest known state of its origin, else from what is checked out.

    Raises:
        ConfigurationError: the folder is no repository, or has no commit.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir() or asked(folder, "rev-parse", "--absolute-git-dir") is None:
            raise ConfigurationError(f"{folder} is no git repository that can be used", hint="name a local clone by GLOSSARY_GIT_REPO")
        base = asked(folder, "rev-parse", "--verify", "--quiet", "refs/remotes/origin/HEAD^{commit}")
        base = base or asked(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if base is None:
            raise ConfigurationError(f"{folder} has no commit yet", hint="commit something first")
        self.folder = folder
        self._base = base

    @property
    def hosted_as(self) -> str | None:
        """`owner/name` of its origin, where that is at a host."""
        found = _HOSTED.fullmatch(asked(self.folder, "remote", "get-url", "origin") or "")
        return f"{found['owner']}/{found['name']}" if found else None

    def terms_folder(self, terms: Path) -> str:
        """Where terms lie inside the repository: `terms` itself when it is in there, else the usual place.

        Raises:
            ConfigurationError: there is no such place.
        """
        top = asked(self.folder, "rev-parse", "--show-toplevel")
        if top and terms.resolve().is_relative_to(Path(top).resolve()):
            return terms.resolve().relative_to(Path(top).resolve()).as_posix()
        for folder in _USUAL_FOLDERS:
            if asked(self.folder, "cat-file", "-t", f"{self._base}:{folder}") == "tree":
                return folder
        raise ConfigurationError(
            f"{self.folder} has no folder {' or '.join(_USUAL_FOLDERS)}", hint="name its folder of terms with --terms or GLOSSARY_TERMS_DIR"
        )

    def add(self, name: str, folder: str, slug: str, text: str) -> Branch:
        """The branch `name`, in which `<slug>.yml` is new. Made again with the same text, it stays as it is.

        Raises:
            CatalogError: the file exists in the base, or the branch with another text.
            GitFailed: git refused.
        """
        path = (f"{folder}/" if folder != "." else "") + f"{slug}.yml"
        if git(self.folder, "ls-tree", "--full-tree", "--name-only", self._base, "--", path, f"{path[:-4]}.yaml"):
            raise CatalogError(f"{path} exists already in {self.folder}", hint="edit it there")
        blob = git(self.folder, "hash-object", "-w", "--stdin", stdin=text)
        branch = Branch(name, path, f"Add {slug}")
        if asked(self.folder, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}"):
            if asked(self.folder, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}:{path}") == blob:
                return branch
            raise CatalogError(f"{self.folder} has a branch {name} already, with another text", hint="go on with it, or delete it and try again")
        commit = git(self.folder, "commit-tree", self._tree(path, blob), "-p", self._base, "-F", "-", stdin=f"{branch.message}\n", environment=self._identity())
        git(self.folder, "update-ref", "-m", "glossary: a term request", f"refs/heads/{name}", commit, "")  # "": it must not exist meanwhile
        return branch

    def _tree(self, path: str, blob: str) -> str:
        """The tree of the base and the file, put together in an index of its own."""
        with TemporaryDirectory() as scratch:
            index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            git(self.folder, "read-tree", self._base, environment=index)
            git(self.folder, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", environment=index)
            return git(self.folder, "write-tree", environment=index)

    def _identity(self) -> dict[str, str]:
        """Whoever git knows, else the program."""
        return {} if asked(self.folder, "config", "user.email") else _NOBODY
