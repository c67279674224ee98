"""The wire: what requests and replies look like as JSON, for the service and for the command line's `--json`."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from jawab import types
from jawab.corpus.unfit import Unfitness
from jawab.decoding import half_pair
from jawab.text import SERVED

ID_PATTERN = r"^[A-Za-z0-9._-]{1,128}$"
MAX_BATCH = 64
MAX_ARTICLES = 1000
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _encodable(text: str) -> str:
    """JSON's escapes can spell half a surrogate pair, which no UTF-8 reply could carry back."""
    if half_pair(text) is not None:
        raise ValueError("must not contain unpaired surrogates")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _number(value: object) -> object:
    if isinstance(value, bool | str):
        raise ValueError("must be a number")
    return value


def _iso_date(value: object) -> object:
    if value is None or isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        return value
    raise ValueError("must be a date like 2025-10-16")


def _served(language: str) -> str:
    if language not in SERVED:
        raise ValueError(f"must be one of the languages served: {', '.join(SERVED)}")
    return language


def _more_than_dots(article_id: str) -> str:
    if not article_id.strip("."):
        raise ValueError("must hold more than dots: browsers take . and .. in an address for folders")
    return article_id


Line = Annotated[str, AfterValidator(_encodable)]
QuestionText = Annotated[
    Line,
    AfterValidator(_not_blank),
    Field(min_length=1, description="A question in Arabic or French.", examples=["Quand le port a-t-il rouvert ?"]),
]
Language = Annotated[Line, AfterValidator(_served), Field(json_schema_extra={"enum": list(SERVED)})]
Source = Annotated[Line, Field(max_length=500)]
IsoDate = Annotated[date, BeforeValidator(_iso_date)]
ArticleId = Annotated[Line, Field(pattern=ID_PATTERN), AfterValidator(_more_than_dots)]
Probability = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1, allow_inf_nan=False)]
AnswerCount = Annotated[int, BeforeValidator(_number), Field(ge=1, le=20)]
PassageCount = Annotated[int, BeforeValidator(_number), Field(ge=1, le=100)]


class _Request(BaseModel):
    """A key nobody knows is an error, not something to ignore."""

    model_config = ConfigDict(extra="forbid")


class Filters(_Request):
    """Which articles may answer: an empty list or null admits all. Dates are inclusive; undated articles drop out."""

    languages: list[Language] = Field(default=[], max_length=100)
    sources: list[Source] = Field(default=[], max_length=100, description="Outlets, spelled as the articles do.")
    published_from: IsoDate | None = None
    published_to: IsoDate | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.published_from and self.published_to and self.published_from > self.published_to:
            raise ValueError("published_from must not be after published_to")
        return self

    def to_types(self) -> types.Filters:
        """The same filters as the rest of jawab knows them."""
        return types.Filters(tuple(self.languages), tuple(self.sources), self.published_from, self.published_to)


class AskRequest(_Request):
    """One question."""

    question: QuestionText
    max_answers: AnswerCount = 3
    min_confidence: Probability | None = Field(
        None, description="Abstain below this; null: the calibrated default; 0: never abstain."
    )
    filters: Filters = Filters()

    def to_types(self) -> types.Question:
        """The question as the answerer takes it, which knows how long one may be."""
        return types.Question(self.question, self.max_answers, self.min_confidence, self.filters.to_types())


class BatchRequest(_Request):
    """Questions that are answered together."""

    questions: list[AskRequest] = Field(min_length=1, max_length=MAX_BATCH)


class SearchRequest(_Request):
    """A search for passages."""

    question: QuestionText
    k: PassageCount = 10
    filters: Filters = Filters()

    def to_types(self) -> types.Question:
        """The search as the answerer takes it."""
        return types.Question(self.question, filters=self.filters.to_types())


class ArticlesQuery(Filters):
    """Which articles to list, and from where."""

    cursor: Annotated[str, Field(pattern=ID_PATTERN)] | None = Field(None, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=200)


