"""Selective answering: how well the confidence tells right answers from wrong ones, and when to abstain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10
"""Equal-width bins of the reliability diagram and of ECE."""

Confidences = Sequence[float] | NDArray[np.float64]
Rightness = Sequence[bool] | NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: mean confidence, share that was right, how many."""

    confidence: float
    accuracy: float
    questions: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """The lowest confidence to answer at so that `precision` of the answers are right; `coverage` is answered then."""

    promised: float
    confidence: float
    precision: float
    coverage: float


def auroc(confidence: Confidences, right: Rightness) -> float | None:
    """Chance that a right answer has a higher confidence than a wrong one, ties half; None without both kinds.

    Mann-Whitney U over the product of the counts.
    """
    values, is_right = np.asarray(confidence, dtype=float), np.asarray(right, dtype=bool)
    ours, others = values[is_right], np.sort(values[~is_right])
    if not len(ours) or not len(others):
        return None
    below, not_above = np.searchsorted(others, ours, "left"), np.searchsorted(others, ours, "right")
    return float((below + not_above).mean() / 2 / len(others))


def reliability(confidence: Confidences, right: Rightness) -> list[Bin]:
    """The non-empty bins of width 1/BINS, in order of confidence; 1.0 falls in the last."""
    values, is_right = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    place = _bins(values)
    return [
        Bin(float(values[place == b].mean()), float(is_right[place == b].mean()), int((place == b).sum()))
        for b in np.unique(place)
    ]


def _bins(confidence: NDArray[np.float64]) -> NDArray[np.int_]:
    """The number of each confidence's bin."""
    return np.clip((confidence * BINS).astype(np.int_), 0, BINS - 1)


def expected_calibration_error(confidence: Confidences, right: Rightness) -> float | None:
    """Mean gap between confidence and accuracy over the bins, weighted by their questions (Guo et al. 2017)."""
    values, is_right = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    gaps = np.bincount(_bins(values), weights=values - is_right)
    return float(np.abs(gaps).sum() / len(values)) if len(values) else None


def risk_coverage(
    confidence: Confidences, right: Rightness, questions: int | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(coverage, risk): the share answered and the share wrong among them as the threshold falls, most confident first.

    Questions of equal confidence enter together: no threshold can part them. The share is one of `questions`, those
    without a confidence included; unset, all have one.
    """
    values, wrong = np.asarray(confidence, dtype=float), ~np.asarray(right, dtype=bool)
    order = np.argsort(-values, kind="stable")
    last_of_tie = np.append(np.diff(values[order]) != 0, True)
    answered = np.arange(1, len(values) + 1)[last_of_tie]
    return answered / (questions or len(values)), np.cumsum(wrong[order])[last_of_tie] / answered


def area_under_risk_coverage(confidence: Confidences, right: Rightness) -> float | None:
    """Mean risk over all coverages within reach (Geifman and El-Yaniv 2017); lower is better, None without any."""
    if not len(confidence):
        return None
    coverage, risk = risk_coverage(confidence, right)
    return float(np.sum(np.diff(coverage, prepend=0.0) * risk))


def threshold_for(
    promised: float, confidence: Confidences, right: Rightness, questions: int | None = None
) -> Threshold | None:
    """The threshold that answers most while at least `promised` of the answers are right; None where none does.

    Coverage is a share of `questions`, as `risk_coverage` takes them.
    """
    coverage, risk = risk_coverage(confidence, right, questions)
    kept = np.flatnonzero(1 - risk >= promised)
    if not len(kept):
        return None
    widest = int(kept[-1])
    answered = round(coverage[widest] * (questions or len(confidence)))
    lowest = float(np.sort(np.asarray(confidence, dtype=float))[::-1][answered - 1])
    return Threshold(promised, lowest, float(1 - risk[widest]), float(coverage[widest]))


def kept_at(
    threshold: float, promised: float, confidence: Confidences, right: Rightness, questions: int
) -> Threshold | None:
    """What a threshold chosen elsewhere keeps of its promise here; None where it gives no answer."""
    given = np.asarray(confidence, dtype=float) >= threshold
    if not given.any():
        return None
    return Threshold(
        promised, threshold, float(np.asarray(right, dtype=bool)[given].mean()), float(given.sum() / questions)
    )


def abstention_f1(abstained: Rightness, impossible: Rightness) -> float | None:
    """F1 of abstaining as a detector of unanswerable questions; None where there is nothing to detect."""
    said, true = np.asarray(abstained, dtype=bool), np.asarray(impossible, dtype=bool)
    if not true.any():
        return None
    return float(2 * (said & true).sum() / (said.sum() + true.sum()))
