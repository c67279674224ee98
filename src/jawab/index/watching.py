"""Watching files and folders: when an index of them may be out of date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfiles import Change

_QUIET = 300  # milliseconds without a further change before a change is told
_LONGEST = 1500  # milliseconds that a change is held back at most
_PAUSE = 1000  # milliseconds between two looks while nothing changes


def changes(roots: Sequence[Path], index: Path) -> Iterator[bool]:
    """Without end, about once a second: whether something below `roots` may have changed since the last time.

    What the index itself writes does not count. A root that is replaced by another, or comes back, is watched again.
    """
    own = index.resolve()
    while True:
        before, changed = _looks(roots), True  # what changed while nobody watched is not known
        for seen in _watched(roots, own):
            now = _looks(roots)
            yield changed or bool(seen) or now != before
            if now != before:
                break
            changed = False


def _watched(roots: Sequence[Path], own: Path) -> Iterator[object]:
    from watchfiles import watch

    def counts(change: Change, path: str) -> bool:
        return not Path(path).is_relative_to(own)

    return watch(
        *(root.resolve() for root in roots if root.is_dir()),
        watch_filter=counts,
        debounce=_LONGEST,
        step=_QUIET,
        rust_timeout=_PAUSE,
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
