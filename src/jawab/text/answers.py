"""The normal form in which two answers are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from jawab.text.ar import AR, split_clitics
from jawab.text.dates import FoundDate, alternatives, dates_of_folded
from jawab.text.folding import Folded, fold, fold_with_offsets
from jawab.text.fr import CONTRACTIONS, ELISIONS, FR
from jawab.text.language import Language
from jawab.text.languages import language_of
from jawab.text.numbers import number_text, numbers_of_folded
from jawab.types import Span

_WORD = re.compile(rf"(?P<elided>(?:{'|'.join(ELISIONS)})(?='\w))|[^\W\d_]+|%")
_ARABIC = re.compile("[\u0621-\u064a]")
_ANNOUNCED_WITHIN = 60
_MOST_MARKS = 30


def answer_tokens(text: str, language: str) -> list[str]:
    """Tokens of `text` for exact match (equal lists) and F1 (shared tokens); `language` is that of the text.

    Folding (`jawab.text.fold`): case, accents, vowel marks, tatweel, hamza, alef and ta marbuta forms, any digits.
    Dates: day, "month:10" and year in this order, whatever the month's name; words that only announce a date go
    with it ("le", "en", "في عام", "يوم الخميس").
    Numbers: their value, from digits with any separators or from words ("trois cents", "ثلاثة آلاف").
    Per cent: "%" for the sign and the words.
    Articles: dropped. In Arabic ال goes only where it is one, and the clitic written with it becomes a word of its own
    ("بالمدينة": ب, مدينه); in French du, au and aux keep their preposition, other elided words their full form.
    Punctuation: dropped. A text of nothing but articles keeps them.
    """
    normal = unicodedata.normalize("NFC", _stream_safe(text))
    folded = fold_with_offsets(normal)
    spelling = "".join(normal[start] for start in folded.starts)
    return list(_tokens(folded, spelling, language_of(language), without_articles=True)) or list(
        _tokens(folded, spelling, language_of(language), without_articles=False)
    )


def _stream_safe(text: str) -> str:
    """`text` without the marks behind the 30th on one letter (UAX #15): to sort more takes quadratic time."""
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _tokens(folded: Folded, spelling: str, language: Language, without_articles: bool) -> Iterator[str]:
    articles = _articles(language) if without_articles else frozenset()
    position = 0
    for span, values in _values(folded.text, language, articles):
        yield from _words(folded.text, Span(position, span.start), spelling, language, articles)
        yield from values
        position = span.end
    yield from _words(folded.text, Span(position, len(folded.text)), spelling, language, articles)


@cache
def _articles(language: Language) -> frozenset[str]:
    return frozenset(map(fold, language.articles))


@cache
def _percent(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(language.percent_words)})\b")


@cache
def _announcement(language: Language) -> re.Pattern[str]:
    words = alternatives((*language.date_prepositions, *language.year_words, *language.weekdays))
    return re.compile(rf"(?:\b(?:{words})[ ,]+)+$")


def _values(text: str, language: Language, articles: frozenset[str]) -> list[tuple[Span, list[str]]]:
    """Dates, percents and numbers, as ranges of `text` with their tokens, in order."""
    found = [
        (_with_announcement(date, text, language), _date_tokens(date)) for date in dates_of_folded(text, language.code)
    ]
    found += [(Span(*match.span()), ["%"]) for match in _percent(language).finditer(text)]
    for number in numbers_of_folded(text, language.code):
        if text[number.span.start : number.span.end] not in articles:
            found.append((number.span, [number_text(number.value)]))
    kept: list[tuple[Span, list[str]]] = []
    for span, tokens in sorted(found, key=lambda each: (each[0].start, -each[0].end)):
        if not kept or not kept[-1][0].overlaps(span):
            kept.append((span, tokens))
    return kept


def _with_announcement(date: FoundDate, text: str, language: Language) -> Span:
    before = text[max(0, date.span.start - _ANNOUNCED_WITHIN) : date.span.start]
    match = _announcement(language).search(before)
    return Span(date.span.start - (len(match.group()) if match else 0), date.span.end)


def _date_tokens(date: FoundDate) -> list[str]:
    day = [] if date.day is None else [str(date.day)]
    month = [] if date.month is None else [f"month:{date.month}"]
    return day + month + ([] if date.year is None else [str(date.year)])


def _words(text: str, span: Span, spelling: str, language: Language, articles: frozenset[str]) -> Iterator[str]:
    for match in _WORD.finditer(text, span.start, span.end):
        word = match.group()
        if match["elided"] and language is FR:
            word = ELISIONS[word]
        if word in articles:
            continue
        if _ARABIC.match(word):
            yield from _arabic_tokens(word, spelling[match.start() : match.end()])
        else:
            yield CONTRACTIONS.get(word, word) if language is FR and articles else word


def _arabic_tokens(word: str, spelling: str) -> list[str]:
    *clitics, noun = split_clitics(word, spelling)
    value = _counting_words().get(noun)
    return [*clitics, noun if value is None or word in _weekdays() else str(value)]


@cache
def _counting_words() -> dict[str, int]:
    return {fold(word): value for word, value in AR.number_words.items()}


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(map(fold, AR.weekdays))
