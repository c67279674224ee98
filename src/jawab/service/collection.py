"""The collection that the service answers from: one whole generation at a time, followed by the next.

Whatever is written is written by one thread, in order. The models are used on the inference thread only, a few
passages at a time, so that questions go on; a generation is opened beside the current one, then takes its place.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from starlette.exceptions import HTTPException

from jawab.answering import Answerer
from jawab.embedding import Embedder, Vectors
from jawab.errors import IndexLocked, IndexMissing, JawabError
from jawab.index import Generation, IndexWriter, RefreshReport, current_generation, open_index
from jawab.settings import Settings
from jawab.types import Article

T = TypeVar("T")
Change = Callable[[Embedder], RefreshReport]

MOST_WAITING = 16
"""Writes that may wait for the one that runs; more are refused."""
PATIENCE = 10.0
"""Seconds that a write waits for another process to be done with the index."""

_PIECE = 4  # passages embedded before questions have their turn again
_RETRY_AFTER = {"Retry-After": "5"}
_log = logging.getLogger(__name__)


class Run(Protocol):
    """Runs a job on the thread that owns the models."""

    def __call__(self, job: Callable[[], T], /) -> Awaitable[T]:
        """What `job` returns or raises."""
        ...


class Lend(Protocol):
    """Has a job done on the thread that owns the models, while the calling thread waits."""

    def __call__(self, job: Callable[[], T], /) -> T:
        """What `job` returns or raises."""
        ...


class Lent:
    """The embedder as the writer's thread may use it: embedding is done where the models are.

    Tokenizing is not, once the tokenizer is loaded: questions do not need it, so that nobody else uses it meanwhile.
    """

    def __init__(self, embedder: Embedder, lend: Lend) -> None:
        self.identity = embedder.identity
        self.tokenize = embedder.tokenize
        self._embedder = embedder
        self._lend = lend
        self.dimension, self.max_tokens = lend(self._load)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """float32 [len(texts), dimension], unit rows."""
        return self._lend(partial(self._embedder.embed_questions, texts))

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """float32 [len(texts), dimension], unit rows; neighbours in length share a piece."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for first in range(0, len(order), _PIECE):
            rows = order[first : first + _PIECE]
            vectors[rows] = self._lend(partial(self._embedder.embed_passages, [texts[number] for number in rows]))
            if progress is not None:
                progress(first + len(rows))
        return vectors

    def _load(self) -> tuple[int, int]:
        self._embedder.tokenize("")
        return self._embedder.dimension, self._embedder.max_tokens


class LiveIndex:
    """An index folder that is written and opened again and again by one thread at a time."""

    def __init__(
        self, folder: Path, embedder: Embedder, answerer: Callable[[Generation], Answerer], settings: Settings
    ) -> None:
        self.folder = folder
        self.embedder = embedder
        self.settings = settings
        self._answerer = answerer
        self._opened: str | None = None
        self._told: str | None = ""  # of which generation a failure is logged; None: of the index itself

    def open(self) -> Answerer | None:
        """An answerer of the current generation, None where there is no index yet.

        Raises IndexDamaged or IndexMismatch.
        """
        current = current_generation(self.folder)
        try:
            answerer = self._answerer(open_index(self.folder, self.embedder.identity))
        except IndexMissing:
            return None
        self._opened = current
        return answerer

    def caught_up(self, answerer: Answerer | None) -> Answerer | None:
        """The answerer of a generation that is current and not open yet, else `answerer`.

        A generation that cannot be opened is told of once, and tried again the next time.
        """
        newer: str | None = None
        try:
            newer = current_generation(self.folder)
            current = answerer if newer == self._opened else self.open() or answerer
        except Exception:  # nobody waits for this: what is not logged is not known
            if newer != self._told:
                _log.exception("The new generation cannot be used; the one before goes on answering.")
            self._told = newer
            return answerer
        self._told = ""
        return current

    def followed(self) -> Callable[[], Answerer]:
        """Gives the answerer of the current generation, opened once, whoever commits it; for one thread at a time.

        Raises like `open`, and IndexMissing where there is no index. Later a generation that cannot be opened leaves
        the one before.
        """
        answerer = self.open()
        if answerer is None:
            raise IndexMissing(f"There is no index in {self.folder}: make one with `jawab index FOLDER`.")

        def current() -> Answerer:
            nonlocal answerer
            answerer = self.caught_up(answerer)
            assert answerer is not None
            return answerer

        return current

    def put(self, articles: Sequence[Article], embedder: Embedder) -> RefreshReport:
        """Add articles or replace those with the same ids; durable on return. Raises IndexLocked."""
        return IndexWriter(self.folder, embedder, self.settings).put(articles)

    def delete(self, article_ids: Sequence[str], embedder: Embedder) -> RefreshReport:
        """Remove articles; durable on return. Ids of no article are passed over. Raises IndexLocked."""
        try:
            return IndexWriter(self.folder, embedder, self.settings).delete(article_ids)
        except IndexMissing:
            return RefreshReport(None, committed=False)


