"""Dates: month names of every family, Arabic-Indic digits, numeric forms; found in text or read from a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from jawab.text.folding import fold, fold_with_offsets
from jawab.text.languages import LANGUAGES, language_of
from jawab.types import Span

_LONGEST_DATELINE = 200
YEAR = r"(?:1\d|20|21)\d\d"
"""Four digits that are a year where they stand alone."""
_YEAR = rf"(?<![\d.,٫٬]){YEAR}(?![\d٫٬]|[.,]\d)"
_DAY = r"(?<![\d.,٫٬])(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_NUMERIC = re.compile(
    rf"(?<![\d/.-])(?:(?P<year>{YEAR})(?P<s>[-/.])(?P<month>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}})"
    rf"|(?P<first>\d{{1,2}})(?P<t>[-/.])(?P<second>\d{{1,2}})(?P=t)(?P<last>{YEAR}))(?![\d/]|[.-]\d)"
)
_COMPACT = re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?![\d/.-])")
_SHORT_YEAR = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})(?P<s>[/.])(?P<month>\d{1,2})(?P=s)(?P<year>\d\d)(?![\d/.-])")
_LAST_SHORT_YEAR = 68  # 2068; 69 is 1969, as in POSIX
_TIME = re.compile(r"(?<!\d)t?\d{1,2} ?[:h](?: ?\d{1,2}(?::\d\d)?(?:\.\d+)?)?(?: ?(?:z|[+-]\d\d:?\d\d))?(?![\d:])")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, whole or in part: its range in the text and what it says; None where it does not say."""

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> date | None:
        """The calendar day, where year, month and day are given and exist."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


def find_dates(text: str, language: str) -> list[FoundDate]:
    """Dates of `text` in order, not overlapping; spans are ranges of `text`.

    A numeric date with year, month and day; a month name with a day or a year or both; a month name alone that is no
    other word; a year that a word announces ("عام 2016", "en 2016", "2016 م"; the word is not in the span).
    """
    folded = fold_with_offsets(text)
    return [
        FoundDate(folded.source_span(found.span), found.year, found.month, found.day)
        for found in dates_of_folded(folded.text, language)
    ]


def dates_of_folded(folded: str, language: str, *, days_in_words: bool = False) -> list[FoundDate]:
    """`find_dates` over text that is folded already; spans are ranges of it.

    `days_in_words`: a day may stand in words, too ("premier mai", "الأول من يناير").
    """
    found = [
        *_numeric_dates(folded, language_of(language).day_first),
        *_written_dates(folded, days_in_words),
        *_announced_years(folded),
    ]
    found.sort(key=lambda each: (each.span.start, -each.span.end))
    kept: list[FoundDate] = []
    for each in found:
        if not kept or not kept[-1].span.overlaps(each.span):
            kept.append(each)
    return kept


def parse_date(text: str) -> date | None:
    """The day that a whole date line or field names, in Arabic, French, English or numbers; None for anything else.

    Weekdays, a time of day and words such as "publié le" or "آخر تحديث" may stand beside it, other words may not.
    A numeric date is read day first, unless only month first makes sense. Of several days, each announced by such a
    word ("publié le …, modifié le …"), it is the first in time.
    """
    if len(text) > _LONGEST_DATELINE:
        return None
    folded = fold(text)
    found = [
        *_numeric_dates(folded, day_first=True),
        *_short_dates(folded),
        *_written_dates(folded, days_in_words=False),
    ]
    found.sort(key=lambda each: each.span.start)
    days = [each.date for each in found if each.date]
    if not days or len(days) < len(found):
        return None
    rest = _TIME.sub(" ", _blank(folded, (each.span for each in found)))
    is_dateline = dateline_words().issuperset(re.findall(r"\w+", rest))
    return min(days) if is_dateline and (len(set(days)) == 1 or _are_announced(folded, found)) else None


def with_months_written(folded: str) -> str:
    """Folded text with its numeric dates as words say them: "16/09/2025" is "16 شتنبر 2025"; day first."""
    parts, end = [], 0
    for found in _numeric_dates(folded, day_first=True):
        parts += [folded[end : found.span.start], f"{found.day} {_month_names()[found.month]} {found.year}"]
        end = found.span.end
    return "".join([*parts, folded[end:]])


@cache
def _month_names() -> dict[int | None, str]:
    return {number: name for name, number in reversed(month_numbers().items())}


@cache
def month_numbers() -> dict[str, int]:
    """Folded month names of all languages -> 1 to 12."""
    return {fold(name): number for language in LANGUAGES.values() for name, number in language.months.items()}


@cache
def _doubtful_months() -> frozenset[str]:
    return frozenset(fold(name) for language in LANGUAGES.values() for name in language.doubtful_months)


@cache
def dateline_words() -> frozenset[str]:
    """Folded words of all languages that may stand on a publication date's line."""
    return frozenset(
        fold(word) for language in LANGUAGES.values() for word in language.dateline_words | language.weekdays
    )


