"""What a command writes, against what it reads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from jawab.errors import InputError


def check_written(written: Mapping[str, Path | None], read: Sequence[tuple[str, Path | None]]) -> None:
    """Raise InputError where a file that is read would be written over, or two files would be written into one.

    `written` has the options that name what is written, `read` what the other files are called in the message.
    """
    taken = [(name, path) for name, path in read if path is not None]
    for option, target in written.items():
        if target is None:
            continue
        for name, path in taken:
            if _is_same(target, path):
                raise InputError(f"{option} {target} is the file of {name}; name another")
        taken.append((option, target))


def _is_same(one: Path, other: Path) -> bool:
    """Whether both name one file, which may be yet to be made."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)
