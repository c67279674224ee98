"""CSV: one question a row, all its answers in one cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from jawab.errors import GoldError, InputError
from jawab.gold.lines import Line, gold_question
from jawab.gold.questions import Detect, GoldQuestion
from jawab.tables import parse_table

ANSWER_SEPARATOR = "|"
"""Between acceptable answers in one CSV cell."""


def read_csv(path: Path, content: bytes, detect: Detect) -> Iterator[GoldQuestion]:
    """The questions of the rows in `content` that are not blank; an answer's offset is its first in the paragraph.

    A GoldError names `path` and the row.
    """
    try:
        table = parse_table(path, content)
    except InputError as error:
        raise GoldError(str(error)) from error
    for number, row in enumerate(table.rows, start=2):
        if any(cell.strip() for cell in row):
            yield gold_question(_row(path, number, table.columns, row), detect)


def _row(path: Path, number: int, columns: Mapping[str, int], row: Sequence[str]) -> Line:
    cells = {key: row[column].strip() for key, column in columns.items() if column < len(row)}
    context = cells.get("context", "")
    if not cells.get("question"):
        raise GoldError(f"{path}:{number}: the question is empty.")
    texts = [text.strip() for text in cells.get("answers", "").split(ANSWER_SEPARATOR) if text.strip()]
    starts = [context.find(text) for text in texts]
    given = {key: cell for key, cell in cells.items() if cell}
    answers = [
        {"text": text, "start": start if start >= 0 else None} for text, start in zip(texts, starts, strict=True)
    ]
    return Line.model_validate({"id": f"row-{number}", **given, "answers": answers})


def as_csv(questions: Iterable[GoldQuestion]) -> str:
    """A header and one row a question; offsets, answers' articles and tags find no place in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "question", "answer", "article", "title", "language", "context_language", "context"])
    for q in questions:
        answers = ANSWER_SEPARATOR.join(dict.fromkeys(answer.text for answer in q.answers))
        writer.writerow(
            [q.id, q.question, answers, q.article or "", q.title, q.language, q.context_language, q.context]
        )
    return out.getvalue()
