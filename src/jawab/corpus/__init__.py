"""Corpus: files and folders -> articles; every complaint names file and line."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jawab.corpus.cleaning import Cleaned, Removed, clean
    from jawab.corpus.drafting import Draft, compose
    from jawab.corpus.files import Duplicate, Rejection, Skipped, SourceFile, file_digest, scan
    from jawab.corpus.leftovers import Leftover
    from jawab.corpus.naming import given_id, path_id, rooted_id
    from jawab.corpus.reading import read
    from jawab.corpus.unfit import UnfitError, Unfitness

__all__ = [
    "Cleaned",
    "Draft",
    "Duplicate",
    "Leftover",
    "Rejection",
    "Removed",
    "Skipped",
    "SourceFile",
    "UnfitError",
    "Unfitness",
    "clean",
    "compose",
    "file_digest",
    "given_id",
    "path_id",
    "read",
    "rooted_id",
    "scan",
]
_HOMES = {
    "Cleaned": "cleaning",
    "Draft": "drafting",
    "Duplicate": "files",
    "Leftover": "leftovers",
    "Rejection": "files",
    "Removed": "cleaning",
    "Skipped": "files",
    "SourceFile": "files",
    "UnfitError": "unfit",
    "Unfitness": "unfit",
    "clean": "cleaning",
    "compose": "drafting",
    "file_digest": "files",
    "given_id": "naming",
    "path_id": "naming",
    "read": "reading",
    "rooted_id": "naming",
    "scan": "files",
}


def __getattr__(name: str) -> object:
    """Load only what is asked for: the process that extracts one document has no use for the rest."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
