"""Numbers as values: digits with separators, number words, and both together (3 ملايين, 2,5 milliards)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jawab.text.folding import fold, fold_with_offsets
from jawab.text.language import Language
from jawab.text.languages import LANGUAGES
from jawab.types import Span

_SPACES = " \u00a0\u202f\u2009"
_TOKEN = re.compile(rf"\d+(?:[.,٫٬]\d+|(?<=(?<!\d)\d)[{_SPACES}]\d{{3}}(?!\d))*|[^\W\d_]+")
_SCALES = (1_000, 1_000_000, 1_000_000_000)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text: its range there and its value."""

    span: Span
    value: Decimal


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a run of digits, and its number value if it has one."""

    start: int
    end: int
    value: Decimal | None
    is_word: bool
    linked: bool
    """Written together with a conjunction."""


def find_numbers(text: str, language: str) -> list[FoundNumber]:
    """Numbers of `text` in order, as they are written in `language`; spans are ranges of `text`."""
    folded = fold_with_offsets(text)
    return [FoundNumber(folded.source_span(n.span), n.value) for n in numbers_of_folded(folded.text, language)]


def number_text(value: Decimal) -> str:
    """The one spelling of a value: 1250, 3.5, 0.25."""
    return f"{value.normalize():f}" if value else "0"


def numbers_of_folded(folded: str, language: str) -> list[FoundNumber]:
    """`find_numbers` over text that is folded already; spans are ranges of it."""
    return list(_numbers(folded, LANGUAGES[language]))


@cache
def _words(language: Language) -> dict[str, int]:
    return {fold(word): value for word, value in language.number_words.items()}


def _numbers(text: str, language: Language) -> Iterator[FoundNumber]:
    tokens = [_token(match, language) for match in _TOKEN.finditer(text)]
    position = 0
    while position < len(tokens):
        used, value = _number_at(tokens, position, text, language)
        if used:
            yield FoundNumber(Span(tokens[position].start, tokens[position + used - 1].end), value)
        position += used or 1


def _token(match: re.Match[str], language: Language) -> _Token:
    word = match.group()
    if word[0].isdigit():
        return _Token(match.start(), match.end(), _digits_value(word, language), is_word=False, linked=False)
    value, linked = _word_value(word, language)
    start = match.start() + (len(language.conjunction) if linked else 0)
    return _Token(start, match.end(), None if value is None else Decimal(value), is_word=True, linked=linked)


def _word_value(word: str, language: Language) -> tuple[int | None, bool]:
    """The value of a number word, and whether a conjunction is written together with it."""
    words = _words(language)
    if word in words:
        return words[word], False
    if language.conjunction and word.startswith(language.conjunction):
        value = words.get(word.removeprefix(language.conjunction))
        return value, value is not None
    return None, False


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


def _number_at(tokens: list[_Token], start: int, text: str, language: Language) -> tuple[int, Decimal]:
    """How many tokens from `start` make one number, and its value; none: (0, 0)."""
    first = tokens[start].value
    if first is None:
        return 0, Decimal(0)
    if tokens[start].is_word:
        return _number_in_words(tokens, start, text, language)
    follower = _follower(tokens, start + 1, text, language)
    if follower and follower[0].value in _SCALES:
        return 2, first * follower[0].value
    return 1, first


def _number_in_words(tokens: list[_Token], start: int, text: str, language: Language) -> tuple[int, Decimal]:
    total, group, scale = 0, 0, 10**12
    position, used = start, 0
    token, linked = tokens[start], False
    while token.value is not None:
        value = int(token.value)
        if value >= 1_000:
            unit = max(one for one in _SCALES if one <= value)
            if unit >= scale or (linked and group):
                break
            total, group, scale = total + max(group, 1) * value, 0, unit
        else:
            joined = language.join_numbers(group, value, linked) if used else value
            if joined is None:
                break
            group = joined
        used = position + 1 - start
        follower = _follower(tokens, position + 1, text, language)
        if follower is None or not follower[0].is_word:
            break
        token, linked = follower
        position = tokens.index(token, position)
    return used, Decimal(total + group)


def _follower(tokens: list[_Token], position: int, text: str, language: Language) -> tuple[_Token, bool] | None:
    """The number word that goes on after tokens[position - 1], and whether it is linked by an "and"."""
    linked = False
    for token in tokens[position : position + 2]:
        previous = tokens[position - 1]
        between = text[previous.end : token.start].strip(_SPACES + "-" + language.conjunction)
        if between and between not in language.number_links:
            return None
        if token.value is not None:
            return (token, linked or token.linked or bool(between)) if token.is_word else None
        linked = text[token.start : token.end] in language.number_links
        if not linked:
            return None
    return None
