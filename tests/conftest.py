"""What speeds the whole suite up: no threads that wait for each other, no look for garbage while collecting."""

from __future__ import annotations

import gc
import os

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # several test side by side; torch and faiss read it when imported

gc.disable()  # modules are made of a million objects that stay


def pytest_collection_finish() -> None:
    """Let the garbage collector begin, and leave out what has been imported."""
    gc.freeze()
    gc.enable()
