"""One file -> the articles in it, each complaint with the file and, where there is one, the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jawab.corpus.documents import read_document
from jawab.corpus.drafting import Draft, compose
from jawab.corpus.files import Rejection, SourceFile, refusal
from jawab.corpus.markdown import read_markdown
from jawab.corpus.naming import path_id, record_id
from jawab.corpus.page import read_page
from jawab.corpus.records import read_records
from jawab.corpus.unfit import UnfitError
from jawab.decoding import DecodingError, decode
from jawab.types import Article

DOCUMENT_FACTOR = 10
"""A document may be this much larger than the text in it: pictures and fonts."""


def read(file: SourceFile, max_bytes: int, name: Callable[[str], str] = str) -> Iterator[Article | Rejection]:
    """The articles of `file` in order, or why it has none; a `.jsonl` file holds one or none a line.

    `max_bytes` limits an article: a file, a line of `.jsonl`, the text of a document. `name` is asked for the id of an
    article that states none; it is given the one made from the path.
    """
    path = str(file.path)
    try:
        if file.suffix == ".jsonl":
            yield from _read_records(file, max_bytes, name)
        else:
            yield compose(_draft(file, max_bytes), name(path_id(file.relative)))
    except UnfitError as error:
        yield Rejection(path, error.reason, error.line, error.code)
    except DecodingError as error:
        yield Rejection(path, str(error))
    except OSError as error:
        yield Rejection(path, refusal(error))


def _read_records(file: SourceFile, max_bytes: int, name: Callable[[str], str]) -> Iterator[Article | Rejection]:
    file_id, empty = path_id(file.relative), True
    with file.path.open("rb") as stream:
        for line, draft in read_records(stream, max_bytes):
            empty = False
            try:
                if isinstance(draft, UnfitError):
                    raise draft
                yield compose(draft, name(record_id(file_id, line)))
            except UnfitError as error:
                yield Rejection(str(file.path), error.reason, line, error.code)
    if empty:
        raise UnfitError("it holds no records", code="empty")


def _draft(file: SourceFile, max_bytes: int) -> Draft:
    is_document = file.suffix in (".pdf", ".docx")
    limit = max_bytes * DOCUMENT_FACTOR if is_document else max_bytes
    size = file.path.stat().st_size
    if size > limit:
        raise UnfitError(f"it is {size:,} bytes; at most {limit:,} are read", code="too_large")
    if size == 0:
        raise UnfitError("it is empty", code="empty")
    if is_document:
        return read_document(file.path, max_bytes)
    text = decode(file.path.read_bytes())
    match file.suffix:
        case ".md":
            return read_markdown(text)
        case ".html" | ".htm":
            return read_page(text)
        case _:
            return Draft(text)
