"""The README's snippets for a running service, taken from its fenced blocks and run as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
ADDRESS = "http://127.0.0.1:8000"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run_snippets(address: str, index: str) -> None:
    """Run every one that this machine has a program for, against the service and the index; raise on failure."""
    for name, command in commands(index):
        if shutil.which(command[0]) is None:
            print(f"smoke: the README's {name} snippet was skipped, there is no {command[0]}")  # noqa: T201
            continue
        command = [part.replace(ADDRESS, address) for part in command]
        done = subprocess.run(command, cwd=README.parent, check=True, capture_output=True, text=True)
        assert done.stdout.strip(), f"the README's {name} snippet says nothing: {command}"
        print(f"smoke: the README's {name} snippet answers {done.stdout.strip()[:100]}")  # noqa: T201


def commands(index: str) -> Iterator[tuple[str, list[str]]]:
    """Language and command of each snippet, in the README's order."""
    for language, block in FENCE.findall(README.read_text(encoding="utf-8")):
        if language == "python":
            yield "Python", [sys.executable, "-c", block.replace('"index"', repr(index))]
        elif language == "js":
            yield "JavaScript", ["node", "--input-type=module", "-e", block]
        for line in block.splitlines():
            if not language and line.startswith("curl "):
                yield "curl", ["bash", "-c", f"{line} --fail-with-body"]
