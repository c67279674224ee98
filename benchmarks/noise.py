"""What mistyped questions cost the reader, on XQuAD-ar and PIAF-dev.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/noise.py   (writes benchmarks/noise.json)

Only the question is changed, by `jawab.text.noise.mistype` with one generator of seed 0 a set: Arabic without hamza and
ta marbuta, tatweel, Arabic-Indic digits; French without accents, capitals and apostrophes; one slip in one word.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jawab.calibration import UNCALIBRATED
from jawab.evaluation.intervals import difference_interval
from jawab.evaluation.modes import evaluate_reader
from jawab.evaluation.runs import Run
from jawab.gold import GoldSet, read_gold
from jawab.reading import load_reader
from jawab.settings import Settings
from jawab.text import detect
from jawab.text.noise import mistype

RESULT = Path(__file__).with_suffix(".json")
SETS = ("xquad-ar", "piaf-dev")
SEED = 0


def main() -> None:
    """Read with clean and with mistyped questions; compare question by question."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    reader = load_reader(Settings())
    result: dict[str, Any] = {"command": "python benchmarks/noise.py", "seed": SEED, "reader": reader.identity}
    for name in SETS:
        clean = read_gold(data / f"{name}.json", detect)
        noisy = mistyped(clean)
        result[name] = {
            "questions": len(clean.questions),
            "official_f1": compared([evaluate_reader([gold], reader, UNCALIBRATED) for gold in (clean, noisy)]),
        }
        print(name, result[name], flush=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def mistyped(gold: GoldSet) -> GoldSet:
    """The same questions as people type them."""
    rng = random.Random(SEED)
    return replace(
        gold, questions=tuple(replace(q, question=mistype(q.question, q.language, rng)) for q in gold.questions)
    )


def compared(runs: Sequence[Run]) -> dict[str, Any]:
    """Both means of official F1, and what is lost with its interval over articles."""
    clean, noisy = ([record.official_f1 or 0.0 for record in run.per_question] for run in runs)
    lost = [before - after for before, after in zip(clean, noisy, strict=True)]
    return {
        "clean": sum(clean) / len(clean),
        "mistyped": sum(noisy) / len(noisy),
        "lost": sum(lost) / len(lost),
        "interval": difference_interval(lost, [record.title for record in runs[0].per_question]),
    }


if __name__ == "__main__":
    main()
