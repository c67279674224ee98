"""Every invariant that is broken is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from fake_embedder import HashEmbedder
from index.collection import UNSYNCED, Collection, article
from jawab.errors import IndexDamaged
from jawab.index.invariants import segment_problems, snapshot_problems
from jawab.index.segment import Content, Segment, write_segment
from jawab.index.store import Snapshot, Store


@pytest.fixture
def snapshot(collection: Collection) -> Snapshot:
    collection.refresh()
    return Store(collection.folder).newest()


def rewritten(collection: Collection, snapshot: Snapshot, change: Callable[[Content], Content]) -> Segment:
    """The segment with something changed, and its checksums in order."""
    segment = snapshot.segments[0]
    folder = collection.place / "segment"
    write_segment(folder, change(segment.content(np.ones(len(segment.records), dtype=np.bool_))), UNSYNCED)
    return Segment(folder)


def longer(content: Content) -> Content:
    return replace(content, vectors=content.vectors * 1.01)


def not_numbers(content: Content) -> Content:
    return replace(content, vectors=content.vectors * np.float32("nan"))


def fewer_vectors(content: Content) -> Content:
    return replace(content, vectors=content.vectors[1:])


def fewer_keys(content: Content) -> Content:
    return replace(content, keys=content.keys[1:])


def beyond_the_text(content: Content) -> Content:
    return replace(content, passages=content.passages + np.array([0, 0, 500], dtype=np.int32))


def of_no_article(content: Content) -> Content:
    return replace(content, passages=content.passages + np.array([9, 0, 0], dtype=np.int32))


def backwards(content: Content) -> Content:
    return replace(content, passages=content.passages[::-1])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (longer, "not of length 1"),
        (not_numbers, "not of length 1"),
        (fewer_vectors, "vectors have the shape"),
        (fewer_keys, "same number of rows"),
        (beyond_the_text, "that cannot be"),
        (of_no_article, "belongs to no article"),
        (backwards, "not in the order"),
    ],
)
def test_a_broken_invariant_is_told(
    collection: Collection, snapshot: Snapshot, change: Callable[[Content], Content], problem: str
) -> None:
    problems = segment_problems(rewritten(collection, snapshot, change), collection.embedder.dimension)
    assert any(problem in told for told in problems)


def test_an_unchanged_segment_is_sound(collection: Collection, snapshot: Snapshot) -> None:
    same = rewritten(collection, snapshot, lambda content: content)
    assert segment_problems(same, collection.embedder.dimension) == []


def test_an_article_in_two_segments_is_told(snapshot: Snapshot) -> None:
    manifest = snapshot.manifest.model_copy(update={"segments": snapshot.manifest.segments * 2})
    twice = replace(snapshot, manifest=manifest, segments=[*snapshot.segments, *snapshot.segments])
    assert "article ar.txt is in it 2 times" in snapshot_problems(twice)


def test_a_file_whose_article_is_missing_is_told(snapshot: Snapshot) -> None:
    stored = snapshot.manifest.segments[0].model_copy(update={"deleted": ("ar.txt",)})
    without = replace(snapshot, manifest=snapshot.manifest.model_copy(update={"segments": (stored,)}))
    assert [problem for problem in snapshot_problems(without) if "its article ar.txt is not in the index" in problem]


class CrookedEmbedder(HashEmbedder):
    """Gives vectors that are too long."""

    def embed_questions(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return super().embed_questions(texts) * 2


def test_an_unsound_segment_is_never_committed(collection: Collection) -> None:
    collection.refresh()
    before = collection.open().id
    collection.embedder = CrookedEmbedder()
    with pytest.raises(IndexDamaged, match="not sound and was not used"):
        collection.writer().put([article("new", "نص جديد.")])
    assert collection.open().id == before
