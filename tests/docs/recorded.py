"""Blocks of a document that hold what a command prints.

    <!-- recorded: glossary ask "rlhf" -->
    ```
    ...
    ```
    <!-- end -->

With GOLDEN=write in the environment they are written again.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"(?P<head><!-- recorded: (?P<command>.+?) -->\n```\w*\n)(?P<text>.*?)(?P<tail>```\n<!-- end -->)", re.DOTALL)
_REVIEW_AGE = re.compile(r"reviewed (today|\d+ \w+ ago)")


def run(command: str) -> str:
    """What the command prints at 88 columns."""
    name, *arguments = shlex.split(command)
    assert name == "glossary"
    environment = {**os.environ, "COLUMNS": "88", "NO_COLOR": "1"}
    done = subprocess.run([sys.executable, "-m", "bot", *arguments], capture_output=True, text=True, env=environment, check=False, timeout=100)
    assert not done.stderr, done.stderr
    return done.stdout


def without_age(text: str) -> str:
    """Reviews grow older; everything else has to stay."""
    return _REVIEW_AGE.sub("reviewed ... ago", text)


def write_again(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(BLOCK.sub(lambda block: block["head"] + run(block["command"]) + block["tail"], text), encoding="utf-8")
