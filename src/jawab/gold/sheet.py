"""CSV: one question a row, all its answers in one cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jawab.errors import GoldError, InputError
from jawab.gold.lines import Line, gold_question
from jawab.gold.places import places
from jawab.gold.questions import Detect, GoldQuestion
from jawab.gold.records import validate
from jawab.tables import Table, parse_table

ANSWER_SEPARATOR = "|"
"""Between acceptable answers in one CSV cell."""

_MARKS = {"x": True, "oui": True, "vrai": True, "نعم": True, "non": False, "faux": False, "لا": False}
"""What a cell "impossible" may hold beside true and false, yes and no, 1 and 0."""


def read_csv(path: Path, content: bytes, detect: Detect) -> Iterator[GoldQuestion]:
    """The questions of the rows in `content` that are not blank; an answer's offset is that of its first place there.

    A GoldError names `path` and the row, the header being the first.
    """
    try:
        table = parse_table(path, content)
    except InputError as error:
        raise GoldError(str(error)) from error
    if not table.columns.keys() & {"answers", "impossible"}:
        raise GoldError(_no_answers(path, table))
    for number, row in enumerate(table.rows, start=2):
        if any(cell.strip() for cell in row):
            yield gold_question(_row(path, number, table, row), detect)


def _no_answers(path: Path, table: Table) -> str:
    """Such a file is refused: read on, every question of it would count as unanswerable."""
    used = set(table.columns.values())
    unknown = [repr(name) for column, name in enumerate(table.header) if name and column not in used]
    found = f" Not recognised: {', '.join(unknown)}." if unknown else " To ask questions alone: jawab ask --file."
    return f'{path}:1: no column holds answers; head it "answer", its cells empty where the articles do not say.{found}'


def _row(path: Path, number: int, table: Table, row: Sequence[str]) -> Line:
    overflow = table.overflow(row)
    if overflow:
        raise GoldError(f"{path}:{number}: the {overflow}")
    cells = {key: row[column].strip() for key, column in table.columns.items() if column < len(row)}
    context = cells.get("context", "")
    if not cells.get("question"):
        raise GoldError(f"{path}:{number}: the question is empty.")
    given: dict[str, object] = {"id": f"row-{number}", **{key: cell for key, cell in cells.items() if cell}}
    if "impossible" in given:
        mark = cells["impossible"].casefold()
        given["impossible"] = _MARKS.get(mark, mark)
    if "answers" in table.columns:
        texts = (text.strip() for text in cells.get("answers", "").split(ANSWER_SEPARATOR))
        given["answers"] = [{"text": text, "start": next(iter(places(context, text)), None)} for text in texts if text]
    return validate(Line, given, f"{path}:{number}")


def as_csv(questions: Iterable[GoldQuestion]) -> str:
    """A header and one row a question; offsets, answers' articles and tags find no place in it.

    Nor does what several paragraphs of an article without a title have in common; its cell is empty.

    A GoldError names an answer that holds what separates answers.
    """
    questions = list(questions)
    for answer in (answer.text for question in questions for answer in question.answers):
        if ANSWER_SEPARATOR in answer:
            raise GoldError(f"answer {answer!r} holds {ANSWER_SEPARATOR!r}, which separates answers in CSV; use JSON.")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "question", "answer", "article", "title", "language", "context_language", "context"])
    for q in questions:
        answers = ANSWER_SEPARATOR.join(dict.fromkeys(answer.text for answer in q.answers))
        title = q.title if q.titled else ""
        writer.writerow([q.id, q.question, answers, q.article or "", title, q.language, q.context_language, q.context])
    return out.getvalue()
