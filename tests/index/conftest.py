"""A small collection in a temporary folder."""

from __future__ import annotations

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
