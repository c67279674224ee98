"""English, as far as names, dates and public question sets need it: it is read, not served."""

from __future__ import annotations

from jawab.text.language import Language, words


def join_numbers(so_far: int, value: int, linked: bool) -> int | None:
    """Twenty-one, three hundred and five: parts of one number below a thousand."""
    last = so_far % 100
    if value == 100:
        return so_far * 100 if 1 <= so_far <= 9 and not linked else None
    if last == 0:
        return so_far + value if value < 100 else None
    return so_far + value if last % 10 == 0 and last >= 20 and value < 10 else None


_UP_TO_NINETEEN = """
zero one two three four five six seven eight nine
ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_NUMBER_WORDS = {word: value for value, word in enumerate(_UP_TO_NINETEEN.split())} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
}  # fmt: skip

_MONTHS = (
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May",),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sep", "Sept"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
)

_STOP_WORDS = """
the a an and or of to in on at by for from with as is are was were be been being it its this that these those
he she they them his her their we you i not no but if then than so do does did has have had will would can could
what which who whom whose when where why how many much there into about after before during between
"""

EN = Language(
    code="en",
    stop_words=frozenset(_STOP_WORDS.split()),
    abbreviations=words("Mr Mrs Ms Dr Prof St Jr Sr vs Inc Ltd Co Gen Col Lt Rev Hon cf"),
    numbered_abbreviations=words("No"),
    units=words("m"),
    behind_units=frozenset(),
    months={name: number for number, names in enumerate(_MONTHS, 1) for name in names},
    doubtful_months=frozenset({"March", "May", "Mar", "Jan", "Jun", "Dec", "Sep", "Sept", "Apr", "Oct", "Nov", "Feb"}),
    weekdays=words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun"),
    year_words=("year", "the year"),
    month_links=("of",),
    era_words=(),
    days_in_words={},
    date_prepositions=("in", "on"),
    articles=frozenset({"a", "an", "the"}),
    dateline_words=words("date published posted updated on at am pm gmt utc est"),
    day_first=False,
    thousands=",",
    number_words=_NUMBER_WORDS,
    number_links=("and",),
    number_prefixes=(),
    hyphenates_numbers=True,
    duals_before_nouns=frozenset(),
    join_numbers=join_numbers,
    percent_words=("percent", "per cent"),
    currencies={"euro": "€", "euros": "€", "dollar": "$", "dollars": "$"},
    question_patterns=(
        ("how_many", r"\bhow (?:many|much|old|long|far|tall)\b|\b(?:what|which) (?:percentage|number|proportion)\b"),
        ("why", r"\bwhy\b"),
        ("when", r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|time)\b"),
        ("where", r"\bwhere\b|\b(?:what|which) (?:city|country|place|state|region)\b"),
        ("who", r"\bwho(?:m|se)?\b"),
        ("how", r"\bhow\b"),
        ("list", r"^(?:name|list)\b"),
        ("yes_no", r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b"),
        ("what", r"\b(?:what|which)\b"),
    ),
)
