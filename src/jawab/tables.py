"""A CSV file of questions as spreadsheets write it: its encoding, what delimits its cells, which column holds what."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jawab.decoding import DecodingError, decode
from jawab.errors import InputError

_LINE_END = re.compile(r"[\r\n]")
_DELIMITERS = ",;\t"
_TOLD = re.compile(r"""sep=([^\w\s"]|\t)(?:\r\n?|\n|\Z)""", re.IGNORECASE)  # a first line for Excel, which hides it

_HEADINGS = {
    "id": ("id", "المعرف", "identifiant"),
    "question": ("question", "السؤال", "سؤال"),
    "answers": (  # first what `jawab ask --out` does not write
        "gold", "gold answer", "gold answers", "expected", "expected answer", "expected answers",
        "réponse attendue", "réponses attendues", "reponse attendue", "bonne réponse",
        "الجواب المتوقع", "الإجابة المتوقعة", "الجواب الصحيح", "الإجابة الصحيحة",
        "answer", "answers", "الجواب", "الإجابة", "جواب", "إجابة", "الأجوبة", "réponse", "réponses", "reponse",
    ),
    "impossible": ("impossible", "is_impossible", "unanswerable"),
    "article": ("article", "المقال"),
    "title": ("title", "العنوان", "titre"),
    "context": ("context", "paragraph", "الفقرة", "النص", "contexte", "paragraphe"),
    "language": ("language", "lang", "اللغة", "langue"),
    "context_language": ("context_language",),
}  # fmt: skip
"""Column -> the headings it is recognised by, in any letter case; where a file has several, the first of these."""


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a file; `rows` follow the header, blank ones are empty, and may be shorter or longer than it. A line
    `sep=;` before the header, which is for spreadsheets, is left out.

    `columns` tells where each column that was recognised stands; "question" always is among them.
    """

    header: list[str]
    rows: list[list[str]]
    delimiter: str
    columns: Mapping[str, int]

    def overflow(self, row: Sequence[str]) -> str | None:
        """What is wrong with a row that has more cells than the header: most likely a delimiter is not quoted."""
        width = len(self.header)
        if len(row) <= width:
            return None
        return f"row has {len(row)} cells where the header has {width}; quote what holds a {self.delimiter!r}."


def parse_table(path: Path, content: bytes) -> Table:
    """The table in `content`, delimited by commas, semicolons or tabs, in any encoding that articles may have.

    Raises:
        InputError: it is not text, is not CSV, or has no column of questions; names `path` and the line.
    """
    try:
        text = decode(content)
    except DecodingError as error:
        raise InputError(f"{path}: cannot be read: {error}.") from error
    told = _TOLD.match(text)
    above = 1 if told else 0
    for delimiter in told[1] if told else _DELIMITERS:
        table = _parse(path, text, delimiter, above)
        if table is not None:
            return table
    found = "".join(text.splitlines()[above : above + 1])
    raise InputError(
        f'{path}:{above + 1}: the first row must name the columns, one of them "question"; found {found!r}.'
    )


def _parse(path: Path, text: str, delimiter: str, above: int) -> Table | None:
    """The table below the first `above` lines; None where no column of it, so delimited, holds questions."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip() for cell in next(islice(reader, above, None), [])]
        columns = _recognise(header)
        if "question" not in columns:
            return None
        rows = list(reader)
        if any(_LINE_END.search(cell) for row in rows for cell in row):  # of a mark never closed, or well written
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            rows = list(reader)[above + 1 :]
        return Table(header, rows, delimiter, columns)
    except csv.Error as error:
        why = f"is not CSV: {error}; close quotation marks, and double those inside a cell."
        raise InputError(f"{path}:{reader.line_num}: {why}") from error


def _recognise(header: Sequence[str]) -> dict[str, int]:
    names = [name.casefold() for name in header]
    found = {column: [known for known in headings if known in names] for column, headings in _HEADINGS.items()}
    return {column: names.index(known[0]) for column, known in found.items() if known}
