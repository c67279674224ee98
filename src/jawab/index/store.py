"""The index folder: which generations there are, which one is current, and how the next one takes its place.

CURRENT                     the id of the current generation; the only file that is ever replaced
generations/<id>.json       manifests, named by their own checksum
segments/<number>/          written once, shared by the generations that name them
ledgers/<checksum>.jsonl    the account of files, shared in the same way
lock                        held by the one process that writes
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout
from pydantic import ValidationError

from jawab.errors import IndexDamaged, IndexLocked, IndexMismatch, IndexMissing, IndexStateError, InputError
from jawab.index.disk import Checksum, Disk, Verifier
from jawab.index.manifest import FORMAT, FileEntry, Manifest, StoredLedger, StoredSegment, generation_id
from jawab.index.segment import Content, Record, Segment, write_segment
from jawab.types import Article

KEPT_GENERATIONS = 3

_ID = re.compile(r"\d{6,}-[0-9a-f]{16}")
_session = Verifier()  # what this process has read and found whole


def current_generation(folder: Path) -> str | None:
    """The id that the index names as current, whole or not; None where it names none. Cheap: reads one small file."""
    return Store(folder).current_or_none()


@dataclass(frozen=True)
class Place:
    """Where an article stands: a segment and its number there."""

    segment: Segment
    number: int

    @property
    def record(self) -> Record:
        """The article without its text."""
        return self.segment.records[self.number]

    def article(self) -> Article:
        """The article, read."""
        return self.segment.article(self.number)


@dataclass(frozen=True)
class Snapshot:
    """One whole generation, opened: its segments in the manifest's order. `warning` says what was damaged."""

    id: str
    manifest: Manifest
    segments: Sequence[Segment]
    ledger: tuple[FileEntry, ...]
    warning: str | None = None

    @property
    def live(self) -> list[npt.NDArray[np.bool_]]:
        """Which articles of each segment count: bool, one an article."""
        pairs = zip(self.segments, self.manifest.segments, strict=True)
        return [segment.without(frozenset(stored.deleted)) for segment, stored in pairs]

    @cached_property
    def articles(self) -> dict[str, Place]:
        """All articles that count, by id, in the order of the segments."""
        return {
            segment.records[number].id: Place(segment, number)
            for segment, marked in zip(self.segments, self.live, strict=True)
            for number in np.flatnonzero(marked).tolist()
        }


