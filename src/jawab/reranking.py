"""Reranking: the passages that were found for a question, in the order that reading them suggests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from jawab.reading import Reader
from jawab.retrieval import standard
from jawab.types import Hit, ScoredSpan

MARGIN_WEIGHT = 0.3
"""What the reader's margin weighs beside a fused score."""
COSINE_WEIGHT = 0.5
"""What the standard score of a passage's cosine weighs; like the other chosen by `benchmarks/reranking.py`."""

_DECIMALS = 6  # scores this close are ties

Spans = Sequence[Sequence[ScoredSpan]]
"""What the reader found in each of the passages it was given, best first."""


def rerank(requests: Sequence[tuple[str, Sequence[Hit]]], reader: Reader, most: int) -> list[list[Hit]]:
    """For each question its hits, the first `most` of them read and in the order of `by_reading`."""
    read = reader.read_many([(question, [hit.passage for hit in hits[:most]]) for question, hits in requests], 1)
    return [by_reading(hits, spans) for (_, hits), spans in zip(requests, read, strict=True)]


def by_reading(
    hits: Sequence[Hit],
    spans: Spans,
    margin_weight: float = MARGIN_WEIGHT,
    cosine_weight: float = COSINE_WEIGHT,
) -> list[Hit]:
    """The hits, the first of them in another order and with other scores: those whose `spans` are given.

    To a fused score is added what the reader's margin is over the lowest, and how near the passage is to the question
    by one standard for all languages: fused scores have one for each, so that none is hidden before it is read. The
    others stay behind.
    """
    read = hits[: len(spans)]
    margins = [found[0].margin if found else None for found in spans]
    lowest = min((margin for margin in margins if margin is not None), default=0.0)
    gains = [margin_weight * (margin - lowest) if margin is not None else 0.0 for margin in margins]
    near = cosine_weight * standard(np.array([hit.dense for hit in read]))
    scored = [
        replace(hit, score=hit.score + gain + more)
        for hit, gain, more in zip(read, gains, (near - near.min(initial=0.0)).tolist(), strict=True)
    ]
    return [*sorted(scored, key=lambda hit: -round(hit.score, _DECIMALS)), *hits[len(read) :]]
