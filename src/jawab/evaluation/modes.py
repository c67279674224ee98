"""The modes of evaluation: given predictions, the reader alone, retrieval alone, the whole chain; each makes a Run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jawab import __version__
from jawab.calibration import MarginCalibration, Promise
from jawab.errors import GoldError, QuestionError
from jawab.evaluation.collection import (
    article_of,
    gold_digest,
    paragraph_articles,
    passage_holding,
    passage_of,
    placed,
    relevant_paragraphs,
    searchable_paragraphs,
    touched_sentences,
)
from jawab.evaluation.gold_check import doubts
from jawab.evaluation.metrics import language_of
from jawab.evaluation.predictions import Prediction
from jawab.evaluation.ranking import DEPTH, Relevant, trec_id
from jawab.evaluation.records import Attempt, Evidence, Record
from jawab.evaluation.runs import Environment, Mode, Run, installed
from jawab.gold import GoldQuestion, GoldSet
from jawab.reranking import by_reading
from jawab.text import question_type
from jawab.types import Answer, Article, Hit, Passage, Question, Reply, ScoredSpan

if TYPE_CHECKING:
    from jawab.answering import Answerer
    from jawab.index import Generation
    from jawab.reading import Reader

Progress = Callable[[int], None]
"""Called with the number of questions done since the last call."""

Search = Callable[[Sequence[str], int], Sequence[Sequence[str]]]
"""(questions, k) -> for each question at most k ids of the pool's paragraphs, best first."""

BATCH = 32
MAX_ANSWERS = 10
"""Answers asked for, so that a run can tell what a smaller k would have given."""


def _silent(done: int) -> None: ...


def evaluate_predictions(
    sets: Sequence[GoldSet], predictions: Mapping[str, Prediction], settings: Mapping[str, Any] | None = None
) -> Run:
    """Scores what any system said. A question it left out is one it did not answer; an unknown id is noted.

    Raises:
        GoldError: no prediction is for a question of the gold sets.
    """
    questions = _questions(sets)
    ids = [question.id for question in questions]
    notes = _accounted(ids, ids, predictions.keys(), "prediction", "not answered")
    records = [_record(question, predictions.get(question.id, Prediction(""))) for question in questions]
    return _run("predictions", sets, records, {}, settings, notes)


def _accounted(
    ids: Sequence[str], measured: Collection[str], given: Collection[str], what: str, counts_as: str
) -> list[str]:
    """Notes on `measured` questions without a `what` and on a `what` without question; refuses one for another set."""
    known = set(ids)
    left_out, unknown = len(set(measured) - set(given)), len(set(given) - known)
    if unknown == len(set(given)):
        raise GoldError(
            f"none of the {len(given)} {what}s is for one of the {len(known)} questions: "
            f"the gold set's ids look like {ids[0]!r}. Ids that two files share are written `file:id`."
        )
    notes = [f"{left_out} questions have no {what} and count as {counts_as}."] if left_out else []
    return notes + ([f"{unknown} {what}s are for no question of the gold set."] if unknown else [])


def evaluate_reader(
    sets: Sequence[GoldSet],
    reader: Reader,
    calibration: MarginCalibration,
    settings: Mapping[str, Any] | None = None,
    progress: Progress = _silent,
) -> Run:
    """Each question against its own paragraph: the ceiling of the whole chain.

    In a file without unanswerable questions the reader must answer; elsewhere it abstains where its margin is not
    positive. `calibration` makes confidences of margins.

    Raises:
        GoldError: a question has no paragraph.
    """
    read = ((q, spans, gold.must_answer) for gold in sets for q, spans in _read(gold, reader, progress))
    records = [_record(q, _of_spans(q, spans, must_answer, calibration)) for q, spans, must_answer in read]
    return _run("reader", sets, records, {"reader": reader.identity}, settings)


def _read(gold: GoldSet, reader: Reader, progress: Progress) -> Iterator[tuple[GoldQuestion, Sequence[ScoredSpan]]]:
    for question in gold.questions:
        if not question.context:
            raise GoldError(f"{gold.name}: question {question.id!r} has no paragraph to read; use --mode end-to-end.")
    for questions in _batches(gold.questions):
        yield from zip(questions, read_alone(questions, reader), strict=True)
        progress(len(questions))


def read_alone(questions: Sequence[GoldQuestion], reader: Reader) -> list[list[ScoredSpan]]:
    """The best spans of each question's own paragraph, best first; none where it says nothing."""
    return [spans for (spans,) in reader.read_many([(q.question, [passage_of(q)]) for q in questions])]


