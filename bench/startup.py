"""From the command line to the answer: wall time and memory of fresh processes.

Each round starts every command once, one after the other, so that all see the same machine; files are in the page cache and
the index is built before the first round. Memory is the largest resident set that the kernel saw.

    python bench/startup.py                      ten rounds, about three minutes
    python bench/startup.py --runs 3 --terms DIR

Rows: `pass` is the interpreter alone; `exact` and `fuzzy` must not load the model; `semantic` waits for it; the imports show what
of that is libraries.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import Row, arguments, percentile, report, say

ROOT = Path(__file__).resolve().parent.parent
COMMANDS: dict[str, list[str]] = {
    "pass": ["-c", "pass"],
    "exact: ask rlhf": ["-m", "bot", "ask", "rlhf"],
    "fuzzy: ask rlfh": ["-m", "bot", "ask", "rlfh"],
    "semantic: ask a description": ["-m", "bot", "ask", "the model says things with confidence that it simply made up, what is that called"],
    "import torch": ["-c", "import torch"],
    "import sentence_transformers": ["-c", "import sentence_transformers"],
}


def run(arguments: list[str], environment: dict[str, str]) -> tuple[float, float, int]:
    """Wall seconds, peak resident MB and exit status of one process."""
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes elsewhere
    return wall_s, usage.ru_maxrss * unit / 1e6, child.returncode


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--runs", type=int, default=10, metavar="N", help="rounds; default: 10")
    parser.add_argument("--terms", type=Path, metavar="DIR", help="folder of term files; default: the shipped ones")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "GLOSSARY_DATA_DIR": folder}
        if chosen.terms:
            environment["GLOSSARY_TERMS_DIR"] = str(chosen.terms.resolve())
        say("building the index")
        subprocess.run([sys.executable, "-m", "bot", "index", "build"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in COMMANDS}
        for number in range(chosen.runs):
            say(f"round {number + 1} of {chosen.runs}")
            for name, command in COMMANDS.items():
                found[name].append(run(command, environment))
    rows: list[Row] = []
    for name, runs in found.items():
        walls = sorted(wall for wall, _, _ in runs)
        memory = max(megabytes for _, megabytes, _ in runs)
        statuses = ",".join(str(status) for status in sorted({status for _, _, status in runs}))
        rows.append({"process": name, "p50 s": percentile(walls, 50), "min s": walls[0], "max s": walls[-1], "peak RSS MB": memory, "exit": statuses})
    report(f"fresh process, {chosen.runs} runs", rows, as_json=chosen.json)


if __name__ == "__main__":
    main()
