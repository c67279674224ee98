"""Questions from a CSV file, and the same file with their answers beside them: no row and no column is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jawab.errors import InputError, JawabError
from jawab.tables import Table, parse_table
from jawab.types import Question, Reply

AskMany = Callable[[Sequence[Question]], Sequence[Reply]]

ANSWER_COLUMNS = (
    "answer", "confidence", "abstained", "sentence", "article", "title", "source", "published", "start", "end", "error",
)  # fmt: skip
_TOGETHER = 32  # questions handed over at once; what is answered is written before the next are asked


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as many cells as the header has; `problem` says why its question cannot be asked."""

    cells: list[str]
    question: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file with a column of questions; answers are written with the same `delimiter`."""

    header: list[str]
    rows: list[Row]
    delimiter: str

    @property
    def answered_header(self) -> list[str]:
        """The columns of the file and those of the answers; a name gets the prefix `jawab_` as long as it is taken."""
        return self.header + [_free(name, self.header) for name in ANSWER_COLUMNS]


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name = f"jawab_{name}"
    return name


def read_sheet(path: Path) -> Sheet:
    """The questions of a CSV file, delimited by commas, semicolons or tabs, in any encoding that articles may have.

    Raises:
        InputError: it cannot be read, is not CSV, or has no column of questions.
    """
    try:
        table = parse_table(path, path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error}.") from error
    return Sheet(table.header, [_row(table, cells) for cells in table.rows if cells], table.delimiter)


def _row(table: Table, cells: list[str]) -> Row:
    """A row with too many cells is kept, but not guessed at."""
    width = len(table.header)
    overflow = table.overflow(cells)
    if overflow:
        kept = [*cells[: width - 1], table.delimiter.join(cells[width - 1 :])]
        return Row(kept, "", f"The {overflow}")
    padded = cells + [""] * (width - len(cells))
    question = padded[table.columns["question"]]
    return Row(padded, question, None if question.strip() else "The row has no question.")


def answer_sheet(sheet: Sheet, ask_many: AskMany, template: Question) -> Iterator[list[str]]:
    """Each row in order with the cells of `ANSWER_COLUMNS` after its own, as soon as it is answered.

    Args:
        sheet: the questions.
        ask_many: answers questions in order; a `JawabError` over several makes each be asked alone.
        template: whose filters and limits every question takes.
    """
    for start in range(0, len(sheet.rows), _TOGETHER):
        rows = sheet.rows[start : start + _TOGETHER]
        questions = [replace(template, text=row.question) for row in rows if row.problem is None]
        outcomes = iter(_ask(ask_many, questions))
        for row in rows:
            yield row.cells + (_error_cells(row.problem) if row.problem else _cells(next(outcomes)))


def _ask(ask_many: AskMany, questions: Sequence[Question]) -> list[Reply | JawabError]:
    if not questions:
        return []
    try:
        return list(ask_many(questions))
    except JawabError as error:
        if len(questions) == 1:
            return [error]
        return [outcome for question in questions for outcome in _ask(ask_many, [question])]


def _cells(outcome: Reply | JawabError) -> list[str]:
    if isinstance(outcome, JawabError):
        return _error_cells(str(outcome))
    if outcome.abstained:
        return ["", "", "true", *[""] * (len(ANSWER_COLUMNS) - 3)]
    best = outcome.answers[0]
    quote = best.quotes[0]
    article = quote.passage.article
    return [
        best.text,
        f"{best.confidence:.4f}",
        "false",
        quote.sentence_text,
        article.id,
        article.title or "",
        article.source or "",
        article.published.isoformat() if article.published else "",
        str(quote.answer.start),
        str(quote.answer.end),
        "",
    ]


def _error_cells(problem: str) -> list[str]:
    return [*[""] * (len(ANSWER_COLUMNS) - 1), problem]
