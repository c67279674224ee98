"""The command line. Commands are thin, and import what is heavy only when they run."""

from __future__ import annotations

import csv
import json
import math
import signal
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from typer.core import TyperGroup

from jawab.errors import ArticleError, InputError, JawabError
from jawab.gold import GoldQuestion, GoldSet, SquadVersion
from jawab.types import Filters, Question

if TYPE_CHECKING:
    from jawab.answering import Answerer
    from jawab.evaluation.runs import Run
    from jawab.evaluation.significance import Comparison
    from jawab.settings import Settings

FAILED, BAD_USAGE, INTERRUPTED = 1, 2, 130
NOT_RECORDED = {
    "index", "cache", "host", "port", "max_body", "max_upload", "keys", "require_keys", "rate_limit", "rate_burst",
    "cors_origins", "max_waiting", "max_together", "deadline", "answer_cache", "log_questions", "follow_seconds",
    "judgements",
}  # fmt: skip # settings that no result depends on
TRAINING_STEPS = 800  # what the shipped reader was trained for


class Mode(StrEnum):
    """What `jawab evaluate` measures."""

    END_TO_END = "end-to-end"
    READER = "reader"
    RETRIEVAL = "retrieval"


class _Commands(TyperGroup):
    """Ends on jawab's own errors with one sentence, and on Ctrl-C quietly."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override] # the wider type is private to typer
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except JawabError as error:
            typer.echo(f"jawab: {error}", err=True)
            raise typer.Exit(BAD_USAGE) from error
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Quoted answers in Arabic and French from a collection of articles, and honest evaluation of them.",
)

Index = Annotated[
    Path | None, typer.Option("--index", help="Folder of the index.  [default: index]", show_default=False)
]
MaxAnswers = Annotated[int, typer.Option(min=1, max=20, help="Give at most this many answers.")]
MinConfidence = Annotated[
    float | None, typer.Option(min=0, max=1, help="Abstain below this; 0 never does. Unset: the calibrated default.")
]
Languages = Annotated[list[str] | None, typer.Option("--language", help="Only articles in this language; repeatable.")]
Sources = Annotated[list[str] | None, typer.Option("--source", help="Only articles of this outlet; repeatable.")]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Published on this day or later.")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Published on this day or before.")]


@app.command()
def index(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders of articles.", show_default=False)
    ] = None,
    folder: Index = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad file and change nothing.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: refresh whenever something changes.")] = False,
) -> None:
    """Build or refresh an index from files and folders."""
    if not paths:
        raise InputError("name the files or folders of articles to index, as in: jawab index corpus/articles")
    from jawab import terminal
    from jawab.embedding import load_embedder
    from jawab.index import refresh
    from jawab.index import watch as watch_roots

    settings = _settings(folder)
    embedder = load_embedder(settings)
    with terminal.progress_bars() as progress:
        report = refresh(settings.index, paths, embedder, settings, strict=strict, progress=progress)
    terminal.console().print(terminal.refresh_text(report), end="")
    if watch:
        signal.signal(signal.SIGTERM, _exit_cleanly)
        typer.echo("watching for changes; stop with Ctrl-C", err=True)
        for told in watch_roots(settings.index, paths, embedder, settings, strict=strict):
            if isinstance(told, ArticleError):
                typer.echo(f"jawab: {told}", err=True)
            else:
                terminal.console().print(terminal.refresh_text(told), end="")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in Arabic or French.", show_default=False)] = None,
    folder: Index = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reply as the service would send it.")] = False,
    max_answers: MaxAnswers = 3,
    min_confidence: MinConfidence = None,
    language: Languages = None,
    source: Sources = None,
    published_from: From = None,
    published_to: To = None,
    file: Annotated[Path | None, typer.Option(help='A CSV file with a column "question".', show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(help="Where its answers go.", show_default=False)] = None,
) -> None:
    """Ask one question, or with --file many at once."""
    filters = _filters(language, source, published_from, published_to)
    template = Question(question or "", max_answers, min_confidence, filters)
    if file is not None:
        if out is None or question is not None or as_json:
            raise InputError("--file takes --out, and neither a question nor --json")
        return _ask_sheet(file, out, template, folder)
    if question is None or out is not None:
        raise InputError("ask a question, or many with --file questions.csv --out answers.csv")
    answerer = _open(folder)
    reply = answerer.ask(template)
    if as_json:
        from jawab.service.wire import reply_to_wire

        typer.echo(reply_to_wire(reply, answerer.generation).model_dump_json(indent=2))
    else:
        from jawab import terminal

        terminal.console().print(terminal.reply_text(reply))


@app.command()
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
    answerer = _open(folder)
    explanation = answerer.explain(Question(question, max_answers, min_confidence, filters))
    least = answerer.min_confidence if min_confidence is None else min_confidence
    terminal.console().print(terminal.explanation_view(explanation, least))


@app.command()
def serve(
    folder: Index = None,
    host: Annotated[str | None, typer.Option(help="Address to listen at.  [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen at.  [default: 8000]")] = None,
) -> None:
    """Serve the page and the API."""
    import uvicorn

    from jawab.answering import load_models
    from jawab.embedding import load_embedder
    from jawab.service import LiveIndex, create_app, hosts, logs
    from jawab.service.access import refuse_open_doors

    settings = _settings(folder, host=host, port=port)
    refuse_open_doors(settings)
    signal.signal(signal.SIGTERM, _exit_cleanly)
    models = load_models(settings, load_embedder(settings))
    live = LiveIndex(settings.index, models.embedder, models.answerer, settings)
    answerer = live.open()
    if answerer is None:
        typer.echo(f"jawab: there is no index in {settings.index} yet; articles can be added on the page", err=True)
    else:
        _warn(answerer)
    service = create_app(answerer, settings, live)
    # Addresses hold the questions that the page was asked, so they are not logged.
    uvicorn.run(
        hosts.guarded(service, settings),
        host=settings.host,
        port=settings.port,
        server_header=False,
        access_log=False,
        log_config=logs.CONFIG,
        timeout_graceful_shutdown=math.ceil(settings.deadline),
    )


@app.command("mcp")
def serve_assistants(folder: Index = None) -> None:
    """Offer ask and search as tools to assistants, over standard input and output (MCP)."""
    try:
        from jawab.mcp import create_server
    except ModuleNotFoundError as error:
        raise InputError("assistants are served by an extra: pip install 'jawab[mcp]'") from error

    from jawab.answering import load_models
    from jawab.embedding import load_embedder
    from jawab.service import LiveIndex

    settings = _settings(folder)
    models = load_models(settings, load_embedder(settings))
    live = LiveIndex(settings.index, models.embedder, models.answerer, settings)
    current = live.followed()
    _warn(current())
    create_server(current).run("stdio")


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold sets: SQuAD JSON, JSON lines or CSV.")],
    folder: Annotated[
        Path | None, typer.Option("--index", help="Index to ask; unset: a temporary one of the gold sets' paragraphs.")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="What is measured.")] = Mode.END_TO_END,
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
    from jawab.evaluation.runs import Run
    from jawab.evaluation.significance import compare
    from jawab.gold import read_gold_sets
    from jawab.text import detect

    _check_files(mode, (predictions, rankings, qrels), predictions_out, trec_run or trec_qrels)
    before = None if baseline is None else Run.read(baseline)
    sets = read_gold_sets(gold, detect)
    run = _score_files(sets, predictions, rankings, qrels) if predictions or rankings else _run(sets, mode, folder)
    terminal.console().print(terminal.run_view(run))
    if json_file is not None:
        _write(json_file, run.to_json())
    _exchange(run, predictions_out, trec_run, trec_qrels)
    comparisons = [] if before is None else compare([before, run])
    if report is not None:
        render = render_markdown if report.suffix == ".md" else render_html
        _write(report, render(run, comparisons))
    _judge(comparisons)


@app.command()
def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN RUN...", help="Files that `jawab evaluate --json` wrote.")],
) -> None:
    """Compare runs with the first, with paired tests; exit 1 when one is significantly worse."""
    from jawab.evaluation.runs import Run
    from jawab.evaluation.significance import compare

    _judge(compare([Run.read(path) for path in runs]))


gold = typer.Typer(no_args_is_help=True, help="Check and convert gold sets.")
app.add_typer(gold, name="gold")


@gold.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold sets: SQuAD JSON, JSON lines or CSV.")],
    fix: Annotated[bool, typer.Option("--fix", help="Repair what is certain, in the file.")] = False,
    training: Annotated[list[Path] | None, typer.Option(help="A file trained on, to find leaks; repeatable.")] = None,
) -> None:
    """Tell what is wrong with gold sets; exit 1 when something makes a score wrong."""
    from jawab.evaluation.gold_check import check_gold

    reports = [check_gold(path, fix, training or ()) for path in files]
    for report in reports:
        for problem in report.problems:
            typer.echo(f"{report.path}: {problem.question}: {problem.kind}: {problem.message}")
        typer.echo(f"{report.path}: {report.questions} questions, {len(report.errors)} errors, {report.fixed} repaired")
    if any(report.errors for report in reports):
        raise typer.Exit(FAILED)


@gold.command("import")
def import_gold(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="SQuAD or MLQA JSON, JSON lines or CSV.")],
    target: Annotated[Path, typer.Argument(help="The SQuAD v2.0 JSON file to write.")],
) -> None:
    """Bring gold sets of any format into one of SQuAD v2.0 with language tags."""
    from jawab.gold import write_gold

    questions = _gold_questions(sources)
    write_gold(questions, target)
    typer.echo(f"{target}: {len(questions)} questions")


@gold.command("export")
def export_gold(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="SQuAD or MLQA JSON, JSON lines or CSV.")],
    target: Annotated[Path, typer.Argument(help="The .json, .jsonl or .csv file to write; for MLQA a folder.")],
    version: Annotated[SquadVersion, typer.Option(help="Version of SQuAD, for .json.")] = "2.0",
    layout: Annotated[
        Literal["file", "mlqa"], typer.Option("--format", help="mlqa: a file for each pair of languages in TARGET.")
    ] = "file",
) -> None:
    """Write gold sets in another format, by the suffix of TARGET, or as MLQA."""
    from jawab.gold import write_gold, write_mlqa

    questions = _gold_questions(sources)
    if layout == "mlqa":
        written = write_mlqa(questions, target)
        typer.echo(f"{target}: {len(questions)} questions in {', '.join(path.name for path in written)}")
    else:
        write_gold(questions, target, version)
        typer.echo(f"{target}: {len(questions)} questions")


key = typer.Typer(no_args_is_help=True, help="Make, list and revoke API keys.")
app.add_typer(key, name="key")


@key.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose key it is, for the list.")],
    write: Annotated[bool, typer.Option("--write", help="It may change the collection too.")] = False,
) -> None:
    """Make a key and print it; it is shown this once and kept as a hash."""
    from jawab.service.keys import KeyFile, Right

    made, secret = KeyFile(_settings(None).keys).create(name, Right.WRITE if write else Right.READ)
    typer.echo(f"{made.id} may {made.right}; send it as `Authorization: Bearer KEY`, it is not shown again:", err=True)
    typer.echo(secret)


@key.command("list")
def list_keys() -> None:
    """Print each key's id, right, day it was made (UTC) and name."""
    from jawab.service.keys import KeyFile

    for made in KeyFile(_settings(None).keys).all():
        typer.echo(f"{made.id}  {made.right:<5}  {made.created:%Y-%m-%d}  {made.name}")


