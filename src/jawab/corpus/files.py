"""Files and folders named by the user: found in a fixed order, skipped or refused with a reason."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jawab.corpus.unfit import Unfitness
from jawab.errors import ArticleError

SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl", ".pdf", ".docx")

_SKIPPED_NAMES = ("readme", "license")
_NOT_UTF8 = "its name is not UTF-8; rename it"
_LOOP = "this link leads back to a folder that holds it; remove the link"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: `root` is the named folder, or the parent of a file named itself."""

    root: Path
    path: Path

    @property
    def relative(self) -> str:
        """The path below the root, with forward slashes."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def suffix(self) -> str:
        """The extension that chooses the reader, in lower case."""
        return self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder left out on purpose (`README*`, `LICENSE*`, names that start with a dot, the index)."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file or record that cannot become an article, and why; `code` is the kind of `reason`."""

    path: str
    reason: str
    line: int | None = None
    code: Unfitness = "unreadable"

    @property
    def error(self) -> ArticleError:
        """The same complaint as an exception."""
        return ArticleError(self.path, self.reason, self.line)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file or record whose text another article has brought already: `of` is that article's id."""

    path: str
    article_id: str
    of: str


def scan(paths: Sequence[Path], index: Path | None = None) -> Iterator[SourceFile | Skipped | Rejection]:
    """Every file below `paths`: in the order named, within a folder by name, depth first. Reads no content.

    The folder `index` is left out: its files are no articles but what was made of them.
    """
    own = _identity(index) if index and index.exists() else None
    for path in paths:
        if _is_folder(path):
            yield from _walk(path, own)
        else:
            yield _sort_out(path, path.parent)


def shown(path: Path) -> str:
    """The path as it can be printed and stored: bytes of it that are not UTF-8 are escaped, as in `caf\\xe9.txt`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def file_digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal: the only thing that decides whether a file has changed."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def refusal(error: OSError) -> str:
    """A sentence for an operating-system error met on a file."""
    reasons = {
        errno.ENOENT: "no such file or folder",
        errno.ELOOP: "this link leads only to itself; remove it",
        errno.EACCES: "may not be read: permission denied",
        errno.EPERM: "may not be read: permission denied",
        errno.ENAMETOOLONG: "its name is too long",
    }
    return reasons.get(error.errno or 0, f"cannot be read: {error.strerror or error}")


def _walk(root: Path, own: tuple[int, int] | None) -> Iterator[SourceFile | Skipped | Rejection]:
    waiting: list[tuple[Path, frozenset[tuple[int, int]]]] = [(root, frozenset())]
    while waiting:
        path, above = waiting.pop()
        if path != root and path.name.startswith("."):
            yield Skipped(shown(path), "its name starts with a dot")
        elif shown(path) != str(path) or not _is_folder(path):
            yield _sort_out(path, root)
        else:
            try:
                folder = _identity(path)
                entries = sorted(path.iterdir(), key=lambda entry: entry.name, reverse=True)
            except OSError as error:
                yield Rejection(shown(path), refusal(error))
                continue
            if folder == own:
                yield Skipped(shown(path), "it is the index itself")
            elif folder in above:
                yield Rejection(shown(path), _LOOP)
            else:
                waiting.extend((entry, above | {folder}) for entry in entries)


def _is_folder(path: Path) -> bool:
    """Whether `path` is a folder; not, as `Path.is_dir` may, an error where that cannot be told."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _sort_out(path: Path, root: Path) -> SourceFile | Skipped | Rejection:
    """What becomes of one path that is not a folder to look into."""
    if path.name.startswith("."):
        return Skipped(shown(path), "its name starts with a dot")
    if path.name.lower().startswith(_SKIPPED_NAMES):
        return Skipped(shown(path), "README and LICENSE files are not articles")
    return _unfit(path) or SourceFile(root, path)


def _unfit(path: Path) -> Rejection | None:
    name = shown(path)
    if name != str(path):
        return Rejection(name, _NOT_UTF8)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno == errno.ENOENT and path.is_symlink():
            return Rejection(name, f"a broken link: {shown(path.readlink())} does not exist")
        return Rejection(name, refusal(error))
    if not stat.S_ISREG(mode):
        return Rejection(name, "a pipe, socket or device, not a file")
    if path.suffix.lower() not in SUFFIXES:
        kind = f"{path.suffix} files are" if path.suffix else "files without an extension are"
        return Rejection(name, f"{kind} not read; articles are {', '.join(SUFFIXES)}", code="file_kind")
    return None
