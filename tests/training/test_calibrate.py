"""Fitting: the threshold by brute force, the fit on evidence made to a known rule."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest

from jawab.calibration import POOLED, Evidence
from jawab.training.calibrate import _languages, _out_of_fold, best_threshold, fit, fit_margins
from jawab.training.evidence import Row


def informedness(threshold: float, confidence: list[float], right: list[bool], answerable: list[bool]) -> float:
    good = [c >= threshold for c, r in zip(confidence, right, strict=True) if r]
    bad = [c >= threshold for c, a in zip(confidence, answerable, strict=True) if not a]
    return sum(good) / len(good) - sum(bad) / len(bad)


@pytest.mark.parametrize("seed", range(5))
def test_the_threshold_is_the_lowest_of_those_that_tell_right_from_unanswerable_best(seed: int) -> None:
    rng = np.random.default_rng(seed)
    confidence = rng.random(40).round(2).tolist()
    answerable = (rng.random(40) < 0.7).tolist()
    right = [a and bool(rng.random() < c) for a, c in zip(answerable, confidence, strict=True)]
    scores = {t: informedness(t, confidence, right, answerable) for t in (0.0, *confidence)}
    expected = min(t for t, score in scores.items() if score == pytest.approx(max(scores.values())))
    assert best_threshold(confidence, right, answerable) == expected


def rows(count: int, language: str) -> list[Row]:
    """Answers whose chance of being right is sigmoid(margin - 1), by a fixed draw."""
    rng = np.random.default_rng(3)
    made = []
    for number in range(count):
        margin = float(rng.normal(1, 2))
        right = bool(rng.random() < 1 / (1 + np.exp(1 - margin)))
        features = [float(value) for value in rng.normal(size=5)]
        evidence = astuple(Evidence(margin, *features))
        made.append(Row(language, f"title {number % 50}", evidence, right, True, right))
    return made


def test_a_fit_recovers_the_rule_the_rows_were_made_by() -> None:
    calibration, measured = fit(rows(6000, "fr"), "span abc", "e5")
    assert calibration.reader == "span abc"
    assert set(calibration.models) == {POOLED, "fr"}
    for margin in (-2.0, 0.0, 1.0, 3.0):
        found = calibration.probability(Evidence(margin, 0, 0, 0, 0, 0), "fr")
        assert found == pytest.approx(1 / (1 + np.exp(1 - margin)), abs=0.06)
    assert measured["questions"] == 6000
    assert isinstance(measured["ece"], float)
    assert measured["ece"] < 0.05


def test_a_language_that_has_a_model_has_one_in_every_fold() -> None:
    few, many = rows(1100, "ar"), [replace(row, right=not row.right) for row in rows(4000, "fr")]
    languages = _languages([*few, *many], 1000)
    assert languages == ["ar", "fr"]
    probabilities = _out_of_fold([*few, *many], languages)[: len(few)]
    expected = [1 / (1 + np.exp(1 - row.features[0])) for row in few]
    assert np.abs(probabilities - expected).mean() < 0.08


def test_of_a_questions_answers_the_most_probable_counts() -> None:
    pairs = [
        row
        for one, other in zip(rows(1200, "fr"), reversed(rows(1200, "fr")), strict=True)
        for row in (one, replace(other, title=one.title, first=False))
    ]
    _, measured = fit(pairs, "span abc", "e5")
    likelier = [max(pair, key=lambda row: row.features[0]) for pair in zip(pairs[::2], pairs[1::2], strict=True)]
    assert measured["questions"] == 1200
    assert measured["right"] == pytest.approx(sum(row.right for row in likelier), abs=12)
    assert measured["right"] > sum(row.right for row in pairs[::2]) + 100


def test_a_language_with_few_rows_has_no_model_of_its_own() -> None:
    calibration, _ = fit(rows(4999, "ar"), "span abc", "e5")
    assert set(calibration.models) == {POOLED}


def test_margins_alone_are_fitted_with_fewer_rows_a_language() -> None:
    alone = [replace(row, features=row.features[:1]) for row in (*rows(600, "fr"), *rows(200, "ar"))]
    calibration, measured = fit_margins(alone)
    assert set(calibration.models) == {POOLED, "fr"}
    for margin in (-2.0, 0.0, 1.0, 3.0):
        assert calibration.probability(margin, "fr") == pytest.approx(1 / (1 + np.exp(1 - margin)), abs=0.08)
    assert (measured["questions"], measured["right"]) == (800, sum(row.right for row in alone))
