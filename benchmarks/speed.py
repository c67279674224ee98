"""How long indexing and answering take, beside a fixed matrix product timed in the same run.

Usage: python benchmarks/speed.py   (writes benchmarks/speed.json; run it on an idle machine)
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np

from samples import ARTICLES, questions
from served import JAWAB, serving, spread

RESULT = Path(__file__).with_suffix(".json")
RUNS, QUESTIONS, WARM_UP = 3, 60, 5


def main() -> None:
    """Index from nothing and again, then ask the running service one question after the other."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = [indexed(Path(folder) / str(run)) for run in range(RUNS)]
        unchanged = [indexed(Path(folder) / "0") for _ in range(RUNS)]
        with serving(Path(folder) / "0") as address, httpx.Client(base_url=address, timeout=60) as client:
            asked = questions()[:QUESTIONS]
            for question in asked[:WARM_UP]:
                ask(client, question)
            seconds = [ask(client, question) for question in asked]
    result = {
        "command": "python benchmarks/speed.py",
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()},
        "matrix_product_seconds": yardstick(),
        "index_fresh_seconds": spread(fresh),
        "index_unchanged_seconds": spread(unchanged),
        "question_seconds": {**spread(seconds), "p95": float(np.quantile(seconds, 0.95)), "questions": len(seconds)},
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


def yardstick() -> float:
    """Seconds for a 2,000 x 2,000 float32 product: what the machine gave at the time."""
    square = np.ones((2000, 2000), dtype=np.float32)
    return statistics.median(timed(lambda: square @ square) for _ in range(9))


def timed(work: Callable[[], object]) -> float:
    """Seconds that calling `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def indexed(folder: Path) -> float:
    """Seconds for the whole command."""
    command = [JAWAB, "index", ARTICLES, "--index", folder]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True))


def ask(client: httpx.Client, question: str) -> float:
    """Seconds from request to reply."""
    started = time.perf_counter()
    client.post("/v1/ask", json={"question": question}).raise_for_status()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
