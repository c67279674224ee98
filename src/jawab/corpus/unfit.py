"""The complaint of a reader that does not know which file it reads."""

from __future__ import annotations


class UnfitError(ValueError):
    """This content cannot become an article: why, and the line (from 1) where it shows."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
