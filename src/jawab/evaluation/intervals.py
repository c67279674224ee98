"""Error bars that resample articles: questions about one article are not independent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import t

LEVEL = 0.95


def cluster_interval(values: Sequence[float], clusters: Sequence[str]) -> tuple[float, float] | None:
    """95% interval of the mean of `values`, clustered; None with fewer than two clusters."""
    _, place = np.unique(np.asarray(clusters, dtype=object).astype(str), return_inverse=True)
    sums = np.bincount(place, weights=np.asarray(values, dtype=float))
    sizes = np.bincount(place)
    groups = len(sizes)
    if groups < 2:
        return None
    mean = sums.sum() / sizes.sum()
    left_out = (sums.sum() - sums) / (sizes.sum() - sizes)
    error = np.sqrt((groups - 1) / groups * ((left_out - mean) ** 2).sum())
    reach = float(t.ppf((1 + LEVEL) / 2, groups - 1) * error)
    return max(0.0, float(mean) - reach), min(1.0, float(mean) + reach)
