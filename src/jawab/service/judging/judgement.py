"""Judgement: what one judge says of one question, as it is sent, received and stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from jawab.service.wire import ID_PATTERN, Line, Slice
from jawab.text import strip_controls

LONGEST_ANSWER = 2000
"""In characters."""
_LARGEST_OFFSET = 2**31 - 1


def _squeeze(text: str) -> str:
    """On one line without control characters: the same question asked twice is one question."""
    return " ".join(strip_controls(text)[0].split())


def _says_something(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValueError("must hold a letter or a digit")
    return text


# The length is that of what was sent: it is bounded before anything else looks at it, as the schema says.
Question = Annotated[
    Line,
    Field(max_length=10_000, examples=["Quand le port a-t-il rouvert ?"]),
    AfterValidator(_squeeze),
    AfterValidator(_says_something),
]
Judge = Annotated[
    Line,
    Field(max_length=80, description="Who judges.", examples=["سلمى", "Camille"]),
    AfterValidator(_squeeze),
    AfterValidator(_says_something),
]
Id = Annotated[str, Field(pattern=ID_PATTERN)]
Offset = Annotated[int, Field(ge=0, le=_LARGEST_OFFSET, strict=True)]


class Verdict(StrEnum):
    """What a judge may say."""

    RIGHT = "right"
    WRONG = "wrong"
    PARTLY = "partly"
    MARKED = "marked"
    UNANSWERABLE = "unanswerable"

    @property
    def accepts(self) -> bool:
        """Whether the span that goes with it is an acceptable answer."""
        return self in (Verdict.RIGHT, Verdict.MARKED)


class JudgementRequest(BaseModel):
    """A judge's mark on one question.

    With right, wrong or partly, `start:end` is the answer that was judged; with marked, the right answer. Unanswerable
    takes no span; the article it may name is the one that was read in vain.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "متى وقع المغرب وروسيا مذكرة التفاهم؟",
                    "judge": "سلمى",
                    "verdict": "marked",
                    "generation": "000001-5d2f0c1e8a4b9637",
                    "article_id": "accord-rabat.md",
                    "revision": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "start": 742,
                    "end": 756,
                },
                {
                    "question": "Combien a coûté la cérémonie ?",
                    "judge": "Camille",
                    "verdict": "unanswerable",
                    "generation": "000001-5d2f0c1e8a4b9637",
                },
            ]
        },
    )

    question: Question
    judge: Judge
    verdict: Verdict
    generation: Annotated[Id, Field(description="The generation that was judged, as the reply named it.")]
    article_id: Id | None = None
    revision: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        None, description="SHA-256 of the article's text, as the quote named it."
    )
    start: Offset | None = Field(None, description="Code points of the article's text, as is `end`.")
    end: Offset | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        spans = (self.start, self.end)
        if self.verdict is Verdict.UNANSWERABLE:
            if spans != (None, None):
                raise ValueError("unanswerable takes no start and end")
        elif self.article_id is None or self.start is None or self.end is None:
            raise ValueError(f"{self.verdict} needs article_id, start and end")
        elif self.start >= self.end:
            raise ValueError("start must be less than end")
        elif self.end - self.start > LONGEST_ANSWER:
            raise ValueError(f"an answer has at most {LONGEST_ANSWER} characters")
        if self.revision is not None and self.article_id is None:
            raise ValueError("revision needs article_id")
        return self


class Judgement(BaseModel):
    """A judge's mark as stored; offsets are half-open, in code points and in UTF-16 units of that revision's text."""

    id: str
    question: str = Field(description="On one line, white space squeezed.")
    judge: str
    verdict: Verdict
    generation: str = Field(description="The generation that was judged.")
    article_id: str | None
    revision: str | None
    title: str | None = Field(description="The article's title.")
    language: str | None = Field(description="The article's language.")
    start: int | None
    end: int | None
    start_utf16: int | None
    end_utf16: int | None
    text: str | None = Field(description="The article's text from `start` to `end`.")
    judged_at: datetime

    @classmethod
    def of(cls, request: JudgementRequest, stated: Mapping[str, object]) -> Judgement:
        """A new judgement, of now: the request with what `stated` says of its article and its slice."""
        unstated = dict.fromkeys(("revision", "title", "language", *Slice.model_fields))
        asked = request.model_dump(include={"question", "judge", "verdict", "generation", "article_id"})
        return cls.model_validate({"id": uuid4().hex, "judged_at": datetime.now(UTC), **unstated, **asked, **stated})
