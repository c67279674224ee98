"""Respelling: a question's Arabic words as a text spells them, so that habits of typing and slips hide nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from jawab.text.ar import CLITIC_LETTERS
from jawab.text.folding import fold

_ARABIC = "\u0621-\u065f\u0670-\u06d3\u06d5-\u06dc\u06ee-\u06ef\u06fa-\u06fc"
_WORD = re.compile(f"[{_ARABIC}]+|[0-9٠-٩۰-۹]+")
_LEXICAL = re.compile("[\u0621-\u064a]{2,}")
_SHORTEST_BEHIND_CLITIC = 4
_SHORTEST_SLIP = 4
_FEWEST_PIECES_OF_A_SLIP = 3

Spellings = Mapping[str, list[str]]
"""Folded word -> how a text spells it, the first spelling first."""


class Lexicon:
    """The usual spelling of words, and which are rare: what a reader's tokenizer knows of Arabic.

    `words` come with the most frequent first, those of other languages are left out; `pieces` counts the tokens of a
    word, more of them the rarer it is.
    """

    def __init__(self, words: Iterable[str] = (), pieces: Callable[[str], int] = len) -> None:
        self._usual: dict[str, str] = {}
        for word in filter(_LEXICAL.fullmatch, words):
            self._usual.setdefault(fold(word), word)
        self.pieces = pieces

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._usual)

    def usual(self, folded: str) -> str | None:
        """The most frequent word that folds so; None where none is known."""
        return self._usual.get(folded)


def respell(question: str, text: str, lexicon: Lexicon) -> str:
    """`question` with each Arabic word and number as `text` spells it, or else as the lexicon does; other words stay.

    Words are the same where they fold alike: hamza, ta marbuta, alef maksura, vowel signs, tatweel, digits. A clitic
    (و, ف, ب, ل, ك) may stand before a word that the text has without it. Where the text has no such word, one that
    was typed without any of these marks takes the lexicon's spelling. A rare word that neither has is taken for a
    slip of the one less rare word of the text that differs by a letter inside: added, left out, other, or two
    swapped.
    """
    if not _WORD.search(question):
        return question
    spellings = _spellings(text)
    return _WORD.sub(lambda match: _respelled(match[0], spellings, lexicon), question)


def _spellings(text: str) -> Spellings:
    found: dict[str, list[str]] = {}
    for match in _WORD.finditer(text):
        found.setdefault(fold(match[0]), []).append(match[0])
    return found


def _respelled(word: str, spellings: Spellings, lexicon: Lexicon) -> str:
    folded = fold(word)
    if folded in spellings:
        return _spelled(word, spellings[folded])
    rest = folded[1:]
    if word[0] in CLITIC_LETTERS and len(rest) >= _SHORTEST_BEHIND_CLITIC and rest in spellings:
        return word[0] + _spelled(word[1:], spellings[rest])
    if folded.isdecimal():
        return folded
    plain = word.replace("ـ", "")
    if usual := lexicon.usual(folded):
        return usual if plain == folded else plain
    return _mended(plain, folded, spellings, lexicon)


def _spelled(word: str, spellings: list[str]) -> str:
    return word if word in spellings else spellings[0]


def _mended(word: str, folded: str, spellings: Spellings, lexicon: Lexicon) -> str:
    """The one less rare word of the text that `word` is a slip of; else `word`."""
    if not lexicon or len(folded) < _SHORTEST_SLIP:
        return word
    near = [found[0] for other, found in spellings.items() if _is_slip(folded, other)]
    if not near or (rarity := lexicon.pieces(word)) < _FEWEST_PIECES_OF_A_SLIP:
        return word
    meant = [other for other in near if lexicon.pieces(other) < rarity]
    return meant[0] if len(meant) == 1 else word


def _is_slip(word: str, other: str) -> bool:
    """Whether one letter inside is added, left out or another, or two neighbours are swapped."""
    if abs(len(word) - len(other)) > 1 or word[:1] != other[:1] or word[-1:] != other[-1:]:
        return False
    head = _common(word, other)
    tail = _common(word[head:][::-1], other[head:][::-1])
    changed, into = word[head : len(word) - tail], other[head : len(other) - tail]
    swapped = len(changed) == 2 and changed == into[::-1]
    return tail > 0 and (swapped or max(len(changed), len(into)) == 1)


def _common(word: str, other: str) -> int:
    """How many letters both begin with."""
    differs = (place for place, (one, two) in enumerate(zip(word, other, strict=False)) if one != two)
    return next(differs, min(len(word), len(other)))
