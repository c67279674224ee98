"""Corpus: files and folders -> articles; every complaint names file and line."""

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
