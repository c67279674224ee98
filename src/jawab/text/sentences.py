"""Where sentences and clauses end, in Arabic and French text alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jawab.text.ar import CLITIC_LETTERS
from jawab.text.controls import DIRECTION_MARKS
from jawab.text.languages import LANGUAGES
from jawab.types import Span

_MARKS = ".!?؟…۔"
_CLOSERS = "\"'”’)\\]}›"  # and », which may stand behind a space
# A run of marks is taken whole, from its first, and » in one way only: what ends nothing is not tried piece by piece.
_SENTENCE_END = re.compile(
    rf"(?<![{_MARKS}])[{_MARKS}]++(?:\s*»|[{_CLOSERS}{DIRECTION_MARKS}])*(?=\s|$)"
    r"|(?<=[\u0621-\u064a])[؟!?](?=[\u0621-\u064a])|\n+"
)
_CLAUSE_END = re.compile(r"[,،;؛:](?=\s)|\s[–—-](?=\s)|\n+")
_LAST_WORD = re.compile(rf"(?:^|[\s(\[«\"'’“{DIRECTION_MARKS}])([\w.\-]*)[{DIRECTION_MARKS}]*$")
_ABBREVIATIONS = frozenset(
    abbreviation.casefold() for language in LANGUAGES.values() for abbreviation in language.abbreviations
)
_NUMBERED = frozenset(
    abbreviation.casefold() for language in LANGUAGES.values() for abbreviation in language.numbered_abbreviations
)
_UNITS = frozenset(unit for language in LANGUAGES.values() for unit in language.units)
_DOTTED_LETTERS = re.compile(rf"[{CLITIC_LETTERS}]?(?:[^\W\d_]\.-?)+[^\W\d_]")
_BEHIND_DIGITS = re.compile(rf"\d[\s{DIRECTION_MARKS}]*$")
_GOES_ON_BEHIND_UNIT = re.compile(
    rf"\s+(?:{'|'.join(word for language in LANGUAGES.values() for word in sorted(language.behind_units))})\s"
)
_NUMBER_OR_SMALL_LETTER = re.compile(r"\s*(?:\d|[IVX][IVXLCDM]*\b(?!['’])|[a-zß-ÿœ])")
_LONGEST_ABBREVIATION = 24
_LIST_NUMBER = re.compile(r"\d{1,3}|[^\W\d_]")


def sentences(text: str) -> list[Span]:
    """Sentences in order, trimmed, not overlapping; together they hold every code point that is not a space.

    A newline always ends a sentence. A full stop does not after an abbreviation (M., Dr, د., ود., S.N.C.F.), an
    initial, inside a number or an address, or after the number of a list item; closing quotes and brackets go with the
    sentence. It does after a unit or an era behind digits (622 هـ.) and, where no number or small letter follows, after
    an abbreviation that is another word, too (art., vol.).
    """
    return list(_trimmed(text, _sentence_ends(text)))


def clauses(text: str) -> list[Span]:
    """The same contract at commas, semicolons, colons, dashes and newlines, for sentences that are too long."""
    return list(_trimmed(text, (match.end() for match in _CLAUSE_END.finditer(text))))


def _trimmed(text: str, ends: Iterable[int]) -> Iterator[Span]:
    start = 0
    for end in (*ends, len(text)):
        piece = text[start:end]
        body = piece.strip()
        if body:
            first = start + len(piece) - len(piece.lstrip())
            yield Span(first, first + len(body))
        start = end


def _sentence_ends(text: str) -> Iterator[int]:
    line_start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group().startswith("\n"):
            line_start = match.end()
            yield match.end()
        elif _stops(text, match, line_start) and not _goes_on(text, match):
            yield match.end()


def _stops(text: str, match: re.Match[str], line_start: int) -> bool:
    """Whether this is more than the full stop of an abbreviation, an initial or a list item's number."""
    if match.group().rstrip(DIRECTION_MARKS) != ".":
        return True
    before = text[max(line_start, match.start() - _LONGEST_ABBREVIATION) : match.start()]
    found = _LAST_WORD.search(before)
    word = found.group(1) if found else ""
    is_item = bool(_LIST_NUMBER.fullmatch(word)) and before.strip() == word
    if word in _UNITS and found and _BEHIND_DIGITS.search(before, 0, found.start(1)):
        return not _GOES_ON_BEHIND_UNIT.match(text, match.end())
    return not (is_item or _is_abbreviated(word, text, match.end()))


def _is_abbreviated(word: str, text: str, end: int) -> bool:
    """Whether `word`, whose full stop stands before `end`, is an initial, dotted letters or a known abbreviation."""
    if len(word) == 1 and word.isupper():
        return True
    if word.casefold() in _NUMBERED:
        return bool(_NUMBER_OR_SMALL_LETTER.match(text, end))
    return word.casefold() in _ABBREVIATIONS or bool(_DOTTED_LETTERS.fullmatch(word))


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a lower-case Latin letter after an ellipsis or a closing quote shows that the sentence goes on."""
    ending = match.group().rstrip(DIRECTION_MARKS)
    if not (ending.startswith(("...", "…")) or ending[-1] in '»”"’)'):
        return False
    following = text[match.end() : match.end() + 2].lstrip(" \u00a0\u202f" + DIRECTION_MARKS)
    return following[:1].islower()
