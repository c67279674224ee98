"""JSON lines -> Drafts, one record a line; a bad line does not cost its neighbours."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from jawab.corpus.drafting import Draft
from jawab.corpus.stating import field_named, stated
from jawab.corpus.unfit import UnfitError
from jawab.decoding import DecodingError, decode

TEXT_FIELDS = ("text", "body", "content")


def read_records(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, Draft | UnfitError]]:
    """(line from 1, its draft or what is wrong with it) for each line that is not blank."""
    for line, data in enumerate(_lines(stream, max_bytes), start=1):
        if data.strip():
            try:
                yield line, _draft(data, line, max_bytes)
            except UnfitError as error:
                yield line, UnfitError(error.reason, line, error.code)
            except DecodingError as error:
                yield line, UnfitError(str(error), line)


def _lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """The stream's lines, of which only the first `max_bytes` + 1 bytes or UTF-16 characters are read and kept."""
    readline = _reader(stream)
    while data := readline(max_bytes + 1):
        yield data
        rest = data
        while rest and not rest.endswith(b"\n"):
            rest = readline(max_bytes + 1)


def _reader(stream: BinaryIO) -> Callable[[int], bytes]:
    """`readline` of the stream; of one in UTF-16, which the bytes of the first bracket tell, its lines in UTF-8."""
    encoding = json.detect_encoding(stream.read(4))
    stream.seek(0)
    if not encoding.startswith("utf-16"):
        return stream.readline
    # Half a character becomes \x and digits, which no JSON holds: the record is refused, its neighbours are not.
    text = io.TextIOWrapper(stream, encoding, errors="backslashreplace", newline="\n")
    return lambda size: text.readline(size).encode("utf-8")


def _draft(data: bytes, line: int, max_bytes: int) -> Draft:
    if len(data) > max_bytes:
        raise UnfitError(f"the record is larger than {max_bytes:,} bytes", code="too_large")
    record = _parse(decode(data))
    texts = {key.lower(): value for key, value in record.items() if value is not None}
    text = next((texts[name] for name in TEXT_FIELDS if name in texts), None)
    if text is None:
        raise UnfitError(f"the record has no text; name the field {' or '.join(TEXT_FIELDS)}", code="empty")
    if not isinstance(text, str):
        raise UnfitError(f"the record's text must be a string, not {_kind(text)}")
    fields, lines = stated((key, _value(key, value), line) for key, value in record.items())
    return Draft(text, fields, lines)


def _parse(line: str) -> dict[str, object]:
    try:
        record = json.loads(line, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise UnfitError(f"not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise UnfitError("not an article: JSON nested too deeply") from error
    except ValueError as error:
        raise UnfitError(f"not JSON that can be read: {error}") from error
    if not isinstance(record, dict):
        raise UnfitError(f"a record must be an object, not {_kind(record)}")
    return record


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key “{twice}” is given twice")
    return record


def _value(key: str, value: object) -> str | None:
    """What a record states under `key`; None where that is no field of an article, or nothing."""
    name = field_named(key)
    if name is None or value is None or (name == "published" and isinstance(value, bool)):
        return None
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise UnfitError(f"{key} must be a string, not {_kind(value)}")
    return value


def _kind(value: object) -> str:
    if value is None:
        return "null"
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a string", list: "a list"}
    return kinds.get(type(value), "an object")
