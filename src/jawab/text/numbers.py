"""Numbers as values: digits with separators, number words, and both together (3 ملايين, 2,5 milliards)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from jawab.text.folding import fold, folded_words
from jawab.text.language import Language
from jawab.text.languages import language_of
from jawab.types import Span

_SPACES = " \u00a0\u202f\u2009"
_GROUPED = rf"\d{{1,3}}(?P<sep>[{_SPACES}.,٬])\d{{3}}(?:(?P=sep)\d{{3}})*(?!\d)(?:(?!(?P=sep))[.,٫]\d+)?"
_DIGITS = rf"(?<![\d])(?<!\d[.,٫٬])(?:{_GROUPED}|\d+(?:[.,٫]\d+)?)(?![.,٫٬]?\d)|\d+"  # 192.168.1.1 is four numbers
_SCALES = (10**3, 10**6, 10**9, 10**12)
_QUARTER = Decimal("0.25")
_FEWEST_ALONE = 100
"""Digits linked to a scale word before them go with it from here on; fewer may count something else (3 آلاف و5)."""
WORD_BEHIND = re.compile(rf"[{_SPACES}]+([^\W\d_]+)")
"""Matches at the end of a number; group 1 is the word behind it."""


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text: its range there and its value."""

    span: Span
    value: Decimal


@dataclass(frozen=True, slots=True)
class _Part:
    """A number word or a run of digits; `start` is behind a prefix written together with it."""

    start: int
    end: int
    value: Decimal
    is_word: bool


class _Count:
    """The number that parts make, as far as they have come: total of the scales passed, and what is below the next."""

    def __init__(self, first: _Part, language: Language) -> None:
        self._language = language
        self._in_words = first.is_word
        self._total = Decimal(0)
        self._group = first.value
        self._scale = 10 * _SCALES[-1]
        if first.is_word and first.value >= _SCALES[0]:
            self._group = Decimal(0)
            self._pass_scale(first.value)

    @property
    def value(self) -> Decimal:
        return self._total + self._group if self._total else self._group  # adding would round beyond 28 digits

    def extend(self, part: _Part, linked: bool, multiplier: Decimal | None) -> bool:
        """Take one more part, which an "and" links or not; False: it belongs to another number.

        `multiplier` is the scale word behind the part, if there is one.
        """
        if not part.is_word:
            return self._take_digits(part.value, linked, multiplier)
        if part.value >= _SCALES[0]:
            return not (linked and self._group) and self._pass_scale(part.value)
        if self._group != self._group.to_integral_value():
            return False
        if 0 < part.value < 1:
            return self._take_fraction(part.value, linked)
        joined = self._language.join_numbers(int(self._group), int(part.value), linked) if self._in_words else None
        if joined is not None:
            self._group = Decimal(joined)
        return joined is not None

    def _take_digits(self, value: Decimal, linked: bool, multiplier: Decimal | None) -> bool:
        """A million and 300 thousand; a thousand and 500: the digits count what is below the scale passed last."""
        goes_on = linked and value >= _FEWEST_ALONE if multiplier is None else multiplier < self._scale
        is_below = 0 < value < self._scale and value == value.to_integral_value()
        if not self._total or self._group or not is_below or not goes_on:
            return False
        self._group, self._in_words = value, False
        return True

    def _take_fraction(self, value: Decimal, linked: bool) -> bool:
        """A million and a half: half of the scale passed last; three and a half; three quarters."""
        if linked:
            self._group += value * (self._scale if self._total and not self._group else 1)
        elif value == _QUARTER and 1 <= self._group <= 9:
            self._group *= value
        else:
            return False
        self._in_words = False
        return True

    def _pass_scale(self, value: Decimal) -> bool:
        unit = max(scale for scale in _SCALES if scale <= value)
        if unit >= self._scale:
            return False
        self._total += (self._group or 1) * value
        self._group, self._scale = Decimal(0), unit
        return True


