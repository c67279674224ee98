"""Does `jawab compare` cry wolf, and does it find a planted loss?

1. 1,000 pairs of runs that differ by noise alone, on gold sets as large as XQuAD-ar with ARCD-test and as PIAF-dev: how
   often is one flagged?
2. With --data FOLDER (xquad-ar.json, arcd-test.json, piaf-dev.json): a quarter of the right answers to "when" questions
   is spoiled, in Arabic only: which languages are flagged, and where is the loss located?

Run: python benchmarks/regression.py [--data FOLDER] [--out benchmarks/regression.json]. A few minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from jawab.evaluation.modes import evaluate_predictions
from jawab.evaluation.predictions import Prediction
from jawab.evaluation.significance import ALPHA, Comparison, compare, holm, sign_flip
from jawab.gold import GoldQuestion, read_gold
from jawab.text import detect

PAIRS = 1_000
SEED = 20251016
ARABIC_ARTICLES = [25] * 48 + [9] * 78
FRENCH_ARTICLES = [20] * 38


def null_differences(dice: np.random.Generator, articles: list[int]) -> NDArray[np.float64]:
    """Each article's summed F1 difference between two runs that are equally good.

    Every article has its own accuracy; a tenth of the questions is answered anew by both runs, some articles more
    than others, as a change of wording or seed does.
    """
    accuracy = dice.beta(2, 2, len(articles))
    stirred = dice.beta(0.5, 4.5, len(articles))
    redrawn = dice.binomial(articles, stirred)
    return (dice.binomial(redrawn, accuracy) - dice.binomial(redrawn, accuracy)).astype(np.float64)


def false_alarms(dice: np.random.Generator) -> dict[str, float]:
    """Share of null pairs in which some language is called worse, and worse or better."""
    worse = flagged = 0
    for _ in range(PAIRS):
        sums = [null_differences(dice, articles) for articles in (ARABIC_ARTICLES, FRENCH_ARTICLES)]
        significant = [p <= ALPHA for p in holm([sign_flip(language) for language in sums])]
        flagged += any(significant)
        worse += any(found and language.sum() < 0 for found, language in zip(significant, sums, strict=True))
    return {"pairs": PAIRS, "called worse": worse / PAIRS, "called worse or better": flagged / PAIRS}


def plausible(question: GoldQuestion) -> str:
    """A stand-in for a system's answer: right for three in five, else the paragraph's first words."""
    right = crc32(question.id.encode()) % 5 < 3
    return question.answers[0].text if right else " ".join(question.context.split()[:4])


def planted(folder: Path) -> tuple[int, Comparison]:
    """How many answers were spoiled, and what the comparison says."""
    sets = [read_gold(folder / f"{name}.json", detect) for name in ("xquad-ar", "arcd-test", "piaf-dev")]
    before = {q.id: Prediction(plausible(q)) for gold in sets for q in gold.questions}
    run = evaluate_predictions(sets, before)
    right = [r.id for r in run.per_question if r.type == "when" and r.language == "ar" and r.exact_match == 1]
    spoiled = set(np.random.default_rng(SEED).choice(right, len(right) // 4, replace=False))
    after = {id: replace(p, text="لا شيء من ذلك") if id in spoiled else p for id, p in before.items()}
    (comparison,) = compare([run, evaluate_predictions(sets, after)])
    return len(spoiled), comparison


def report(spoiled: int, comparison: Comparison) -> dict[str, object]:
    """The comparison's verdicts as JSON."""
    languages = {
        verdict.language: {
            "questions": verdict.change.questions,
            "f1 before": round(verdict.change.before, 4),
            "f1 after": round(verdict.change.after, 4),
            "p (Holm)": verdict.p_value,
            "p (McNemar)": verdict.p_mcnemar,
            "verdict": verdict.verdict,
            "most changed type": verdict.most_changed,
        }
        for verdict in comparison.languages
    }
    return {"spoiled": spoiled, "named as lost": len(comparison.lost), "languages": languages}


def main() -> None:
    """Runs both parts and writes the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    arguments = parser.parse_args()
    result: dict[str, object] = {"seed": SEED, "null": false_alarms(np.random.default_rng(SEED))}
    if arguments.data:
        result["planted"] = report(*planted(arguments.data))
    arguments.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
