"""Keys by which a name matches across Arabic and Latin script: its sounds in classes, vowels as Arabic writes them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from jawab.text.folding import fold

_SHORTEST_KEY = 4
_MOST_VARIANTS = 128
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_VOWEL = "V"
"""Any vowel a name begins with. A, I and U are vowels inside it, all other letters of a key are consonants."""

_ARABIC_SOUNDS = dict(zip("ابتثجحخدذرزسشصضطظغفقكلمنهوي", "ABTTGHCDDRSSXSDTSGFKKLMNHUI", strict=True))
_ARABIC_SPELLINGS = (
    (r"ى$", "ا"),
    (r"[ةه]$", ""),
    (r"^[وب]?ال(?=\w\w\w)", ""),
    (r"^[اأإآع][وي]?(?=.)", _VOWEL),
    (r"^و", "W"),
    (r"^ي", "Y"),
    (r"[ءئؤع]", ""),
)
"""What is replaced first, in this order: endings, the article, beginnings, letters with no Latin sound."""

_SILENT_ENDINGS = {"s": "S", "es": "S", "t": "T", "ts": "TS", "d": "D", "ds": "DS", "x": "KS", "z": "S"}
_LATIN_BEGINNINGS = (
    (r"ou(?=[aeiouy])|w", ("W",)),
    (r"ou", ("W", _VOWEL)),
    (r"y|i(?=[aeou])", ("Y",)),
    (r"[aeiou]+", (_VOWEL,)),
)
_LATIN_SOUNDS = (
    *((rf"{ending}$", ("", sound)) for ending, sound in _SILENT_ENDINGS.items()),
    (r"tch|tsch|sch|sh|ch", ("X",)),
    (r"kh", ("C",)),
    (r"gh|gu(?=[eiy])", ("G", "K")),
    (r"dj|j|g(?=[eiy])", ("G",)),
    (r"g", ("G", "K")),
    (r"ph|f|v", ("F",)),
    (r"c(?=[eiy])", ("S",)),
    (r"qu|ck|k|q|c", ("K",)),
    (r"th|t(?![sz])", ("T",)),
    (r"dh|d", ("D",)),
    (r"x", ("KS",)),
    (r"tz|ts", ("TS",)),
    (r"z", ("S", "TS")),
    (r"s", ("S",)),
    (r"b|p", ("B",)),
    (r"h$", ("",)),
    *((letter, (letter.upper(),)) for letter in "hlmnr"),
    (r"eau|ou|oo|au|eu|[uow]", ("", "U")),
    (r"e(?=ff?$|v$)", ("", "I", "U")),
    (r"(?:ai|ei|[ei])(?=[nm])|e$", ("", "I", "A")),
    (r"ei|ai|ey|ay|[iye]", ("", "I")),
    (r"a", ("", "A")),
)
"""Spelling -> what Arabic may write for it; the first spelling that fits is taken, other letters say nothing."""
_LATIN_SPELLING = re.compile("|".join(f"({spelling})" for spelling, _ in _LATIN_SOUNDS))


def name_keys(text: str) -> list[str]:
    """Keys of the words that may be names, in the order of the text; names with a key in common are likely the same.

    An Arabic word has one key. A Latin one, taken only where it is capitalised, has one for every way in which Arabic
    may write its vowels: long, or not at all. Words whose key is shorter than four sounds have none.
    """
    keys: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if _ARABIC.match(word):
            keys.extend(_long_enough([_arabic_key(word)]))
        elif word[0].isupper():
            keys.extend(_latin_keys(fold(word)))
    return keys


@lru_cache(maxsize=1 << 16)
def _arabic_key(word: str) -> str:
    for spelling, sound in _ARABIC_SPELLINGS:
        word = re.sub(spelling, sound, word)
    folded = fold(word).upper()
    return _assimilated("".join(_ARABIC_SOUNDS.get(letter, letter if letter.isascii() else "") for letter in folded))


@lru_cache(maxsize=1 << 16)
def _latin_keys(word: str) -> tuple[str, ...]:
    word = re.sub(r"([^aeiou])\1+", r"\1", word)
    slots: list[tuple[str, ...]] = []
    variants = 1
    for sounds in _latin_slots(word):
        kept = sounds if variants * len(sounds) <= _MOST_VARIANTS else sounds[:1]
        variants *= len(kept)
        slots.append(kept)
    return tuple(_long_enough(sorted({_assimilated("".join(key)) for key in product(*slots)})))


def _latin_slots(word: str) -> list[tuple[str, ...]]:
    slots: list[tuple[str, ...]] = []
    position = 0
    for spelling, sounds in _LATIN_BEGINNINGS:
        if match := re.match(spelling, word):
            slots.append(sounds)
            position = match.end()
            break
    slots.extend(_LATIN_SOUNDS[(match.lastindex or 1) - 1][1] for match in _LATIN_SPELLING.finditer(word, position))
    return slots


def _assimilated(key: str) -> str:
    return key.replace("TX", "X").replace("NB", "MB")


def _long_enough(keys: list[str]) -> list[str]:
    return [key for key in keys if len(key) >= _SHORTEST_KEY]
