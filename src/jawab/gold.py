"""GoldQuestion, the one shape every gold set is read into and written from."""

from __future__ import annotations

from dataclasses import dataclass


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
    that error bars resample); `article` is the id of that article in an index where the file has one.
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