def number_text(value: Decimal) -> str:
    """The one spelling of a value: 1250, 3.5, 0.25."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def numbers_of_folded(folded: str, language: str) -> list[FoundNumber]:
    """Numbers of a folded text in order, as they are written in `language`; spans are ranges of it."""
    return list(_numbers(folded, language_of(language)))


@cache
def counting_words(language: Language) -> dict[str, int | float]:
    """Folded number words of a language -> their values."""
    return {fold(word): value for word, value in language.number_words.items()}


@cache
def _tokens(language: Language) -> re.Pattern[str]:
    names_of_two_words = "|".join(word for word in counting_words(language) if " " in word) or "(?!)"
    prefixes = "|".join(language.number_prefixes)
    return re.compile(rf"{_DIGITS}|\b(?:{prefixes})?(?:{names_of_two_words})\b|[^\W\d_]+")


def _numbers(text: str, language: Language) -> Iterator[FoundNumber]:
    parts = list(_parts(text, language))
    position = 0
    while position < len(parts):
        first = position
        count = _Count(_uncounted(parts[first], text, language), language)
        while position + 1 < len(parts):
            part = parts[position + 1]
            link = _link(text, parts[position], part, language)
            multiplier = _multiplier(text, parts[position + 1 : position + 3])
            if link not in ("", *language.number_links) or not count.extend(part, link != "", multiplier):
                break
            position += 1
        yield FoundNumber(Span(parts[first].start, parts[position].end), count.value)
        position += 1


def _link(text: str, part: _Part, following: _Part, language: Language) -> str:
    """What stands between two parts. A hyphen joins them only where it touches both: five - ten is a range."""
    between = text[part.end : following.start]
    is_hyphenated = language.hyphenates_numbers and not any(space in between for space in _SPACES)
    return between.strip("-" if is_hyphenated else _SPACES)


def _multiplier(text: str, parts: list[_Part]) -> Decimal | None:
    """The scale word directly behind the first of up to two parts."""
    if len(parts) < 2 or not parts[1].is_word or text[parts[0].end : parts[1].start].strip(_SPACES):
        return None
    return parts[1].value if parts[1].value >= _SCALES[0] else None


def _uncounted(part: _Part, text: str, language: Language) -> _Part:
    """`part` at the head of a number: مليونا دولار are two millions, 11 مليونا eleven, مليونا و300 ألف one and more."""
    behind = WORD_BEHIND.match(text, part.end)
    if behind is None or text[part.start : part.end] not in folded_words(language.duals_before_nouns):
        return part
    is_noun = not behind[1].startswith(language.number_links) and behind[1] not in folded_words(language.stop_words)
    return replace(part, value=2 * part.value) if is_noun else part


def _parts(text: str, language: Language) -> Iterator[_Part]:
    for match in _tokens(language).finditer(text):
        word = match.group()
        if word[0].isdecimal():
            yield _Part(match.start(), match.end(), _digits_value(word, language), is_word=False)
            continue
        bare = next(filter(counting_words(language).__contains__, _bare(word, language)), None)
        if bare:
            yield _Part(match.end() - len(bare), match.end(), Decimal(counting_words(language)[bare]), is_word=True)


def _bare(word: str, language: Language) -> Iterator[str]:
    """`word`, and what it may be without a word written together with it."""
    yield word
    yield from (word.removeprefix(prefix) for prefix in language.number_prefixes)


def _digits_value(digits: str, language: Language) -> Decimal:
    """1 250 | 1.250 | 1,250 | 1٬250 | 3,5 | 3.5 | 3٫5: groups of three where the language separates them so."""
    digits = re.sub(rf"[{_SPACES}٬]", "", digits)
    separators = re.findall(r"[.,٫]", digits)
    if not separators:
        return Decimal(digits)
    last = separators[-1]
    if len(set(separators)) > 1:  # 1.250,75: the last one is the decimal's
        whole, _, fraction = digits.rpartition(last)
        return Decimal(re.sub(r"\D", "", whole) + "." + fraction)
    parts = digits.split(last)
    if _are_groups(parts) and (len(parts) > 2 or last in language.thousands):
        return Decimal("".join(parts))
    return Decimal("".join(parts[:-1]) + "." + parts[-1])


def _are_groups(parts: list[str]) -> bool:
    return 1 <= len(parts[0]) <= 3 and parts[0][0] != "0" and all(len(part) == 3 for part in parts[1:])
