"""The complaint of a reader that does not know which file it reads."""

from __future__ import annotations

from typing import Literal

Unfitness = Literal["empty", "too_large", "language", "file_kind", "name", "field", "locked", "scan", "unreadable"]
"""The kind of a complaint: stable, for those who say it in another language."""


class UnfitError(ValueError):
    """This content cannot become an article: why, the line (from 1) where it shows, and the kind of complaint.

    The reason can always be written as UTF-8: half of a surrogate pair in what it quotes is escaped, as in `\\ud800`.
    """

    def __init__(self, reason: str, line: int | None = None, code: Unfitness = "unreadable") -> None:
        self.reason = reason.encode("utf-8", "backslashreplace").decode("utf-8")
        super().__init__(self.reason)
        self.line = line
        self.code = code
