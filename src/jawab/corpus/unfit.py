"""The complaint of a reader that does not know which file it reads."""

from __future__ import annotations

from typing import Literal

Unfitness = Literal["empty", "too_large", "language", "file_kind", "name", "field", "locked", "scan", "unreadable"]
"""The kind of a complaint: stable, for those who say it in another language."""


class UnfitError(ValueError):
    """This content cannot become an article: why, the line (from 1) where it shows, and the kind of complaint."""

    def __init__(self, reason: str, line: int | None = None, code: Unfitness = "unreadable") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.code = code
