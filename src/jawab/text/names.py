"""Keys by which a name matches across Arabic and Latin script: its consonants, in classes of like sounds."""

from __future__ import annotations

import re

from jawab.text.folding import fold

_SHORTEST_KEY = 3
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0621-\u064a]")

_ARABIC_SOUNDS = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "BTTGHCDDRSSXSDTDGFKKLMNH", strict=True))
_LATIN_SOUNDS = dict(zip("bpdtfvgjklmnrszxchqwy", "BBDTFFGGKLMNRSSKKHKWY", strict=False))
_LATIN_SPELLINGS = (
    (r"tch|tsch|sch|sh|ch|cz", "X"),
    (r"kh", "C"),
    (r"gh|dj|g(?=[eiy])|j", "G"),
    (r"gu(?=[eiy])|g", "G"),
    (r"ph|v|w(?=[aeiouy])(?!^)", "F"),
    (r"qu|ck|c(?![eiy])|k|q", "K"),
    (r"th", "T"),
    (r"x", "KS"),
    (r"c(?=[eiy])", "S"),
)


def name_keys(text: str) -> list[str]:
    """One key a word of three or more consonants; words of Latin script only where they are capitalised."""
    keys = []
    for match in _WORD.finditer(text):
        word = fold(match.group())
        if _ARABIC.match(word):
            keys.append(_arabic_key(word))
        elif match.group()[0].isupper():
            keys.append(_latin_key(word))
    return [key for key in keys if len(key) >= _SHORTEST_KEY]


def _arabic_key(word: str) -> str:
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    first = {"و": "W", "ي": "Y"}.get(word[0], "A" if word[0] in "اعء" else _ARABIC_SOUNDS.get(word[0], ""))
    rest = word[1:-1] + (word[-1] if word[-1] != "ه" else "") if len(word) > 1 else ""
    return _squeezed(first + "".join(_ARABIC_SOUNDS.get(letter, "") for letter in rest))


def _latin_key(word: str) -> str:
    initial = (
        "W" if re.match(r"ou|w", word) else "Y" if re.match(r"y|i[aeou]", word) else "A" if word[0] in "aeiou" else ""
    )
    body = re.sub(r"^(?:ou|w|y|i(?=[aeou])|[aeiou])", "", word) if initial else word
    for spelling, sound in _LATIN_SPELLINGS:
        body = re.sub(spelling, sound, body)
    body = re.sub(r"h$", "", body)
    return _squeezed(
        initial
        + "".join(
            letter if letter.isupper() else _LATIN_SOUNDS.get(letter, "") for letter in body if letter not in "wy"
        )
    )


def _squeezed(key: str) -> str:
    return re.sub(r"(.)\1+", r"\1", key.replace("TX", "X"))
