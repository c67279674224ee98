"""How often the 95% intervals hold the truth: simulated gold sets with known accuracy and clustered errors.

Run: python benchmarks/coverage.py [--out benchmarks/coverage.json]. A few minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jawab.evaluation.intervals import Interval, ratio_interval

Floats = NDArray[np.float64]
Sizes = Callable[[np.random.Generator, int], NDArray[np.int64]]

SIMULATIONS = 2_000
ARTICLES = (30, 50, 200)
ACCURACIES = (0.3, 0.6, 0.85, 0.93)
CORRELATIONS = (0.05, 0.25)
"""Of two questions about one article being right: a beta-binomial's intra-class correlation."""
SIZES: dict[str, Sizes] = {
    "equal (5)": lambda dice, articles: np.full(articles, 5),
    "geometric (mean 9)": lambda dice, articles: 1 + dice.geometric(1 / 8, articles),
    "log-normal (median 7, long tail)": lambda dice, articles: 1 + np.exp(dice.normal(1.8, 0.9, articles)).astype(int),
}
RESAMPLES = 500
SEED = 20251016


def simulate(
    dice: np.random.Generator, articles: int, accuracy: float, correlation: float, sizes: Sizes
) -> tuple[Floats, Floats]:
    """(right answers, questions) of each article."""
    spread = (1 - correlation) / correlation
    asked = sizes(dice, articles)
    own = dice.beta(accuracy * spread, (1 - accuracy) * spread, articles)
    return dice.binomial(asked, own).astype(np.float64), asked.astype(np.float64)


def percentile_bootstrap(dice: np.random.Generator, sums: Floats, sizes: Floats) -> Interval:
    """The plain cluster bootstrap, for comparison."""
    drawn = dice.integers(0, len(sums), (RESAMPLES, len(sums)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)


def coverage(
    dice: np.random.Generator, articles: int, accuracy: float, correlation: float, sizes: Sizes
) -> tuple[float, float]:
    """Share of simulations whose interval holds `accuracy`: (jawab's, the percentile bootstrap's)."""
    held = np.zeros(2)
    for _ in range(SIMULATIONS):
        sums, asked = simulate(dice, articles, accuracy, correlation, sizes)
        ours = ratio_interval(sums, asked) or (0.0, 1.0)
        for place, (low, high) in enumerate((ours, percentile_bootstrap(dice, sums, asked))):
            held[place] += low <= accuracy <= high
    return float(held[0] / SIMULATIONS), float(held[1] / SIMULATIONS)


def main() -> None:
    """Simulates every condition and writes the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    dice = np.random.default_rng(SEED)
    rows = []
    for articles, accuracy, correlation, (name, sizes) in product(ARTICLES, ACCURACIES, CORRELATIONS, SIZES.items()):
        ours, plain = coverage(dice, articles, accuracy, correlation, sizes)
        rows.append(
            {
                "articles": articles,
                "accuracy": accuracy,
                "correlation": correlation,
                "questions per article": name,
                "jawab": ours,
                "percentile bootstrap": plain,
            }
        )
    summary = {str(articles): summarise([row for row in rows if row["articles"] == articles]) for articles in ARTICLES}
    result = {"simulations": SIMULATIONS, "seed": SEED, "summary": summary, "conditions": rows}
    parser.parse_args().out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(summary, indent=1))


def summarise(rows: list[dict[str, object]]) -> dict[str, dict[str, float]]:
    """Mean, lowest and highest coverage of each method."""
    values = {method: [float(str(row[method])) for row in rows] for method in ("jawab", "percentile bootstrap")}
    return {
        method: {"mean": round(float(np.mean(found)), 4), "lowest": min(found), "highest": max(found)}
        for method, found in values.items()
    }


if __name__ == "__main__":
    main()
