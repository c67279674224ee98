"""JSON lines: one question a line, which carries its own context."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jawab.gold.questions import Detect, GoldQuestion, asked_in, written_in
from jawab.gold.records import QuestionRecord, answer_record, parse_json, validate


class Line(QuestionRecord):
    """One line of JSON lines: a question that carries its own context.

    `group` is the same in all questions of an article that has no title, where nothing else in the lines is.
    """

    context: str = ""
    context_language: str | None = None
    title: str | None = None
    group: str | None = None
    article: str | None = None


def read_lines(path: Path, content: bytes, detect: Detect) -> Iterator[GoldQuestion]:
    """The questions of the lines in `content` that are not blank; a GoldError names `path` and the line."""
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            value = parse_json(path, line, number)
            yield gold_question(validate(Line, value, f"{path}:{number}"), detect)


def gold_question(line: Line, detect: Detect) -> GoldQuestion:
    """A question that stands alone, with what its line leaves out filled in."""
    context_language = line.context_language or written_in(_read_in(line), detect)
    return GoldQuestion(
        id=line.id,
        question=line.question,
        language=line.language or asked_in(line.question, context_language, detect),
        context=line.context,
        context_language=context_language,
        title=line.title or line.group or _told_by(line),
        answers=line.gold_answers(),
        article=line.article,
        impossible=not line.gold_answers(),
        tags=tuple(line.tags),
        contradiction=line.contradiction(),
        titled=bool(line.title),
    )


def _told_by(asked: Line | GoldQuestion) -> str:
    """What tells the article of a question from others where it has no title."""
    return asked.article or asked.context[:80] or asked.id


def _read_in(line: Line) -> str:
    """What shows the article's language: the paragraph, or the answers, which are its words, or else the question."""
    shown = (line.context, " ".join(answer.text for answer in line.answers))
    return next((text for text in shown if any(map(str.isalpha, text))), line.question)


def as_line(question: GoldQuestion) -> dict[str, Any]:
    """The question as one object, without what is not known of it; a title that was made up is not."""
    is_told = question.titled or question.title == _told_by(question)
    line = {
        "id": question.id,
        "language": question.language,
        "question": question.question,
        "tags": list(question.tags) or None,
        "answers": [answer_record(answer, "start") for answer in question.answers],
        "impossible": question.impossible,
        "article": question.article,
        "title": question.title if question.titled else None,
        "group": None if is_told else question.title,
        "context_language": question.context_language,
        "context": question.context,
    }
    return {key: value for key, value in line.items() if value is not None}
