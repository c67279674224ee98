"""Does any request make the service fail, or answer with a status that its OpenAPI document does not name?

5,000 cases that schemathesis draws from the document and 5,000 raw bodies (bad UTF-8, lone surrogates, NaN, 1e400, deep
nesting, 150 MB, wrong types, broken forms), at a fixed seed, to a service over a fake answerer that asks for keys.

Run: python benchmarks/fuzz.py [--cases 5000] [--out benchmarks/fuzz.json]. A few minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
CASES = 5_000


def result(cases: int) -> dict[str, object]:
    """Statuses, findings and seconds of both kinds."""
    sys.path.insert(0, str(TESTS))
    from service.fuzzing import SEED, Outcome, fuzz_bodies, fuzz_document, guarded_service

    def measured(outcome: Outcome, seconds: float) -> dict[str, object]:
        statuses = {str(status): outcome.statuses[status] for status in sorted(outcome.statuses)}
        return {"statuses": statuses, "findings": outcome.findings, "seconds": round(seconds)}

    with tempfile.TemporaryDirectory() as folder:
        app, headers = guarded_service(Path(folder))
        started = time.perf_counter()
        drawn = measured(fuzz_document(app, headers, cases), time.perf_counter() - started)
    with tempfile.TemporaryDirectory() as folder:
        app, headers = guarded_service(Path(folder))
        started = time.perf_counter()
        raw = measured(fuzz_bodies(app, headers, cases), time.perf_counter() - started)
    versions = {name: version(name) for name in ("jawab", "schemathesis", "fastapi", "starlette")}
    return {"seed": SEED, "cases": cases, "document": drawn, "bodies": raw, "versions": versions}


def main() -> None:
    """Writes the result; exits with 1 when there are findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    arguments = parser.parse_args()
    found = result(arguments.cases)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    arguments.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    sys.exit(any(found[kind]["findings"] for kind in ("document", "bodies")))  # type: ignore[index]


if __name__ == "__main__":
    main()
