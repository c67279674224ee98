"""A live collection for tests: a real index in a folder, an embedder and a reader that need no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from fake_embedder import HashEmbedder
from jawab.answering import Models
from jawab.calibration import uncalibrated
from jawab.embedding import Embedder
from jawab.reading import ReadRequest
from jawab.service import LiveIndex
from jawab.settings import Settings
from jawab.types import Passage, ScoredSpan, Span

YEAR = re.compile(r"\d{4}")


class YearReader:
    """Takes the first year in a passage for the answer."""

    identity = "year"

    def read_many(self, requests: Sequence[ReadRequest], top: int = 3) -> list[list[list[ScoredSpan]]]:
        return [[self._spans(passage) for passage in passages] for _, passages in requests]

    def _spans(self, passage: Passage) -> list[ScoredSpan]:
        year = YEAR.search(passage.text)
        return [ScoredSpan(Span(*year.span()), 2.0, 1.0)] if year else []


def live_index(folder: Path, embedder: Embedder | None = None) -> LiveIndex:
    """An index in `folder`, which need not exist yet."""
    embedder = embedder or HashEmbedder()
    settings = Settings(index=folder, min_confidence=0.0)
    models = Models(embedder, YearReader(), uncalibrated("year"), settings)
    return LiveIndex(folder, embedder, models.answerer, settings)
