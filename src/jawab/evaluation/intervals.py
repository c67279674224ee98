"""Error bars that resample articles: questions about one article are not independent.

`docs/decisions/intervals.md` says why this method and not a percentile bootstrap; `benchmarks/coverage.py` proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtrit

LEVEL = 0.95

GROUPS = 200
"""Articles are left out one at a time up to so many, beyond in so many groups; see `jackknife_interval`."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ClusterMean:
    """A mean over questions as a ratio of article sums, with its standard error and degrees of freedom."""

    mean: float
    error: float
    freedom: float

    @property
    def reach(self) -> float:
        """Half the width of the 95% interval."""
        return float(stdtrit(self.freedom, (1 + LEVEL) / 2)) * self.error


def article_sums(values: Sequence[float], articles: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(sums, sizes): each article's total and number of questions, float64 [articles], in order of the name."""
    _, place = np.unique(np.asarray(articles, dtype=np.str_), return_inverse=True)
    sums = np.bincount(place, weights=np.asarray(values, dtype=float))
    return sums.astype(np.float64), np.bincount(place).astype(np.float64)


def cluster_mean(sums: NDArray[np.float64], sizes: NDArray[np.float64]) -> ClusterMean | None:
    """The mean, and its error by leaving out one article at a time; None where articles are effectively fewer than two.

    The degrees of freedom are those of as many articles of equal size as weigh the same (Kish's effective number).
    """
    total, questions, articles = sums.sum(), sizes.sum(), len(sizes)
    freedom = _freedom(sizes)
    if freedom is None:
        return None
    mean = total / questions
    left_out = (total - sums) / (questions - sizes)
    error = np.sqrt((articles - 1) / articles * ((left_out - mean) ** 2).sum())
    return ClusterMean(float(mean), float(error), freedom)


def _freedom(sizes: NDArray[Any]) -> float | None:
    """Kish's effective number of articles less one; None where that leaves nothing to compare."""
    freedom = float(sizes.sum() ** 2 / (sizes**2).sum() - 1) if len(sizes) else 0.0
    return freedom if freedom >= 1 - 1e-9 else None


def cluster_interval(values: Sequence[float], articles: Sequence[str]) -> Interval | None:
    """95% interval of the mean of `values` (0 to 1), or None with too few articles; see `ratio_interval`."""
    return ratio_interval(*article_sums(values, articles))


def ratio_interval(sums: NDArray[np.float64], sizes: NDArray[np.float64]) -> Interval | None:
    """The interval, given `article_sums`.

    Student's t around the logit of the mean, so that it stays inside 0 to 1 and leans as the data do. Where every
    value is 0, or every one 1, the bound is the exact binomial one of the effective number of articles.
    """
    found = cluster_mean(sums, sizes)
    if found is None:
        return None
    if found.mean in (0.0, 1.0):
        unseen = 1 - ((1 - LEVEL) / 2) ** (1 / (found.freedom + 1))
        return (0.0, unseen) if found.mean == 0 else (1 - unseen, 1.0)
    reach = found.reach / (found.mean * (1 - found.mean))
    centre = logit(found.mean)
    return float(expit(centre - reach)), float(expit(centre + reach))


def jackknife_interval(
    statistic: Callable[[NDArray[np.bool_]], float | None], articles: Sequence[str]
) -> Interval | None:
    """95% interval of any statistic from 0 to 1, by leaving out one article at a time; Student's t on its own scale.

    `statistic` takes a mask over the questions, bool [questions], of those that count. More than `GROUPS` articles
    are left out in as many groups, which bounds the cost. None with too few articles, where the statistic hangs on a
    single one (without it there is none), and where none of them makes a difference.
    """
    _, place = np.unique(np.asarray(articles, dtype=np.str_), return_inverse=True)
    place %= GROUPS
    sizes = np.bincount(place)
    freedom = _freedom(sizes)
    if freedom is None:
        return None
    value, *left_out = (statistic(place != group) for group in range(-1, len(sizes)))
    known = [without for without in left_out if without is not None]
    if value is None or len(known) < len(left_out):
        return None
    error = float(np.sqrt((len(known) - 1) / len(known) * ((np.array(known) - value) ** 2).sum()))
    reach = ClusterMean(value, error, freedom).reach
    return (max(0.0, value - reach), min(1.0, value + reach)) if error > 1e-12 else None


def difference_interval(differences: Sequence[float], articles: Sequence[str]) -> Interval | None:
    """95% interval of the mean of paired differences (-1 to 1), or None with too few articles."""
    found = cluster_mean(*article_sums(differences, articles))
    return None if found is None else (max(-1.0, found.mean - found.reach), min(1.0, found.mean + found.reach))
