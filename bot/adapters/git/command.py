"""The `git` program, run on one repository whatever surrounds this process."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigurationError, GlossaryError

_TIMEOUT_S = 30  # nothing here goes over a network


class GitFailed(GlossaryError):
    """`git` ended with another status than 0."""


def git(folder: Path, *arguments: str, stdin: str = "", environment: Mapping[str, str] | None = None) -> str:
    """What it prints, without the line break at the end.

    Raises:
        ConfigurationError: there is no `git` program.
        GitFailed: it refused; the message is what it said.
    """
    program = shutil.which("git")
    if program is None:
        raise ConfigurationError("there is no git program", hint="install git, or unset GLOSSARY_GIT_REPO")
    surrounding = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # set inside a hook, they name another repository
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the arguments are ours
            [program, "-C", str(folder), *arguments],
            input=stdin.encode(),
            capture_output=True,
            timeout=_TIMEOUT_S,
            env={**surrounding, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **(environment or {})},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitFailed(f"git {arguments[0]} did not end within {_TIMEOUT_S} seconds") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"status {done.returncode}"]
        raise GitFailed(f"git {arguments[0]}: {said[0]}")
    return done.stdout.decode(errors="replace").removesuffix("\n")


def asked(folder: Path, *arguments: str) -> str | None:
    """The same for a question that may have no answer."""
    try:
        return git(folder, *arguments) or None
    except GitFailed:
        return None
