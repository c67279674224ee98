"""`jawab gold`: gold sets are checked and converted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jawab.cli.exits import FAILED
from jawab.errors import InputError

if TYPE_CHECKING:
    from jawab.gold import GoldQuestion

Overwrite = Annotated[bool, typer.Option("--overwrite", help="Write TARGET anew where it is a file already.")]

gold = typer.Typer(no_args_is_help=True, help="Check and convert gold sets.")


@gold.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold sets: SQuAD JSON, JSON lines or CSV.")],
    fix: Annotated[bool, typer.Option("--fix", help="Repair what is certain, in the file; CSV is not.")] = False,
    training: Annotated[list[Path] | None, typer.Option(help="A file trained on, to find leaks; repeatable.")] = None,
) -> None:
    """Tell what is wrong with gold sets; exit 1 when something makes a score wrong."""
    from jawab.evaluation.gold_check import check_gold

    errors = 0
    for path in files:
        report = check_gold(path, fix, training or ())
        errors += len(report.errors)
        for problem in report.problems:
            typer.echo(f"{report.path}: {problem.question}: {problem.kind}: {problem.message}")
        typer.echo(f"{report.path}: {report.questions} questions, {len(report.errors)} errors, {report.fixed} repaired")
    if errors:
        raise typer.Exit(FAILED)


@gold.command("import")
def import_gold(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="SQuAD or MLQA JSON, JSON lines or CSV.")],
    target: Annotated[Path, typer.Argument(help="The file to write: .json for SQuAD v2.0, .jsonl or .csv.")],
    overwrite: Overwrite = False,
) -> None:
    """Bring gold sets of any format into one file, with language tags; as .json it is SQuAD v2.0."""
    from jawab.gold import write_gold

    _check_free(target, overwrite)
    questions = _gold_questions(sources)
    write_gold(questions, target)
    typer.echo(f"{target}: {len(questions)} questions")


@gold.command("export")
def export_gold(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="SQuAD or MLQA JSON, JSON lines or CSV.")],
    target: Annotated[Path, typer.Argument(help="The .json, .jsonl or .csv file to write; for MLQA a folder.")],
    version: Annotated[Literal["1.1", "2.0"], typer.Option(help="Version of SQuAD, for .json.")] = "2.0",
    layout: Annotated[
        Literal["file", "mlqa"], typer.Option("--format", help="mlqa: a file for each pair of languages in TARGET.")
    ] = "file",
    overwrite: Overwrite = False,
) -> None:
    """Write gold sets in another format, by the suffix of TARGET, or as MLQA."""
    from jawab.gold import write_gold, write_mlqa

    _check_free(target, overwrite)
    questions = _gold_questions(sources)
    if layout == "mlqa":
        written = write_mlqa(questions, target)
        typer.echo(f"{target}: {len(questions)} questions in {', '.join(path.name for path in written)}")
    else:
        write_gold(questions, target, version)
        typer.echo(f"{target}: {len(questions)} questions")


def _check_free(target: Path, overwrite: bool) -> None:
    """Refuse to write over a file, or a folder of MLQA's: who forgets TARGET names a gold set last."""
    if not overwrite and (target.is_file() or any(target.glob("test-context-*.json"))):
        raise InputError(f"{target} exists already; name another one last, or add --overwrite")


def _gold_questions(sources: Sequence[Path]) -> list[GoldQuestion]:
    """All questions; ids that several files share are told apart, those of one file stay as they are."""
    from jawab.gold import read_gold, read_gold_sets
    from jawab.text import detect

    sets = read_gold_sets(sources, detect) if len(sources) > 1 else [read_gold(sources[0], detect)]
    questions = [question for gold in sets for question in gold.questions]
    torn = sum(question.contradiction is not None for question in questions)
    if torn:
        typer.echo(f"{torn} questions contradict themselves and become unanswerable; see jawab gold check", err=True)
    return questions
