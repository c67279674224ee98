"""Reranking: passages that retrieval can hardly tell apart, in the order that reading them suggests."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from jawab.reading import Reader
from jawab.types import Passage, ScoredSpan

CLOSE = 1.0
"""How far below the first, in fused scores, a passage may stand to be read."""
MOST_READ = 8
"""How many passages of a question are read at most."""
READER_WEIGHT = 0.15
"""What the reader's margin weighs beside a fused score; like `CLOSE` chosen by `benchmarks/ranking.py`."""

_DECIMALS = 6  # scores this close are ties

Ranked = Sequence[tuple[Passage, float]]
"""Passages with what ranks them, best first."""


def rerank(
    requests: Sequence[tuple[str, Ranked]], reader: Reader, close: float = CLOSE, weight: float = READER_WEIGHT
) -> list[Ranked]:
    """For each question its passages, all of them, in their new order and with their new scores.

    Where several passages are `close` to the first they are read, and the margin of the best span over the lowest
    such margin adds to their score, so that the others stay behind. Where one is ahead of all others nothing is read:
    this costs a fraction of reading every passage for an answer.
    """
    near = [[passage for passage, _ in ranked[: how_many_close(ranked, close)]] for _, ranked in requests]
    read = reader.read_many([(question, found) for (question, _), found in zip(requests, near, strict=True)], 1)
    return [_reordered(ranked, spans, weight) for (_, ranked), spans in zip(requests, read, strict=True)]


def how_many_close(ranked: Ranked, distance: float) -> int:
    """How many of the first passages are to be read: none where one is ahead of all others.

    A passage that stands behind lower ones, for its language has had its places, ends them.
    """
    scores = [round(score, _DECIMALS) for _, score in ranked[:MOST_READ]]
    steps = zip(scores[:1] + scores, scores, strict=False)
    descending = [score for _, score in itertools.takewhile(lambda step: step[1] <= step[0], steps)]
    near = sum(round(scores[0] - score, _DECIMALS) <= distance for score in descending)
    return near if near > 1 else 0


def _reordered(ranked: Ranked, spans: Sequence[Sequence[ScoredSpan]], weight: float) -> Ranked:
    margins = [found[0].margin if found else None for found in spans]
    lowest = min((margin for margin in margins if margin is not None), default=0.0)
    gains = [weight * (margin - lowest) if margin is not None else 0.0 for margin in margins]
    read = [(passage, score + gain) for (passage, score), gain in zip(ranked, gains, strict=False)]
    return [*sorted(read, key=lambda row: -round(row[1], _DECIMALS)), *ranked[len(read) :]]
