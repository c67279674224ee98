"""Every error jawab raises on purpose.

JawabError
├── InputError            bad usage or bad input: the caller can mend it (exit code 2, HTTP 4xx)
│   ├── ArticleError      one file or record that cannot become an article; names file and line
│   ├── GoldError         a gold set or predictions file that cannot be read; names file and place
│   └── QuestionError     an empty or over-long question, or a filter that means nothing
├── IndexStateError       an index that cannot be used; says which command mends it
│   ├── IndexMissing      there is no index in the folder
│   ├── IndexDamaged      a checksum or an invariant does not hold
│   ├── IndexMismatch     built by another format version or another embedder
│   └── IndexLocked       another process is writing
├── KeysUnreadable        the file of API keys is not one
├── JudgementsUnavailable the file of the judgements cannot be read or written
└── ModelError            weights that cannot be found or do not fit together
"""

from __future__ import annotations

from pathlib import Path


class JawabError(Exception):
    """The root: `str(error)` is a sentence that says what to do."""


class InputError(JawabError):
    """Bad usage or bad input."""


class ArticleError(InputError):
    """A file or record that cannot become an article."""

    def __init__(self, path: Path | str, reason: str, line: int | None = None) -> None:
        self.path = str(path)
        self.reason = reason
        self.line = line
        place = self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{place}: {reason}")

    def __reduce__(self) -> tuple[type[ArticleError], tuple[str, str, int | None]]:
        return type(self), (self.path, self.reason, self.line)


class GoldError(InputError):
    """A gold set or predictions file that cannot be read."""


class QuestionError(InputError):
    """A question or filter that cannot be answered as asked."""


class IndexStateError(JawabError):
    """An index that cannot be used."""


class IndexMissing(IndexStateError):
    """There is no index in the folder."""


class IndexDamaged(IndexStateError):
    """A checksum or an invariant does not hold."""


class IndexMismatch(IndexStateError):
    """The index was built by another format version or another embedder."""


class IndexLocked(IndexStateError):
    """Another process is writing this index."""


class KeysUnreadable(JawabError):
    """The file of API keys cannot be read, or is not one."""


class JudgementsUnavailable(JawabError):
    """The file of the judgements cannot be read or written."""


class ModelError(JawabError):
    """Weights that cannot be found or do not fit together."""
