"""What is sent -> articles: records and files go the way that they go from a folder, each with its complaint."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from jawab.corpus.drafting import Draft, compose
from jawab.corpus.files import Rejection, Skipped, SourceFile, scan
from jawab.corpus.reading import read
from jawab.corpus.unfit import UnfitError, Unfitness
from jawab.service import wire
from jawab.text import strip_controls
from jawab.types import Article

LONGEST_NAME = 200
"""Bytes of a file name."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One article that was sent, or why it is none, with the kind of that; `name` is that of its file."""

    article: Article | None = None
    reason: str | None = None
    name: str | None = None
    code: Unfitness | None = None


def from_records(records: Sequence[wire.ArticleIn], max_bytes: int) -> Generator[Offer]:
    """The articles that records describe, in order, each made when it is asked for."""
    for record in records:
        yield _from_record(record, max_bytes)


def from_files(files: Sequence[tuple[str, BinaryIO]], max_bytes: int) -> Generator[Offer]:
    """The articles in uploaded files, given as (name, content), in order; a file is read when it is asked for."""
    with TemporaryDirectory(prefix="jawab-") as folder:
        for number, (name, content) in enumerate(files):
            yield from _from_file(Path(folder, str(number)), _plain(name), content, max_bytes)


def _from_record(record: wire.ArticleIn, max_bytes: int) -> Offer:
    size = len(record.text.encode("utf-8"))
    if size > max_bytes:
        return Offer(reason=f"its text is {size:,} bytes; at most {max_bytes:,} are read", code="too_large")
    stated = record.model_dump(mode="json", exclude={"text"}, exclude_none=True)
    digest = hashlib.sha256(record.text.encode("utf-8")).hexdigest()[:16]
    try:
        return Offer(compose(Draft(record.text, stated), f"article-{digest}"))
    except UnfitError as error:
        return Offer(reason=error.reason, code=error.code)


def _from_file(folder: Path, name: str, content: BinaryIO, max_bytes: int) -> Iterator[Offer]:
    if name in ("", "..") or len(name.encode("utf-8")) > LONGEST_NAME:
        yield Offer(reason="its name is too long or none; rename it", name=name[:LONGEST_NAME] or None, code="name")
        return
    folder.mkdir()
    with (folder / name).open("wb") as file:
        shutil.copyfileobj(content, file)
    for item in scan([folder]):
        if isinstance(item, SourceFile):
            yield from (_offer(found, name) for found in read(item, max_bytes))
        else:
            yield _offer(item, name)


def _plain(name: str) -> str:
    """A file's name without folders and control characters; browsers send names, others may send anything."""
    visible, _ = strip_controls(name.encode("utf-8", "replace").decode("utf-8"))
    return PurePosixPath(visible.replace("\\", "/").replace("\n", " ")).name


def _offer(found: Article | Rejection | Skipped, name: str) -> Offer:
    if isinstance(found, Article):
        return Offer(found, name=name)
    if isinstance(found, Skipped):
        return Offer(reason=found.reason, name=name, code="name")
    reason = found.reason if found.line is None else f"line {found.line}: {found.reason}"
    return Offer(reason=reason, name=name, code=found.code)
