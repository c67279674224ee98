"""The one way a generation follows another: some articles leave, some come, and a pointer is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from jawab.errors import IndexDamaged
from jawab.index.invariants import segment_problems
from jawab.index.manifest import FileEntry, Manifest, Recipe, StoredSegment
from jawab.index.preparing import Prepared
from jawab.index.segment import Content, Segment, join
from jawab.index.store import Snapshot, Store
from jawab.types import Article


@dataclass
class Change:
    """What is to become of the collection: ids that leave, articles that come with their origin, the account of files.

    The id of a changed article is in both.
    """

    leaving: set[str] = field(default_factory=set)
    coming: list[tuple[Article, str]] = field(default_factory=list)
    ledger: tuple[FileEntry, ...] = ()


@dataclass(frozen=True)
class _Part:
    """A segment of the base and which of its articles stay."""

    stored: StoredSegment
    segment: Segment
    staying: npt.NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many of its passages stay."""
        return len(self.segment.rows_of(self.staying))

    @property
    def mostly_gone(self) -> bool:
        """Whether more of its passages are gone than stay."""
        return 2 * self.size < len(self.segment.passages)

    @property
    def thinned(self) -> StoredSegment:
        """The same segment with the deletions of now."""
        gone = np.flatnonzero(~self.staying).tolist()
        return self.stored.model_copy(update={"deleted": tuple(self.segment.records[number].id for number in gone)})


def apply(
    store: Store,
    base: Snapshot | None,
    change: Change,
    recipe: Recipe,
    prepare: Callable[[Sequence[tuple[Article, str]]], Prepared],
) -> tuple[str, int]:
    """Commit the generation that follows `base`; its id, and how many passages were embedded.

    Where the recipe is another one than the base's, all articles that stay are prepared anew.
    """
    coming, parts = _sides(base, change, recipe)
    prepared = prepare(coming) if coming else None
    same_ledger = base.manifest.ledger if base and base.ledger == change.ledger else None
    sequence = store.next_sequence()
    manifest = Manifest(
        sequence=sequence,
        parent=base.id if base else None,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        recipe=recipe,
        segments=tuple(_segments(store, sequence, parts, prepared, recipe)),
        ledger=same_ledger or store.write_ledger(change.ledger),
    )
    return store.commit(manifest), prepared.embedded if prepared else 0


def _sides(
    base: Snapshot | None, change: Change, recipe: Recipe
) -> tuple[Sequence[tuple[Article, str]], Sequence[_Part]]:
    """The articles to prepare, and what is used of the base as it is."""
    if base is None or base.manifest.recipe == recipe:
        return change.coming, _parts(base, change.leaving) if base else []
    places = (place for name, place in base.articles.items() if name not in change.leaving)
    return [*change.coming, *((place.article(), place.record.origin) for place in places)], []


def _segments(
    store: Store, sequence: int, parts: Sequence[_Part], prepared: Prepared | None, recipe: Recipe
) -> Iterator[StoredSegment]:
    """The segments that are kept, and the new one, written, if there is anything for it."""
    contents = [prepared.content] if prepared else []
    kept, merged = _sorted_out(parts, sum(len(content.passages) for content in contents))
    yield from (part.thinned for part in kept)
    contents += [part.segment.content(part.staying) for part in merged]
    if contents:
        yield _written(store, sequence, join(contents), recipe)


def _parts(base: Snapshot, leaving: Set[str]) -> list[_Part]:
    """The segments of the base of which anything stays."""
    parts = [
        _Part(stored, segment, marked & segment.without(leaving))
        for stored, segment, marked in zip(base.manifest.segments, base.segments, base.live, strict=True)
    ]
    return [part for part in parts if part.staying.any()]


def _sorted_out(parts: Sequence[_Part], coming: int) -> tuple[list[_Part], list[_Part]]:
    """Which segments are kept, and which are merged with `coming` passages into the new one.

    Merged are those of which most is gone and, smallest first, those not twice as large as what is merged already:
    every segment that is kept is then more than twice as large as the new one, and few are ever needed.
    """
    merged = [part for part in parts if part.mostly_gone]
    size = coming + sum(part.size for part in merged)
    kept = []
    for part in sorted((part for part in parts if not part.mostly_gone), key=lambda part: part.size):
        if part.size <= 2 * size:
            merged.append(part)
            size += part.size
        else:
            kept.append(part)
    return kept, merged


def _written(store: Store, sequence: int, content: Content, recipe: Recipe) -> StoredSegment:
    stored, segment = store.write_segment(sequence, content)
    problems = segment_problems(segment, recipe.dimension)
    if problems:
        raise IndexDamaged(f"the new segment is not sound and was not used: {'; '.join(problems)}")
    return stored