class Store:
    """Reads and writes an index folder. Writing is for the holder of `lock` only."""

    def __init__(self, folder: Path, disk: Disk | None = None, verifier: Verifier = _session) -> None:
        self.folder = folder
        self._disk = disk or Disk()
        self._verifier = verifier
        self._generations = folder / "generations"
        self._segments = folder / "segments"
        self._ledgers = folder / "ledgers"

    @property
    def command(self) -> str:
        """What the user runs to make or mend this index."""
        return f"jawab index PATH... --index {self.folder}"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The right to write; raises IndexLocked at once when another process or thread has it."""
        try:
            self._disk.make_folder(self.folder)
            lock = FileLock(self.folder / "lock", timeout=0).acquire()
        except Timeout:
            raise IndexLocked(
                f"another process is writing the index in {self.folder}; try again when it is done"
            ) from None
        except OSError as error:
            raise InputError(
                f"the folder {self.folder} cannot hold an index ({error.strerror}); name another with --index"
            ) from error
        with lock:
            yield

    def current(self) -> str:
        """The id of the current generation; raises IndexMissing where there is none, else IndexDamaged.

        InputError where the folder is a file, IndexStateError where nobody may look into it.
        """
        try:
            name = (self.folder / "CURRENT").read_text("ascii").strip()
        except FileNotFoundError:
            if self.generations():
                raise IndexDamaged(f"{self.folder / 'CURRENT'} is missing") from None
            raise IndexMissing(f"there is no index in {self.folder}; make one with: {self.command}") from None
        except NotADirectoryError:
            raise InputError(
                f"{self.folder} is not the folder of an index but a file; name another with --index"
            ) from None
        except PermissionError as error:
            raise _closed(error) from error
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{self.folder / 'CURRENT'} cannot be read: {error}") from error
        if not _ID.fullmatch(name):
            raise IndexDamaged(f"{self.folder / 'CURRENT'} does not name a generation")
        return name

    def current_or_none(self) -> str | None:
        """As `current`, but None where there is none or CURRENT cannot be read or names none."""
        with suppress(IndexDamaged, IndexMissing):
            return self.current()
        return None

    def generations(self) -> list[str]:
        """Ids of the generations in the folder, newest first, whole or not; IndexStateError where they are closed."""
        try:
            names = [path.stem for path in self._generations.iterdir() if path.suffix == ".json"]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except PermissionError as error:  # `glob` would take what is closed for empty, and numbers would be given again
            raise _closed(error) from error
        return sorted((name for name in names if _ID.fullmatch(name)), key=_sequence, reverse=True)

    def manifest(self, name: str) -> Manifest:
        """The manifest of a generation; raises IndexDamaged, or IndexMismatch for another format version."""
        path = self._generations / f"{name}.json"
        try:
            data = path.read_bytes()
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read: {error.strerror}") from error
        if generation_id(_sequence(name), data) != name:
            raise IndexDamaged(f"{path} is not what was written (its checksum differs)")
        found = json.loads(data).get("format")
        if found != FORMAT:
            raise IndexMismatch(
                f"the index in {self.folder} has format {found}, this jawab reads format {FORMAT}; "
                f"move the folder away and make the index again with: {self.command}"
            )
        try:
            return Manifest.model_validate_json(data)
        except ValidationError as error:
            raise IndexDamaged(f"{path} does not describe a generation: {error}") from error

    def load(self, name: str) -> Snapshot:
        """One generation, every file of it checked; raises IndexDamaged or IndexMismatch."""
        manifest = self.manifest(name)
        segments = [self.segment(stored) for stored in manifest.segments]
        return Snapshot(name, manifest, segments, self.ledger(manifest.ledger))

    def newest(self) -> Snapshot:
        """The current generation or, with a warning, the newest whole one before it.

        Raises IndexMissing, IndexMismatch for another format, and IndexDamaged where no generation is whole.
        """
        while True:
            name: str | None = None
            try:
                name = self.current()
                return self.load(name)
            except IndexDamaged as damage:
                if name == self.current_or_none():
                    return self._newest_before(name, damage)
                # A writer has committed meanwhile; it may have collected the generation that was being read.

    def _newest_before(self, name: str | None, damage: IndexDamaged) -> Snapshot:
        for other in self.generations():
            if name is not None and _sequence(other) >= _sequence(name):
                continue
            with suppress(IndexDamaged, IndexMismatch):
                found = self.load(other)
                warning = (
                    f"the index is damaged: {damage}. Generation {other} is used instead; mend with: {self.command}"
                )
                return Snapshot(found.id, found.manifest, found.segments, found.ledger, warning)
        raise IndexDamaged(f"the index in {self.folder} is damaged: {damage}. Make it again with: {self.command}")

    def segment(self, stored: StoredSegment) -> Segment:
        """A segment, every file of it checked; raises IndexDamaged."""
        folder = self._segments / stored.id
        for name, checksum in stored.files.items():
            self._verifier.check(folder / name, checksum)
        return Segment(folder)

    def ledger(self, stored: StoredLedger) -> tuple[FileEntry, ...]:
        """The account of files; raises IndexDamaged."""
        path = self._ledgers / stored.name
        self._verifier.check(path, stored.checksum)
        try:
            return tuple(FileEntry.model_validate_json(line) for line in path.read_bytes().splitlines())
        except (OSError, ValidationError) as error:
            raise IndexDamaged(f"{path} cannot be read: {error}") from error

    def next_sequence(self) -> int:
        """A number that no generation in the folder has, whole or not."""
        return 1 + max(map(_sequence, self.generations()), default=0)

    def write_segment(self, sequence: int, content: Content) -> tuple[StoredSegment, Segment]:
        """Write a segment beside the others and read it back, checked."""
        name = f"{sequence:06d}"
        with self._writing():
            files = write_segment(self._segments / name, content, self._disk)
        stored = StoredSegment(id=name, files=files)
        return stored, self.segment(stored)

    def write_ledger(self, entries: Sequence[FileEntry]) -> StoredLedger:
        """Write the account of files; the same account is the same file."""
        data = "".join(entry.model_dump_json() + "\n" for entry in entries).encode()
        checksum = Checksum.of(data)
        name = f"{checksum.sha256[:16]}.jsonl"
        with self._writing():
            self._disk.make_folder(self._ledgers)
            self._disk.put(self._ledgers / name, data)
        return StoredLedger(name=name, checksum=checksum)

    def commit(self, manifest: Manifest) -> str:
        """Write the manifest, then make it the current generation in one step; its id."""
        data = manifest.encoded()
        name = generation_id(manifest.sequence, data)
        with self._writing():
            self._disk.make_folder(self._generations)
            self._disk.put(self._generations / f"{name}.json", data)
            self._disk.put(self.folder / "CURRENT", f"{name}\n".encode("ascii"))
        return name

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Raises IndexStateError where the disk is full or the folder may not be written."""
        try:
            yield
        except OSError as error:
            place = error.filename or self.folder
            raise IndexStateError(f"{place} cannot be written: {error.strerror}") from error

    def collect(self, whole_only: bool = False) -> None:
        """Remove what no kept generation needs, among it what stopped writers left behind.

        Kept are the current generation and the newest ones before it, or only the whole ones of these. While the
        current one cannot be read, nothing is removed.
        """
        try:
            current = self.current()
            self.manifest(current)
        except IndexStateError:
            return
        names = [name for name in self.generations() if _sequence(name) <= _sequence(current)][:KEPT_GENERATIONS]
        kept = {name: manifest for name in names if (manifest := self._usable(name, whole_only))}
        _keep(self._generations, {f"{name}.json" for name in kept})
        _keep(self._segments, {stored.id for manifest in kept.values() for stored in manifest.segments})
        _keep(self._ledgers, {manifest.ledger.name for manifest in kept.values()})

    def _usable(self, name: str, whole: bool) -> Manifest | None:
        """The manifest of a generation, if it can be read and, where that is asked for, all its files can."""
        with suppress(IndexDamaged, IndexMismatch):
            return self.load(name).manifest if whole else self.manifest(name)
        return None


def _closed(error: PermissionError) -> IndexStateError:
    return IndexStateError(f"{error.filename} may not be read: permission denied")


def _sequence(name: str) -> int:
    return int(name.partition("-")[0])


def _keep(folder: Path, names: set[str]) -> None:
    """Remove all else; what another process holds open where that prevents it stays for the next time."""
    for path in list(folder.glob("*")):
        if path.name not in names:
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