@key.command("revoke")
def revoke_key(key_id: Annotated[str, typer.Argument(metavar="ID", help="As `jawab key list` shows it.")]) -> None:
    """Forget a key; a running service refuses it from its next request on."""
    from jawab.service.keys import KeyFile

    revoked = KeyFile(_settings(None).keys).revoke(key_id)
    typer.echo(f"{revoked.id} ({revoked.name}) opens nothing any more")


@app.command()
def verify(folder: Index = None) -> None:
    """Check every checksum and invariant of an index."""
    from jawab.index import verify as problems_of

    settings = _settings(folder)
    problems = problems_of(settings.index)
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(FAILED)
    typer.echo(f"{settings.index}: every checksum and invariant holds")


@app.command("train-reader")
def train_reader(
    data: Annotated[Path, typer.Option(help="Folder of the public sets, in SQuAD format.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Folder for the weights and the record of the run.", show_default=False)],
    steps: Annotated[int, typer.Option(min=1, help="How many batches.")] = TRAINING_STEPS,
    decay: Annotated[int, typer.Option(min=1, help="Over how many of the last the rate falls to zero.")] = 180,
    seed: Annotated[int, typer.Option(help="Decides the order of the examples and the new head.")] = 0,
    start_from: Annotated[Path | None, typer.Option(help="Weights to begin with, instead of the encoder's.")] = None,
    frozen_layers: Annotated[int, typer.Option(min=0, max=12, help="Lowest layers that stay as they are.")] = 0,
    calibrate_only: Annotated[bool, typer.Option("--calibrate-only", help="Fit the confidence alone.")] = False,
) -> None:
    """Make the reader from public sets, and fit its confidence; a run that was stopped goes on."""
    import logging

    from jawab.training import train

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = _settings(None)
    if not calibrate_only:
        schedule, base = train.schedule(steps, decay), train.base_folder(settings)
        train.train_reader(data, base, out, schedule, seed, start_from, frozen_layers)
    typer.echo(json.dumps(train.calibrate_reader(data, out, settings, seed), indent=1))


