"""`jawab evaluate` and `jawab compare`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jawab.cli.exits import FAILED
from jawab.cli.opening import open_answerer, settings_of
from jawab.cli.writing import check_written
from jawab.errors import InputError

if TYPE_CHECKING:
    from jawab.evaluation.runs import Run
    from jawab.evaluation.significance import Comparison
    from jawab.gold import GoldSet
    from jawab.settings import Settings

NOT_RECORDED = {
    "index", "cache", "host", "port", "max_body", "max_upload", "keys", "require_keys", "rate_limit", "rate_burst",
    "cors_origins", "allowed_hosts", "max_waiting", "max_together", "deadline", "answer_cache", "log_questions",
    "follow_seconds", "judgements", "write_deadline",
}  # fmt: skip # settings that no result depends on

_NAMED = 3
"""Ids that a message names of many."""


class Mode(StrEnum):
    """What `jawab evaluate` measures."""

    END_TO_END = "end-to-end"
    READER = "reader"
    RETRIEVAL = "retrieval"


def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold sets: SQuAD JSON, JSON lines or CSV.")],
    folder: Annotated[
        Path | None, typer.Option("--index", help="Index to ask; unset: a temporary one of the gold sets' paragraphs.")
    ] = None,
    mode: Annotated[
        Mode | None, typer.Option(help="What is measured.  \\[default: end-to-end]", show_default=False)
    ] = None,
    predictions: Annotated[Path | None, typer.Option(help="Score these answers (id -> text JSON), no model.")] = None,
    rankings: Annotated[Path | None, typer.Option(help="Score this TREC run of any system, no model.")] = None,
    qrels: Annotated[
        Path | None,
        typer.Option(help="TREC judgements for --rankings; unset: its passages are ids as --trec-qrels writes them."),
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the run to this file.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a report to this file: HTML, or Markdown by .md.")] = None,
    predictions_out: Annotated[Path | None, typer.Option(help="Write the answers as SQuAD's id -> text JSON.")] = None,
    trec_run: Annotated[Path | None, typer.Option(help="Write the retrieved passages as a TREC run.")] = None,
    trec_qrels: Annotated[Path | None, typer.Option(help="Write which passages were relevant as TREC qrels.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="A run to compare with; exit 1 when this one is worse.")] = None,
) -> None:
    """Measure answers, the reader or the retrieval on gold sets."""
    from jawab import terminal
    from jawab.evaluation.report import render_html, render_markdown
    from jawab.evaluation.significance import check_shared, compare
    from jawab.gold import check_writable, read_gold_sets
    from jawab.text import detect

    _tell_unused(folder, mode, predictions or rankings)
    mode = mode or Mode.END_TO_END
    ranks_only = bool(rankings) or (mode is Mode.RETRIEVAL and not predictions)
    # A run takes minutes: what would be refused after it is refused now.
    _check_files(mode, (predictions, rankings, qrels), ranks_only, predictions_out, trec_run or trec_qrels)
    written = {
        "--json": json_file,
        "--report": report,
        "--predictions-out": predictions_out,
        "--trec-run": trec_run,
        "--trec-qrels": trec_qrels,
    }
    read = {"--predictions": predictions, "--rankings": rankings, "--qrels": qrels, "--baseline": baseline}
    check_written(written, [*(("a gold set", path) for path in gold), *read.items()])
    before = _baseline(baseline, ranks_only)
    _check_report(report, predictions or rankings)
    sets = read_gold_sets(gold, detect)
    if before is not None:
        check_shared(
            (record.id for record in before.per_question), (q.id for gold_set in sets for q in gold_set.questions)
        )
    _tell_numbered(sets)
    for target in written.values():
        if target is not None:
            check_writable(target)
    run = _score_files(sets, predictions, rankings, qrels) if predictions or rankings else _run(sets, mode, folder)
    terminal.console().print(terminal.run_view(run))
    if json_file is not None:
        _write(json_file, run.to_json())
    _exchange(run, predictions_out, trec_run, trec_qrels)
    names = [str(baseline), "this run" if json_file is None else str(json_file)]
    comparisons = [] if before is None else compare([before, run], names)
    if report is not None:
        render = render_markdown if report.suffix == ".md" else render_html
        _write(report, render(run, comparisons))
    _judge(comparisons)


def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN RUN...", help="Files that `jawab evaluate --json` wrote.")],
    report: Annotated[Path | None, typer.Option(help="Write a report to this file: HTML, or Markdown by .md.")] = None,
) -> None:
    """Compare runs with the first, with paired tests; exit 1 when one is significantly worse."""
    from jawab.evaluation.report import render_comparison_html, render_comparison_markdown
    from jawab.evaluation.runs import Run
    from jawab.evaluation.significance import compare

    check_written({"--report": report}, [("a run", path) for path in runs])
    comparisons = compare([Run.read(path) for path in runs], [str(path) for path in runs])
    if report is not None:
        render = render_comparison_markdown if report.suffix == ".md" else render_comparison_html
        _write(report, render(comparisons))
    _judge(comparisons)


def _tell_unused(folder: Path | None, mode: Mode | None, given: Path | None) -> None:
    """Note which options change nothing."""
    if mode and given:
        typer.echo(f"jawab: {given.name} is scored as it is: --mode {mode} changes nothing", err=True)
    if folder and given:
        typer.echo(f"jawab: {given.name} is scored without an index: --index {folder} changes nothing", err=True)
    if folder and not given and mode in (Mode.READER, Mode.RETRIEVAL):
        typer.echo(
            f"jawab: --mode {mode} takes the gold sets' own paragraphs: --index {folder} changes nothing", err=True
        )


def _tell_numbered(sets: Sequence[GoldSet]) -> None:
    for gold in sets:
        if gold.numbered:
            ids = ", ".join(gold.numbered[:_NAMED]) + (" …" if len(gold.numbered) > _NAMED else "")
            typer.echo(f"{gold.name}: ids that stand more than once were numbered: {ids}", err=True)


def _baseline(path: Path | None, ranks_only: bool) -> Run | None:
    """The run to compare with, refused where it measures something else than the run to come."""
    from jawab.evaluation.runs import Run
    from jawab.evaluation.significance import check_comparable

    if path is None:
        return None
    before = Run.read(path)
    check_comparable(before, ranks_only)
    return before


def _check_report(report: Path | None, given: Path | None) -> None:
    """Refuse a page whose curves could not be drawn; of what is scored without a model there may be none."""
    from jawab.evaluation.plots import check_drawable

    if report is not None and report.suffix != ".md" and given is None:
        check_drawable()


def _check_files(
    mode: Mode, given: Sequence[Path | None], ranks_only: bool, answers: Path | None, ranked: Path | None
) -> None:
    """Refuse files that contradict each other, and those to write that a run would have nothing for."""
    predictions, rankings, qrels = given
    if predictions and rankings:
        raise InputError("score --predictions or --rankings, one at a time")
    if qrels and not rankings:
        raise InputError("--qrels judges the passages of --rankings; to write judgements use --trec-qrels")
    if answers and ranks_only:
        raise InputError("--predictions-out holds answers, and retrieval gives none")
    if ranked and (predictions or (mode is Mode.READER and not rankings)):
        raise InputError("--trec-run and --trec-qrels hold retrieved passages: measure retrieval or the whole chain")


def _score_files(sets: Sequence[GoldSet], predictions: Path | None, rankings: Path | None, qrels: Path | None) -> Run:
    """Scores what another system wrote, without a model."""
    from jawab.evaluation import modes
    from jawab.evaluation.predictions import read_predictions
    from jawab.evaluation.ranking import read_qrels, read_trec_run

    if predictions is not None:
        return modes.evaluate_predictions(sets, read_predictions(predictions), {"predictions": predictions.name})
    assert rankings is not None
    settings = {"rankings": rankings.name} | ({"qrels": qrels.name} if qrels else {})
    relevant = read_qrels(qrels) if qrels else None
    return modes.evaluate_rankings(sets, read_trec_run(rankings), relevant, settings)


def _exchange(run: Run, predictions_out: Path | None, trec_run: Path | None, trec_qrels: Path | None) -> None:
    """Write what the field's other tools read."""
    from jawab.evaluation.predictions import write_predictions
    from jawab.evaluation.ranking import write_qrels, write_trec_run

    rankings = [record.ranking for record in run.per_question]
    if predictions_out is not None:
        write_predictions(run.per_question, predictions_out)
    if trec_run is not None:
        write_trec_run(rankings, trec_run)
    if trec_qrels is not None:
        write_qrels(rankings, trec_qrels)


