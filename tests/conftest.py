"""What speeds the whole suite up: no threads that wait for each other, no look for garbage while collecting."""

from __future__ import annotations

import gc
import os

import pytest

from public import NAME

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # several test side by side; torch and faiss read it when imported

gc.disable()  # modules are made of a million objects that stay


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the public sets where no folder is named."""
    if not NAME:
        skipped = pytest.mark.skip(reason="JAWAB_TEST_DATA names no folder of public sets and articles")
        for item in items:
            if item.get_closest_marker("data"):
                item.add_marker(skipped)


def pytest_collection_finish() -> None:
    """Let the garbage collector begin, and leave out what has been imported."""
    gc.freeze()
    gc.enable()
