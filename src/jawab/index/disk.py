"""Durable writing: every file checksummed and fsynced, then its folder, and pointers replaced in one step."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from jawab.corpus.files import file_digest
from jawab.errors import IndexDamaged


class Checksum(BaseModel):
    """What a file must be: its size in bytes and the SHA-256 of its content, in hexadecimal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Checksum:
        """The checksum of `data`."""
        return cls(size=len(data), sha256=hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class Disk:
    """The two system calls that durability hangs on; given by constructor so that tests can stop between them."""

    fsync: Callable[[int], None] = os.fsync
    replace: Callable[[Path, Path], None] = os.replace

    def write(self, path: Path, data: bytes) -> Checksum:
        """Write a file and wait until it is on the disk. Its name is durable once its folder is synced."""
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            self.fsync(file.fileno())
        return Checksum.of(data)

    def put(self, path: Path, data: bytes) -> None:
        """Replace the file at `path` in one step: readers see the old content or the new one, also after a crash."""
        beside = path.with_name(path.name + ".tmp")
        self.write(beside, data)
        self.replace(beside, path)
        self.sync_folder(path.parent)

    def make_folder(self, path: Path) -> None:
        """Make a folder, and the ones above it that are missing, durably."""
        if not path.is_dir():
            self.make_folder(path.parent)
            path.mkdir(exist_ok=True)
            self.sync_folder(path.parent)

    def sync_folder(self, path: Path) -> None:
        """Make the names in a folder durable; only POSIX systems can and need to."""
        if os.name != "posix":
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            self.fsync(descriptor)
        finally:
            os.close(descriptor)


class Verifier:
    """Compares files with their checksums; a file that did not change is read once only."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, int, int, int, int]] = set()

    def check(self, path: Path, expected: Checksum) -> None:
        """Raise IndexDamaged unless the file at `path` is exactly what was written."""
        try:
            stat = path.stat()
            key = (expected.sha256, stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
            if key in self._seen:
                return
            if stat.st_size != expected.size or file_digest(path) != expected.sha256:
                raise IndexDamaged(f"{path} is not what was written (its checksum differs)")
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read: {error.strerror}") from error
        self._seen.add(key)