def _settings(folder: Path | None, **overrides: object) -> Settings:
    """Settings of the environment under what the command line says."""
    from pydantic import ValidationError

    from jawab.settings import Settings

    given = {name: value for name, value in {"index": folder, **overrides}.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type] # pydantic validates
    except ValidationError as error:
        first = error.errors()[0]
        name = "JAWAB_" + ".".join(str(part) for part in first["loc"]).upper()
        raise InputError(f"{name}: {first['msg']}") from error


def _exit_cleanly(number: int, frame: FrameType | None) -> None:
    """uvicorn finishes what runs, then raises the signal again: a stop that was asked for is no failure."""
    raise SystemExit(0)


def _open(folder: Path | None) -> Answerer:
    return _open_with(_settings(folder))


def _open_with(settings: Settings) -> Answerer:
    from jawab.answering import open_answerer

    answerer = open_answerer(settings.index, settings)
    _warn(answerer)
    return answerer


def _warn(answerer: Answerer) -> None:
    if answerer.generation.warning is not None:
        typer.echo(f"jawab: {answerer.generation.warning}", err=True)


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


def _check_files(mode: Mode, given: Sequence[Path | None], answers: Path | None, ranked: Path | None) -> None:
    """Refuse files that contradict each other, and those to write that a run would have nothing for."""
    predictions, rankings, qrels = given
    if predictions and rankings:
        raise InputError("score --predictions or --rankings, one at a time")
    if qrels and not rankings:
        raise InputError("--qrels judges the passages of --rankings; to write judgements use --trec-qrels")
    if answers and (rankings or (mode is Mode.RETRIEVAL and not predictions)):
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

    settings = _settings(folder)
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
    from jawab.evaluation.modes import evaluate_reader
    from jawab.reading import load_reader

    return evaluate_reader(sets, load_reader(settings), _recorded(settings), done)


