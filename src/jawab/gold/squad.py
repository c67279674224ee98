"""SQuAD v1.1 and v2.0 JSON, and so XQuAD, ARCD, PIAF and MLQA: articles of paragraphs with their questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from jawab.errors import GoldError
from jawab.gold.questions import Detect, GoldQuestion, asked_in, written_in
from jawab.gold.records import QuestionRecord, Record, answer_record, parse_json, validate

SquadVersion = Literal["1.1", "2.0"]

MLQA_NAME = re.compile(r"context-(?P<context>[a-z]{2})-question-(?P<question>[a-z]{2})", re.IGNORECASE)
"""What the names of MLQA's files hold."""


class _Paragraph(Record):
    context: str
    qas: list[QuestionRecord]
    article: str | None = None


class _Article(Record):
    paragraphs: list[_Paragraph]
    title: str | None = None


class _Squad(Record):
    data: list[_Article]


def read_squad(path: Path, content: bytes, detect: Detect) -> Iterator[GoldQuestion]:
    """The questions of SQuAD's JSON in `content`, in order; `path` names the place of an error and MLQA's languages."""
    value = parse_json(path, content)
    if not isinstance(value, dict) or "data" not in value:
        raise GoldError(
            f'{path}: is not SQuAD, an object with a list of articles as its "data"; gold sets are that, JSON lines '
            "(.jsonl, a question a line) or CSV."
        )
    squad = validate(_Squad, value, str(path))
    named = MLQA_NAME.search(path.name)
    question_tag = named["question"].lower() if named else squad.language
    context_tag = named["context"].lower() if named else squad.language
    for article in squad.data:
        title = _title(article)
        for paragraph in article.paragraphs:
            context_language = paragraph.language or article.language or context_tag
            context_language = context_language or written_in(paragraph.context, detect)
            for qa in paragraph.qas:
                yield GoldQuestion(
                    id=qa.id,
                    question=qa.question,
                    language=qa.language or question_tag or asked_in(qa.question, context_language, detect),
                    context=paragraph.context,
                    context_language=context_language,
                    title=title or qa.id,
                    answers=qa.gold_answers(),
                    article=paragraph.article,
                    impossible=not qa.gold_answers(),
                    tags=tuple(qa.tags),
                    contradiction=qa.contradiction(),
                    titled=bool(article.title),
                )


def _title(article: _Article) -> str:
    """The title, else what its first paragraph has that no other article of any file has; "" if that is nothing."""
    if article.title or not article.paragraphs:
        return article.title or ""
    first = article.paragraphs[0]
    return first.article or first.context[:80]


def as_squad(questions: Sequence[GoldQuestion], version: SquadVersion = "2.0") -> dict[str, Any]:
    """The questions as a SQuAD object, grouped by article and paragraph in the order they first appear.

    An article without a title of its own gets none made up: read again, it is told by its first paragraph as before.
    """
    if version == "1.1" and any(question.impossible for question in questions):
        raise GoldError("SQuAD v1.1 has no unanswerable questions; export as v2.0.")
    articles: dict[tuple[bool, str], dict[tuple[str | None, str], dict[str, Any]]] = {}
    for question in questions:
        paragraphs = articles.setdefault((question.titled, question.title), {})
        paragraph = paragraphs.setdefault((question.article, question.context), _as_paragraph(question))
        paragraph["qas"].append(_as_qa(question, version))
    data = [
        {"title": title if titled else "", "paragraphs": list(paragraphs.values())}
        for (titled, title), paragraphs in articles.items()
    ]
    return {"version": version, "data": data}


def _as_paragraph(question: GoldQuestion) -> dict[str, Any]:
    article = {} if question.article is None else {"article": question.article}
    return {**article, "language": question.context_language, "context": question.context, "qas": []}


def _as_qa(question: GoldQuestion, version: SquadVersion) -> dict[str, Any]:
    own = [answer_record(a, "answer_start") for a in question.answers if a.article is None]
    elsewhere = [answer_record(a, "answer_start") for a in question.answers if a.article is not None]
    return {
        "id": question.id,
        "language": question.language,
        "question": question.question,
        **({"tags": list(question.tags)} if question.tags else {}),
        "answers": own,
        **({"elsewhere": elsewhere} if elsewhere else {}),
        **({"is_impossible": question.impossible} if version == "2.0" else {}),
    }
