"""Answerer: retrieve, rerank or read, merge equal answers, calibrate, abstain; the only place where these meet."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jawab.calibration import Calibration, Evidence, calibration_file, load_calibration
from jawab.decoding import half_pair
from jawab.errors import IndexDamaged, QuestionError
from jawab.reranking import rerank
from jawab.settings import Settings
from jawab.text import detect, quoted_tokens, sentences
from jawab.types import Answer, Found, Hit, Question, Quote, Reply, ScoredSpan, Span, Timings

if TYPE_CHECKING:
    from jawab.embedding import Embedder, SentenceEmbedder
    from jawab.index import Generation
    from jawab.reading import Reader
    from jawab.retrieval import Retriever

SPANS_A_PASSAGE = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that the reader found in the passage of rank `rank`, counted from 1."""

    hit: Hit
    rank: int
    span: ScoredSpan

    @property
    def answer(self) -> Span:
        """Where it stands in the article."""
        offset = self.hit.passage.span.start
        return Span(self.span.span.start + offset, self.span.span.end + offset)

    @property
    def text(self) -> str:
        """The span's text."""
        return self.hit.passage.text[self.span.span.start : self.span.span.end]

    def overlaps(self, other: Candidate) -> bool:
        """Whether both stand, in part, at the same place of the same article."""
        same = self.hit.passage.article.id == other.hit.passage.article.id
        return same and self.answer.overlaps(other.answer)