class ArticleIn(_Request):
    """An article to store. What is not stated is read from the text's own first and last lines, or detected."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "port-2025-10-16",
                    "title": "افتتاح الميناء الجديد",
                    "text": "افتُتح الميناء الجديد يوم 16 أكتوبر 2025 بعد عامين من الأشغال.",
                    "language": "ar",
                    "source": "صحيفة الساحل",
                    "published": "2025-10-16",
                },
                {"text": "Le port a rouvert le 16 octobre 2025 après deux ans de travaux.", "source": "Le Rivage"},
            ]
        }
    )

    id: ArticleId | None = Field(None, description="An article with this id is replaced; null: made from the text.")
    title: Annotated[Line, Field(max_length=1000)] | None = None
    text: Annotated[Line, AfterValidator(_not_blank), Field(min_length=1)]
    language: Language | None = Field(None, description="null: detected.")
    source: Source | None = Field(None, description="The outlet.")
    url: Annotated[Line, Field(max_length=2000)] | None = None
    published: IsoDate | None = None


class ArticlesIn(_Request):
    """Articles to store together, in one generation."""

    articles: list[ArticleIn] = Field(min_length=1, max_length=MAX_ARTICLES)


class ArticleInfo(BaseModel):
    """An article without its text."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    revision: str = Field(description="SHA-256 of the article's text.")
    title: str | None
    language: str
    source: str | None
    url: str | None
    published: date | None


class Slice(BaseModel):
    """A piece of an article's text; offsets are half-open, in code points and in UTF-16 units."""

    start: int
    end: int
    start_utf16: int
    end_utf16: int
    text: str


class PassageSlice(Slice):
    """A passage of an article."""

    id: str


class Quote(BaseModel):
    """Where an answer stands: the answer lies within the sentence, the sentence within the passage."""

    article: ArticleInfo
    passage: PassageSlice
    sentence: Slice
    answer: Slice


class Answer(BaseModel):
    """An answer and every place that gives it; `text` is that of the first quote's answer."""

    text: str
    language: str
    confidence: float = Field(description="The calibrated probability that the answer is right.")
    quotes: list[Quote]


class Timings(BaseModel):
    """Milliseconds spent on the batch that answered the question."""

    retrieve: float
    read: float
    total: float


Because = Literal["list", "yes_no", "unsure", "nothing_near"]


class Reply(BaseModel):
    """What comes back for a question; `answers` is empty exactly when `abstained`."""

    question: str
    language: str
    generation: str
    request_id: str
    answers: list[Answer]
    abstained: bool
    best_rejected: Answer | None
    timings_ms: Timings
    abstained_because: Because | None = Field(
        description="Why there is no answer: a quote cannot list things or say yes or no; else whether any was near."
    )


class BatchReply(BaseModel):
    """One reply for each question, in the order they were asked, all from one generation."""

    items: list[Reply]
    generation: str
    request_id: str


class SearchHit(BaseModel):
    """A passage that may hold the answer."""

    score: float = Field(
        description="Compares passages of one language in one reply. The order is that of `items`: of ten passages at "
        "most four are in another language than the question's, so that a later one may have a higher score."
    )
    article: ArticleInfo
    passage: PassageSlice


class SearchReply(BaseModel):
    """Passages, best first."""

    items: list[SearchHit]
    generation: str
    request_id: str


class ArticlesPage(BaseModel):
    """Articles in the order of their ids; `next` is the cursor of the page that follows, null at the end."""

    items: list[ArticleInfo]
    next: str | None
    generation: str


class ArticleReply(ArticleInfo):
    """An article with its text and the passages it is searched by."""

    text: str
    passages: list[PassageSlice]
    generation: str


RefusalCode = Unfitness | Literal["duplicate", "taken"]


class StoredItem(BaseModel):
    """What became of one article that was sent."""

    id: str | None = Field(description="null where none could be made out.")
    status: Literal["added", "replaced", "unchanged", "duplicate", "rejected"]
    reason: str | None = Field(description="Why it is not stored, where it is a duplicate or rejected.")
    code: RefusalCode | None = Field(description="The kind of `reason`: stable, to be said in another language.")
    name: str | None = Field(description="The name of the file that it came from.")
    controls_removed: int = Field(description="Control characters, bidi overrides among them, taken out of its text.")
    lines_removed: int = Field(description="Lines taken out of its text because they are leftovers of a web page.")
    article: ArticleInfo | None = Field(description="The article as it is stored; null where it is not.")


class StoredReply(BaseModel):
    """What became of everything that was sent, in order, and the generation that holds it."""

    generation: str | None = Field(description="null while there is no index, because nothing was fit to be stored.")
    items: list[StoredItem]


class DeletedReply(BaseModel):
    """The generation that the article is not in any more."""

    generation: str
    id: str


class Stats(BaseModel):
    """What the collection holds."""

    generation: str
    version: str
    articles: int
    passages: int
    languages: dict[str, int] = Field(description="Articles by language.")
    sources: dict[str, int] = Field(description="Articles by outlet, those that name one.")
    published_from: date | None = Field(description="The oldest date of an article.")
    published_to: date | None = Field(description="The newest date of an article.")
    undated: int
