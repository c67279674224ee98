"""Respelling: a question's Arabic words as a text spells them, so that habits of typing and slips hide nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from jawab.text.folding import fold

_WORD = re.compile("[\u0621-\u065f\u06700-9٠-٩]+")
_CLITICS = "وفبكل"
_SHORTEST_BEHIND_CLITIC = 4
_SHORTEST_SLIP = 4

Spellings = Mapping[str, list[str]]
"""Folded word -> how a text spells it, the first spelling first."""


def _one(word: str) -> int:
    return 1


class Lexicon:
    """The usual spelling of words, and which are rare: what a reader's tokenizer knows of a language.

    `words` come with the most frequent first; `pieces` counts the tokens of a word, more of them the rarer it is.
    """

    def __init__(self, words: Iterable[str] = (), pieces: Callable[[str], int] = _one) -> None:
        self._words = dict.fromkeys(words)
        self._usual: dict[str, str] = {}
        for word in self._words:
            self._usual.setdefault(fold(word), word)
        self.pieces = pieces

    def __contains__(self, word: str) -> bool:
        """Whether any spelling of `word` is in the list."""
        return fold(word) in self._usual

    def usual(self, word: str) -> str:
        """`word` where it is in the list; else the most frequent word that folds alike, or `word` itself."""
        return word if word in self._words else self._usual.get(fold(word), word)


def respell(question: str, text: str, lexicon: Lexicon) -> str:
    """`question` with each Arabic word as `text` spells it, or else as the lexicon does; other words stay.

    Words are the same where they fold alike: hamza, ta marbuta, alef maksura, vowel signs, tatweel, digits. A clitic
    (و, ف, ب, ك, ل) may stand before a word that the text has without it. A word that neither has is taken for a slip
    of the one word of the text that is less rare and differs by a letter inside: added, left out, other, or two
    swapped.
    """
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
        return word if word in spellings[folded] else spellings[folded][0]
    rest = folded[1:]
    if word[0] in _CLITICS and len(rest) >= _SHORTEST_BEHIND_CLITIC and rest in spellings:
        return word[0] + spellings[rest][0]
    if folded.isdecimal():
        return folded
    plain = word.replace("ـ", "")
    return lexicon.usual(plain) if plain in lexicon else _mended(plain, folded, spellings, lexicon)


def _mended(word: str, folded: str, spellings: Spellings, lexicon: Lexicon) -> str:
    """The one less rare word of the text that `word` is a slip of; else `word`."""
    if len(folded) < _SHORTEST_SLIP or not folded.isalpha():
        return word
    near = [found[0] for other, found in spellings.items() if _is_slip(folded, other)]
    meant = [other for other in near if lexicon.pieces(other) < lexicon.pieces(word)]
    return meant[0] if len(meant) == 1 else word


def _is_slip(word: str, other: str) -> bool:
    """Whether one letter inside is added, left out or another, or two neighbours are swapped."""
    if abs(len(word) - len(other)) > 1 or min(len(word), len(other)) < _SHORTEST_SLIP - 1:
        return False
    head = _common(word, other)
    tail = _common(word[head:][::-1], other[head:][::-1])
    changed, into = word[head : len(word) - tail], other[head : len(other) - tail]
    swapped = len(changed) == 2 and changed == into[::-1]
    return head > 0 and tail > 0 and (swapped or max(len(changed), len(into)) == 1)


def _common(word: str, other: str) -> int:
    """How many letters both begin with."""
    differs = (place for place, (one, two) in enumerate(zip(word, other, strict=False)) if one != two)
    return next(differs, min(len(word), len(other)))
