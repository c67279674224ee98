"""The index on disk: generations over write-once segments; written, opened, verified. The one room that knows faiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jawab.index.admission import API
from jawab.index.report import Fate, RefreshReport
from jawab.index.store import current_generation
from jawab.index.verification import verify
from jawab.index.watching import watch
from jawab.index.writer import IndexWriter, refresh

if TYPE_CHECKING:
    from jawab.index.generation import Generation, open_index

__all__ = [
    "API",
    "Fate",
    "Generation",
    "IndexWriter",
    "RefreshReport",
    "current_generation",
    "open_index",
    "refresh",
    "verify",
    "watch",
]


def __getattr__(name: str) -> object:
    """Load what searches, and faiss with it, only for those who search: writing needs neither."""
    if name not in ("Generation", "open_index"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from jawab.index import generation

    return getattr(generation, name)