def _of_spans(
    question: GoldQuestion, spans: Sequence[ScoredSpan], must_answer: bool, calibration: MarginCalibration
) -> Prediction:
    if not spans:
        return Prediction("", 0.0)
    best = spans[0]
    text = question.context[best.span.start : best.span.end]
    confidence = calibration.probability(best.margin, question.language)
    evidence = _evidence(passage_of(question), best.span.start, best.span.end)
    answered = text if must_answer or best.margin > 0 else ""
    return Prediction(answered, confidence, text, evidence)


def evaluate_retrieval(
    sets: Sequence[GoldSet],
    search: Search,
    models: Mapping[str, str],
    settings: Mapping[str, Any] | None = None,
    progress: Progress = _silent,
) -> Run:
    """Each question against all paragraphs of all files (the pool that `paragraph_articles` gives).

    Unanswerable questions are not measured.

    Raises:
        GoldError: the answer of a question stands in no paragraph of the files, or no question is answerable.
    """
    pool = searchable_paragraphs(sets)
    records = []
    for questions in _batches(_questions(sets)):
        found = search([q.question for q in questions], DEPTH)
        records += [_ranked(q, ids, _holding(q, pool)) for q, ids in zip(questions, found, strict=True)]
        progress(len(questions))
    _refuse_unmeasurable(records)
    return _run("retrieval", sets, records, models, settings)


def _refuse_unmeasurable(records: Sequence[Record]) -> None:
    if all(record.relevant is None for record in records):
        raise GoldError("there is nothing to find: every question is unanswerable, or the judgements are of others.")