@cache
def _announcing_words() -> frozenset[str]:
    return frozenset(
        fold(word) for language in LANGUAGES.values() for word in language.dateline_words - language.stop_words
    )


def _are_announced(folded: str, found: Sequence[FoundDate]) -> bool:
    """Whether a word that announces a date stands between each two of them."""
    between = [folded[one.span.end : other.span.start] for one, other in pairwise(found)]
    return not any(_announcing_words().isdisjoint(re.findall(r"\w+", _TIME.sub(" ", part))) for part in between)


def _blank(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches any of `words`, folded, the longest first."""
    folded = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in folded)


@cache
def _days_in_words() -> dict[str, int]:
    return {fold(word): day for language in LANGUAGES.values() for word, day in language.days_in_words.items()}


@cache
def _written_pattern(days_in_words: bool) -> re.Pattern[str]:
    languages = LANGUAGES.values()
    months = alternatives(month_numbers())
    links = alternatives(word for language in languages for word in language.month_links)
    years = alternatives(word for language in languages for word in language.year_words)
    day = rf"{_DAY}|\b(?:{alternatives(_days_in_words())})\b" if days_in_words else _DAY
    return re.compile(
        rf"(?:(?P<day>{day})(?: ?er|st|nd|rd|th)?[ -]*(?:\b(?:{links}) +)?)?"
        rf"(?<![^\W_])(?P<month>{months})(?![^\W_])\.?(?: *[/(] *(?:{months})\b\)?)?"
        rf"(?: (?P<day_after>{_DAY})(?:st|nd|rd|th)?(?=,? +(?:1\d|20|21)\d\d\b))?"
        rf"(?:(?:-|[ ,]+(?:(?:{links}) +)?(?:(?:{years}) +)?)(?P<year>{_YEAR}))?"
    )


@cache
def _year_pattern() -> re.Pattern[str]:
    languages = LANGUAGES.values()
    announcing = alternatives(
        word for language in languages for word in language.year_words + language.date_prepositions
    )
    eras = alternatives(word for language in languages for word in language.era_words)
    return re.compile(rf"(?<!\w)(?:{announcing}) +(?P<announced>{_YEAR})|(?P<of_era>{_YEAR}) ?(?:{eras})(?![\w/])")


def _written_dates(text: str, days_in_words: bool) -> Iterator[FoundDate]:
    for match in _written_pattern(days_in_words).finditer(text):
        day, year = match["day"] or match["day_after"], match["year"]
        if day or year or match["month"] not in _doubtful_months():
            month = month_numbers()[re.sub(r"\s+", " ", match["month"])]
            yield FoundDate(Span(*match.span()), int(year) if year else None, month, _day(day) if day else None)


def _day(day: str) -> int:
    return int(day) if day.isdecimal() else _days_in_words()[re.sub(r"\s+", " ", day)]


def _numeric_dates(text: str, day_first: bool) -> Iterator[FoundDate]:
    for match in _NUMERIC.finditer(text):
        if match["year"]:
            year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        else:
            year, month, day = int(match["last"]), int(match["second"]), int(match["first"])
            if month > 12 or (not day_first and day <= 12):
                month, day = day, month
        found = FoundDate(Span(*match.span()), year, month, day)
        if found.date:
            yield found


def _short_dates(text: str) -> Iterator[FoundDate]:
    """Numeric dates that only a field may hold, since text has numbers of the same form: 20251016, 16/10/25."""
    for match in (*_COMPACT.finditer(text), *_SHORT_YEAR.finditer(text)):
        year = int(match["year"])
        if year < 100:
            year += 2000 if year <= _LAST_SHORT_YEAR else 1900
        found = FoundDate(Span(*match.span()), year, int(match["month"]), int(match["day"]))
        if found.date:
            yield found


def _announced_years(text: str) -> Iterator[FoundDate]:
    for match in _year_pattern().finditer(text):
        group = "announced" if match["announced"] else "of_era"
        yield FoundDate(Span(*match.span(group)), int(match[group]))
