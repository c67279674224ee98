"""The nouns of jawab: articles, passages, hits, quotes, answers and replies.

Every offset is half-open and counts code points of `Article.text`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What a reader is told about an article; everything but its text."""

    id: str
    revision: str
    title: str | None
    language: str
    source: str | None = None
    url: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as stored: `text` is what every quote is a slice of."""

    id: str
    text: str
    language: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    lines_removed: int = 0
    controls_removed: int = 0

    @property
    def revision(self) -> str:
        """SHA-256 of the UTF-8 text, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def info(self) -> ArticleInfo:
        """The article without its text."""
        return ArticleInfo(self.id, self.revision, self.title, self.language, self.source, self.url, self.published)


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of whole sentences: `text == article.text[span.start:span.end]`."""

    article: ArticleInfo
    span: Span
    text: str

    @property
    def id(self) -> str:
        """Stable while the article's text is: article id, start and end."""
        return f"{self.article.id}:{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer; empty means all. Dates are inclusive, undated articles drop out."""

    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None

    def admits(self, article: ArticleInfo) -> bool:
        """Whether `article` passes every filter that is set."""
        if self.languages and article.language not in self.languages:
            return False
        if self.sources and article.source not in self.sources:
            return False
        if self.published_from is None and self.published_to is None:
            return True
        if article.published is None:
            return False
        return (self.published_from is None or article.published >= self.published_from) and (
            self.published_to is None or article.published <= self.published_to
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question to an answerer."""

    text: str
    max_answers: int = 3
    min_confidence: float | None = None
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage: the score that ranks it and the first two of the scores that it was made from.

    A hit may stand behind one with a lower score, where its language has had its places (`jawab.retrieval.ranked`).
    `dense` is a cosine; `lexical` a BM25 score, 0.0 where no term of the question occurs.
    """

    passage: Passage
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """A candidate answer inside one passage: `span` is relative to `passage.text`.

    `score` is the sum of the start and end logits; `null_score` that of the same window's "no answer".
    """

    span: Span
    score: float
    null_score: float

    @property
    def margin(self) -> float:
        """By how much the span beats "no answer"; comparable across passages."""
        return self.score - self.null_score


@dataclass(frozen=True, slots=True)
class Quote:
    """Where an answer stands. All spans are offsets into the article's text: answer in sentence in passage."""

    passage: Passage
    sentence: Span
    answer: Span

    def slice(self, span: Span) -> str:
        """The article's text at `span`, which must lie within the passage."""
        offset = self.passage.span.start
        return self.passage.text[span.start - offset : span.end - offset]

    @property
    def answer_text(self) -> str:
        """The answer as it stands in the article."""
        return self.slice(self.answer)

    @property
    def sentence_text(self) -> str:
        """The sentence around the answer as it stands in the article."""
        return self.slice(self.sentence)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with at least one quote; `text` is the first quote's answer."""

    text: str
    language: str
    confidence: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent on the batch that the question was answered in, or searched for."""

    retrieve: float
    read: float
    total: float


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that a search found for one question, best first."""

    hits: tuple[Hit, ...]
    timings: Timings


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes back for one question; `answers` is empty exactly when `abstained`."""

    question: str
    language: str
    generation: str
    answers: tuple[Answer, ...]
    best_rejected: Answer | None
    timings: Timings

    @property
    def abstained(self) -> bool:
        """Whether the collection does not say, as far as jawab can tell."""
        return not self.answers
