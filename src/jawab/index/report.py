"""What a run of the writer did, and what became of everything it was given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from jawab.corpus.files import Duplicate, Rejection, Skipped
from jawab.index.admission import Admission
from jawab.index.manifest import FileEntry, Outcome
from jawab.types import Article

FateKind = Literal["added", "replaced", "unchanged", "duplicate", "rejected"]


@dataclass(frozen=True)
class Fate:
    """What became of one single article; `reason` says why, where it is a duplicate or rejected."""

    article: Article
    kind: FateKind
    reason: str | None = None

    @classmethod
    def of(cls, article: Article, outcome: Outcome, taken: FateKind) -> Fate:
        """The fate that `outcome` decides; `taken` is that of an article that is in the index now."""
        if outcome.kind == "indexed":
            return cls(article, taken)
        if outcome.kind == "duplicate":
            return cls(article, "duplicate", f"it has the same text as article {outcome.other}")
        return cls(article, "rejected", outcome.reason)


@dataclass(frozen=True)
class RefreshReport:
    """Counts of the articles in the roots, or among the single articles, that the writer was given.

    `duplicates`, `rejected` and `skipped` name what is not in the index and why, new or not; a duplicate is `of` the
    id of an article. `withdrawn` counts articles deleted or replaced by hand whose file has not changed since;
    `embedded` counts passages. `fates` tells of single articles, in the order given. `committed` says whether there is
    a new generation; `generation` is the id of the current one, None where there is none yet.
    """

    generation: str | None
    committed: bool
    indexed: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    withdrawn: int = 0
    embedded: int = 0
    duplicates: tuple[Duplicate, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    fates: tuple[Fate, ...] = ()
    warning: str | None = None


@dataclass(frozen=True)
class Committed:
    """The generation that is current after a run, whether it is a new one, and the passages embedded for it."""

    generation: str | None
    new: bool = False
    embedded: int = 0


@dataclass
class Account:
    """Adds up outcomes; with `strict` the first rejection is raised as ArticleError."""

    strict: bool = False
    present: set[str] = field(default_factory=set)
    withdrawn: int = 0
    duplicates: list[Duplicate] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)

    def add(self, entry: FileEntry) -> None:
        """Note all outcomes of a file."""
        for outcome in entry.outcomes:
            self.note(entry.full_path, outcome)

    def note(self, path: str, outcome: Outcome) -> None:
        """Note what became of one article from `path`."""
        match outcome.kind:
            case "indexed":
                self.present.add(outcome.article or path)
            case "withdrawn":
                self.withdrawn += 1
            case "duplicate":
                self.duplicates.append(Duplicate(path, outcome.article or path, outcome.other or path))
            case "rejected":
                self._reject(Rejection(path, outcome.reason or "unknown", outcome.line))

    def note_single(self, fate: Fate, outcome: Outcome) -> None:
        """Note what became of a single article."""
        self.note(fate.article.id, outcome)
        self.fates.append(fate)

    def _reject(self, rejection: Rejection) -> None:
        if self.strict:
            raise rejection.error
        self.rejected.append(rejection)

    def report(
        self, done: Committed, admission: Admission, skipped: tuple[Skipped, ...] = (), warning: str | None = None
    ) -> RefreshReport:
        """The report, once all is done."""
        return RefreshReport(
            generation=done.generation,
            committed=done.new,
            indexed=len(admission.coming) - admission.changed,
            changed=admission.changed,
            unchanged=len(self.present - admission.coming.keys()),
            removed=len(admission.leaving - admission.coming.keys()),
            withdrawn=self.withdrawn,
            embedded=done.embedded,
            duplicates=tuple(self.duplicates),
            rejected=tuple(self.rejected),
            skipped=skipped,
            fates=tuple(self.fates),
            warning=warning,
        )
