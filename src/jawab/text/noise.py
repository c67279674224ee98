"""Questions as people type them: the hamza, accents and case they leave out, and a slip of the finger."""

from __future__ import annotations

import random
import re
import unicodedata

_ARABIC_HABITS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي"})
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LETTERS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"}
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_TATWEEL_SHARE = 0.1
_SHORTEST_EDITED = 4


def mistype(text: str, language: str, rng: random.Random) -> str:
    """`text` with every habit of its language, and one edit in one word of four letters or more."""
    habits = _arabic_habits(text, rng) if language == "ar" else _latin_habits(text)
    return edit_one_word(habits, _LETTERS.get(language, _LATIN), rng)


def _arabic_habits(text: str, rng: random.Random) -> str:
    words = text.translate(_ARABIC_HABITS).translate(_ARABIC_INDIC).split(" ")
    return " ".join(_stretch(word, rng) if rng.random() < _TATWEEL_SHARE else word for word in words)


def _stretch(word: str, rng: random.Random) -> str:
    if len(word) < 2:
        return word
    at = rng.randrange(1, len(word))
    return f"{word[:at]}ـ{word[at:]}"


def _latin_habits(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub("['’ʼ]", " ", unicodedata.normalize("NFC", bare))


def edit_one_word(text: str, letters: str, rng: random.Random) -> str:
    """Insert, delete, replace or swap one letter in one word of four letters or more; none: `text` as it is."""
    words = [m.span() for m in re.finditer(rf"[^\W\d_]{{{_SHORTEST_EDITED},}}", text)]
    if not words:
        return text
    start, end = rng.choice(words)
    word, at = text[start:end], rng.randrange(1, end - start - 1)
    edited = rng.choice(
        (
            word[:at] + rng.choice(letters) + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + rng.choice(letters) + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return text[:start] + edited + text[end:]
