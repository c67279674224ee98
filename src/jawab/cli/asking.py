"""`jawab ask` and `jawab explain`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jawab.cli.opening import Index, open_answerer, settings_of
from jawab.cli.writing import check_written
from jawab.errors import InputError
from jawab.types import Filters, Question, Reply

if TYPE_CHECKING:
    from jawab.index import Generation

MaxAnswers = Annotated[int, typer.Option(min=1, max=20, help="Give at most this many answers.")]
MinConfidence = Annotated[
    float | None, typer.Option(min=0, max=1, help="Abstain below this; 0 never does. Unset: the calibrated default.")
]
Languages = Annotated[list[str] | None, typer.Option("--language", help="Only articles in this language; repeatable.")]
Sources = Annotated[list[str] | None, typer.Option("--source", help="Only articles of this outlet; repeatable.")]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Published on this day or later.")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Published on this day or before.")]


def ask(
    questions: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUESTION", help="Questions in Arabic or French.", show_default=False),
    ] = None,
    folder: Index = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print the reply as the service would send it; several questions: one a line."),
    ] = False,
    max_answers: MaxAnswers = 3,
    min_confidence: MinConfidence = None,
    language: Languages = None,
    source: Sources = None,
    published_from: From = None,
    published_to: To = None,
    file: Annotated[
        Path | None, typer.Option(help='A CSV file with a column "question", "السؤال" or "سؤال".', show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where its answers go.", show_default=False)] = None,
) -> None:
    """Ask one question or several, or with --file those of a CSV file."""
    filters = _filters(language, source, published_from, published_to)
    template = Question("", max_answers, min_confidence, filters)
    if file is not None:
        if out is None or questions or as_json:
            raise InputError("--file takes --out, and neither a question nor --json")
        return _ask_sheet(file, out, template, folder)
    if not questions or out is not None:
        raise InputError("ask a question, or many with --file questions.csv --out answers.csv")
    if len(questions) > 1 and any(len(question.split()) < 2 for question in questions):
        raise InputError("put every question in quotation marks: one of those given is a single word")
    answerer = open_answerer(settings_of(folder))
    replies = answerer.ask_many([replace(template, text=question) for question in questions])
    if as_json:
        typer.echo(replies_json(replies, answerer.generation))
    else:
        from jawab import terminal

        terminal.console().print(terminal.replies_text(replies))


def explain(
    question: Annotated[str, typer.Argument(help="A question in Arabic or French.", show_default=False)],
    folder: Index = None,
    max_answers: MaxAnswers = 3,
    min_confidence: MinConfidence = None,
    language: Languages = None,
    source: Sources = None,
    published_from: From = None,
    published_to: To = None,
) -> None:
    """Show every stage of an answer with its scores."""
    from jawab import terminal

    filters = _filters(language, source, published_from, published_to)
    answerer = open_answerer(settings_of(folder))
    explanation = answerer.explain(Question(question, max_answers, min_confidence, filters))
    least = answerer.min_confidence if min_confidence is None else min_confidence
    terminal.console().print(terminal.explanation_view(explanation, least))


def replies_json(replies: Sequence[Reply], generation: Generation) -> str:
    """One reply as indented JSON, several as JSON lines."""
    from jawab.service.rendering import reply_to_wire

    indent = 2 if len(replies) == 1 else None
    return "\n".join(reply_to_wire(reply, generation).model_dump_json(indent=indent) for reply in replies)


def _filters(
    languages: list[str] | None, sources: list[str] | None, first: datetime | None, last: datetime | None
) -> Filters:
    from jawab.text import SERVED

    for language in languages or ():
        if language not in SERVED:
            raise InputError(f"--language {language}: must be one of {', '.join(SERVED)}")
    if first and last and first > last:
        raise InputError("--from must not be after --to")
    return Filters(
        tuple(languages or ()), tuple(sources or ()), first.date() if first else None, last.date() if last else None
    )


def _ask_sheet(file: Path, out: Path, template: Question, folder: Path | None) -> None:
    """Rows are written as they are answered, so that an interruption loses none of them."""
    from jawab.sheets import answer_sheet, read_sheet

    sheet = read_sheet(file)
    check_written({"--out": out}, [("the questions", file)])
    answerer = open_answerer(settings_of(folder))
    try:
        target = out.open("w", encoding="utf-8-sig", newline="")  # spreadsheets read Arabic only behind a mark
    except OSError as error:
        raise InputError(f"--out {out}: cannot be written: {error.strerror}") from error
    with target:
        writer = csv.writer(target, delimiter=sheet.delimiter)
        writer.writerow(sheet.answered_header)
        for row in answer_sheet(sheet, answerer.ask_many, template):
            writer.writerow(row)
            target.flush()
    typer.echo(f"{out}: {len(sheet.rows)} rows")
