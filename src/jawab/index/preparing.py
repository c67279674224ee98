"""Articles -> the content of a segment: passages, vectors and term counts; known vectors are used again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jawab.index.manifest import Recipe
from jawab.index.segment import KEY_BYTES, Content, Segment
from jawab.lexical import count_terms
from jawab.passages import headed, split
from jawab.types import Article

if TYPE_CHECKING:
    from jawab.embedding import Embedder

Progress = Callable[[str, int, int], None]
"""Told the stage ("reading" files or "embedding" passages), how many are done, and how many there are."""


@dataclass(frozen=True)
class Prepared:
    """A segment's content, and how many of its passages were embedded for it; the others' vectors were known."""

    content: Content
    embedded: int


def known_vectors(segments: Sequence[Segment]) -> dict[bytes, npt.NDArray[np.float32]]:
    """The vectors of all passages in the segments, those of removed articles too, by the key of what was embedded."""
    known = {}
    for segment in segments:
        keys = segment.keys.tobytes()
        for row, vector in enumerate(segment.vectors):
            known[keys[row * KEY_BYTES : (row + 1) * KEY_BYTES]] = vector
    return known


def prepare(
    articles: Sequence[tuple[Article, str]],
    embedder: Embedder,
    recipe: Recipe,
    known: Mapping[bytes, npt.NDArray[np.float32]],
    progress: Progress,
) -> Prepared:
    """Split articles, given with their origins, into passages, count their terms, and embed what is not `known`."""
    rows: list[tuple[int, int, int]] = []
    texts: list[str] = []
    for number, (article, _) in enumerate(articles):
        title, room = _heading(article.title, embedder)
        longest = min(recipe.passage_tokens, room)
        for passage in split(article, embedder.tokenize, longest, recipe.passage_overlap):
            rows.append((number, passage.span.start, passage.span.end))
            texts.append(headed(title, passage.text))
    keys = [hashlib.sha256(text.encode("utf-8")).digest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    fresh = _embedded(missing, embedder, progress)
    vectors = np.empty((len(keys), embedder.dimension), dtype=np.float32)
    for row, key in enumerate(keys):
        vectors[row] = fresh[key] if key in fresh else known[key]
    content = Content(
        articles=[article for article, _ in articles],
        origins=[origin for _, origin in articles],
        passages=np.array(rows, dtype=np.int32).reshape(-1, 3),
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, KEY_BYTES),
        vectors=vectors,
        counts=count_terms(texts),
    )
    return Prepared(content, len(missing))


def _heading(title: str | None, embedder: Embedder) -> tuple[str | None, int]:
    """The title as it is embedded, cut where it would take more than half the input, and the tokens left for text."""
    tokens = embedder.tokenize(headed(title, ""))
    most = embedder.max_tokens // 2
    if title and len(tokens) > most:
        return title[: tokens[most - 1][1]], embedder.max_tokens - most
    return title, embedder.max_tokens - len(tokens)


def _embedded(
    missing: Mapping[bytes, str], embedder: Embedder, progress: Progress
) -> dict[bytes, npt.NDArray[np.float32]]:
    if not missing:
        return {}
    total = len(missing)
    vectors = embedder.embed_passages(list(missing.values()), lambda done: progress("embedding", done, total))
    return dict(zip(missing, vectors, strict=True))
