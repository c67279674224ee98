"""What a generation is made of: the manifest, and the account of every file that was ever looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Set
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from jawab.index.disk import Checksum

FORMAT = 2
"""Raised whenever an older jawab could not read what this one writes."""


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Recipe(_Stored):
    """All that decides what a text becomes in the index; where it differs, stored articles are prepared anew."""

    embedder: str
    dimension: int
    passage_tokens: int
    passage_overlap: int
    passages: str
    terms: str


class StoredSegment(_Stored):
    """A segment folder, the checksum of each of its files, and the ids of its articles that no longer count."""

    id: str
    files: dict[str, Checksum]
    deleted: tuple[str, ...] = ()


class StoredLedger(_Stored):
    """The file that accounts for the files of all roots."""

    name: str
    checksum: Checksum


class Manifest(_Stored):
    """One generation: what it is made of, when (UTC), and the generation it followed."""

    format: int = FORMAT
    sequence: int
    parent: str | None
    created: str
    recipe: Recipe
    segments: tuple[StoredSegment, ...]
    ledger: StoredLedger

    def encoded(self) -> bytes:
        """The manifest as it is stored."""
        return self.model_dump_json(indent=1).encode()


def generation_id(sequence: int, manifest: bytes) -> str:
    """The name of a generation, which carries its own checksum."""
    return f"{sequence:06d}-{hashlib.sha256(manifest).hexdigest()[:16]}"


class Outcome(_Stored):
    """What became of one article of a file, or of a whole file.

    `article` is its id where it has one; `other` the id of the article that stands in its way: it has the same text or
    the same id. `withdrawn` articles were deleted or replaced by hand and stay away until their file changes.
    """

    kind: Literal["indexed", "duplicate", "rejected", "withdrawn"]
    article: str | None = None
    other: str | None = None
    line: int | None = None
    reason: str | None = None


class Stamp(_Stored):
    """What tells without reading that a file is the one that was read."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of the file at `path` now."""
        stat = path.stat()
        return cls(size=stat.st_size, mtime_ns=stat.st_mtime_ns, ctime_ns=stat.st_ctime_ns, inode=stat.st_ino)


class FileEntry(_Stored):
    """One file of a root, what it was when it was read, and what came of it; one that is never read has no stamp.

    `version` is the jawab that read it: another one may read something else in the same file.
    """

    root: str
    path: str
    stamp: Stamp | None
    sha256: str | None
    version: str
    outcomes: tuple[Outcome, ...]

    @property
    def full_path(self) -> str:
        """The path of the file."""
        return str(Path(self.root, self.path))

    @property
    def indexed(self) -> list[str]:
        """Ids of the articles in the index that came from it."""
        return [outcome.article for outcome in self.outcomes if outcome.kind == "indexed" and outcome.article]

    def without(self, articles: Set[str]) -> FileEntry:
        """The entry after `articles` were taken out of the index by hand."""
        if articles.isdisjoint(self.indexed):
            return self
        outcomes = tuple(
            Outcome(kind="withdrawn", article=outcome.article)
            if outcome.kind == "indexed" and outcome.article in articles
            else outcome
            for outcome in self.outcomes
        )
        return self.model_copy(update={"outcomes": outcomes})
