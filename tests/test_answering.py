"""The answerer over a collection, a retriever and a reader that say what they are told to say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jawab.answering import SPANS_A_PASSAGE, Answerer, Candidate, merge, sentence_around
from jawab.calibration import uncalibrated
from jawab.errors import IndexDamaged, QuestionError
from jawab.reading import ReadRequest
from jawab.reranking import COSINE_WEIGHT, MARGIN_WEIGHT
from jawab.settings import Settings
from jawab.text import sentences
from jawab.types import Article, Filters, Hit, Passage, Question, Reply, ScoredSpan, Span, Timings

ARABIC = Article(
    "port-ar", "📰 افتُتح الميناء يوم 16 أكتوبر 2025 بعد أشغال. وحضر الحفل 300 شخص.", "ar", published=date(2025, 10, 16)
)
FRENCH = Article("port-fr", "Le port a rouvert le 16 octobre 2025 😀. Il emploie 300 personnes.\nLa mer monte.", "fr")
OTHER = Article("zoo-fr", "Le zoo a ouvert en 1999. Il emploie 12 personnes.", "fr")
WHEN_AR, WHEN_FR = "متى افتتح الميناء؟", "Quand le port a-t-il rouvert ?"
Found = dict[str, list[tuple[str, float]]]


class Collection:
    """Articles by id."""

    id = "generation-7"

    def __init__(self, *articles: Article) -> None:
        self._articles = {article.id: article for article in articles}

    def article(self, article_id: str) -> Article:
        return self._articles[article_id]


class ToldRetriever:
    """Gives the passages it was made with, those that a question's filters admit; remembers what it was asked."""

    def __init__(self, *passages: Passage) -> None:
        self.passages = passages
        self.asked: list[tuple[list[Question], int]] = []

    def search_many(self, questions: Sequence[Question], k: int) -> list[list[Hit]]:
        self.asked.append((list(questions), k))
        hits = [Hit(p, score=2.0 - n, dense=0.9 - n / 10, lexical=1.0) for n, p in enumerate(self.passages)]
        return [[hit for hit in hits if question.filters.admits(hit.passage.article)][:k] for question in questions]


class ToldReader:
    """Finds in each passage the answers it was told, with their margins."""

    identity = "told"

    def __init__(self, found: Found) -> None:
        self.found = found
        self.batches: list[int] = []
        self.read: list[tuple[str, ...]] = []

    def read_many(self, requests: Sequence[ReadRequest], top: int = 3) -> list[list[list[ScoredSpan]]]:
        self.batches.append(len(requests))
        self.read += [tuple(passage.article.id for passage in passages) for _, passages in requests]
        return [[self._spans(passage)[:top] for passage in passages] for _, passages in requests]

    def _spans(self, passage: Passage) -> list[ScoredSpan]:
        told = [pair for pair in self.found.get(passage.article.id, []) if pair[0] in passage.text]
        starts = [(passage.text.index(text), text, margin) for text, margin in told]
        return [ScoredSpan(Span(at, at + len(text)), margin + 1, 1.0) for at, text, margin in starts]


def whole(article: Article) -> Passage:
    return part(article, 0, len(article.text))


def part(article: Article, start: int, end: int) -> Passage:
    return Passage(article.info, Span(start, end), article.text[start:end])


def answerer(found: Found, *passages: Passage, **configured: object) -> Answerer:
    collection = Collection(ARABIC, FRENCH, OTHER)
    settings = Settings(**configured)
    return Answerer(collection, ToldRetriever(*passages), ToldReader(found), uncalibrated("told", "told"), settings)


def told(found: Found, *passages: Passage, question: str | Question = WHEN_FR) -> Reply:
    return answerer(found, *(passages or (whole(ARABIC), whole(FRENCH), whole(OTHER)))).ask(question)


def texts(reply: Reply) -> list[str]:
    return [answer.text for answer in reply.answers]


def timeless(reply: Reply) -> Reply:
    return replace(reply, timings=Timings(0, 0, 0))


def test_an_answer_is_quoted_with_its_sentence_passage_and_article() -> None:
    (answer,) = told({"port-fr": [("300 personnes", 2.0)]}).answers
    (quote,) = answer.quotes
    assert answer.text == quote.answer_text == "300 personnes"
    assert quote.sentence_text == "Il emploie 300 personnes."
    assert FRENCH.text[quote.answer.start : quote.answer.end] == "300 personnes"
    assert quote.passage.article == FRENCH.info
    assert answer.language == "fr"
    assert answer.confidence == pytest.approx(1 / (1 + math.exp(-2.0)))


