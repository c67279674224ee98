"""Folding: spelling variants made equal for matching, with a map back to the source's code points."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from jawab.text import ar, fr
from jawab.types import Span

_APOSTROPHES = "’ʼ‘‛′`´＇ʹ"
_HYPHENS = "‐‑‒–—―−﹘﹣－"
_QUOTES = "«»“”„‟″‹›"
_LETTERS = {
    **ar.LETTERS,
    **fr.LETTERS,
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_QUOTES, '"'),
}
_ARABIC_MARKS = frozenset("ـ۝۞ۥۦ۩")
_ELISION = re.compile(rf"(?<!\w)({'|'.join(fr.ELISIONS)})'(?=\w)")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; code point k of `text` comes from code points starts[k] to ends[k] of the source.

    Starts and ends never decrease. Marks that folding drops belong to the letter before them.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def source_span(self, span: Span) -> Span:
        """The source's range for a range of the folded text."""
        if span.start >= span.end:
            position = self.starts[span.start] if span.start < len(self.starts) else max(self.ends, default=0)
            return Span(position, position)
        return Span(self.starts[span.start], self.ends[span.end - 1])


class _FoldTable(dict[int, str]):
    """Folds of code points, computed when first seen; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_code_point(chr(code))
        return folded


def _fold_code_point(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if _is_mark(char):
        return ""
    compatible = unicodedata.normalize("NFKC", char)
    if len(compatible) > 1 and compatible[0] == " ":  # an isolated form: space plus mark
        compatible = compatible[1:]
    decomposed = unicodedata.normalize("NFD", compatible.casefold())
    return "".join(_LETTERS.get(part, _digit(part)) for part in decomposed if not _is_mark(part))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me", "Cf") or char in _ARABIC_MARKS


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


_TABLE = _FoldTable()


def fold(text: str, language: str | None = None) -> str:
    """`text` in the one spelling used for matching.

    Every language: compatibility forms, case, accents and vowel marks, tatweel, hamza carriers and alef forms,
    ta marbuta and alef maksura, invisible characters, decimal digits of any script, quotation marks, apostrophes
    and hyphens. French besides: an elision's apostrophe becomes a space.
    """
    folded = text.translate(_TABLE)
    return _ELISION.sub(r"\1 ", folded) if language == fr.FR.code else folded


@cache
def folded_words(words: frozenset[str]) -> frozenset[str]:
    """A language's words as `fold` spells them, folded once for each set."""
    return frozenset(map(fold, words))


def fold_with_offsets(text: str) -> Folded:
    """`fold(text)` with the source range of each of its code points."""
    starts: list[int] = []
    ends: list[int] = []
    parts: list[str] = []
    for position, char in enumerate(text):
        folded = _TABLE[ord(char)]
        if folded:
            parts.append(folded)
            starts.extend([position] * len(folded))
            ends.extend([position + 1] * len(folded))
        elif ends and ends[-1] == position and unicodedata.category(char) != "Cf":
            ends[-1] = position + 1
    return Folded("".join(parts), tuple(starts), tuple(ends))
