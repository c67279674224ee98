"""The files of the roots against the account of them: which are as they were, which must be read, which are gone."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from jawab.corpus.files import Rejection, Skipped, SourceFile, file_digest, refusal, scan, shown
from jawab.errors import ArticleError
from jawab.index.manifest import FileEntry, Outcome, Stamp
from jawab.version import __version__


@dataclass(frozen=True)
class Found:
    """A file that is there, as it is now; `before` is its account from when it was last read, if it ever was."""

    source: SourceFile
    stamp: Stamp
    sha256: str
    before: FileEntry | None
    unchanged: bool

    @property
    def known(self) -> tuple[Outcome, ...]:
        """What came of it when it was last read."""
        return self.before.outcomes if self.before else ()

    @property
    def kept_out_by(self) -> set[str]:
        """Ids of the articles that kept articles of it out of the index."""
        return {outcome.other for outcome in self.known if outcome.other}

    @property
    def withdrawn(self) -> set[str | None]:
        """Ids of the articles that were taken out of the index by hand and are still the same."""
        same = self.before is not None and self.before.sha256 == self.sha256
        return {outcome.article for outcome in self.known if same and outcome.kind == "withdrawn"}

    @property
    def ids(self) -> set[str]:
        """Ids that its articles had in the index, those that were taken out by hand too."""
        had = (outcome.article for outcome in self.known if outcome.kind in ("indexed", "withdrawn"))
        return {article for article in had if article}

    def entry(self, outcomes: Iterable[Outcome]) -> FileEntry:
        """Its account, now that it is known what comes of it."""
        return FileEntry(
            root=str(self.source.root),
            path=self.source.relative,
            stamp=self.stamp,
            sha256=self.sha256,
            version=__version__,
            outcomes=tuple(outcomes),
        )


@dataclass
class Survey:
    """All files of the named roots, in the order they were found, and the accounts of other roots' files.

    `kept` are the accounts of files in folders that cannot be looked into now: nobody knows that they are gone.
    """

    unchanged: list[Found] = field(default_factory=list)
    unread: list[Found] = field(default_factory=list)
    refused: list[FileEntry] = field(default_factory=list)
    kept: list[FileEntry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    gone: list[FileEntry] = field(default_factory=list)
    elsewhere: list[FileEntry] = field(default_factory=list)

    def released(self) -> set[str]:
        """Ids of the articles that came from files that are gone, refused now, or must be read again."""
        before = [found.before for found in self.unread if found.before]
        return {name for entry in (*before, *self.gone) for name in entry.indexed}

    def reconsider(self, present: Set[str]) -> None:
        """Have files read again whose articles were kept out by another that is not sure to stay `present`."""
        while True:
            staying = present - self.released()
            freed = [found for found in self.unchanged if not found.kept_out_by <= staying]
            if not freed:
                return
            self.unchanged = [found for found in self.unchanged if found.kept_out_by <= staying]
            self.unread += freed


def survey(roots: Sequence[Path], ledger: Sequence[FileEntry], index: Path) -> Survey:
    """Look at every file of the roots; one is hashed only where its stamp is not the one in its account.

    The files of the `index` folder are not among them. A file that another version of jawab has read does not count as
    unchanged. A root that does not exist has lost its files; ArticleError where it never had any, or where nobody can
    tell whether it exists.
    """
    result = Survey()
    known = {(entry.root, entry.path): entry for entry in ledger}
    named = located(roots, ledger)
    seen: set[tuple[str, str]] = set()
    for root in named:
        for folder, item in _items(root, ledger, index):
            if isinstance(item, Skipped):
                result.skipped.append(item)
                continue
            key = shown(folder), Path(item.path).relative_to(shown(folder)).as_posix()
            if key not in seen:
                seen.add(key)
                _sort_in(result, _look(item, key, known.get(key)))
    seen -= {(entry.root, entry.path) for entry in result.refused}
    for key, entry in known.items():
        if not any(_within(entry, root) for root in named):
            result.elsewhere.append(entry)
        elif key not in seen:
            result.gone.append(entry)
    _keep_unseen(result)
    return result


def located(roots: Sequence[Path], ledger: Sequence[FileEntry] = ()) -> list[Path]:
    """Where the roots are, each once; ArticleError for one that cannot be reached, or does not exist and never did.

    Links are followed, but for a file named itself: what it is, it is by the name that it was given.
    """
    return list(dict.fromkeys(_located(root, ledger) for root in roots))


def _located(root: Path, ledger: Sequence[FileEntry]) -> Path:
    try:
        is_folder = stat.S_ISDIR(root.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return _lost(root, ledger)
    except OSError as error:
        raise ArticleError(shown(root), refusal(error)) from error
    return root.resolve() if is_folder else root.parent.resolve() / root.name


def _lost(root: Path, ledger: Sequence[FileEntry]) -> Path:
    """Where a root was that does not exist any more."""
    for place in (root.parent.resolve() / root.name, root.resolve()):
        if any(_within(entry, place) for entry in ledger):
            return place
    raise ArticleError(shown(root), "no such file or folder")


def _keep_unseen(result: Survey) -> None:
    """What lies where nobody can look is not gone for that; the account of what was refused says that it is kept."""
    refused = {entry.full_path for entry in result.refused}
    closed: dict[str, tuple[Outcome, ...]] = {}
    gone, result.gone = result.gone, []
    for entry in gone:
        above = refused.intersection(map(str, Path(entry.full_path).parents))
        if entry.full_path in refused and _exists(entry) is None:
            closed[entry.full_path] = tuple(outcome for outcome in entry.outcomes if outcome.kind == "indexed")
        elif above and _exists(entry) is not False:
            closed |= dict.fromkeys(above, ())
            result.kept.append(entry)
        else:
            result.gone.append(entry)
    result.refused = [
        _keeping(entry, closed[entry.full_path]) if entry.full_path in closed else entry for entry in result.refused
    ]


def _exists(entry: FileEntry) -> bool | None:
    """Whether its file exists; None where the system does not tell."""
    try:
        Path(entry.full_path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return None
    return True


def _keeping(refused: FileEntry, kept: tuple[Outcome, ...]) -> FileEntry:
    (outcome,) = refused.outcomes
    told = outcome.model_copy(update={"reason": f"{outcome.reason}; what was indexed from it is kept"})
    return refused.model_copy(update={"outcomes": (told, *kept)})


def _items(
    root: Path, ledger: Sequence[FileEntry], index: Path
) -> Iterator[tuple[Path, SourceFile | Skipped | Rejection]]:
    """What is there, with the folder it is accounted for under: what lies in a known root keeps that root."""
    if not root.exists():
        return
    inside = {Path(entry.root) for entry in ledger if _within(entry, root)}
    known = sorted(folder for folder in inside if Path(shown(root)).is_relative_to(folder))
    for folder in known or [root if root.is_dir() else root.parent]:
        for item in scan([root], index):
            yield folder, replace(item, root=folder) if isinstance(item, SourceFile) else item


def _within(entry: FileEntry, root: Path) -> bool:
    """Whether the file lies under this root, or is it."""
    return Path(entry.full_path).is_relative_to(shown(root))


def _look(item: SourceFile | Rejection, key: tuple[str, str], before: FileEntry | None) -> Found | FileEntry:
    if isinstance(item, Rejection):
        return _refused(key, item.reason)
    try:
        stamp = Stamp.of(item.path)
        if before and before.sha256 and before.stamp == stamp and before.version == __version__:
            return Found(item, stamp, before.sha256, before, unchanged=True)
        sha256 = file_digest(item.path)
    except OSError as error:
        return _refused(key, refusal(error))
    unchanged = before is not None and before.sha256 == sha256 and before.version == __version__
    return Found(item, stamp, sha256, before, unchanged)


def _refused(key: tuple[str, str], reason: str) -> FileEntry:
    outcome = Outcome(kind="rejected", reason=reason)
    return FileEntry(root=key[0], path=key[1], stamp=None, sha256=None, version=__version__, outcomes=(outcome,))


def _sort_in(result: Survey, looked: Found | FileEntry) -> None:
    if isinstance(looked, FileEntry):
        result.refused.append(looked)
    elif looked.unchanged:
        result.unchanged.append(looked)
    else:
        result.unread.append(looked)
