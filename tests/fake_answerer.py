"""A small collection and an answerer over it that needs no model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jawab.calibration import Calibration, Promise
from jawab.types import Answer, Article, ArticleInfo, Found, Hit, Passage, Question, Quote, Reply, Span, Timings

ARABIC = Article(
    id="port-ar",
    text="📰 افتُتح الميناء يوم 16 أكتوبر 2025 بعد عامين من الأشغال. وحضر الحفل 300 شخص.",
    language="ar",
    title="افتتاح الميناء",
    source="صحيفة الساحل",
    published=date(2025, 10, 16),
)
FRENCH = Article(
    id="port-fr",
    text="Le port a rouvert le 16 octobre 2025 😀 après deux ans de travaux.\nIl emploie 300 personnes.",
    language="fr",
    title="Le port rouvre",
    source="Le Rivage",
    url="https://example.org/port",
    published=date(2025, 10, 17),
)
UNDATED = Article(id="undated", text="Une note sans date.", language="fr")


def whole_passage(article: Article) -> Passage:
    return Passage(article.info, Span(0, len(article.text)), article.text)


def quote(article: Article, answer: str, sentence: str) -> Quote:
    start, sentence_start = article.text.index(answer), article.text.index(sentence)
    return Quote(
        whole_passage(article),
        Span(sentence_start, sentence_start + len(sentence)),
        Span(start, start + len(answer)),
    )


class FakeGeneration:
    """Holds its articles in memory, one passage each."""

    id = "generation-1"
    warning = "an older state answers"
    created = "2025-10-18T09:00:00+00:00"

    def __init__(self, *articles: Article) -> None:
        self._articles = {article.id: article for article in sorted(articles, key=lambda article: article.id)}
        self.passages = [whole_passage(article) for article in self._articles.values()]
        self.passage_count = len(self.passages)

    @property
    def articles(self) -> list[ArticleInfo]:
        return [article.info for article in self._articles.values()]

    def article(self, article_id: str) -> Article:
        return self._articles[article_id]

    def passages_of(self, article_id: str) -> list[Passage]:
        return [whole_passage(self._articles[article_id])]


class FakeAnswerer:
    """Knows when the port opened, and nothing else."""

    min_confidence = 0.4
    calibration = Calibration("fake", "fake", {}, 0.4, Promise(right=0.9, threshold=0.8, coverage=0.25))

    def __init__(self) -> None:
        self.generation = FakeGeneration(UNDATED, FRENCH, ARABIC)
        self.asked: list[Question] = []
        self.failure: Exception | None = None

    def ask_many(self, questions: Sequence[Question]) -> list[Reply]:
        self.asked += questions
        if self.failure is not None:
            raise self.failure
        return [self._reply(question) for question in questions]

    def search_many(self, questions: Sequence[Question], k: int) -> list[Found]:
        self.asked += questions
        return [Found(tuple(self._hits(question)[:k]), Timings(4.0, 5.0, 9.0)) for question in questions]

    def _hits(self, question: Question) -> list[Hit]:
        return [
            Hit(passage, score=1.0 - rank / 10, dense=0.9, lexical=0.0)
            for rank, passage in enumerate(self.generation.passages)
            if question.filters.admits(passage.article)
        ]

    def _reply(self, question: Question) -> Reply:
        knows = "port" in question.text.lower() or "الميناء" in question.text
        answers = (port_answer(),) if knows else ()
        rejected = None if knows else Answer("300", "fr", 0.1, (quote(FRENCH, "300", "Il emploie 300 personnes."),))
        return Reply(question.text, "fr", self.generation.id, answers, rejected, Timings(1.0, 2.0, 3.0))


def port_answer() -> Answer:
    arabic = quote(ARABIC, "16 أكتوبر 2025", ARABIC.text[2 : ARABIC.text.index(".") + 1])
    french = quote(FRENCH, "deux ans", FRENCH.text[: FRENCH.text.index("\n")])
    return Answer("16 أكتوبر 2025", "ar", 0.87, (arabic, french))
