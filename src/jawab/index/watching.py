"""Watching files and folders, and bringing an index of them up to date after every change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jawab.errors import ArticleError, IndexLocked
from jawab.index.report import RefreshReport
from jawab.index.writer import refresh
from jawab.settings import Settings

if TYPE_CHECKING:
    from watchfiles import Change

    from jawab.embedding import Embedder

_QUIET = 300  # milliseconds without a further change before a change is told
_LONGEST = 1500  # milliseconds that a change is held back at most


def watch(
    folder: Path,
    roots: Sequence[Path],
    embedder: Embedder,
    settings: Settings,
    *,
    strict: bool = False,
    pause: int = 1000,
) -> Iterator[RefreshReport | ArticleError]:
    """Without end: refresh the index in `folder` after every change below `roots`.

    Gives the report of each new generation, or what `strict` made of it. While another process writes, it waits.
    """
    waiting = False
    for changed in changes(roots, folder, pause):
        if changed or waiting:
            waiting = False
            try:
                report = refresh(folder, roots, embedder, settings, strict=strict)
            except IndexLocked:
                waiting = True
            except ArticleError as error:
                yield error
            else:
                if report.committed:
                    yield report


def changes(roots: Sequence[Path], index: Path, pause: int = 1000) -> Iterator[bool]:
    """Without end, every `pause` milliseconds: whether something below `roots` may have changed since the last time.

    What the index itself writes does not count. A root that is replaced by another, or comes back, is watched again.
    """
    own = index.resolve()
    while True:
        before, changed = _looks(roots), True  # what changed while nobody watched is not known
        for seen in _watched(roots, own, pause):
            now = _looks(roots)
            yield changed or bool(seen) or now != before
            if now != before:
                break
            changed = False


def _watched(roots: Sequence[Path], own: Path, pause: int) -> Iterator[object]:
    from watchfiles import watch as watch_files

    def counts(change: Change, path: str) -> bool:
        return not Path(path).is_relative_to(own)

    return watch_files(
        *(root.resolve() for root in roots if root.is_dir()),
        watch_filter=counts,
        debounce=_LONGEST,
        step=_QUIET,
        rust_timeout=pause,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )


def _looks(roots: Sequence[Path]) -> list[tuple[int, int] | None]:
    """What tells that a root is another one now or, where it is a file, that it was written."""
    return [_look(root) for root in roots]


def _look(root: Path) -> tuple[int, int] | None:
    try:
        stat = root.stat()
    except OSError:
        return None
    return stat.st_ino, 0 if root.is_dir() else stat.st_mtime_ns
