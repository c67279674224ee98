"""Readers on titles that they were not trained on, and on questions that they were: how much a reader only remembers.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/held_out.py NAME=FOLDER...   (writes benchmarks/held_out.json)

FOLDER holds a reader's weights, by whatever stage of training; the Arabic and French sets and the written questions are
those that `jawab train-reader` draws from. Official F1 of answerable questions, each against its own paragraph. No
evaluation set is among them, so that these figures may decide what ships.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from jawab.calibration import UNCALIBRATED
from jawab.evaluation.modes import evaluate_reader
from jawab.gold import GoldSet
from jawab.reading import Reader, load_reader
from jawab.settings import Settings
from jawab.training.data import Example, as_gold
from jawab.training.train import all_sources

RESULT = Path(__file__).with_suffix(".json")
SETS = ("piaf-train.json", "arcd-train.json", "mlqa-ar-dev.json", "written-ar", "written-fr", "written-across")
MOST, SEED = 100, 1


def main(readers: Sequence[str]) -> None:
    """Score every named reader."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    sources = {source.name: source for source in all_sources(data)}
    samples = {
        f"{name} {part}": sample(name, examples)
        for name in SETS
        for part, examples in (("held out", sources[name].held_out), ("trained on", sources[name].train))
    }
    result: dict[str, object] = {
        "command": "python benchmarks/held_out.py NAME=FOLDER...",
        "seed": SEED,
        "questions": {name: len(gold.questions) for name, gold in samples.items()},
    }
    if RESULT.exists():  # weights that were tried are not kept, their rows are
        result = json.loads(RESULT.read_text(encoding="utf-8")) | result
    for reader in readers:
        name, _, folder = reader.partition("=")
        result[name] = scores(load_reader(Settings(reader=folder)), samples)
        print(name, result[name], flush=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def sample(name: str, examples: Sequence[Example]) -> GoldSet:
    """At most `MOST` answerable questions, drawn with `SEED`."""
    answerable = [example for example in examples if not example.is_unanswerable]
    drawn = random.Random(SEED).sample(answerable, min(MOST, len(answerable)))
    return GoldSet(name, tuple({example.id: as_gold(example) for example in drawn}.values()))


def scores(reader: Reader, samples: dict[str, GoldSet]) -> dict[str, object]:
    """The reader's identity and its official F1 on each sample."""
    found = {
        name: evaluate_reader([gold], reader, UNCALIBRATED).overall()["official_f1"] for name, gold in samples.items()
    }
    return {"reader": reader.identity, **found}


if __name__ == "__main__":
    main(sys.argv[1:])