class _Write:
    """A change that waits for its turn or is being made, until its caller gives it up."""

    def __init__(self, change: Change) -> None:
        self._change: Change | None = change

    def give_up(self) -> None:
        """Forget the change and the articles that it holds: an executor keeps even what was cancelled, for a while."""
        self._change = None

    def wanted(self) -> Change:
        """The change. Raises JawabError once it is given up."""
        if self._change is None:
            raise JawabError("Nobody waits for this change any more; nothing was changed.")
        return self._change


class Collection:
    """The current answerer, and the one way to change what it answers from.

    Without an `index` it stays as it is. `run` has a job done on the inference thread.
    """

    def __init__(self, answerer: Answerer | None, index: LiveIndex | None, run: Run) -> None:
        self._answerer = answerer
        self._index = index
        self._run = run
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jawab-writer")
        self._waiting = 0
        self._closing = False
        self._lent: Lent | None = None
        self._writing: _Write | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def answerer(self) -> Answerer | None:
        """The answerer of now, of one whole generation; None while there is no index. Read it once for each batch."""
        return self._answerer

    async def put(self, articles: Sequence[Article]) -> RefreshReport:
        """Add articles or replace those with the same ids: durable and searchable on return.

        Cancelled, as `delete` is too, it leaves the queue or stops before its next piece of embedding, and changes
        nothing; once nothing is left to embed it is committed all the same.
        """
        index = self._writable()
        return await self._write(lambda embedder: index.put(articles, embedder))

    async def delete(self, article_ids: Sequence[str]) -> RefreshReport:
        """Remove articles: durable and not found any more on return."""
        index = self._writable()
        return await self._write(lambda embedder: index.delete(article_ids, embedder))

    async def follow(self, seconds: float) -> None:
        """Without end: every so many seconds, take over what another process has committed."""
        while self._index is not None:
            await asyncio.sleep(seconds)
            await asyncio.get_running_loop().run_in_executor(self._thread, self._catch_up, self._index)

    async def close(self) -> None:
        """Finish the write that runs, unless it still embeds; drop those that wait."""
        self._closing = True
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)

    def _writable(self) -> LiveIndex:
        if self._index is None:
            raise IndexMissing("This service has no index folder that it could write to.")
        return self._index

    async def _write(self, change: Change) -> RefreshReport:
        if self._waiting > MOST_WAITING:
            raise HTTPException(503, "Too many changes wait to be written; try again soon.", _RETRY_AFTER)
        self._loop = asyncio.get_running_loop()
        self._waiting += 1
        write = _Write(change)
        try:
            return await self._loop.run_in_executor(self._thread, self._changed, write)
        except IndexLocked as error:
            raise HTTPException(503, f"{error}.", _RETRY_AFTER) from error
        finally:
            write.give_up()
            self._waiting -= 1

    def _changed(self, write: _Write) -> RefreshReport:
        index = self._writable()
        self._writing = write
        embedder = self._lent = self._lent or Lent(index.embedder, self._lend)
        report = _patiently(lambda: write.wanted()(embedder))
        if report.committed:
            self._answerer = index.open()
        else:
            self._catch_up(index)  # what the report is about may be another process's doing
        return report

    def _lend(self, job: Callable[[], T]) -> T:
        async def done() -> T:
            return await self._run(job)

        if self._closing:
            raise JawabError("The service is stopping; nothing was changed.")
        assert self._loop is not None and self._writing is not None  # models are lent to writes only
        self._writing.wanted()
        return asyncio.run_coroutine_threadsafe(done(), self._loop).result()

    def _catch_up(self, index: LiveIndex) -> None:
        self._answerer = index.caught_up(self._answerer)


def _patiently(write: Callable[[], RefreshReport]) -> RefreshReport:
    """Try until no other process writes, for a while."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except IndexLocked:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
