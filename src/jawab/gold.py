"""GoldQuestion, the one shape every gold set is read into and written from, and the formats it has on disk.

Read: SQuAD v1.1 and v2.0 JSON (so XQuAD, ARCD, PIAF and MLQA too), JSON lines and CSV. Written: the same.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from jawab.errors import GoldError, InputError
from jawab.tables import parse_table

Detect = Callable[[str], str]
"""Text -> language code; `jawab.text.detect` in every call but a test's."""

ANSWER_SEPARATOR = "|"
"""Between acceptable answers in one CSV cell."""


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """An acceptable answer; `start` is its offset in its context, None where the file gives none.

    `article` names another article than the question's own where the same answer stands too.
    """

    text: str
    start: int | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with all its acceptable answers; no answers means the collection does not say.

    `context` is the paragraph the question was asked of; `title` names the article it stands in (the unit
    that error bars resample); `article` is the id of that article in an index where the file has one.
    """

    id: str
    question: str
    language: str
    context: str
    context_language: str
    title: str
    answers: tuple[GoldAnswer, ...]
    article: str | None = None
    impossible: bool = False

    @property
    def direction(self) -> str:
        """Question language, hyphen, context language."""
        return f"{self.language}-{self.context_language}"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """The questions of one file; `name` is the file's name."""

    name: str
    questions: tuple[GoldQuestion, ...]

    @property
    def must_answer(self) -> bool:
        """Whether abstaining is never right here: no question is unanswerable."""
        return not any(question.impossible for question in self.questions)


class _Shape(BaseModel):
    """What the file formats share: unknown keys are ignored, numbers may stand for strings."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    language: str | None = Field(None, validation_alias=AliasChoices("language", "lang"))


class _Answer(BaseModel):
    text: str
    start: int | None = Field(None, validation_alias=AliasChoices("answer_start", "start"))
    article: str | None = None


class _Question(_Shape):
    id: str
    question: str
    answers: list[_Answer] = []
    elsewhere: list[_Answer] = []
    impossible: bool = Field(False, validation_alias=AliasChoices("is_impossible", "impossible"))

    def gold_answers(self) -> tuple[GoldAnswer, ...]:
        """Own answers, then those elsewhere; none where the question is impossible."""
        if self.impossible:
            return ()
        return tuple(GoldAnswer(a.text, a.start, a.article) for a in [*self.answers, *self.elsewhere])


class _Line(_Question):
    """One line of JSON lines: a question that carries its own context."""

    context: str = ""
    context_language: str | None = None
    title: str | None = None
    article: str | None = None


class _Paragraph(_Shape):
    context: str
    qas: list[_Question]
    article: str | None = None


class _Article(_Shape):
    paragraphs: list[_Paragraph]
    title: str | None = None


class _Squad(_Shape):
    data: list[_Article]


_Model = TypeVar("_Model", bound=BaseModel)

_MLQA_NAME = re.compile(r"context-(?P<context>[a-z]{2})-question-(?P<question>[a-z]{2})", re.IGNORECASE)


def read_gold_sets(paths: Sequence[Path], detect: Detect) -> list[GoldSet]:
    """Every file of `paths`, with ids that are unique over all of them.

    An id that stands in several files becomes `stem:id` (translations of one set share their ids); one that
    is repeated inside a file gets `#2`, `#3` …
    """
    sets = [read_gold(path, detect) for path in paths]
    files_with = Counter(id for gold in sets for id in {q.id for q in gold.questions})
    shared = {id for id, files in files_with.items() if files > 1}
    return [_qualify(gold, shared) for gold in sets]


def _qualify(gold: GoldSet, shared: set[str]) -> GoldSet:
    stem = Path(gold.name).stem
    seen: Counter[str] = Counter()
    questions = []
    for question in gold.questions:
        seen[question.id] += 1
        id = f"{stem}:{question.id}" if question.id in shared else question.id
        questions.append(replace(question, id=id if seen[question.id] == 1 else f"{id}#{seen[question.id]}"))
    return GoldSet(gold.name, tuple(questions))


def read_gold(path: Path, detect: Detect) -> GoldSet:
    """One gold file; the format follows from its suffix (.json, .jsonl, .csv).

    Languages come from the file's tags (or an MLQA file's name) and are detected where there are none.

    Raises:
        GoldError: the file cannot be read, or is not in one of the formats; names the place.
    """
    readers = {".json": _read_squad, ".jsonl": _read_lines, ".csv": _read_csv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise GoldError(f"{path}: a gold set is a .json (SQuAD), .jsonl or .csv file; rename or convert this one.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}).") from error
    questions = tuple(reader(path, content, detect))
    if not questions:
        raise GoldError(f"{path}: holds no question.")
    return GoldSet(path.name, questions)


def parse_json(path: Path, content: bytes, line: int | None = None) -> object:
    """UTF-8 JSON, or a GoldError that says where it breaks."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        place = path if line is None else f"{path}:{line}"
        raise GoldError(f"{place}: is not JSON in UTF-8 ({error}).") from error