def _run(sets: Sequence[GoldSet], mode: Mode, folder: Path | None) -> Run:
    from jawab import terminal

    settings = settings_of(folder)
    total = sum(len(gold.questions) for gold in sets)
    with terminal.progress_bars() as progress:
        done = _counted(progress, mode.value, total)
        if mode is Mode.READER:
            return _run_reader(sets, settings, done)
        if mode is Mode.RETRIEVAL:
            return _run_retrieval(sets, settings, done)
        return (_run_on_paragraphs if folder is None else _run_answers)(sets, settings, done)


def _counted(show: Callable[[str, int, int], None], stage: str, total: int) -> Callable[[int], None]:
    """From "so many more are done" to "so many are done in all"."""
    finished = 0

    def more(done: int) -> None:
        nonlocal finished
        finished += done
        show(stage, finished, total)

    return more


def _run_reader(sets: Sequence[GoldSet], settings: Settings, done: Callable[[int], None]) -> Run:
    from jawab.calibration import calibration_file, load_margins
    from jawab.evaluation.modes import evaluate_reader
    from jawab.reading import load_reader

    reader = load_reader(settings)
    calibration = load_margins(calibration_file(settings.reader), reader.identity)
    return evaluate_reader(sets, reader, calibration, _recorded(settings), done)


