"""Where sentences and clauses end, in Arabic and French text alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jawab.text.controls import DIRECTION_MARKS
from jawab.text.languages import LANGUAGES
from jawab.types import Span

_CLOSERS = "\"'»”’)\\]}›"
_SENTENCE_END = re.compile(
    rf"[.!?؟…۔]+(?:\s*»|[{_CLOSERS}{DIRECTION_MARKS}])*(?=\s|$)"
    r"|(?<=[\u0621-\u064a])[؟!?](?=[\u0621-\u064a])|\n+"
)
_CLAUSE_END = re.compile(r"[,،;؛:](?=\s)|\s[–—-](?=\s)|\n+")
_LAST_WORD = re.compile(rf"(?:^|[\s(\[«\"'’“{DIRECTION_MARKS}])([\w.\-’']*)[{DIRECTION_MARKS}]*$")
_ABBREVIATIONS = frozenset(
    abbreviation.casefold() for language in LANGUAGES.values() for abbreviation in language.abbreviations
)
_LONGEST_ABBREVIATION = 24
_LIST_NUMBER = re.compile(r"\d{1,3}|[^\W\d_]")


def sentences(text: str) -> list[Span]:
    """Sentences in order, trimmed, not overlapping; together they hold every code point that is not a space.

    A newline always ends a sentence. A full stop does not after an abbreviation (M., Dr, د., ص.), an initial,
    inside a number or an address, or after the number of a list item; closing quotes and brackets go with the sentence.
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
    is_initial = len(word) == 1 and word.isupper()
    is_item = bool(_LIST_NUMBER.fullmatch(word)) and before.strip() == word
    return not (is_initial or is_item or word.casefold() in _ABBREVIATIONS)


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a lower-case Latin letter after an ellipsis or a closing quote shows that the sentence goes on."""
    ending = match.group().rstrip(DIRECTION_MARKS)
    if not (ending.startswith(("...", "…")) or ending[-1] in '»”"’)'):
        return False
    following = text[match.end() : match.end() + 2].lstrip(" \u00a0\u202f" + DIRECTION_MARKS)
    return following[:1].islower()
