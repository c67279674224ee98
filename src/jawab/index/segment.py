"""A segment: some articles with their passages, vectors and term counts, in files that are written once."""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save
from scipy.sparse import csr_array

from jawab.errors import IndexDamaged
from jawab.index.disk import Checksum, Disk
from jawab.lexical import TermCounts, stack
from jawab.types import Article, ArticleInfo

KEY_BYTES = hashlib.sha256().digest_size

_TEXTS = "texts.utf8"
_ARTICLES = "articles.jsonl"
_TERMS = "terms.json"
_ARRAYS = "arrays.safetensors"


class Record(BaseModel):
    """An article without its text, which stands at bytes `start:end` of the segment's texts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: str
    title: str | None
    language: str
    source: str | None
    url: str | None
    published: date | None
    lines_removed: int
    controls_removed: int
    origin: str
    start: int
    end: int

    @classmethod
    def of(cls, article: Article, origin: str, start: int, end: int) -> Record:
        """The record of an article whose text is stored at bytes `start:end`."""
        return cls(
            id=article.id,
            revision=article.revision,
            title=article.title,
            language=article.language,
            source=article.source,
            url=article.url,
            published=article.published,
            lines_removed=article.lines_removed,
            controls_removed=article.controls_removed,
            origin=origin,
            start=start,
            end=end,
        )

    @property
    def info(self) -> ArticleInfo:
        """What a reader is told about the article."""
        return ArticleInfo(self.id, self.revision, self.title, self.language, self.source, self.url, self.published)

    def article(self, text: str) -> Article:
        """The article, given its text."""
        return Article(
            id=self.id,
            text=text,
            language=self.language,
            title=self.title,
            source=self.source,
            url=self.url,
            published=self.published,
            lines_removed=self.lines_removed,
            controls_removed=self.controls_removed,
        )


@dataclass(frozen=True)
class Content:
    """What a segment holds, in memory.

    `passages`: int32 [n, 3], the article's number, start and end in code points; ordered by article, then start.
    `keys`: uint8 [n, 32], SHA-256 of what was embedded. `vectors`: float32 [n, d], unit rows. `counts`: n rows.
    """

    articles: Sequence[Article]
    origins: Sequence[str]
    passages: npt.NDArray[np.int32]
    keys: npt.NDArray[np.uint8]
    vectors: npt.NDArray[np.float32]
    counts: TermCounts


def join(contents: Sequence[Content]) -> Content:
    """One content that holds the articles of all."""
    firsts = np.cumsum([0, *(len(content.articles) for content in contents)])
    shifted = [
        content.passages + np.array([first, 0, 0], dtype=np.int32)
        for content, first in zip(contents, firsts, strict=False)
    ]
    return Content(
        articles=[article for content in contents for article in content.articles],
        origins=[origin for content in contents for origin in content.origins],
        passages=np.concatenate(shifted),
        keys=np.concatenate([content.keys for content in contents]),
        vectors=np.concatenate([content.vectors for content in contents]),
        counts=stack([content.counts for content in contents]),
    )


def write_segment(folder: Path, content: Content, disk: Disk) -> dict[str, Checksum]:
    """Write a new segment folder durably; the checksum of each file by name."""
    texts = [article.text.encode("utf-8") for article in content.articles]
    ends = np.cumsum([0, *(len(text) for text in texts)]).tolist()
    records = [
        Record.of(article, origin, start, end)
        for article, origin, start, end in zip(content.articles, content.origins, ends, ends[1:], strict=False)
    ]
    blobs = {
        _TEXTS: b"".join(texts),
        _ARTICLES: "".join(record.model_dump_json() + "\n" for record in records).encode(),
        _TERMS: json.dumps(content.counts.vocabulary, ensure_ascii=False).encode(),
        _ARRAYS: save(_arrays(content)),
    }
    disk.make_folder(folder)
    checksums = {name: disk.write(folder / name, blob) for name, blob in blobs.items()}
    disk.sync_folder(folder)
    return checksums


def _arrays(content: Content) -> dict[str, npt.NDArray[np.generic]]:
    counts = content.counts.counts
    arrays = {
        "passages": content.passages,
        "keys": content.keys,
        "vectors": content.vectors,
        "counts": counts.data,
        "count_terms": counts.indices,
        "count_starts": counts.indptr,
    }
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


class Segment:
    """A segment opened for reading; its files may be removed meanwhile.

    Texts, keys, vectors and counts are read from the disk each time they are asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.id = folder.name
        try:
            lines = (folder / _ARTICLES).read_bytes().splitlines()
            self.records = [Record.model_validate_json(line) for line in lines]
            self._vocabulary: list[str] = json.loads((folder / _TERMS).read_bytes())
            self._arrays: Any = safe_open(folder / _ARRAYS, framework="numpy")
            self.passages: npt.NDArray[np.int32] = self._array("passages")
            with (folder / _TEXTS).open("rb") as file:
                self._texts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError, SafetensorError) as error:
            raise IndexDamaged(f"{folder} cannot be read: {error}") from error

    @property
    def keys(self) -> npt.NDArray[np.uint8]:
        """SHA-256 of what was embedded for each passage, [n, 32]."""
        return self._array("keys")

    @property
    def vectors(self) -> npt.NDArray[np.float32]:
        """The vectors of all its passages, [n, d]."""
        return self._array("vectors")

    @property
    def counts(self) -> TermCounts:
        """The term counts of all its passages."""
        parts = tuple(self._array(name) for name in ("counts", "count_terms", "count_starts"))
        return TermCounts(self._vocabulary, csr_array(parts, shape=(len(self.passages), len(self._vocabulary))))

    def _array(self, name: str) -> npt.NDArray[Any]:
        array: npt.NDArray[Any] = self._arrays.get_tensor(name)
        return array

    def text(self, number: int) -> str:
        """The text of one of its articles."""
        record = self.records[number]
        return self._texts[record.start : record.end].decode("utf-8")

    def article(self, number: int) -> Article:
        """One of its articles, whole."""
        return self.records[number].article(self.text(number))

    def without(self, deleted: Set[str]) -> npt.NDArray[np.bool_]:
        """All its articles but those with the ids given: bool, one an article."""
        return np.array([record.id not in deleted for record in self.records], dtype=np.bool_)

    def rows_of(self, articles: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
        """The passages of the articles marked in `articles` (bool, one an article), in order."""
        return np.flatnonzero(articles[self.passages[:, 0]])

    def content(self, articles: npt.NDArray[np.bool_]) -> Content:
        """The articles marked in `articles`, with all that belongs to them."""
        rows = self.rows_of(articles)
        numbers = np.flatnonzero(articles).tolist()
        passages = np.array(self.passages[rows])
        passages[:, 0] = np.searchsorted(numbers, passages[:, 0])
        return Content(
            articles=[self.article(number) for number in numbers],
            origins=[self.records[number].origin for number in numbers],
            passages=passages,
            keys=self.keys[rows],
            vectors=self.vectors[rows],
            counts=self.counts.keep(rows).compact(),
        )
