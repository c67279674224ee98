"""Rewrite the README's table of results from the committed baselines.

Usage: readme_table.py README.md BASELINE.json...
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- results: written by `make baseline` -->", "<!-- end of results -->"
COLUMNS = {
    "questions": "questions",
    "exact_match": "exact match",
    "f1": "F1",
    "official_f1": "official F1",
    "recall@5": "success@5",
    "mrr@20": "MRR@20",
    "abstention_f1": "abstention F1",
    "ece": "ECE",
}


def main(readme: Path, baselines: list[Path]) -> None:
    """Replace what stands between the two marks."""
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{readme}: mark where the table goes, with a line {BEGIN} and a line {END}")
    table = "\n".join(rows([json.loads(path.read_text(encoding="utf-8")) for path in baselines]))
    readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def rows(runs: list[dict[str, Any]]) -> list[str]:
    """A Markdown table: for each run a row over all questions that were measured and one for each language."""
    lines = [f"| mode | language | {' | '.join(COLUMNS.values())} |", "| --- | --- |" + " ---: |" * len(COLUMNS)]
    for run in runs:
        for language, summary in {"all": run["overall"], **run["by_language"]}.items():
            shown = summary | {"questions": max(summary["measured"].values())}
            cells = " | ".join(figure(shown.get(metric)) for metric in COLUMNS)
            lines.append(f"| {run['mode']} | {language} | {cells} |")
    return lines


def figure(value: float | int | None) -> str:
    """A count as it is, a fraction with three digits, a dash for what a mode does not measure."""
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
