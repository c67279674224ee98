"""What a question asks for: a person, a date, a place, a number."""

from __future__ import annotations

import re
from functools import cache

from jawab.text.folding import fold
from jawab.text.language import Language, QuestionType
from jawab.text.languages import language_of


def question_type(text: str, language: str) -> QuestionType:
    """The kind of answer that `text` asks for, one of `QuestionType`; accents and hamza may be missing.

    The patterns of the language are tried in its order; the first that is found decides.
    """
    folded = re.sub(r"[^\w ]+", " ", fold(text)).strip()
    folded = re.sub(r"\s+", " ", folded)
    for kind, pattern in _patterns(language_of(language)):
        if pattern.search(folded):
            return kind
    return "other"


@cache
def _patterns(language: Language) -> tuple[tuple[QuestionType, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in language.question_patterns)
