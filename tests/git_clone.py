"""A small clone with terms, and what is in it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "ann", "GIT_AUTHOR_EMAIL": "ann@example.com"}
    named = quiet | {"GIT_COMMITTER_NAME": "ann", "GIT_COMMITTER_EMAIL": "ann@example.com"}
    return subprocess.run(["git", "-C", str(folder), *arguments], env={**os.environ, **named}, check=True, capture_output=True, text=True).stdout.strip()


def a_clone(folder: Path) -> Path:
    """A repository with `data/terms/rag.yml`, something half done in the checked-out tree, something staged, and a hook that would tell."""
    terms = folder / "data" / "terms"
    terms.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "trunk")
    (terms / "rag.yml").write_text("term: RAG\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "begin")
    (terms / "rag.yml").write_text("half done\n", encoding="utf-8")
    (folder / "staged.txt").write_text("staged\n", encoding="utf-8")
    git(folder, "add", "staged.txt")
    for name in ("pre-commit", "post-commit", "commit-msg"):
        hook = folder / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch '{folder}/hook-ran'\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    return folder


def checked_out(folder: Path) -> tuple[str, ...]:
    """All that must not change: the tree with its files, the index, and what HEAD is."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return (
        git(folder, "status", "--porcelain"),
        git(folder, "ls-files", "--stage"),
        git(folder, "symbolic-ref", "HEAD"),
        git(folder, "rev-parse", "HEAD"),
        *(f"{path}: {path.read_text(encoding='utf-8')}" for path in files),
    )
