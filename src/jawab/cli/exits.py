"""The codes that commands exit with, and the end of one that was told to stop."""

from __future__ import annotations

from types import FrameType

FAILED, BAD_USAGE, INTERRUPTED = 1, 2, 130


def exit_cleanly(number: int, frame: FrameType | None) -> None:
    """uvicorn finishes what runs, then raises the signal again: a stop that was asked for is no failure."""
    raise SystemExit(0)
