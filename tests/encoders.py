"""A stand-in for the model that is understood at a glance, and child processes in which things go wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tests.conftest import ROOT

if TYPE_CHECKING:
    from embeddings.types import Vectors


class WordEncoder:
    """Every word has a direction of its own and a text is the sum of its words: texts that share words are close. Remembers what it was asked for."""

    dimension = 48

    def __init__(self, name: str = "words") -> None:
        self.model_id = f"fake:{name}"
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        rows = np.array([self._direction(text) for text in texts], dtype=np.float32).reshape(len(texts), self.dimension)
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def _direction(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        words = text.split() or [""]
        seeds = [zlib.crc32(f"{self.model_id} {word}".encode()) for word in words]
        total: np.ndarray[tuple[int], np.dtype[np.float64]] = sum(
            (np.random.default_rng(seed).standard_normal(self.dimension) for seed in seeds), np.zeros(self.dimension)
        )
        return total


_READY = """
import sys
def ready():
    print("ready", flush=True)
    sys.stdin.read()
"""


def start_child(code: str, *arguments: object, stderr: int = subprocess.PIPE, **variables: str) -> subprocess.Popen[str]:
    """Python running `code` from the root of the repository, with `variables` in its environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "GLOSSARY_"))} | variables
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True)


def run_child(code: str, *arguments: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a child."""
    child = start_child(code, *arguments)
    out, err = child.communicate(timeout=100)
    return child.returncode, out, err


def run_at_once(code: str, arguments: Sequence[Sequence[object]]) -> list[tuple[str, str]]:
    """What children print that run `code` together: each calls `ready()`, which returns when all have called it."""
    children = [start_child(_READY + code, *given) for given in arguments]
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin
        child.stdin.close()
        child.stdin = None
    return [child.communicate(timeout=100) for child in children]
