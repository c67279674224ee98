"""The one numbering of a generation's articles and passages over all its segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jawab.index.segment import Segment
from jawab.index.store import Place, Snapshot
from jawab.lexical import TermCounts, stack

_NO_PASSAGES = np.empty((0, 3), dtype=np.int32)


@dataclass(frozen=True)
class Layout:
    """Where everything of a generation stands in its segments.

    `places`: of each article, ordered by id. `passages`: int32 [n, 3], article number, start and end in code points,
    in order. `rows`: of each segment, the passages that count. `order`: the passages' numbers in all rows, joined.
    """

    places: list[Place]
    passages: npt.NDArray[np.int32]
    rows: list[npt.NDArray[np.intp]]
    order: npt.NDArray[np.intp]

    def vectors(self, snapshot: Snapshot) -> npt.NDArray[np.float32]:
        """The vectors of all passages by number, [n, dimension]."""
        vectors = np.empty((len(self.order), snapshot.manifest.recipe.dimension), dtype=np.float32)
        numbers = np.argsort(self.order)
        first = 0
        for segment, rows in zip(snapshot.segments, self.rows, strict=True):
            vectors[numbers[first : first + len(rows)]] = segment.vectors[rows]
            first += len(rows)
        return vectors

    def counts(self, snapshot: Snapshot) -> TermCounts:
        """The term counts of all passages by number."""
        pairs = zip(snapshot.segments, self.rows, strict=True)
        return stack([segment.counts.keep(rows) for segment, rows in pairs]).keep(self.order)


def arrange(snapshot: Snapshot) -> Layout:
    """Number the articles of a snapshot by id and their passages by article and start."""
    places = [place for _, place in sorted(snapshot.articles.items(), key=lambda item: item[0])]
    articles = {segment.id: np.full(len(segment.records), -1, dtype=np.int32) for segment in snapshot.segments}
    for number, place in enumerate(places):
        articles[place.segment.id][place.number] = number
    rows = [segment.rows_of(articles[segment.id] >= 0) for segment in snapshot.segments]
    tables = [
        _renumbered(segment, kept, articles[segment.id]) for segment, kept in zip(snapshot.segments, rows, strict=True)
    ]
    passages = np.concatenate([_NO_PASSAGES, *tables])
    order = np.lexsort((passages[:, 1], passages[:, 0]))
    return Layout(places, passages[order], rows, order)


def _renumbered(segment: Segment, rows: npt.NDArray[np.intp], articles: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Some of the segment's passages, under the article numbers of the generation."""
    table = np.array(segment.passages[rows])
    table[:, 0] = articles[table[:, 0]]
    return table
