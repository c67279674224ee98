"""Bytes -> text: UTF-8 and UTF-16 with or without a mark, windows-1256, windows-1252."""

from __future__ import annotations

import codecs
import re

WINDOWS = ("cp1256", "cp1252")
WIDE = ("utf_16_le", "utf_16_be")

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf_16_le"), (codecs.BOM_UTF16_BE, "utf_16_be"))
_SAMPLE = 64 * 1024
_ENOUGH, _NO_EVIDENCE = 0.6, 0.7  # shares of well-formed words
_BINARY = 0.1  # share of control bytes
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1b"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WORDS = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u0652])*")
_WELL_FORMED = {
    # ة and ى end a word; the code page's other letters are Persian and Urdu.
    "cp1256": re.compile(r"[\u0621-\u0628\u062a-\u0648\u064a][\u0621-\u0652]*"),
    # Capitals come first or throughout; four accented letters in a row are another alphabet misread.
    "cp1252": re.compile(r"(?!.*[\u0080-\uffff]{4}|.*[ÐÝÞðýþ])(?:[^\W_]?[^\WA-ZÀ-ÞŠŽŒŸ_]+|[^\Wa-zà-ÿšžœ_]+)"),
}


class DecodingError(ValueError):
    """These bytes are not text that is served: why, and what to do."""


def decode(data: bytes) -> str:
    """The text of `data` without its byte-order mark.

    Raises `DecodingError` when the bytes are binary, broken or in an encoding that is not served.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise DecodingError("it is UTF-32; save it as UTF-8")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if b"\0" in data or controls > len(data) * _BINARY:
        return _without_mark(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _windows(data, error)


def half_pair(text: str) -> int | None:
    """Where `text` holds half of a surrogate pair, which is no character and cannot be written as UTF-8; else None."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.replace("_", "-").upper()
        raise DecodingError(f"it is marked as {name} but byte {error.start} is not: {error.reason}") from error


def _without_mark(data: bytes) -> str:
    """UTF-16 that lost its mark is the only text whose bytes look like control characters."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(WIDE)).best() if len(data) % 2 == 0 else None
    text = data.decode(best.encoding, "replace") if best else "\ufffd"
    if "\0" in text or "\ufffd" in text:
        raise DecodingError("it is a binary file (NUL or control bytes), not text")
    return text


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether UTF-8 explains more characters beyond ASCII than it fails on; in a code page that is chance."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) > 2 * broken


def _windows(data: bytes, error: UnicodeDecodeError) -> str:
    from charset_normalizer import from_bytes

    if _is_damaged_utf8(data):
        raise DecodingError(f"it is UTF-8 but for byte {error.start}; mend or re-save it")
    sample = data[:_SAMPLE]
    likely = [match.encoding for match in from_bytes(sample, cp_isolation=list(WINDOWS))]
    # On a few words the library finds both code pages likely, or none: then the words' shapes tell them apart.
    page = likely[0] if len(likely) == 1 else max(WINDOWS, key=lambda page: _well_formed(sample, page))
    if _well_formed(sample, page) > _ENOUGH:
        try:
            return data.decode(page)
        except UnicodeDecodeError:
            pass
    raise DecodingError(f"it is not UTF-8 (byte {error.start}), UTF-16, windows-1256 or windows-1252; save it as UTF-8")


def _well_formed(sample: bytes, page: str) -> float:
    """The share of words with letters beyond ASCII that look like words when `sample` is read as `page`."""
    text = sample.decode(page, "replace")
    if _CONTROL.search(text):
        return 0.0
    words = [word for word in _WORDS.findall(text) if not word.isascii()]
    return sum(map(bool, map(_WELL_FORMED[page].fullmatch, words))) / len(words) if words else _NO_EVIDENCE