def _validate(model: type[_Model], value: object, place: str) -> _Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "top level"
        raise GoldError(f"{place}: {where}: {first['msg']}.") from error


def _read_squad(path: Path, content: bytes, detect: Detect) -> Iterator[GoldQuestion]:
    squad = _validate(_Squad, parse_json(path, content), str(path))
    named = _MLQA_NAME.search(path.name)
    question_tag = named["question"].lower() if named else squad.language
    context_tag = named["context"].lower() if named else squad.language
    for number, article in enumerate(squad.data):
        title = article.title or f"article {number + 1}"
        for paragraph in article.paragraphs:
            context_language = paragraph.language or article.language or context_tag or detect(paragraph.context)
            for qa in paragraph.qas:
                yield GoldQuestion(
                    id=qa.id,
                    question=qa.question,
                    language=qa.language or question_tag or _asked_in(qa.question, context_language, detect),
                    context=paragraph.context,
                    context_language=context_language,
                    title=title,
                    answers=qa.gold_answers(),
                    article=paragraph.article,
                    impossible=not qa.gold_answers(),
                )


def _asked_in(question: str, context_language: str, detect: Detect) -> str:
    """The question's language; its context's where the question has no letters to tell."""
    return detect(question) if any(map(str.isalpha, question)) else context_language


def _read_lines(path: Path, content: bytes, detect: Detect) -> Iterator[GoldQuestion]:
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            value = parse_json(path, line, number)
            yield _question(_validate(_Line, value, f"{path}:{number}"), detect)


def _question(line: _Line, detect: Detect) -> GoldQuestion:
    """A question that stands alone, with what its line leaves out filled in."""
    read_in = line.context or " ".join([line.question, *(answer.text for answer in line.answers)])
    context_language = line.context_language or detect(read_in)
    return GoldQuestion(
        id=line.id,
        question=line.question,
        language=line.language or _asked_in(line.question, context_language, detect),
        context=line.context,
        context_language=context_language,
        title=line.title or line.article or line.context[:80] or line.id,
        answers=line.gold_answers(),
        article=line.article,
        impossible=not line.gold_answers(),
    )


def _read_csv(path: Path, content: bytes, detect: Detect) -> Iterator[GoldQuestion]:
    try:
        table = parse_table(path, content)
    except InputError as error:
        raise GoldError(str(error)) from error
    for number, row in enumerate(table.rows, start=2):
        if any(cell.strip() for cell in row):
            yield _question(_row(path, number, table.columns, row), detect)


def _row(path: Path, number: int, columns: Mapping[str, int], row: Sequence[str]) -> _Line:
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
    return _Line.model_validate({"id": f"row-{number}", **given, "answers": answers})


SquadVersion = Literal["1.1", "2.0"]


