"""How much standard scores are emphasised before they are mixed, on training questions, so that no gold set decides it.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/emphasis.py   (writes benchmarks/emphasis.json)

ARCD-train over all 460 paragraphs of ARCD, and a sample of PIAF-train over all 761 of PIAF, at several powers.
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from jawab.embedding import load_embedder
from jawab.evaluation.collection import paragraph_articles
from jawab.evaluation.modes import evaluate_retrieval
from jawab.evaluation.pool import ParagraphPool
from jawab.evaluation.runs import summarise
from jawab.gold import read_gold
from jawab.retrieval import fuse
from jawab.settings import Settings
from jawab.text import detect

RESULT = Path(__file__).with_suffix(".json")
POOLS = (("arcd-train", "arcd-test"), ("piaf-train", "piaf-dev"))
POWERS = (1.0, 1.25, 1.5, 1.75, 2.0)
QUESTIONS, SEED = 1000, 0
MEASURES = ("recall@1", "recall@5", "mrr@20")


def main() -> None:
    """Rank each pool with every power."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    embedder = load_embedder(Settings())
    result: dict[str, Any] = {"command": "python benchmarks/emphasis.py", "seed": SEED}
    for names in POOLS:
        sets = [read_gold(data / f"{name}.json", detect) for name in names]
        pool = ParagraphPool(paragraph_articles(sets), embedder)
        most = min(QUESTIONS, len(sets[0].questions))
        asked = replace(sets[0], questions=tuple(random.Random(SEED).sample(sets[0].questions, most)))
        result[names[0]] = {"questions": most}
        for power in POWERS:
            pool.fusion = partial(fuse, emphasis=power)
            found = summarise(evaluate_retrieval([asked], pool.search, {}).per_question)
            result[names[0]][str(power)] = {measure: found[measure] for measure in MEASURES}
        print(names[0], result[names[0]], flush=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
