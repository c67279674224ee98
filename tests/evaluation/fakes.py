"""Stand-ins for a reader, a generation and an answerer, and the gold they are asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jawab.answering import Explanation
from jawab.calibration import Calibration, Promise
from jawab.gold import GoldAnswer, GoldQuestion, GoldSet
from jawab.types import (
    Answer,
    Article,
    ArticleInfo,
    Hit,
    Passage,
    Question,
    Quote,
    Reply,
    ScoredSpan,
    Span,
    Timings,
)

ARABIC = Article("ar-01", "وقع المغرب المذكرة في موسكو. حضر الحفل ناصر بوريطة.", "ar", "مذكرة")
CALIBRATION = Calibration("fake", "fake", {}, 0.5, Promise(0.9, 0.65, 0.25))
FRENCH = Article("fr-01", "Le Maroc a signé à Moscou. La cérémonie a duré une heure.", "fr", "Mémorandum")


def ask_of(article: Article, id: str, text: str, *answers: str, language: str | None = None) -> GoldQuestion:
    """A question of an article, answered by these words of it; unanswerable without any."""
    found = tuple(GoldAnswer(a, article.text.index(a)) for a in answers)
    return GoldQuestion(
        id,
        text,
        language or article.language,
        article.text,
        article.language,
        article.title or article.id,
        found,
        article.id,
        impossible=not found,
    )


def gold_set(*questions: GoldQuestion, name: str = "gold.json") -> GoldSet:
    return GoldSet(name, questions)


@dataclass
class FakeReader:
    """Finds the words it was told for a question, with that margin."""

    answers: Mapping[str, tuple[str, float]]
    identity: str = "fake reader"

    def read_many(
        self, requests: Sequence[tuple[str, Sequence[Passage]]], top: int = 1
    ) -> list[list[list[ScoredSpan]]]:
        return [[self._read(question, passage) for passage in passages] for question, passages in requests]

    def _read(self, question: str, passage: Passage) -> list[ScoredSpan]:
        if question not in self.answers:
            return []
        text, margin = self.answers[question]
        start = passage.text.index(text)
        return [ScoredSpan(Span(start, start + len(text)), margin, 0.0)]


@dataclass
class FakeGeneration:
    """Articles whose passages are their lines' sentences, cut at ". "."""

    stored: Sequence[Article] = (ARABIC, FRENCH)
    id: str = "g1"

    @property
    def articles(self) -> list[ArticleInfo]:
        return [article.info for article in self.stored]

    def article(self, article_id: str) -> Article:
        return next(a for a in self.stored if a.id == article_id)

    def passages_of(self, article_id: str) -> list[Passage]:
        article = self.article(article_id)
        middle = article.text.index(". ") + 1
        spans = [Span(0, middle), Span(middle + 1, len(article.text))]
        return [Passage(article.info, span, article.text[span.start : span.end]) for span in spans]


@dataclass
class FakeAnswerer:
    """Retrieves the passages it was told (article, number) and answers with words of the first that has them."""

    found: Mapping[str, Sequence[tuple[str, int]]]
    said: Mapping[str, tuple[str, float]]
    threshold: float = 0.5
    generation: FakeGeneration = field(default_factory=FakeGeneration)
    calibration: Calibration = CALIBRATION

    def explain_many(self, questions: Sequence[Question], k: int = 0) -> list[Explanation]:
        return [Explanation(self._hits(q.text)[:k], [], [], self._reply(q.text)) for q in questions]

    def _hits(self, question: str) -> list[Hit]:
        return [Hit(self.generation.passages_of(a)[n], 1.0, 1.0, 0.0) for a, n in self.found.get(question, ())]

    def _reply(self, question: str) -> Reply:
        timings = Timings(0, 0, 0)
        if question not in self.said:
            return Reply(question, "ar", "g1", (), None, timings)
        text, confidence = self.said[question]
        passage = next(p for a, n in self.found[question] if text in (p := self.generation.passages_of(a)[n]).text)
        start = passage.span.start + passage.text.index(text)
        quote = Quote(passage, passage.span, Span(start, start + len(text)))
        answer = Answer(text, passage.article.language, confidence, (quote,))
        if confidence < self.threshold:
            return Reply(question, "ar", "g1", (), answer, timings)
        return Reply(question, "ar", "g1", (answer,), None, timings)
