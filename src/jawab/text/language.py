"""Language: what the text room needs to know about one language, as one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

QuestionType = Literal["who", "when", "where", "how_many", "what", "why", "how", "yes_no", "list", "other"]


def words(text: str) -> frozenset[str]:
    """The words of `text`, which spaces separate."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language's words and rules. Words stand in their usual spelling; whoever uses them folds them."""

    code: str
    stop_words: frozenset[str]
    abbreviations: frozenset[str]
    """Words that a full stop follows without ending the sentence."""
    numbered_abbreviations: frozenset[str]
    """Other words too: abbreviations only where a number or a small letter follows."""
    units: frozenset[str]
    """Behind digits they are units or eras, whose full stop ends the sentence."""
    behind_units: frozenset[str]
    """Behind such a full stop they show that the sentence goes on."""
    months: Mapping[str, int]
    doubtful_months: frozenset[str]
    """Month names that are other words too: months only beside a day or a year."""
    weekdays: frozenset[str]
    year_words: tuple[str, ...]
    """What may stand before a year and says no more than that it is one."""
    month_links: tuple[str, ...]
    """What may stand between a day, its month and its year."""
    era_words: tuple[str, ...]
    """What may stand behind a year and says no more than that it is one."""
    days_in_words: Mapping[str, int]
    """What stands before a month for a day, with the link that it needs."""
    date_prepositions: tuple[str, ...]
    """In or on a date: nothing is added to its value."""
    articles: frozenset[str]
    """Written apart; the article that Arabic writes together with its noun is taken off by `ar.split_clitics`."""
    dateline_words: frozenset[str]
    """What else stands on a publication date's line."""
    day_first: bool
    thousands: str
    """Characters that separate groups of three digits."""
    number_words: Mapping[str, int | float]
    """Fractions among them are halves and quarters, which floats hold exactly."""
    number_links: tuple[str, ...]
    """Words between the parts of one number."""
    number_prefixes: tuple[str, ...]
    """Words written together with the number word behind them."""
    hyphenates_numbers: bool
    """Whether a hyphen may stand between the parts of one number."""
    duals_before_nouns: frozenset[str]
    """Scale words that mean two of it where nothing counts them and a noun follows."""
    join_numbers: Callable[[int, int, bool], int | None]
    """(value so far, next value, linked?) below a thousand -> their sum or product; None: not one number."""
    percent_words: tuple[str, ...]
    currencies: Mapping[str, str]
    """Names of currencies -> their signs."""
    question_patterns: tuple[tuple[QuestionType, str], ...]
    """(question type, regular expression over the folded question), most telling first."""
