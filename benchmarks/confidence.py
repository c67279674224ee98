"""Whether the confidence means what it says, end to end, on questions that nothing was fitted on.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/confidence.py [QUESTIONS]   (writes benchmarks/confidence.json)

Two pools: XQuAD-ar with ARCD-test, and PIAF-dev, with all their paragraphs. Articles drawn by title, until they hold a
third of the questions, are left out of the pool: nothing answers their questions. QUESTIONS is how many of a pool are
asked (drawn with the same seed; all without it). An answer is right where `ours` gives it an F1 of .5 or more and no
number or date in it contradicts the gold one (`jawab.evaluation.metrics.is_right`).
Intervals leave out one title at a time (jackknife, Student's t).
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jawab.answering import Answerer, Models, load_models
from jawab.embedding import load_embedder
from jawab.evaluation.collection import temporary_index
from jawab.evaluation.intervals import jackknife_interval
from jawab.evaluation.metrics import is_right, score
from jawab.evaluation.selective import area_under_risk_coverage, auroc, threshold_for
from jawab.gold import GoldQuestion, GoldSet, read_gold
from jawab.index import open_index
from jawab.settings import Settings
from jawab.text import detect
from jawab.types import Question

RESULT = Path(__file__).with_suffix(".json")
POOLS = {"ar": ("xquad-ar", "arcd-test"), "fr": ("piaf-dev",)}
REMOVED = 1 / 3
BINS = 15
PROMISED = 0.9
SEED = 0
BATCH = 16


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was best for one question, given or not, and whether it is right and could be."""

    title: str
    answerable: bool
    confidence: float
    margin: float
    f1: float
    right: bool


Statistic = Callable[[Sequence[Outcome]], float | None]


