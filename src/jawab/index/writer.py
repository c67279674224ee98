"""Bringing an index up to date: with files and folders, or with single articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jawab.corpus.files import Rejection
from jawab.corpus.reading import read
from jawab.errors import IndexDamaged, IndexMissing
from jawab.index.admission import API, Admission
from jawab.index.disk import Disk
from jawab.index.manifest import FileEntry, Outcome, Recipe
from jawab.index.preparing import Prepared, Progress, known_vectors, prepare
from jawab.index.report import Account, Committed, Fate, RefreshReport
from jawab.index.store import Snapshot, Store
from jawab.index.survey import Found, located, survey
from jawab.index.update import Change, apply
from jawab.lexical import TERMS
from jawab.passages import PASSAGES
from jawab.settings import Settings
from jawab.types import Article

if TYPE_CHECKING:
    from jawab.embedding import Embedder


def refresh(
    folder: Path,
    roots: Sequence[Path],
    embedder: Embedder,
    settings: Settings,
    *,
    strict: bool = False,
    progress: Progress | None = None,
) -> RefreshReport:
    """Bring the index in `folder` up to date with the files and folders named; see `IndexWriter.refresh`."""
    return IndexWriter(folder, embedder, settings, progress=progress).refresh(roots, strict=strict)


class IndexWriter:
    """Writes the generations of one index: each call commits one, or none where nothing changed.

    All methods raise IndexLocked while another process or thread is writing, and IndexMismatch for an index of another
    format. Of an `embedder` nothing but its identity is asked where nothing has to be embedded.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        settings: Settings,
        *,
        progress: Progress | None = None,
        disk: Disk | None = None,
    ) -> None:
        self._store = Store(folder, disk)
        self._embedder = embedder
        self._settings = settings
        self._progress = progress or _silent

    def refresh(self, roots: Sequence[Path], *, strict: bool = False) -> RefreshReport:
        """Index the files below `roots` that are new or changed, and drop the articles of those that are gone.

        Other roots, articles that came by `put`, and those in a folder that cannot be looked into now stay as they are.
        A damaged index is mended: the newest whole generation is brought up to date; where there is none, it is made
        anew from these roots; `warning` says so. With `strict` the first rejection is raised as ArticleError and
        nothing is written. A root that cannot be reached, or that does not exist and never did, is an ArticleError.
        """
        if not self._store.folder.exists():
            located(roots)  # what is refused leaves no folder behind
        with self._store.lock():
            base, warning = self._base()
            found = survey(roots, base.ledger if base else (), self._store.folder)
            found.reconsider(set(base.articles) if base else set())
            admission = Admission(base, found.released())
            account = Account(strict)
            entries = [*found.refused, *found.kept, *(file.entry(file.known) for file in found.unchanged)]
            for entry in entries:
                account.add(entry)
            entries += self._read(found.unread, admission, account)
            ledger = sorted((*entries, *found.elsewhere), key=lambda entry: (entry.root, entry.path))
            done = self._commit(base, admission, ledger, mending=warning is not None)
            return account.report(done, admission, tuple(found.skipped), warning)

    def put(self, articles: Iterable[Article]) -> RefreshReport:
        """Add single articles, which stay until they are deleted; one with a known id takes the other's place.

        Of several with one id the first is kept. Raises IndexDamaged where there is an index and it is not whole.
        """
        with self._store.lock():
            base = self._whole_base()
            admission = Admission(base)
            account = Account()
            given = list(articles)
            for article, outcome in zip(given, admission.replace(given, API), strict=True):
                account.note_single(Fate.of(article, outcome, admission.fate(article.id)), outcome)
            if base is None and not admission.coming:
                return account.report(Committed(None), admission)
            return account.report(self._commit_by_hand(base, admission), admission)

    def delete(self, article_ids: Iterable[str]) -> RefreshReport:
        """Remove articles, wherever they came from; ids that are not in the index are passed over.

        Raises IndexMissing, and IndexDamaged where the index is not whole.
        """
        with self._store.lock():
            base = self._whole_base()
            if base is None:
                raise IndexMissing(f"there is no index in {self._store.folder}; make one with: {self._store.command}")
            admission = Admission(base)
            for article_id in article_ids:
                admission.release(article_id)
            return Account().report(self._commit_by_hand(base, admission), admission)

    def _base(self) -> tuple[Snapshot | None, str | None]:
        """The generation to start from, and what was damaged."""
        self._store.collect()
        try:
            snapshot = self._store.newest()
        except IndexMissing:
            return None, None
        except IndexDamaged as damage:
            return None, f"{damage}. It was made anew from the files named; articles added by hand must be added again."
        return snapshot, snapshot.warning

    def _whole_base(self) -> Snapshot | None:
        base, warning = self._base()
        if warning:
            raise IndexDamaged(f"the index in {self._store.folder} is damaged; mend it with: {self._store.command}")
        return base

    def _read(self, unread: Sequence[Found], admission: Admission, account: Account) -> Iterator[FileEntry]:
        # Those whose articles are in the index come first: they keep their ids, whichever root is named first.
        known_first = sorted(unread, key=lambda file: not (file.before and file.before.indexed))
        for number, file in enumerate(known_first, start=1):
            entry = file.entry(self._outcomes(file, admission))
            account.add(entry)
            self._progress("reading", number, len(unread))
            yield entry

    def _outcomes(self, file: Found, admission: Admission) -> Iterator[Outcome]:
        withdrawn, root = file.withdrawn, str(file.source.root)
        named = partial(admission.name, root=root, before=file.ids)
        for found in read(file.source, self._settings.max_article, named):
            if isinstance(found, Rejection):
                yield Outcome(kind="rejected", line=found.line, reason=found.reason)
            elif found.id in withdrawn:
                yield Outcome(kind="withdrawn", article=found.id)
            else:
                yield admission.take(found, root)

    def _commit_by_hand(self, base: Snapshot | None, admission: Admission) -> Committed:
        """Commit without a look at files; the accounts of those that an article was taken out of say so."""
        ledger = [entry.without(admission.leaving) for entry in base.ledger] if base else []
        return self._commit(base, admission, ledger)

    def _commit(
        self, base: Snapshot | None, admission: Admission, ledger: Sequence[FileEntry], mending: bool = False
    ) -> Committed:
        change = Change(admission.leaving, list(admission.coming.values()), tuple(ledger))
        recipe = self._recipe(base, bool(admission.coming))
        if base and not mending and recipe == base.manifest.recipe and change == Change(ledger=base.ledger):
            return Committed(base.id)

        def prepared(articles: Sequence[tuple[Article, str]]) -> Prepared:
            same = base is not None and base.manifest.recipe.embedder == recipe.embedder
            known = known_vectors(base.segments) if base is not None and same else {}
            return prepare(articles, self._embedder, recipe, known, self._progress)

        name, embedded = apply(self._store, base, change, recipe, prepared)
        self._store.collect(whole_only=mending)
        return Committed(name, True, embedded)

    def _recipe(self, base: Snapshot | None, growing: bool) -> Recipe:
        """How articles are prepared now."""
        return Recipe(
            embedder=self._embedder.identity,
            dimension=self._dimension(base, growing),
            passage_tokens=self._settings.passage_tokens,
            passage_overlap=self._settings.passage_overlap,
            passages=PASSAGES,
            terms=TERMS,
        )

    def _dimension(self, base: Snapshot | None, growing: bool) -> int:
        """The embedder's, which has to be loaded to tell, unless it is known; 0 as long as there are no articles."""
        before = base.manifest.recipe if base else None
        if before and before.dimension and before.embedder == self._embedder.identity:
            return before.dimension
        return self._embedder.dimension if growing or (base and base.articles) else 0


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
