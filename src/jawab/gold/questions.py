"""Gold questions: what is asked, in which language, and every answer that is acceptable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

_WORD = re.compile(r"[^\W\d_]+")
_TELLING = 6  # words that show a language

Detect = Callable[[str], str]
"""Text -> language code; `jawab.text.detect` in every call but a test's."""

Contradiction = Literal["no answer", "answer ignored"]
"""Marked as answerable without an answer; marked as impossible with answers, which count for nothing."""


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """An acceptable answer; `start` is its offset in its context, None where the file gives none.

    `article` names another article than the question's own where the same answer stands too.
    """

    text: str
    start: int | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with all its acceptable answers; no answers means the collection does not say.

    `context` is the paragraph the question was asked of; `title` names the article it stands in (the unit
    that error bars resample), `titled` tells that it is the article's own and not made of ids or text; `article`
    is the id of that article in an index where the file has one; `tags` say what kind of question it is, in the
    words of whoever wrote it. `contradiction` is how the file contradicts itself on whether there is an answer;
    such a question counts as unanswerable.
    """

    id: str
    question: str
    language: str
    context: str
    context_language: str
    title: str
    answers: tuple[GoldAnswer, ...]
    article: str | None = None
    impossible: bool = False
    tags: tuple[str, ...] = ()
    contradiction: Contradiction | None = None
    titled: bool = True

    @property
    def direction(self) -> str:
        """Question language, hyphen, context language."""
        return f"{self.language}-{self.context_language}"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """The questions of one file; `name` is the file's name.

    `numbered` holds the ids that were made for questions whose own stands before them in the file.
    """

    name: str
    questions: tuple[GoldQuestion, ...]
    numbered: tuple[str, ...] = ()

    @property
    def must_answer(self) -> bool:
        """Whether abstaining is never right here: no question is unanswerable."""
        return not any(question.impossible for question in self.questions)


def written_in(text: str, detect: Detect) -> str:
    """The language of a text. A few words, often a name ("The Voice"), show no more than the longest: their script."""
    words = _WORD.findall(text)
    return detect(max(words, key=len) if 0 < len(words) < _TELLING else text)


def asked_in(question: str, context_language: str, detect: Detect) -> str:
    """The question's language; its context's where the question has no letters to tell."""
    return detect(question) if any(map(str.isalpha, question)) else context_language
