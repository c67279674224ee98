"""Fits how passages are ranked, on training questions, so that no gold set decides it.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/ranking.py   (writes benchmarks/ranking.json)

ARCD-train over all paragraphs of ARCD, a sample of PIAF-train over all of PIAF, MLQA-ar over its own. The weights of
`jawab.retrieval.features` make a conditional logit (McFadden 1974) of which of the first passages holds the answer, at
several powers of emphasis. What reading them then adds is chosen by `benchmarks/reranking.py`.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from jawab.embedding import load_embedder
from jawab.evaluation.collection import paragraph_articles, relevant_paragraphs, searchable_paragraphs
from jawab.evaluation.pool import ParagraphPool
from jawab.gold import GoldQuestion, GoldSet, read_gold
from jawab.retrieval import Signals, features
from jawab.settings import Settings
from jawab.text import detect

RESULT = Path(__file__).with_suffix(".json")
POOLS = (("arcd-train", "arcd-test"), ("piaf-train", "piaf-dev"), ("mlqa-ar-dev",))
MOST, SEED = 1000, 0
DEPTH = 30
POWERS = (1.0, 1.25, 1.5, 2.0)
FIRST = np.array([0.7, 0.3, 0.0, 0.0])
PENALTY = 0.01

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """A pool and the questions asked of it, with the places of the paragraphs that hold the answer."""

    pool: ParagraphPool
    questions: Sequence[GoldQuestion]
    relevant: Sequence[frozenset[str]]


def main() -> None:
    """Fit, choose, and write both down."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    embedder = load_embedder(Settings())
    tasks = {}
    for names in POOLS:
        sets = [read_gold(data / f"{name}.json", detect) for name in names]
        pool = ParagraphPool(paragraph_articles(sets), embedder)
        tasks[names[0]] = task(sets, pool, sample(sets[0].questions))
    result: dict[str, Any] = {"command": "python benchmarks/ranking.py", "seed": SEED, "depth": DEPTH}
    result["questions"] = {name: len(t.questions) for name, t in tasks.items()}
    result["fits"] = {str(power): fitted(tasks, power) for power in POWERS}
    print(result["fits"], flush=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def task(sets: Sequence[GoldSet], pool: ParagraphPool, asked: Sequence[GoldQuestion]) -> Task:
    """The answerable ones of the questions `asked`."""
    answerable = [question for question in asked if not question.impossible]
    paragraphs = searchable_paragraphs(sets)
    return Task(pool, answerable, [frozenset(relevant_paragraphs(question, paragraphs)) for question in answerable])


def sample(questions: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    """At most `MOST`, drawn with `SEED`."""
    return random.Random(SEED).sample(questions, min(MOST, len(questions)))


def fitted(tasks: dict[str, Task], power: float) -> dict[str, Any]:
    """The weights at one power, the dense one 0.7, and what they reach on the questions that they were fitted on."""
    lists = [one for t in tasks.values() for one in candidates(t, power)]
    weights = conditional_logit(lists)
    weights *= FIRST[0] / weights[0]
    columns = {"0.7 and 0.3": FIRST, "fitted": weights}
    return {
        "weights": [round(weight, 3) for weight in weights.tolist()],
        **{name: {label: first_of(t, power, w) for label, w in columns.items()} for name, t in tasks.items()},
    }


def signals(t: Task) -> Iterable[tuple[Signals, npt.NDArray[np.bool_]]]:
    """The signals of every question, and which passages answer it."""
    part_ids = t.pool.part_ids
    for found, relevant in zip(t.pool.signals([q.question for q in t.questions]), t.relevant, strict=True):
        yield found, np.array([id in relevant for id in part_ids], dtype=np.bool_)


def candidates(t: Task, power: float) -> Iterable[tuple[Vector, npt.NDArray[np.bool_]]]:
    """Features of the first `DEPTH` passages of each question, and which of them answer; none without any."""
    for found, answers in signals(t):
        rows = features(found, power)
        first = np.argsort(-(rows @ FIRST), kind="stable")[:DEPTH]
        if answers[first].any():
            yield rows[first], answers[first]


def conditional_logit(lists: Sequence[tuple[Vector, npt.NDArray[np.bool_]]]) -> Vector:
    """Weights that make it most probable that the passage drawn by softmax of its score is one that answers."""
    deviation = np.concatenate([rows for rows, _ in lists]).std(axis=0)
    scaled = [(rows / deviation, answers) for rows, answers in lists]

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, gradient = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for rows, answers in scaled:
            scores = rows @ weights
            odds = np.exp(scores - scores.max())
            right = np.where(answers, odds, 0)
            total -= (np.log(right.sum()) - np.log(odds.sum())) / len(scaled)
            gradient += rows.T @ (odds / odds.sum() - right / right.sum()) / len(scaled)
        return total, gradient

    found: Vector = minimize(loss, np.zeros(len(deviation)), jac=True, method="L-BFGS-B").x / deviation
    return found


def first_of(t: Task, power: float, weights: Vector) -> dict[str, float]:
    """Success at 1 and the mean reciprocal rank, of the parts of paragraphs that the embedder takes whole."""
    ranks = []
    for found, answers in signals(t):
        scores = features(found, power) @ weights
        ranks.append(1 + int((scores > scores[answers].max()).sum()) if answers.any() else np.inf)
    return measures(ranks)


def rank(ids: Sequence[str], relevant: frozenset[str]) -> float:
    """Of the first relevant passage, from 1."""
    return next((place for place, id in enumerate(ids, start=1) if id in relevant), np.inf)


def measures(ranks: Sequence[float]) -> dict[str, float]:
    """Of the ranks of the first relevant passages."""
    places = np.array(ranks)
    return {"recall@1": float((places == 1).mean()), "mrr": float((1 / places).mean())}


if __name__ == "__main__":
    main()