def write_gold(questions: Iterable[GoldQuestion], path: Path, version: SquadVersion = "2.0") -> None:
    """Writes `questions` in the format of the suffix: .json (SQuAD of that version), .jsonl or .csv.

    Raises:
        GoldError: the suffix is none of these, SQuAD v1.1 is asked to hold an unanswerable question, or the file
            cannot be written.
    """
    questions = list(questions)
    match path.suffix.lower():
        case ".json":
            text = json.dumps(as_squad(questions, version), ensure_ascii=False, indent=1) + "\n"
        case ".jsonl":
            text = "".join(json.dumps(_as_line(q), ensure_ascii=False) + "\n" for q in questions)
        case ".csv":
            text = "\ufeff" + _as_csv(questions)
        case suffix:
            raise GoldError(
                f"{path}: cannot write a gold set as {suffix or 'a file without suffix'}; use .json, .jsonl or .csv."
            )
    with writing(path):
        path.write_text(text, encoding="utf-8", newline="")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the file system refuses in the block into a GoldError that names `path`."""
    try:
        yield
    except OSError as error:
        raise GoldError(f"{path}: cannot be written ({error.strerror}).") from error


def write_mlqa(questions: Iterable[GoldQuestion], folder: Path, name: str = "test") -> list[Path]:
    """Writes MLQA's layout: one SQuAD v1.1 file a direction, `NAME-context-XX-question-YY.json`; returns the files.

    Raises:
        GoldError: a question is unanswerable, which MLQA does not know, or a file cannot be written.
    """
    questions = list(questions)
    if any(question.impossible for question in questions):
        raise GoldError("MLQA has no unanswerable questions; leave them out, or export as SQuAD v2.0.")
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    by_direction = sorted(questions, key=lambda q: (q.context_language, q.language))
    written = []
    for (context, question), group in groupby(by_direction, key=lambda q: (q.context_language, q.language)):
        path = folder / f"{name}-context-{context}-question-{question}.json"
        write_gold(group, path, "1.1")
        written.append(path)
    return written


def as_squad(questions: Sequence[GoldQuestion], version: SquadVersion = "2.0") -> dict[str, Any]:
    """The questions as a SQuAD object, grouped by article and paragraph in the order they first appear."""
    if version == "1.1" and any(question.impossible for question in questions):
        raise GoldError("SQuAD v1.1 has no unanswerable questions; export as v2.0.")
    articles: dict[str, dict[tuple[str | None, str], dict[str, Any]]] = {}
    for question in questions:
        paragraphs = articles.setdefault(question.title, {})
        paragraph = paragraphs.setdefault((question.article, question.context), _as_paragraph(question))
        paragraph["qas"].append(_as_qa(question, version))
    data = [{"title": title, "paragraphs": list(paragraphs.values())} for title, paragraphs in articles.items()]
    return {"version": version, "data": data}


def _as_paragraph(question: GoldQuestion) -> dict[str, Any]:
    article = {} if question.article is None else {"article": question.article}
    return {**article, "language": question.context_language, "context": question.context, "qas": []}


def _as_qa(question: GoldQuestion, version: SquadVersion) -> dict[str, Any]:
    own = [_as_answer(a, "answer_start") for a in question.answers if a.article is None]
    elsewhere = [_as_answer(a, "answer_start") for a in question.answers if a.article is not None]
    return {
        "id": question.id,
        "language": question.language,
        "question": question.question,
        "answers": own,
        **({"elsewhere": elsewhere} if elsewhere else {}),
        **({"is_impossible": question.impossible} if version == "2.0" else {}),
    }


def _as_answer(answer: GoldAnswer, start_key: str) -> dict[str, Any]:
    values = {"article": answer.article, "text": answer.text, start_key: answer.start}
    return {key: value for key, value in values.items() if value is not None}


def _as_line(question: GoldQuestion) -> dict[str, Any]:
    line = {
        "id": question.id,
        "language": question.language,
        "question": question.question,
        "answers": [_as_answer(answer, "start") for answer in question.answers],
        "impossible": question.impossible,
        "article": question.article,
        "title": question.title,
        "context_language": question.context_language,
        "context": question.context,
    }
    return {key: value for key, value in line.items() if value is not None}


def _as_csv(questions: Iterable[GoldQuestion]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "question", "answer", "article", "title", "language", "context_language", "context"])
    for q in questions:
        answers = ANSWER_SEPARATOR.join(dict.fromkeys(answer.text for answer in q.answers))
        writer.writerow(
            [q.id, q.question, answers, q.article or "", q.title, q.language, q.context_language, q.context]
        )
    return out.getvalue()
