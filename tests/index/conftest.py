"""A small collection in a temporary folder, and folders that are closed for a while."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.collection import ARABIC, FRENCH, Collection


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """Two articles in files, nothing indexed yet."""
    made = Collection(tmp_path)
    made.write("ar.txt", ARABIC)
    made.write("fr.txt", FRENCH)
    return made


@pytest.fixture
def closed() -> Iterator[Callable[[Path], Path]]:
    """Closes a folder until the test is over."""
    folders = []

    def close(folder: Path) -> Path:
        folders.append(folder)
        folder.chmod(0)
        if os.access(folder, os.R_OK):
            pytest.skip("nothing is closed to this user")
        return folder

    yield close
    for folder in reversed(folders):
        folder.chmod(0o700)