def test_equal_answers_in_two_languages_are_one_answer_with_both_quotes() -> None:
    reply = told({"port-ar": [("16 أكتوبر 2025", 1.0)], "port-fr": [("le 16 octobre 2025", 3.0)]})
    (answer,) = reply.answers
    assert answer.text == "le 16 octobre 2025"
    assert [quote.answer_text for quote in answer.quotes] == ["le 16 octobre 2025", "16 أكتوبر 2025"]


def test_equal_numbers_of_different_things_are_different_answers() -> None:
    first, other = Article("one", "Il y a 12 trains.", "fr"), Article("two", "Ils sont 12 enfants.", "fr")
    hits = [Hit(whole(article), 1.0, 0.9, 1.0) for article in (first, other, OTHER)]
    spans = [ScoredSpan(Span(at, at + 2), 2.0, 1.0) for at in (7, 9, OTHER.text.index("12"))]
    assert len(merge(map(Candidate, hits, (1, 2, 3), spans))) == 3


def test_different_answers_stay_apart_best_first() -> None:
    reply = told({"port-ar": [("300 شخص", 1.0)], "port-fr": [("16 octobre 2025", 3.0)], "zoo-fr": [("1999", 2.0)]})
    assert texts(reply) == ["16 octobre 2025", "1999", "300 شخص"]
    assert [answer.confidence for answer in reply.answers] == sorted(
        (a.confidence for a in reply.answers), reverse=True
    )


def test_what_overlaps_a_better_answer_is_dropped() -> None:
    reply = told({"port-fr": [("16 octobre 2025", 3.0), ("octobre", 2.5), ("Il emploie", 1.5)]})
    assert texts(reply) == ["16 octobre 2025", "Il emploie"]


def test_one_place_seen_in_two_passages_is_quoted_once_and_is_no_support() -> None:
    two = (part(FRENCH, 0, 65), part(FRENCH, 38, len(FRENCH.text)))
    explanation = answerer({"port-fr": [("300 personnes", 2.0)]}, *two).explain(WHEN_FR)
    ((group),) = explanation.judged
    assert len(group.candidates) == 1
    assert group.evidence.support == 0.0


def test_the_evidence_is_what_stands_for_an_answer() -> None:
    found: Found = {
        "port-ar": [("16 أكتوبر 2025", 2.5)],
        "port-fr": [("16 octobre 2025", 3.0)],
        "zoo-fr": [("1999", 1.0)],
    }
    passages = (whole(ARABIC), whole(FRENCH), whole(OTHER))
    first, second = (group.evidence for group in answerer(found, *passages).explain(WHEN_FR).judged)
    assert (first.margin, first.log_lead, first.support) == (3.0, math.log1p(2), 1.0)
    assert first.cosine == pytest.approx(0.8)
    assert (first.rank, first.same_language) == (math.log(2), 1.0)
    assert (second.margin, second.log_lead, second.support, second.rank) == (1.0, -math.log1p(2), 0.0, math.log(3))
    assert answerer(found, *passages).explain(WHEN_AR).judged[0].evidence.same_language == 0.0


def test_at_most_as_many_answers_as_asked_for() -> None:
    found: Found = {"port-ar": [("300 شخص", 1.0)], "port-fr": [("16 octobre 2025", 3.0)], "zoo-fr": [("1999", 2.0)]}
    assert texts(told(found, question=Question(WHEN_FR, max_answers=2))) == ["16 octobre 2025", "1999"]
    assert len(told(found, question=Question(WHEN_FR, max_answers=9)).answers) == 3


def test_below_the_calibrated_default_it_abstains_and_shows_the_best_rejected() -> None:
    reply = told({"port-fr": [("16 octobre 2025", -0.5)], "zoo-fr": [("1999", -1.0)]})
    assert reply.abstained
    assert reply.answers == ()
    assert reply.best_rejected is not None
    assert reply.best_rejected.text == "16 octobre 2025"
    assert reply.best_rejected.confidence == pytest.approx(1 / (1 + math.exp(0.5)))


