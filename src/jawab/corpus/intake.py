"""An account of every file of a run: indexed, duplicate, rejected or skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jawab.corpus.files import Rejection, Skipped, SourceFile, scan
from jawab.corpus.reading import read
from jawab.types import Article


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file (or record) whose text another one has brought already."""

    path: str
    article_id: str
    of: str


@dataclass
class Intake:
    """Scans and reads, keeps only articles that are new to this run, and remembers what became of the others.

    With `strict` the first rejection is raised as an `ArticleError`; nothing is left half done, for nothing is written.
    """

    max_bytes: int
    strict: bool = False
    rejected: list[Rejection] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    _path_of_id: dict[str, str] = field(default_factory=dict)
    _path_of_revision: dict[str, str] = field(default_factory=dict)

    def files(self, paths: Sequence[Path]) -> Iterator[SourceFile]:
        """The files to read below `paths`; what is skipped or rejected on the way is noted."""
        for found in scan(paths):
            if isinstance(found, SourceFile):
                yield found
            elif isinstance(found, Skipped):
                self.skipped.append(found)
            else:
                self._reject(found)

    def articles(self, file: SourceFile) -> list[Article]:
        """The articles of `file` that no earlier file has brought."""
        path = str(file.path)
        kept = []
        for found in read(file, self.max_bytes):
            if isinstance(found, Rejection):
                self._reject(found)
            elif self.admit(found.id, found.revision, path):
                kept.append(found)
        return kept

    def admit(self, article_id: str, revision: str, path: str) -> bool:
        """Whether an article is new; if not, it is noted as a duplicate, or rejected when only its id is another's.

        Call it too for articles that are kept from an earlier run without being read again.
        """
        same_text, same_id = self._path_of_revision.get(revision), self._path_of_id.get(article_id)
        if same_text is not None:
            self.duplicates.append(Duplicate(path, article_id, same_text))
        elif same_id is not None:
            self._reject(Rejection(path, f"its id “{article_id}” is taken by {same_id}; give it another"))
        else:
            self._path_of_id[article_id] = self._path_of_revision[revision] = path
            return True
        return False

    def _reject(self, rejection: Rejection) -> None:
        if self.strict:
            raise rejection.error
        self.rejected.append(rejection)
