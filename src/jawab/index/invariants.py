"""What must hold of a segment and of a generation, beyond checksums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from jawab.index.segment import Segment
from jawab.index.store import Snapshot
from jawab.types import Span

_UNIT = 1e-3
"""How far a vector's length may be from 1."""


def segment_problems(segment: Segment, dimension: int) -> list[str]:
    """What does not hold of one segment, as sentences; empty when it is sound."""
    return [f"segment {segment.id}: {problem}" for problem in _problems(segment, dimension)]


def snapshot_problems(snapshot: Snapshot) -> list[str]:
    """What does not hold of a generation, its segments included; empty when it is sound."""
    dimension = snapshot.manifest.recipe.dimension
    problems = [problem for segment in snapshot.segments for problem in segment_problems(segment, dimension)]
    live = [
        segment.records[number].id
        for segment, marked in zip(snapshot.segments, snapshot.live, strict=True)
        for number in np.flatnonzero(marked).tolist()
    ]
    problems += [f"article {name} is in it {times} times" for name, times in Counter(live).items() if times > 1]
    present = set(live)
    for entry in snapshot.ledger:
        for outcome in entry.outcomes:
            if outcome.kind == "indexed" and outcome.article not in present:
                problems.append(f"{entry.path}: its article {outcome.article} is not in the index")
    return problems


def _problems(segment: Segment, dimension: int) -> Iterator[str]:
    rows = len(segment.passages)
    if segment.passages.shape != (rows, 3) or segment.counts.counts.shape[0] != rows or len(segment.keys) != rows:
        yield "passages, keys and term counts do not have the same number of rows"
        return
    vectors = segment.vectors
    if vectors.shape != (rows, dimension):
        yield f"vectors have the shape {vectors.shape}, not {(rows, dimension)}"
        return
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(lengths - 1) <= _UNIT):  # also where a vector is not a number
        yield "vectors are not of length 1"
    if rows and not 0 <= segment.passages[:, 0].min() <= segment.passages[:, 0].max() < len(segment.records):
        yield "a passage belongs to no article"
        return
    yield from _text_problems(segment)


def _text_problems(segment: Segment) -> Iterator[str]:
    """Whether texts are what their records say, and every passage is a trimmed slice of its article, in order."""
    rows = iter(segment.passages.tolist())
    row = next(rows, None)
    for number, record in enumerate(segment.records):
        article = segment.article(number)
        if article.revision != record.revision:
            yield f"the text of article {record.id} is not its revision"
        start = -1
        while row is not None and row[0] == number:
            span = Span(row[1], row[2])
            passage = article.text[span.start : span.end]
            if not start < span.start < span.end <= len(article.text) or passage != passage.strip():
                yield f"article {record.id} has a passage at {span.start}-{span.end} that cannot be"
            start = span.start
            row = next(rows, None)
    if row is not None:
        yield "passages are not in the order of their articles"
