"""Lexical search terms of mixed text: words, numbers and months as values, 4-grams, and what languages share."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from jawab.text import ar, fr
from jawab.text.dates import month_numbers, with_months_written
from jawab.text.folding import fold
from jawab.text.languages import LANGUAGES
from jawab.text.names import name_keys

_GRAM = 4
_ARABIC = re.compile("[\u0621-\u064a]")
_CLITICS_BEFORE_DIGITS = re.compile(r"\b[وف]?(?:[بك]?ال|لل|[بلك])?(?<=[\u0621-\u064a])(?=\d)")
_SEPARATOR = re.compile(r"[ .,٬](?=\d{3}(?!\d))")
_LEADING_ZERO = re.compile(r"(?<![\w.,٫٬])0(?=\d(?![.,٫٬]?\d))")  # of 05, which is 5; not of 0.5 or 007


def terms(text: str) -> list[str]:
    """The words that lexical search counts, in the order of the text.

    Arabic words are light-stemmed and Latin ones stemmed as French, whatever the text's own language; month names are
    the same term in every language, in a numeric date too, numbers the same in every script, with any separators, a
    zero before one digit (05) and without a clitic written before them (بـ300). Stop words are left out unless nothing
    else is there.
    """
    return [_term(word) for word in _content_words(text)]


def grams(text: str) -> list[str]:
    """Character 4-grams of the same words before stemming, their ends marked: "#^wor", "#word", "#ord$".

    Counted beside `terms` they find words whose stems differ, and misspelt ones (McNamee and Mayfield 2004).
    """
    return [gram for word in _content_words(text) for gram in _grams_of(word)]


def shared_terms(text: str) -> list[str]:
    """What a text shares with its translation: its names by their sound, its numbers and months by value; each once."""
    values = [term for term in terms(text) if term[-1].isdecimal()]
    return list(dict.fromkeys([*name_keys(text), *values]))


@lru_cache(maxsize=256)
def _content_words(text: str) -> tuple[str, ...]:
    """Of a passage or question, whose `terms`, `grams` and `shared_terms` are asked for one after the other."""
    folded = _CLITICS_BEFORE_DIGITS.sub(" ", with_months_written(fold(text, fr.FR.code)))
    words = _words().findall(_LEADING_ZERO.sub("", folded))
    return tuple(word for word in words if word not in _stop_words()) or tuple(words)


@cache
def _words() -> re.Pattern[str]:
    months_of_two_words = "|".join(name for name in month_numbers() if " " in name)
    numbers = r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,٫٬]\d+)*"
    return re.compile(rf"\b(?:{months_of_two_words})\b|{numbers}|[\u0621-\u064a]+(?=\d)|[^\W_]+")


@cache
def _stop_words() -> frozenset[str]:
    words = {fold(word) for language in LANGUAGES.values() for word in language.stop_words}
    return frozenset(words | fr.ELISIONS.keys())


@lru_cache(maxsize=1 << 18)
def _term(word: str) -> str:
    if word in month_numbers():
        return f"month:{month_numbers()[word]}"
    if word[0].isdecimal():
        return re.sub("[,٫]", ".", _SEPARATOR.sub("", word))
    return ar.stem(word) if _ARABIC.match(word) else fr.stem(word)


@lru_cache(maxsize=1 << 18)
def _grams_of(word: str) -> tuple[str, ...]:
    marked = f"^{word}$"
    return tuple(f"#{marked[at : at + _GRAM]}" for at in range(max(1, len(marked) - _GRAM + 1)))