@dataclass(frozen=True, slots=True)
class Judged:
    """Candidates that say the same, best first, with the evidence for them and the probability that they are right."""

    candidates: tuple[Candidate, ...]
    evidence: Evidence
    confidence: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every stage of one reply: passages found, spans read in the first of them, answers judged, best first."""

    hits: list[Hit]
    spans: list[list[ScoredSpan]]
    judged: list[Judged]
    reply: Reply


class Answerer:
    """Answers questions from one generation of a collection."""

    def __init__(
        self,
        generation: Generation,
        retriever: Retriever,
        reader: Reader,
        calibration: Calibration,
        settings: Settings,
    ) -> None:
        self.generation = generation
        self.reader = reader
        self.calibration = calibration
        self._retriever = retriever
        self._settings = settings

    @property
    def min_confidence(self) -> float:
        """Below this the answerer abstains, unless a question asks otherwise."""
        configured = self._settings.min_confidence
        return self.calibration.threshold if configured is None else configured

    def ask(self, question: str | Question) -> Reply:
        """Answer one question."""
        return self.explain(question).reply

    def ask_many(self, questions: Sequence[Question]) -> list[Reply]:
        """Answer questions, in order; they are embedded and read together. Raises QuestionError before any work."""
        return [explanation.reply for explanation in self.explain_many(questions)]

    def search_many(self, questions: Sequence[Question], k: int) -> list[Found]:
        """The best `k` passages for each question, best first, in the order that reading the first of them gives."""
        self._check(questions)
        started = time.perf_counter()
        found = self._retriever.search_many(questions, max(k, self._settings.read_passages))
        retrieved = time.perf_counter()
        texts = [question.text for question in questions]
        ranked = rerank(list(zip(texts, found, strict=True)), self.reader, self._settings.read_passages)
        timings = _timings(started, retrieved, time.perf_counter())
        return [Found(tuple(hits[:k]), timings) for hits in ranked]

    def explain(self, question: str | Question) -> Explanation:
        """Answer one question and keep every stage."""
        asked = Question(question) if isinstance(question, str) else question
        return self.explain_many([asked])[0]

    def explain_many(self, questions: Sequence[Question], k: int = 0) -> list[Explanation]:
        """Answer questions and keep every stage; with more than are read, `k` passages are found."""
        self._check(questions)
        started = time.perf_counter()
        most = self._settings.read_passages
        hits = self._retriever.search_many(questions, max(k, most))
        retrieved = time.perf_counter()
        requests = [
            (question.text, [hit.passage for hit in found[:most]])
            for question, found in zip(questions, hits, strict=True)
        ]
        spans = self.reader.read_many(requests, SPANS_A_PASSAGE)
        timings = _timings(started, retrieved, time.perf_counter())
        return [self._explained(*row, timings) for row in zip(questions, hits, spans, strict=True)]

    def _check(self, questions: Sequence[Question]) -> None:
        for question in questions:
            check_question(question, self._settings.max_question)

    def _explained(
        self, question: Question, hits: list[Hit], spans: list[list[ScoredSpan]], timings: Timings
    ) -> Explanation:
        language = detect(question.text)
        judged = judge(hits[: len(spans)], spans, language, self.calibration)
        least = self.min_confidence if question.min_confidence is None else question.min_confidence
        given = [group for group in judged if group.confidence >= least][: question.max_answers]
        rejected = judged[0] if judged and not given else None
        reply = Reply(
            question=question.text,
            language=language,
            generation=self.generation.id,
            answers=tuple(self._answer(group) for group in given),
            best_rejected=self._answer(rejected) if rejected else None,
            timings=timings,
        )
        return Explanation(hits, spans, judged, reply)

    def _answer(self, group: Judged) -> Answer:
        quotes = tuple(self._quote(candidate) for candidate in group.candidates)
        best = group.candidates[0]
        return Answer(best.text, best.hit.passage.article.language, group.confidence, quotes)

    def _quote(self, candidate: Candidate) -> Quote:
        """The quote, checked against the article in the generation that answers: no quote is of another one."""
        passage, answer = candidate.hit.passage, candidate.answer
        text = self.generation.article(passage.article.id).text
        if text[passage.span.start : passage.span.end] != passage.text:
            raise IndexDamaged(f"Passage {passage.id} is not what its article says: run `jawab verify`.")
        return Quote(passage, sentence_around(passage.text, passage.span.start, answer), answer)


def check_question(question: Question, longest: int) -> None:
    """Raise QuestionError where it is not asked in words, has more than `longest` characters, or is not Unicode."""
    if not any(character.isalnum() for character in question.text):
        raise QuestionError("The question is empty: ask it in words.")
    if len(question.text) > longest:
        raise QuestionError(f"The question has {len(question.text)} characters; at most {longest} are read.")
    if half_pair(question.text) is not None:
        raise QuestionError("The question is not valid Unicode (half of a surrogate pair): send it as UTF-8.")


def judge(
    hits: Sequence[Hit], spans: Sequence[Sequence[ScoredSpan]], language: str, calibration: Calibration
) -> list[Judged]:
    """Group the spans of all passages by what they say, and order the groups by the probability of being right."""
    groups = merge(
        Candidate(hit, rank, span)
        for rank, (hit, found) in enumerate(zip(hits, spans, strict=True), start=1)
        for span in found
    )
    judged = []
    for group, evidence in zip(groups, weigh(groups, language), strict=True):
        judged.append(Judged(group, evidence, calibration.probability(evidence, language)))
    return sorted(judged, key=lambda j: (-j.confidence, *_order(j.candidates[0])))


def merge(candidates: Iterable[Candidate]) -> list[tuple[Candidate, ...]]:
    """Groups of equal answers, the group with the best margin first; what overlaps a better answer is dropped.

    Equal is what has the same normal form: "16 أكتوبر 2025" and "le 16 octobre 2025" are. Bare numbers are equal where
    they count the same.
    """
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=_order):
        if any(candidate.overlaps(other) for other in kept):
            continue
        kept.append(candidate)
        groups.setdefault(_meaning(candidate), []).append(candidate)
    return [tuple(group) for group in groups.values()]


def weigh(groups: Sequence[tuple[Candidate, ...]], language: str) -> list[Evidence]:
    """The evidence for each group, whose first candidate is its best; groups are in order of margin."""
    margins = [group[0].span.margin for group in groups]
    evidence = []
    for number, group in enumerate(groups):
        best = group[0]
        others = margins[:number] + margins[number + 1 :]
        evidence.append(
            Evidence(
                margin=best.span.margin,
                log_lead=_signed_log(best.span.margin - max(others)) if others else 0.0,
                support=float(len({candidate.rank for candidate in group}) - 1),
                cosine=best.hit.dense,
                rank=math.log(best.rank),
                same_language=float(best.hit.passage.article.language == language),
            )
        )
    return evidence


def _signed_log(lead: float) -> float:
    """The logarithm of one more than its size, with its sign: a far lead says little more than a clear one."""
    return math.copysign(math.log1p(abs(lead)), lead)


def _order(candidate: Candidate) -> tuple[float, str, int, int]:
    """Best margin first; ties, to a millionth, by article id and place."""
    answer = candidate.answer
    return (-round(candidate.span.margin, 6), candidate.hit.passage.article.id, answer.start, answer.end)


def _meaning(candidate: Candidate) -> tuple[str, ...]:
    passage = candidate.hit.passage
    tokens = quoted_tokens(passage.text, candidate.span.span, passage.article.language)
    return tuple(tokens) or (candidate.text,)


def sentence_around(text: str, offset: int, answer: Span) -> Span:
    """From the start of the sentence in which `answer` begins to the end of the one in which it ends.

    `text` is a passage that begins at `offset` of its article; spans are offsets into the article.
    """
    local = Span(answer.start - offset, answer.end - offset)
    touched = [sentence for sentence in sentences(text) if sentence.overlaps(local)]
    start = min([local.start, *(sentence.start for sentence in touched)])
    end = max([local.end, *(sentence.end for sentence in touched)])
    return Span(start + offset, end + offset)


def _timings(started: float, retrieved: float, read: float) -> Timings:
    done = time.perf_counter()
    return Timings(1000 * (retrieved - started), 1000 * (read - retrieved), 1000 * (done - started))


@dataclass(frozen=True)
class Models:
    """What the answerers of all generations share."""

    embedder: Embedder
    reader: Reader
    calibration: Calibration
    settings: Settings

    def answerer(self, generation: Generation) -> Answerer:
        """The answerer of one generation."""
        from jawab.retrieval import Retriever

        retriever = Retriever(generation, self.embedder)
        return Answerer(generation, retriever, self.reader, self.calibration, self.settings)


def load_models(settings: Settings, embedder: SentenceEmbedder) -> Models:
    """Load the reader and its calibration beside `embedder`; raises ModelError."""
    from jawab.reading import load_reader
    from jawab.retrieval import engine_identity

    reader = load_reader(settings, embedder.word_table)
    found_by = engine_identity(embedder.identity)
    calibration = load_calibration(calibration_file(settings.reader), reader.identity, found_by)
    return Models(embedder, reader, calibration, settings)


def open_answerer(index_folder: Path | str | None = None, settings: Settings | None = None) -> Answerer:
    """Open an index and load the configured models.

    Raises IndexMissing, IndexDamaged, IndexMismatch or ModelError, each saying what to do.
    """
    settings = settings or Settings()
    from jawab.embedding import load_embedder
    from jawab.index import open_index

    embedder = load_embedder(settings)
    generation = open_index(Path(index_folder or settings.index), embedder.identity)
    return load_models(settings, embedder).answerer(generation)