def test_a_least_confidence_of_0_never_abstains() -> None:
    reply = told({"port-fr": [("1", -30.0)]}, question=Question(WHEN_FR, min_confidence=0))
    assert (reply.abstained, texts(reply), reply.best_rejected) == (False, ["1"], None)


def test_a_least_confidence_of_1_abstains() -> None:
    reply = told({"port-fr": [("16 octobre 2025", 9.0)]}, question=Question(WHEN_FR, min_confidence=1))
    assert reply.abstained
    assert reply.best_rejected is not None


def test_an_answer_at_the_least_confidence_is_given() -> None:
    assert texts(told({"port-fr": [("16 octobre 2025", 0.0)]}, question=Question(WHEN_FR, min_confidence=0.5))) != []


def test_the_configured_least_confidence_stands_in_for_the_calibrated_one() -> None:
    found: Found = {"port-fr": [("16 octobre 2025", 1.0)]}
    strict = answerer(found, whole(FRENCH), min_confidence=0.9)
    assert strict.min_confidence == 0.9
    assert strict.ask(WHEN_FR).abstained
    assert not strict.ask(Question(WHEN_FR, min_confidence=0.5)).abstained
    assert answerer(found, whole(FRENCH)).min_confidence == 0.5


def test_nothing_found_is_an_abstention_without_a_rejected_answer() -> None:
    for reply in (answerer({}).ask(WHEN_FR), told({}), told({}, question=Question(WHEN_FR, min_confidence=0))):
        assert reply.abstained
        assert reply.best_rejected is None
        assert reply.generation == "generation-7"


def test_filters_and_the_number_of_passages_reach_the_retriever() -> None:
    found: Found = {"port-ar": [("16 أكتوبر 2025", 5.0)], "zoo-fr": [("1999", 1.0)]}
    chain = answerer(found, whole(ARABIC), whole(OTHER), read_passages=1)
    question = Question(WHEN_FR, filters=Filters(languages=("fr",), published_from=None))
    assert texts(chain.ask(question)) == ["1999"]
    assert texts(chain.ask(Question(WHEN_FR, filters=Filters(published_from=date(2025, 1, 1))))) == ["16 أكتوبر 2025"]
    retriever = chain._retriever
    assert isinstance(retriever, ToldRetriever)
    assert retriever.asked[0] == ([question], 1)


def test_search_reads_the_first_and_puts_them_in_order() -> None:
    found: Found = {"port-ar": [("300", -4.0)], "port-fr": [("16 octobre 2025", 6.0)]}
    chain = answerer(found, whole(ARABIC), whole(FRENCH), whole(OTHER))
    (result,) = chain.search_many([Question(WHEN_FR)], 5)
    assert [hit.passage.article.id for hit in result.hits] == ["port-fr", "port-ar", "zoo-fr"]
    cosines = np.array([0.9, 0.8, 0.7])
    near = COSINE_WEIGHT * (cosines - 0.7) / cosines.std()
    assert [hit.score for hit in result.hits] == pytest.approx([1.0 + 10 * MARGIN_WEIGHT + near[1], 2.0 + near[0], 0.0])
    assert isinstance(chain.reader, ToldReader)
    assert chain.reader.read == [("port-ar", "port-fr", "zoo-fr")]


def test_more_may_be_found_for_an_explanation_than_is_read() -> None:
    chain = answerer({"zoo-fr": [("1999", 9.0)]}, whole(ARABIC), whole(FRENCH), whole(OTHER), read_passages=1)
    (explanation,) = chain.explain_many([Question(WHEN_FR)], 3)
    assert [hit.passage.article.id for hit in explanation.hits] == ["port-ar", "port-fr", "zoo-fr"]
    assert [len(spans) for spans in explanation.spans] == [0]
    assert explanation.reply.best_rejected is None


def test_the_first_passage_is_the_same_however_many_are_asked_for() -> None:
    found: Found = {"port-ar": [("300", -4.0)], "port-fr": [("16 octobre 2025", 6.0)]}
    chain = answerer(found, whole(ARABIC), whole(FRENCH), whole(OTHER))
    for k in (1, 2, 9):
        (result,) = chain.search_many([Question(WHEN_FR)], k)
        assert result.hits[0].passage.article.id == "port-fr"
        assert len(result.hits) == min(k, 3)