def main(most: int | None) -> None:
    """Ask both pools."""
    settings = Settings()
    models = load_models(settings, load_embedder(settings))
    result: dict[str, Any] = {"command": " ".join(["python benchmarks/confidence.py", *sys.argv[1:]]), "seed": SEED}
    result |= {"reader": models.reader.identity, "threshold": models.calibration.threshold}
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    for language, names in POOLS.items():
        sets = [read_gold(data / f"{name}.json", detect) for name in names]
        result[language] = summary(list(outcomes(sets, models, settings, most)), models)
        print(language, json.dumps(result[language]), flush=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def outcomes(sets: Sequence[GoldSet], models: Models, settings: Settings, most: int | None) -> Iterator[Outcome]:
    """Ask the questions of the pool that is left when `removed_titles` are gone."""
    questions = [question for gold in sets for question in gold.questions]
    removed = removed_titles(questions)
    kept = [replace(g, questions=tuple(q for q in g.questions if q.title not in removed)) for g in sets]
    asked = questions if most is None else random.Random(SEED).sample(questions, min(most, len(questions)))
    with temporary_index(kept, models.embedder, settings) as folder:
        answerer = models.answerer(open_index(folder, models.embedder.identity))
        for first in range(0, len(asked), BATCH):
            yield from _asked(asked[first : first + BATCH], removed, answerer)


def _asked(questions: Sequence[GoldQuestion], removed: frozenset[str], answerer: Answerer) -> Iterator[Outcome]:
    explained = answerer.explain_many([Question(question.question) for question in questions])
    for question, explanation in zip(questions, explained, strict=True):
        answerable = question.title not in removed
        best = explanation.judged[0]
        said = best.candidates[0].text
        f1 = score(said, question).ours.f1 if answerable else 0.0
        right = answerable and is_right(said, question)
        yield Outcome(question.title, answerable, best.confidence, best.evidence.margin, f1, right)


def removed_titles(questions: Sequence[GoldQuestion]) -> frozenset[str]:
    """Titles in a drawn order until their questions are a third."""
    sizes = Counter(question.title for question in questions)
    titles = sorted(sizes)
    random.Random(SEED).shuffle(titles)
    gone: set[str] = set()
    for title in titles:
        if sum(sizes[t] for t in gone) < REMOVED * len(questions):
            gone.add(title)
    return frozenset(gone)


def summary(found: Sequence[Outcome], models: Models) -> dict[str, Any]:
    """Every measure, with its interval where it has one."""
    promise = models.calibration.promise
    return {
        "questions": len(found),
        "answerable": sum(o.answerable for o in found),
        "f1_of_answerable": measured(found, lambda part: _mean([o.f1 for o in part if o.answerable])),
        "right": {
            "auroc": measured(found, lambda part: _auroc(part, "confidence", "right")),
            "auroc_margin": measured(found, lambda part: _auroc(part, "margin", "right")),
            "aurc": measured(found, lambda part: _aurc(part, "confidence")),
            "aurc_margin": measured(found, lambda part: _aurc(part, "margin")),
        },
        "answerable_against_not": {
            "auroc": measured(found, lambda part: _auroc(part, "confidence", "answerable")),
            "auroc_margin": measured(found, lambda part: _auroc(part, "margin", "answerable")),
        },
        "ece_equal_mass": measured(found, calibration_error),
        "bins": [_bin(part) for part in equal_mass(found)],
        "at_threshold": at(found, models.calibration.threshold),
        "at_promise": at(found, promise.threshold) if promise else None,
        "promise_fitted_here": _best_promise(found),
    }


def measured(found: Sequence[Outcome], statistic: Statistic) -> dict[str, Any]:
    """The value, and its 95% interval by leaving out one title at a time."""

    def of(mask: npt.NDArray[np.bool_]) -> float | None:
        kept = list(itertools.compress(found, mask.tolist()))
        return statistic(kept) if kept else None

    return {"value": statistic(found), "interval": jackknife_interval(of, [o.title for o in found])}


def equal_mass(found: Sequence[Outcome]) -> list[Sequence[Outcome]]:
    """`BINS` parts of as many questions each, in order of confidence."""
    ordered = sorted(found, key=lambda o: o.confidence)
    edges = np.linspace(0, len(ordered), BINS + 1).round().astype(int).tolist()
    return [ordered[a:b] for a, b in itertools.pairwise(edges) if b > a]


def calibration_error(found: Sequence[Outcome]) -> float:
    """Mean gap between confidence and share right over the bins, weighted by their questions."""
    bins = [_bin(part) for part in equal_mass(found)]
    return sum(b["questions"] * abs(b["confidence"] - b["right"]) for b in bins) / len(found)


def at(found: Sequence[Outcome], threshold: float) -> dict[str, Any]:
    """What happens when only answers of this confidence are given."""
    given = [o for o in found if o.confidence >= threshold]
    hopeless = [o for o in found if not o.answerable]
    return {
        "threshold": threshold,
        "coverage": len(given) / len(found),
        "right": measured(given, lambda part: _mean([float(o.right) for o in part])) if given else None,
        "unanswerable_abstained": _mean([float(o.confidence < threshold) for o in hopeless]),
    }


def _best_promise(found: Sequence[Outcome]) -> dict[str, float] | None:
    best = threshold_for(PROMISED, [o.confidence for o in found], [o.right for o in found])
    return None if best is None else {"threshold": best.confidence, "coverage": best.coverage}


def _bin(part: Sequence[Outcome]) -> dict[str, Any]:
    confidence, right = _mean([o.confidence for o in part]), _mean([float(o.right) for o in part])
    return {"questions": len(part), "confidence": confidence, "right": right}


def _auroc(found: Sequence[Outcome], score_name: str, truth: str) -> float | None:
    return auroc([getattr(o, score_name) for o in found], [getattr(o, truth) for o in found])


def _aurc(found: Sequence[Outcome], score_name: str) -> float | None:
    return area_under_risk_coverage([getattr(o, score_name) for o in found], [o.right for o in found])


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if len(values) else None


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else None)