def evaluate_rankings(
    sets: Sequence[GoldSet],
    ranked: Mapping[str, Sequence[str]],
    relevant: Mapping[str, Relevant] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Run:
    """Measures what any system retrieved, as TREC files hold it: question id -> passage ids, best first.

    A question left out found nothing. `relevant` (qrels) says which passages hold the answer; questions that it does
    not judge are not measured, as by other tools, and a note says so. Without it the passages are paragraphs under
    the ids of `paragraph_articles`. All ids are as `trec_id` makes them.

    Raises:
        GoldError: no ranking is for a question of the gold sets, none is to be measured, or without `relevant` one
            has neither a paragraph nor an article.
    """
    questions = _questions(sets)
    judgements = _own_judgements(sets) if relevant is None else relevant
    records = [_ranked(q, ranked.get(trec_id(q.id), ()), _judged(q, judgements)) for q in questions]
    measured = [trec_id(record.id) for record in records if record.relevant is not None]
    notes = _accounted([trec_id(q.id) for q in questions], measured, ranked.keys(), "ranking", "nothing found")
    unjudged = sum(record.relevant is None and not record.impossible for record in records)
    notes += [f"{unjudged} questions have no judgement and are not measured."] if unjudged else []
    _refuse_unmeasurable(records)
    return _run("retrieval", sets, records, {}, settings, notes)


def _ranked(question: GoldQuestion, found: Sequence[str], relevant: Relevant | None) -> Record:
    return _record(question).model_copy(
        update={
            "ranked": tuple(found),
            "relevant": None if relevant is None else tuple(relevant),
            "grades": dict(relevant) if isinstance(relevant, Mapping) else None,
        }
    )


def _holding(question: GoldQuestion, pool: Mapping[str, Article]) -> tuple[str, ...] | None:
    """The paragraphs of the pool with the answer; None for a question that has none."""
    return None if question.impossible else relevant_paragraphs(question, pool)


def _own_judgements(sets: Sequence[GoldSet]) -> dict[str, list[str]]:
    questions, pool = _questions(sets), paragraph_articles(sets)
    for question in questions:
        if not (question.impossible or question.context or question.article):
            raise GoldError(
                f"question {question.id!r} has neither a paragraph nor an article to find; name one, or give --qrels."
            )
    return {trec_id(q.id): list(map(trec_id, relevant_paragraphs(q, pool))) for q in questions}


def _judged(question: GoldQuestion, relevant: Mapping[str, Relevant]) -> Relevant | None:
    return None if question.impossible else relevant.get(trec_id(question.id))


def evaluate_answers(
    sets: Sequence[GoldSet],
    answerer: Answerer,
    models: Mapping[str, str],
    settings: Mapping[str, Any] | None = None,
    progress: Progress = _silent,
) -> Run:
    """The whole chain, over the answerer's index: answers, abstentions and the passages they were read in.

    A question that the answerer refuses (it is empty, or too long) counts as not answered, and a note says so.
    """
    known = {article.id for article in answerer.generation.articles}
    pool = {id: article for id, article in paragraph_articles(sets).items() if article.id in known}
    asked = [q if article_of(q) in known else placed(q, pool) for q in _questions(sets)]
    records, refused = [], []
    for questions in _batches(asked):
        for question, outcome in zip(questions, _ask(questions, answerer), strict=True):
            if isinstance(outcome, QuestionError):
                refused.append(f"{question.id!r} was not asked and counts as not answered: {outcome}")
                outcome = Prediction("", 0.0), []
            records.append(_answered(question, *outcome, answerer.generation, known))
        progress(len(questions))
    return _run("end-to-end", sets, records, models, settings, refused, answerer.calibration.promise)


def _ask(
    questions: Sequence[GoldQuestion], answerer: Answerer
) -> list[tuple[Prediction, Sequence[Hit]] | QuestionError]:
    """What is said to each question, and what a search gives for it; where one is refused, each is asked alone."""
    asked = [Question(q.question, max_answers=MAX_ANSWERS) for q in questions]
    try:
        explained = answerer.explain_many(asked, DEPTH)
    except QuestionError as error:
        return [error] if len(questions) == 1 else [outcome for q in questions for outcome in _ask([q], answerer)]
    return [(_of_reply(each.reply, _ids(each.hits)), by_reading(each.hits, each.spans)) for each in explained]


def _answered(
    question: GoldQuestion, said: Prediction, hits: Sequence[Hit], generation: Generation, known: Container[str]
) -> Record:
    relevant = None if question.impossible else passage_holding(question, generation, known, hits)
    return _record(question, said).model_copy(update={"ranked": _ids(hits), "relevant": relevant})


def _ids(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(hit.passage.id for hit in hits)


def _of_reply(reply: Reply, ranked: Sequence[str]) -> Prediction:
    best = reply.answers[0] if reply.answers else reply.best_rejected
    if best is None:
        return Prediction("", 0.0)
    quote = best.quotes[0]
    return Prediction(
        text="" if reply.abstained else best.text,
        confidence=best.confidence,
        candidate=best.text,
        evidence=_evidence(quote.passage, quote.answer.start, quote.answer.end),
        attempts=tuple(_attempt(answer, ranked) for answer in reply.answers or (best,)),
    )


def _attempt(answer: Answer, ranked: Sequence[str]) -> Attempt:
    ranks = [ranked.index(quote.passage.id) + 1 for quote in answer.quotes if quote.passage.id in ranked]
    return Attempt(text=answer.text, confidence=answer.confidence, rank=min(ranks, default=None))


def _evidence(passage: Passage, start: int, end: int) -> Evidence:
    """Where an answer at these offsets of the article stands, with the sentence around it."""
    offset = passage.span.start
    sentence = touched_sentences(passage.text, start - offset, end - offset)
    return Evidence(article=passage.article.id, start=start, end=end, sentence=sentence)


def _record(question: GoldQuestion, prediction: Prediction | None = None) -> Record:
    first = next((a for a in question.answers if a.article is None and a.start is not None), None)
    gold = Record(
        id=question.id,
        language=question.language,
        question=question.question,
        type=question_type(question.question, language_of(question.question, question.language)),
        context_language=question.context_language,
        title=question.title,
        impossible=question.impossible,
        answers=question.answers,
        article=article_of(question) if question.context or question.article else None,
        doubts=doubts(question),
        gold_sentence=touched_sentences(question.context, first.start, first.start + len(first.text))
        if first and first.start is not None
        else "",
    )
    if prediction is None:
        return gold
    return gold.model_copy(
        update={
            "prediction": prediction.text,
            "confidence": prediction.confidence,
            "candidate": prediction.candidate,
            "evidence": prediction.evidence,
            "attempts": prediction.attempts,
        }
    )


def _batches(questions: Sequence[GoldQuestion]) -> Iterator[Sequence[GoldQuestion]]:
    return (questions[first : first + BATCH] for first in range(0, len(questions), BATCH))


def _questions(sets: Iterable[GoldSet]) -> list[GoldQuestion]:
    return [question for gold in sets for question in gold.questions]


def _run(
    mode: Mode,
    sets: Sequence[GoldSet],
    records: Sequence[Record],
    models: Mapping[str, str],
    settings: Mapping[str, Any] | None,
    notes: Sequence[str] = (),
    promise: Promise | None = None,
) -> Run:
    environment = Environment(
        version=__version__,
        packages=installed(),
        models=dict(models),
        settings=dict(settings or {}),
        promise=promise,
    )
    run = Run(
        mode=mode,
        files=tuple(gold.name for gold in sets),
        gold=tuple(gold_digest(gold) for gold in sets),
        environment=environment,
        per_question=tuple(records),
        notes=tuple(notes),
    )
    return run.rescored()
