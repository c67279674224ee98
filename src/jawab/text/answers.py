"""The normal form in which two answers are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from jawab.text.ar import AR, split_clitics
from jawab.text.dates import YEAR, FoundDate, alternatives, dates_of_folded, month_numbers
from jawab.text.folding import Folded, fold, fold_with_offsets, folded_words
from jawab.text.fr import CONTRACTIONS, ELISIONS, FR
from jawab.text.language import Language
from jawab.text.languages import LANGUAGES, language_of
from jawab.text.numbers import WORD_BEHIND, FoundNumber, counting_words, number_text, numbers_of_folded
from jawab.text.ordinals import ordinals_of_folded
from jawab.text.terms import terms
from jawab.types import Span

_SIGNS = "€$£¥₽₺₪₹"
_WORD = re.compile(
    rf"(?P<if>s(?='ils?\b))|(?P<elided>(?:{'|'.join(ELISIONS)})(?='\w))|[^\W\d_]+|(?<=[^\W\d_])[+#]+|[%{_SIGNS}]"
)
_SIGN_BEFORE = re.compile(rf"(?<!\d)(?:[{_SIGNS}]|(?<!\d )[{_SIGNS}] )$")
_MINUS_BEFORE = re.compile(r"(?:^|[^\w\s)%°-])\s*-$")
_MINUS_BEHIND_WORD = re.compile(r"(?<=[^\W\d_] )-$")
_DEGREES = re.compile(" ?[°%]")
_MONEY_SCALE = re.compile(rf" ?(k|m|md|mds) ?(?=[{_SIGNS}])")
_MONEY_SCALES = {"k": 10**3, "m": 10**6, "md": 10**9, "mds": 10**9}
_FRACTIONS = {"½": ",5", "¼": ",25", "¾": ",75"}
_FRACTION = re.compile(f"(?:(?<!\\d)(\\d+) ?)?([{''.join(_FRACTIONS)}])")
_HAMZA_BEFORE_WAW = re.compile("[ئء](?=[ـ\u064b-\u0652]*و(?![ـ\u064b-\u0652]*ي))")
_ARABIC = re.compile("[\u0621-\u064a]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_YEAR = re.compile(YEAR)
_MARS = re.compile(r"\b(?:en|de|fin|debut|mi|courant|depuis|des)[ -]+(?P<behind>mars)\b|^\W*(?P<alone>mars)\W*$")
_ANNOUNCED_WITHIN = 60
_MOST_MARKS = 30


def answer_tokens(text: str, language: str) -> list[str]:
    """Tokens of `text` for exact match (equal lists) and F1 (shared tokens); `language` is that of the text.

    Folding (`jawab.text.fold`): case, accents, vowel marks, tatweel, hamza, alef and ta marbuta forms, any digits.
    Hamza before waw: on ya as on waw (مسئول, مسؤول), except where the waw is a consonant (مئوية).
    Dates: day, "month:10" and year in this order, whatever the month's name; words that only announce a date go
    with it ("le", "en", "في عام", "يوم الخميس", "1956 م"). A month that is another word, too, only beside a day or a
    year, or where it is the whole Arabic answer (مارس); small "mars" is one there and behind a word of time (fin mars).
    Numbers: their value, from digits with any separators or from words ("trois cents", "ثلاثة آلاف", "مليون ونصف"); a
    minus directly before the digits belongs to it, unless it may be a hyphen. French ordinals: "19e", from XIXe and
    dix-neuvième, too.
    Per cent: "%" for the sign and the words, behind the number. Currencies: their sign, behind the number, for the
    signs and the names.
    Behind a letter + and # stay: C++, C#.
    Articles: dropped. In Arabic ال goes only where it is one, and the clitic written with it becomes a word of its own
    ("بالمدينة": ب, مدينه); in French du, au and aux keep their preposition, other elided words their full form.
    Punctuation: dropped. A text of nothing but articles keeps them.
    """
    normal = _unified(unicodedata.normalize("NFC", _stream_safe(text)))
    folded = fold_with_offsets(normal)
    spelling = "".join(normal[start] for start in folded.starts)
    read_as = language_of(language)
    return (
        _bare_month(folded.text, spelling, read_as)
        or _percents_behind(_tokens(folded, spelling, read_as, without_articles=True))
        or list(_tokens(folded, spelling, read_as, without_articles=False))
    )


def quoted_tokens(text: str, span: Span, language: str) -> list[str]:
    """`answer_tokens` of a span of `text`, and behind a bare number the terms of the word there, which it counts.

    So 312 (passagers) is not 312 (enfants). A year counts nothing.
    """
    tokens = answer_tokens(text[span.start : span.end], language)
    is_count = len(tokens) == 1 and _NUMBER.fullmatch(tokens[0]) and not _YEAR.fullmatch(tokens[0])
    behind = WORD_BEHIND.match(text, span.end) if is_count else None
    if behind is None or fold(behind[1]) in folded_words(language_of(language).stop_words):
        return tokens
    return tokens + terms(behind[1])


def _percents_behind(tokens: Iterable[str]) -> list[str]:
    """The tokens with "%" behind its number where it stands before one (%25) and behind no other (16% 25)."""
    ordered: list[str] = []
    for token in tokens:
        is_before = ordered[-1:] == ["%"] and not (len(ordered) > 1 and _NUMBER.fullmatch(ordered[-2]))
        ordered.insert(len(ordered) - (1 if is_before and _NUMBER.fullmatch(token) else 0), token)
    return ordered


def _unified(text: str) -> str:
    """`text` with one spelling for what folding keeps apart."""
    text = _HAMZA_BEFORE_WAW.sub("ؤ", text)
    return _FRACTION.sub(lambda match: (match[1] or "0") + _FRACTIONS[match[2]], text)


def _bare_month(folded: str, spelling: str, language: Language) -> list[str]:
    """The month that is the whole answer, in Arabic, where it has several names, or in digits with its year."""
    match = _month_alone(language).fullmatch(folded)
    if not match:
        return []
    if match["month"]:
        return [f"month:{int(match['month'])}", match["year"]]
    spelled = spelling[slice(*match.span("name"))]
    is_month = spelled in AR.doubtful_months or spelled == match["name"]  # آب is a month, أب a father
    return [f"month:{month_numbers()[match['name']]}"] if language is AR and is_month else []


@cache
def _month_alone(language: Language) -> re.Pattern[str]:
    prepositions = alternatives(language.date_prepositions)
    return re.compile(
        rf"\W*(?:(?:{prepositions}) +)*"
        rf"(?:(?P<name>{alternatives(AR.doubtful_months)})|(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:1\d|20)\d\d))\W*"
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
    articles = folded_words(language.articles) if without_articles else frozenset()
    position = 0
    for span, values in _values(folded.text, spelling, language, articles):
        yield from _words(folded.text, Span(position, span.start), spelling, language, articles)
        yield from values
        position = span.end
    yield from _words(folded.text, Span(position, len(folded.text)), spelling, language, articles)


@cache
def _percent(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(language.percent_words)})\b")


@cache
def _announcement(language: Language) -> re.Pattern[str]:
    words = alternatives((*language.date_prepositions, *language.year_words, *language.weekdays))
    return re.compile(rf"(?:\b(?:{words})[ ,]+)+$")


@cache
def _era(language: Language) -> re.Pattern[str]:
    return re.compile(rf" ?(?:{alternatives(language.era_words)})(?![\w/])" if language.era_words else "(?!)")


@cache
def _currencies() -> dict[str, str]:
    return {fold(name): sign for language in LANGUAGES.values() for name, sign in language.currencies.items()}


@cache
def _of_currency() -> re.Pattern[str]:
    return re.compile(rf" (?:d'|de )(?=(?:{alternatives(_currencies())})\b)")


def _values(text: str, spelling: str, language: Language, articles: frozenset[str]) -> list[tuple[Span, list[str]]]:
    """Dates, percents, ordinals and numbers, as ranges of `text` with their tokens, in order."""
    found = [
        (_with_announcement(date, text, language), _date_tokens(date))
        for date in dates_of_folded(text, language.code, days_in_words=True)
    ]
    found += [(Span(*match.span()), ["%"]) for match in _percent(language).finditer(text)]
    if language is FR:
        found += [(_with_announcement(date, text, language), _date_tokens(date)) for date in _bare_mars(text, spelling)]
        found += [(span, [f"{value}e"]) for span, value in ordinals_of_folded(text, spelling)]
    taken = {span.start for span, _ in found}
    for number in numbers_of_folded(text, language.code):
        if number.span.start not in taken and text[number.span.start : number.span.end] not in articles:
            found.append(_amount(number, text))
    kept: list[tuple[Span, list[str]]] = []
    for span, tokens in sorted(found, key=lambda each: (each[0].start, -each[0].end)):
        if not kept or not kept[-1][0].overlaps(span):
            kept.append((span, tokens))
    return kept


def _bare_mars(text: str, spelling: str) -> Iterator[FoundDate]:
    """The month without a day or a year: small, and the whole answer or behind a word of time."""
    for match in _MARS.finditer(text):
        span = Span(*match.span(match.lastgroup or 0))
        if spelling[span.start].islower():
            yield FoundDate(span, month=3)


def _with_announcement(date: FoundDate, text: str, language: Language) -> Span:
    before = text[max(0, date.span.start - _ANNOUNCED_WITHIN) : date.span.start]
    match, era = _announcement(language).search(before), _era(language).match(text, date.span.end)
    return Span(date.span.start - (len(match.group()) if match else 0), era.end() if era else date.span.end)


def _amount(number: FoundNumber, text: str) -> tuple[Span, list[str]]:
    """A number with its minus or the currency's sign before it, and what joins it to the currency behind it."""
    start, end, value = number.span.start, number.span.end, number.value
    if scale := _MONEY_SCALE.match(text, end):
        end, value = scale.end(), value * _MONEY_SCALES[scale[1]]
    elif of := _of_currency().match(text, end):
        end = of.end()
    if sign := _SIGN_BEFORE.search(text, max(0, start - 2), start):
        return Span(sign.start(), end), [number_text(value), sign.group()[0]]
    if _is_negative(number.span, text):
        return Span(start - 1, end), ["-" + number_text(value)]
    return Span(start, end), [number_text(value)]


