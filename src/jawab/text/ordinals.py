"""French ordinals as values: 19e, 3ème, XIXe, François Ier, dix-neuvième."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from jawab.text.dates import alternatives
from jawab.text.folding import fold
from jawab.text.fr import ORDINALS
from jawab.types import Span

_WRITTEN_WITH_DIGITS = re.compile(r"(?<![\w.,])(\d{1,4})(?:er|re|ere|e|eme|ieme|nd|nde)\b")
_ROMAN = re.compile(r"\b(?:((?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))(?:e|eme|ieme)|(i)(?:er|re|ere))\b(?P<century> siecle)?")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}


def ordinals_of_folded(folded: str, spelling: str) -> Iterator[tuple[Span, int]]:
    """Ordinals of a folded text with their ranges there.

    Roman ones go up to the 39th, in words up to the 21st, in digits up to the 9999th.

    `spelling` holds the source's character for each of `folded`: a Roman number stands in capitals, its ending does
    not (VIe, vie), unless a century follows.
    """
    for match in _WRITTEN_WITH_DIGITS.finditer(folded):
        yield Span(*match.span()), int(match[1])
    for match in _ROMAN.finditer(folded):
        group = 1 if match[1] else 2
        start, end = match.span(group)
        if match["century"] or (spelling[start:end].isupper() and not spelling[end].isupper()):
            yield Span(start, match.start("century") if match["century"] else match.end()), _roman_value(match[group])
    for match in _in_words().finditer(folded):
        yield Span(*match.span()), _values()[match.group()]


def _roman_value(digits: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in digits]
    return sum(-value if value < following else value for value, following in pairwise([*values, 0]))


@cache
def _values() -> dict[str, int]:
    return {fold(word): value for word, value in ORDINALS.items()}


@cache
def _in_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{alternatives(_values())})(?!\w)")
