"""Judgements -> gold questions: what judges found right, in the form that `jawab evaluate` reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from jawab.gold import GoldAnswer, GoldQuestion
from jawab.service.judging.judgement import Judgement, Verdict
from jawab.service.judging.store import Texts
from jawab.text import detect


def gold_questions(questions: Iterable[Sequence[Judgement]], texts: Texts) -> Iterator[GoldQuestion]:
    """The questions, each with every answer that a judge found right or marked, whoever else thought otherwise.

    Where no judge gave an answer and one said that there is none, the question is unanswerable. A question whose
    answers were only found wrong or partly right is left out: what would be right is not known.
    """
    for marks in questions:
        accepted = [mark for mark in marks if mark.verdict.accepts]
        denied = [mark for mark in marks if mark.verdict is Verdict.UNANSWERABLE]
        if accepted:
            yield _question(accepted, texts, _answers(accepted))
        elif denied:
            yield _question(denied, texts, ())


def _question(marks: Sequence[Judgement], texts: Texts, answers: tuple[GoldAnswer, ...]) -> GoldQuestion:
    """Asked of the whole text of the article that the last of the `marks` refers to; of none where it names none."""
    last = marks[-1]
    context = _text(last, texts)
    language = detect(last.question)
    return GoldQuestion(
        id="q-" + hashlib.sha256(last.question.encode("utf-8")).hexdigest()[:16],
        question=last.question,
        language=language,
        context=context,
        context_language=last.language or language,
        title=last.title or last.article_id or last.question,
        answers=answers,
        article=last.article_id,
        impossible=not answers,
        titled=bool(last.title),
    )


def _text(mark: Judgement, texts: Texts) -> str:
    if mark.article_id is None or mark.revision is None:
        return ""
    return texts[mark.article_id, mark.revision]


def _answers(marks: Sequence[Judgement]) -> tuple[GoldAnswer, ...]:
    """The last mark's text is the question's own; answers in other articles name theirs."""
    own = marks[-1]
    return tuple(dict.fromkeys(_answer(mark, own) for mark in marks))


def _answer(mark: Judgement, own: Judgement) -> GoldAnswer:
    """Without an offset where it counts in another revision of the question's own article."""
    text = mark.text or ""
    if mark.article_id != own.article_id:
        return GoldAnswer(text, mark.start, mark.article_id)
    if mark.revision != own.revision:
        return GoldAnswer(text, None, mark.article_id)
    return GoldAnswer(text, mark.start)