def _run_retrieval(sets: Sequence[GoldSet], settings: Settings, done: Callable[[int], None]) -> Run:
    from jawab.embedding import load_embedder
    from jawab.evaluation.collection import searchable_paragraphs
    from jawab.evaluation.modes import evaluate_retrieval
    from jawab.evaluation.pool import ParagraphPool
    from jawab.reading import load_reader

    paragraphs = searchable_paragraphs(sets)  # a gold set without them is refused before a model is loaded
    embedder = load_embedder(settings)
    reader = load_reader(settings, embedder.word_table)
    pool = ParagraphPool(paragraphs, embedder, reader, most_read=settings.read_passages)
    models = {"embedder": embedder.identity, "reader": reader.identity}
    return evaluate_retrieval(sets, pool.search, models, _recorded(settings), done)


def _run_answers(sets: Sequence[GoldSet], settings: Settings, done: Callable[[int], None]) -> Run:
    from jawab.evaluation.modes import evaluate_answers

    answerer = open_answerer(settings)
    models = {"embedder": answerer.generation.embedder_identity, "reader": answerer.reader.identity}
    return evaluate_answers(sets, answerer, models, _recorded(settings), done)


def _run_on_paragraphs(sets: Sequence[GoldSet], settings: Settings, done: Callable[[int], None]) -> Run:
    """The whole chain, over a temporary index of the gold sets' own paragraphs."""
    from jawab.embedding import load_embedder
    from jawab.evaluation.collection import temporary_index

    with temporary_index(sets, load_embedder(settings), settings) as index:
        return _run_answers(sets, settings.model_copy(update={"index": index}), done)


def _recorded(settings: Settings) -> dict[str, object]:
    """The settings that a result depends on."""
    return settings.model_dump(mode="json", exclude=NOT_RECORDED)


def _judge(comparisons: Sequence[Comparison]) -> None:
    """Show how runs changed; exit 1 when one is significantly worse."""
    from jawab import terminal

    for comparison in comparisons:
        terminal.console().print(terminal.comparison_view(comparison))
    if any(comparison.is_worse for comparison in comparisons):
        raise typer.Exit(FAILED)


def _write(path: Path, content: str) -> None:
    from jawab.gold import writing

    with writing(path):
        path.write_text(content, encoding="utf-8")
