"""Lexical search terms of mixed text: folded, stemmed, with numbers and months as values."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from jawab.text.ar import AR
from jawab.text.dates import month_numbers
from jawab.text.en import EN
from jawab.text.folding import fold
from jawab.text.fr import ELISIONS, FR
from jawab.text.languages import LANGUAGES

_TERM = re.compile(r"\d+(?:[.,٫٬]\d+)*|[^\W_]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_TWO_WORD_MONTHS = re.compile(r"(?:كانون|تشرين) (?:الاول|الثاني)")


def terms(text: str, language: str | None = None) -> list[str]:
    """What lexical search counts, in the order of the text.

    Arabic words are light-stemmed and Latin ones stemmed as French ("en": as English), whatever the text's own
    language; month names are the same term in every language, digits the same in every script. Stop words are left
    out unless nothing else is there.
    """
    latin = EN.code if language == EN.code else FR.code
    folded = _TWO_WORD_MONTHS.sub(lambda match: match.group().replace(" ", "_"), fold(text, FR.code))
    words = [word.replace("_", " ") for word in re.findall(r"\d+(?:[.,٫٬]\d+)*|\w+", folded)]
    kept = [word for word in words if word not in _stop_words()]
    return [_term(word, latin) for word in kept or words]


@cache
def _stop_words() -> frozenset[str]:
    words = {fold(word) for language in LANGUAGES.values() for word in language.stop_words}
    return frozenset(words | ELISIONS.keys())


@lru_cache(maxsize=1 << 18)
def _term(word: str, latin: str) -> str:
    if word in month_numbers():
        return f"month:{month_numbers()[word]}"
    if word[0].isdigit():
        return re.sub(r"[.,٫٬](?=\d{3}(?!\d))", "", word).replace(",", ".").replace("٫", ".")
    language = AR if _ARABIC.match(word) else LANGUAGES[latin]
    return language.stem(word)