def _is_negative(span: Span, text: str) -> bool:
    """Whether a minus stands before the digits: with no word before it, or with degrees or per cent behind them.

    Elsewhere it may be a hyphen: Covid -19.
    """
    if not text[span.start].isdecimal() or text[span.start - 1 : span.start] != "-":
        return False
    if _MINUS_BEFORE.search(text, max(0, span.start - 4), span.start):
        return True
    behind_word = _MINUS_BEHIND_WORD.search(text, span.start - 1, span.start)
    return bool(behind_word and _DEGREES.match(text, span.end))


def _date_tokens(date: FoundDate) -> list[str]:
    day = [] if date.day is None else [str(date.day)]
    month = [] if date.month is None else [f"month:{date.month}"]
    return day + month + ([] if date.year is None else [str(date.year)])


def _words(text: str, span: Span, spelling: str, language: Language, articles: frozenset[str]) -> Iterator[str]:
    for match in _WORD.finditer(text, span.start, span.end):
        word = match.group()
        if language is FR and match["if"]:
            word = "si"
        elif language is FR and match["elided"]:
            word = ELISIONS[word]
        if word in articles:
            continue
        if _ARABIC.match(word):
            yield from _arabic_tokens(word, spelling[match.start() : match.end()])
        else:
            word = CONTRACTIONS.get(word, word) if language is FR and articles else word
            yield _currencies().get(word, word)


def _arabic_tokens(word: str, spelling: str) -> list[str]:
    *clitics, noun = split_clitics(word, spelling)
    is_number = noun in counting_words(AR) and word not in folded_words(AR.weekdays)
    return [*clitics, str(counting_words(AR)[noun]) if is_number else _currencies().get(noun, noun)]
