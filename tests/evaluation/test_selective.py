"""Selective answering: each measure against a hand-computed case or its definition."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from jawab.evaluation.selective import (
    abstention_f1,
    area_under_risk_coverage,
    auroc,
    expected_calibration_error,
    reliability,
    risk_coverage,
    threshold_for,
)

CONFIDENCE = [0.9, 0.8, 0.8, 0.3, 0.1]
RIGHT = [True, False, True, True, False]


def test_auroc_is_the_share_of_pairs_in_order_ties_half() -> None:
    dice = np.random.default_rng(1)
    confidence = dice.integers(0, 6, 60) / 5
    right = dice.random(60) < 0.4
    pairs = [(a > b) + (a == b) / 2 for a, b in product(confidence[right], confidence[~right])]
    assert auroc(confidence.tolist(), right.tolist()) == pytest.approx(np.mean(pairs))


def test_auroc_needs_right_and_wrong_answers() -> None:
    assert auroc([0.5, 0.6], [True, True]) is None


def test_reliability_bins_hold_their_edges() -> None:
    bins = reliability([0.0, 0.05, 0.1, 1.0], [False, True, True, True])
    assert [(b.confidence, b.accuracy, b.questions) for b in bins] == [
        (pytest.approx(0.025), 0.5, 2),
        (pytest.approx(0.1), 1.0, 1),
        (1.0, 1.0, 1),
    ]


def test_calibration_error_weighs_each_bins_gap_by_its_questions() -> None:
    expected = (1 * 0.1 + 2 * 0.3 + 1 * 0.7 + 1 * 0.1) / 5
    assert expected_calibration_error(CONFIDENCE, RIGHT) == pytest.approx(expected)


def test_risk_coverage_lets_ties_in_together() -> None:
    coverage, risk = risk_coverage(CONFIDENCE, RIGHT)
    assert coverage.tolist() == pytest.approx([0.2, 0.6, 0.8, 1.0])
    assert risk.tolist() == pytest.approx([0.0, 1 / 3, 1 / 4, 2 / 5])


def test_area_under_risk_coverage_is_the_mean_risk() -> None:
    assert area_under_risk_coverage(CONFIDENCE, RIGHT) == pytest.approx(0.2 * 0 + 0.4 / 3 + 0.2 / 4 + 0.2 * 2 / 5)
    assert area_under_risk_coverage([], []) is None


def test_a_promise_is_kept_at_the_widest_threshold() -> None:
    found = threshold_for(0.7, CONFIDENCE, RIGHT)
    assert found is not None
    assert (found.confidence, found.precision, found.coverage) == (0.3, pytest.approx(0.75), pytest.approx(0.8))


def test_coverage_is_a_share_of_all_questions_with_or_without_a_confidence() -> None:
    coverage, risk = risk_coverage(CONFIDENCE, RIGHT, 10)
    assert (coverage[-1], risk[-1]) == (pytest.approx(0.5), pytest.approx(0.4))
    found = threshold_for(0.7, CONFIDENCE, RIGHT, 10)
    assert found is not None
    assert (found.confidence, found.coverage) == (0.3, pytest.approx(0.4))


def test_a_promise_nobody_can_keep_has_no_threshold() -> None:
    assert threshold_for(0.9, [0.5, 0.5], [True, False]) is None


def test_abstention_f1_is_that_of_a_detector_of_unanswerable_questions() -> None:
    assert abstention_f1([True, True, False, False], [True, False, True, False]) == 0.5
    assert abstention_f1([True], [False]) is None
