"""Fits the calibrations on answers whose evidence `jawab.training.evidence` collected."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from jawab.calibration import POOLED, Calibration, Logistic, MarginCalibration, Promise, model_for
from jawab.evaluation.selective import auroc, expected_calibration_error, threshold_for
from jawab.text import SERVED
from jawab.training.evidence import Row

PROMISED = 0.9
_FEWEST_ANSWERS = 5000
"""Rows from which a language has a model of its own: with 1,410 and 2,178 theirs were worse than the pooled one."""
_FEWEST_MARGINS = 300
"""The same for the margin alone: two numbers to fit, not seven."""
_FOLDS = 5
_REGULARISATION = 1.0


def fit(rows: Sequence[Row], reader: str, engine: str) -> tuple[Calibration, dict[str, object]]:
    """The calibration, and what it reaches on titles that it was not fitted on (five folds).

    The default threshold is that of `best_threshold`. Beside it stands what a promise of 90% right answers would cost.
    """
    languages = _languages(rows, _FEWEST_ANSWERS)
    models = _models(rows, languages)
    probabilities = _out_of_fold(rows, languages)
    given = _given(rows, probabilities)
    confidence = [float(probabilities[number]) for number in given]
    right = [rows[number].right for number in given]
    answerable = [rows[number].answerable for number in given]
    calibration = Calibration(
        reader, engine, models, _rounded(best_threshold(confidence, right, answerable)), _promise(confidence, right)
    )
    confident = np.array(confidence) >= calibration.threshold
    firsts = [number for number, row in enumerate(rows) if row.first]
    measured: dict[str, object] = {
        "questions": len(given),
        "right": sum(right),
        "auroc": auroc(confidence, right),
        "auroc_margin": auroc([rows[number].margin for number in firsts], [rows[number].right for number in firsts]),
        "ece": expected_calibration_error(confidence, right),
        "by_language": {language: _by_language(language, rows, given, probabilities) for language in SERVED},
        "at_threshold": {
            "coverage": float(confident.mean()),
            "right": float(np.array(right)[confident].mean()),
            "right_answers_given": float(confident[np.array(right)].mean()),
            "unanswerable_abstained": float((~confident)[~np.array(answerable)].mean()),
        },
    }
    return calibration, measured


def fit_margins(rows: Sequence[Row]) -> tuple[MarginCalibration, dict[str, object]]:
    """The calibration of spans read alone, and what it reaches on titles that it was not fitted on (five folds)."""
    languages = _languages(rows, _FEWEST_MARGINS)
    probabilities = _out_of_fold(rows, languages)
    everything = range(len(rows))
    measured: dict[str, object] = {
        "questions": len(rows),
        "right": sum(row.right for row in rows),
        "by_language": {language: _by_language(language, rows, everything, probabilities) for language in SERVED},
    }
    return MarginCalibration(_models(rows, languages)), measured


def _promise(confidence: Sequence[float], right: Sequence[bool]) -> Promise | None:
    found = threshold_for(PROMISED, confidence, right)
    return None if found is None else Promise(PROMISED, _rounded(found.confidence), found.coverage)


def _rounded(threshold: float) -> float:
    """To four decimals, downwards: the answer that set it is still given."""
    return math.floor(threshold * 10_000) / 10_000


def best_threshold(confidence: Sequence[float], right: Sequence[bool], answerable: Sequence[bool]) -> float:
    """The threshold at which right answers are given most more often than unanswerable questions are answered.

    Youden's J (1950): unlike a count of good endings it does not depend on how many questions have no answer, which a
    user's collection decides. The lowest of equals.
    """
    scores, correct, hopeless = np.array(confidence), np.array(right), ~np.array(answerable)

    def informedness(threshold: float) -> float:
        given = scores >= threshold
        return float(given[correct].sum() / max(1, correct.sum()) - given[hopeless].sum() / max(1, hopeless.sum()))

    candidates = [0.0, *sorted(confidence)]
    return max(candidates, key=lambda threshold: (round(informedness(threshold), 9), -threshold))


def _logistic(rows: Sequence[Row]) -> Logistic:
    features, right = _matrix(rows)
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=_REGULARISATION, max_iter=1000).fit(scaler.transform(features), right)
    return Logistic(
        tuple(map(float, scaler.mean_)),
        tuple(map(float, scaler.scale_)),
        tuple(map(float, model.coef_[0])),
        float(model.intercept_[0]),
    )


def _languages(rows: Sequence[Row], fewest: int) -> list[str]:
    """Those that have enough rows for a model of their own."""
    return [code for code in SERVED if sum(row.language == code for row in rows) >= fewest]


def _models(rows: Sequence[Row], languages: Sequence[str]) -> dict[str, Logistic]:
    """One for each of `languages`, and one for all others."""
    own = {code: _logistic([row for row in rows if row.language == code]) for code in languages}
    return {POOLED: _logistic(rows), **own}


def _out_of_fold(rows: Sequence[Row], languages: Sequence[str]) -> NDArray[np.float64]:
    """The probability of each row by models that saw none of its title's."""
    titles = [row.title for row in rows]
    probabilities = np.zeros(len(rows))
    for fitted, left in GroupKFold(_FOLDS).split(titles, groups=titles):
        models = _models([rows[number] for number in fitted], languages)
        for number in left:
            row = rows[number]
            probabilities[number] = model_for(row.language, models).probability(row.features)
    return probabilities


def _given(rows: Sequence[Row], probabilities: NDArray[np.float64]) -> list[int]:
    """Which answer each question would be given: the most probable of those judged, its three with the best margins."""
    begins = [number for number, row in enumerate(rows) if row.first]
    return [begin + int(np.argmax(probabilities[begin:end])) for begin, end in itertools.pairwise([*begins, len(rows)])]


def _by_language(
    language: str, rows: Sequence[Row], given: Sequence[int], probabilities: NDArray[np.float64]
) -> dict[str, object]:
    own = [number for number in given if rows[number].language == language]
    confidence, right = probabilities[own], [rows[number].right for number in own]
    return {
        "questions": len(own),
        "right": sum(right),
        "auroc": auroc(confidence, right),
        "ece": expected_calibration_error(confidence, right),
    }


def _matrix(rows: Sequence[Row]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    features = np.array([row.features for row in rows], dtype=np.float64)
    return features, np.array([row.right for row in rows])