def _run_retrieval(sets: Sequence[GoldSet], settings: Settings, done: Callable[[int], None]) -> Run:
    from jawab.embedding import load_embedder
    from jawab.evaluation.collection import paragraph_articles
    from jawab.evaluation.modes import evaluate_retrieval
    from jawab.evaluation.pool import ParagraphPool

    embedder = load_embedder(settings)
    pool = ParagraphPool(paragraph_articles(sets), embedder)
    return evaluate_retrieval(sets, pool.search, {"embedder": embedder.identity}, _recorded(settings), done)


def _run_answers(sets: Sequence[GoldSet], settings: Settings, done: Callable[[int], None]) -> Run:
    from jawab.evaluation.modes import evaluate_answers

    answerer = _open_with(settings)
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


def _gold_questions(sources: Sequence[Path]) -> list[GoldQuestion]:
    """All questions; ids that several files share are told apart, those of one file stay as they are."""
    from jawab.gold import read_gold, read_gold_sets
    from jawab.text import detect

    sets = read_gold_sets(sources, detect) if len(sources) > 1 else [read_gold(sources[0], detect)]
    return [question for gold in sets for question in gold.questions]


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def _ask_sheet(file: Path, out: Path, template: Question, folder: Path | None) -> None:
    """Rows are written as they are answered, so that an interruption loses none of them."""
    from jawab.sheets import answer_sheet, read_sheet

    sheet = read_sheet(file)
    if out.exists() and out.samefile(file):
        raise InputError(f"--out {out} is the file of the questions; name another")
    answerer = _open(folder)
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