@pytest.mark.parametrize("text", ["", "  \n", "؟؟ ... !", "—«»", "\u200f", "x" * 1001, "Quand \udcff ?"])
def test_a_question_without_words_over_the_limit_or_not_in_unicode_is_refused_before_any_work(text: str) -> None:
    chain = answerer({}, whole(FRENCH))
    with pytest.raises(QuestionError):
        chain.ask_many([Question(WHEN_FR), Question(text)])
    with pytest.raises(QuestionError):
        chain.search_many([Question(text)], 3)
    assert isinstance(chain._retriever, ToldRetriever)
    assert chain._retriever.asked == []


def test_a_passage_that_is_not_what_its_article_says_is_damage() -> None:
    changed = Passage(FRENCH.info, Span(0, 20), "Le port a fermé le 1")
    with pytest.raises(IndexDamaged, match="jawab verify"):
        told({"port-fr": [("fermé", 2.0)]}, changed)


def test_the_order_of_equal_answers_is_by_article_and_place() -> None:
    found: Found = {"zoo-fr": [("12 personnes", 2.0), ("1999", 2.0)], "port-fr": [("300 personnes", 2.0)]}
    for passages in ((whole(OTHER), whole(FRENCH)), (whole(FRENCH), whole(OTHER))):
        candidates = [
            Candidate(Hit(passage, 0.0, 0.0, 0.0), rank, span)
            for rank, passage in enumerate(passages, start=1)
            for span in ToldReader(found)._spans(passage)
        ]
        assert [group[0].text for group in merge(candidates)] == ["300 personnes", "1999", "12 personnes"]


def test_a_question_alone_and_in_a_batch_get_the_same_reply() -> None:
    found: Found = {
        "port-ar": [("16 أكتوبر 2025", 2.0)],
        "port-fr": [("300 personnes", 1.0)],
        "zoo-fr": [("1999", -4.0)],
    }
    questions = [
        Question(WHEN_FR),
        Question(WHEN_AR, max_answers=1),
        Question("qui ?", filters=Filters(sources=("x",))),
    ]
    passages = (whole(ARABIC), whole(FRENCH), whole(OTHER))
    together = answerer(found, *passages).ask_many(questions)
    alone = [answerer(found, *passages).ask(question) for question in questions]
    assert [timeless(reply) for reply in together] == [timeless(reply) for reply in alone]
    assert [reply.question for reply in together] == [question.text for question in questions]
    assert [reply.language for reply in together] == ["fr", "ar", "fr"]


def test_a_batch_is_retrieved_and_read_at_once() -> None:
    chain = answerer({}, whole(FRENCH))
    chain.ask_many([Question(WHEN_FR), Question(WHEN_AR)])
    assert isinstance(chain.reader, ToldReader)
    assert chain.reader.batches == [2]
    assert chain.ask_many([]) == []


def test_an_explanation_holds_every_stage() -> None:
    explanation = answerer({"port-fr": [("300 personnes", 2.0)]}, whole(ARABIC), whole(FRENCH)).explain(WHEN_FR)
    assert [hit.passage.article.id for hit in explanation.hits] == ["port-ar", "port-fr"]
    assert [len(spans) for spans in explanation.spans] == [0, 1]
    assert explanation.judged[0].confidence == explanation.reply.answers[0].confidence
    assert SPANS_A_PASSAGE == 3


def test_timings_are_milliseconds_within_the_total() -> None:
    chain = answerer({"port-fr": [("300 personnes", 2.0)]}, whole(FRENCH))
    (result,) = chain.search_many([Question(WHEN_FR)], 5)
    for timings in (chain.ask(WHEN_FR).timings, result.timings):
        assert min(timings.retrieve, timings.read) >= 0
        assert timings.retrieve + timings.read <= timings.total < 60_000


MIXED = st.text(alphabet="abé \n.؟!ابتأ\u064eـ٣😀\u200f«»,", min_size=1, max_size=80)


@given(text=MIXED, data=st.data())
@hypothesis_settings(derandomize=True, deadline=None)
def test_the_sentence_holds_the_answer_and_stays_in_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    answer = Span(start + 100, end + 100)
    around = sentence_around(text, 100, answer)
    assert answer in around
    assert around in Span(100, 100 + len(text))
    whole_sentences = [s for s in sentences(text) if s.overlaps(Span(start, end))]
    assert all(Span(s.start + 100, s.end + 100) in around for s in whole_sentences)
