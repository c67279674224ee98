"""How replies, indexing and explanations look in a terminal; plain text where the output is not one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.progress import Progress, TaskID
from rich.table import Table
from rich.text import Text

from jawab.types import Answer, ArticleInfo, Hit, Quote, Reply, ScoredSpan, Span

if TYPE_CHECKING:
    from jawab.answering import Explanation, Judged
    from jawab.evaluation.runs import Run
    from jawab.evaluation.significance import Comparison
    from jawab.index import RefreshReport

LIKELY, POSSIBLE = 0.75, 0.5
_MARKS = ("⟦", "⟧")  # mirrored by terminals that show Arabic from the right, so they point inward either way

_WIDEST_TEXT = 60


def console() -> Console:
    """Standard output, with nothing of an article taken for markup, a number to colour, or an emoji code."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def confidence_words(confidence: float) -> str:
    """A calibrated probability in words, and as a percentage."""
    word = "likely" if confidence >= LIKELY else "possible" if confidence >= POSSIBLE else "unsure"
    return f"{word}, {confidence:.0%}"


def replies_text(replies: Sequence[Reply]) -> Text:
    """One reply as it is, several each under its question."""
    if len(replies) == 1:
        return reply_text(replies[0])
    return Text("\n").join(Text.assemble((f"{reply.question}\n", "underline"), reply_text(reply)) for reply in replies)


def reply_text(reply: Reply) -> Text:
    """The answers with all their quotes, or a plain word that there is none."""
    if not reply.abstained:
        return Text("\n").join(answer_text(answer) for answer in reply.answers)
    text = Text("The collection does not say.\n", "bold")
    if reply.best_rejected is not None:
        text.append("Nearest, but not sure enough to be an answer:\n", "dim")
        text.append(answer_text(reply.best_rejected))
    return text


def answer_text(answer: Answer) -> Text:
    """The answer, its confidence, and every place that gives it."""
    text = Text(answer.text, "bold").append(f"  ({confidence_words(answer.confidence)})\n", "not bold dim")
    for quote in answer.quotes:
        text.append("  ").append(_marked_sentence(quote)).append("\n")
        text.append(f"  {_reference(quote.passage.article, quote.answer)}\n", "not bold dim")
    return text


def _marked_sentence(quote: Quote) -> Text:
    before = quote.slice(Span(quote.sentence.start, quote.answer.start))
    after = quote.slice(Span(quote.answer.end, quote.sentence.end))
    marked = _MARKS[0] + quote.answer_text + _MARKS[1]
    return Text.assemble((before, "not bold"), (marked, "bold green"), (after, "not bold"))


def _reference(article: ArticleInfo, answer: Span) -> str:
    published = article.published.isoformat() if article.published else None
    place = f"{article.id} {answer.start}-{answer.end}"
    return " · ".join(part for part in (article.title, article.source, published, place) if part)


def explanation_view(explanation: Explanation, least: float) -> RenderableType:
    """Every stage of a reply with its scores; answers below the confidence `least` were not given."""
    reply = explanation.reply
    timings = reply.timings
    facts = (
        f"question   {reply.question}\n"
        f"language   {reply.language}\n"
        f"generation {reply.generation}\n"
        f"times      retrieve {timings.retrieve:.0f} ms, read {timings.read:.0f} ms, total {timings.total:.0f} ms\n"
    )
    return Group(
        Text(facts),
        _passage_table(explanation.hits),
        _span_table(explanation.hits, explanation.spans),
        _answer_table(explanation.judged, least),
        reply_text(reply),
    )


def _table(title: str, numbers: Sequence[str], texts: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    for name in texts:
        table.add_column(name, overflow="ellipsis", no_wrap=True, max_width=_WIDEST_TEXT)
    return table


def _passage_table(hits: Sequence[Hit]) -> Table:
    table = _table("1. Passages found", ("rank", "score", "dense", "lexical"), ("passage", "text"))
    for rank, hit in enumerate(hits, start=1):
        scores = (f"{hit.score:.4f}", f"{hit.dense:.4f}", f"{hit.lexical:.2f}")
        table.add_row(str(rank), *scores, Text(hit.passage.id), Text(_on_one_line(hit.passage.text)))
    return table


def _span_table(hits: Sequence[Hit], spans: Sequence[Sequence[ScoredSpan]]) -> Table:
    table = _table("\n2. Spans read", ("rank", "margin", "score", "no answer"), ("text",))
    for rank, (hit, found) in enumerate(zip(hits, spans, strict=True), start=1):
        for span in found:
            text = hit.passage.text[span.span.start : span.span.end]
            scores = (f"{span.margin:.2f}", f"{span.score:.2f}", f"{span.null_score:.2f}")
            table.add_row(str(rank), *scores, Text(_on_one_line(text)))
    return table


def _answer_table(judged: Sequence[Judged], least: float) -> Table:
    names = tuple(field.name for field in fields(judged[0].evidence)) if judged else ()
    table = _table(f"\n3. Answers judged (given from {least:.3f})", ("confidence", *names), ("text",))
    for group in judged:
        evidence = (f"{value:.3f}" for value in astuple(group.evidence))
        style = "" if group.confidence >= least else "dim"
        table.add_row(f"{group.confidence:.3f}", *evidence, Text(_on_one_line(group.candidates[0].text)), style=style)
    return table


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for every stage that is told of: its name, how much is done, how much there is."""
    tasks: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True)) as bars:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


def refresh_text(report: RefreshReport) -> Text:
    """What became of every file: counts of what went in, and a line with the reason for each that did not."""
    text = Text()
    if report.warning is not None:
        text.append(f"{report.warning}\n", "yellow")
    for duplicate in report.duplicates:
        text.append(f"duplicate  {duplicate.path}: the same text as {duplicate.of}\n")
    for skipped in report.skipped:
        text.append(f"skipped    {skipped.path}: {skipped.reason}\n")
    for rejection in report.rejected:
        text.append(f"rejected   {rejection.error}\n", "red")
    return text.append(_summary(report))


def _summary(report: RefreshReport) -> str:
    counts = {
        "indexed": report.indexed,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "withdrawn": report.withdrawn,
        "duplicate": len(report.duplicates),
        "rejected": len(report.rejected),
        "skipped": len(report.skipped),
    }
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "no articles"
    if not report.committed:
        return f"{told}; nothing changed (generation {report.generation})\n"
    return f"{told}; {report.embedded} passages embedded (generation {report.generation})\n"


def run_view(run: Run) -> RenderableType:
    """The metrics of a run, over all questions and by language, where it went wrong, and what is to be noted."""
    summaries = {"overall": run.overall(), **run.grouped("language")}
    head = f"{run.mode}: {', '.join(run.files)}; in percent, with 95% intervals that take the articles as the sample"
    notes = [*_fewer(summaries["overall"]), *run.notes]
    return Group(Text(head), _metric_table(summaries), Text(), _outcome_table(run), *map(Text, notes))


def _metric_table(summaries: Mapping[str, Mapping[str, Any]]) -> Table:
    from jawab.evaluation.ranking import RANKING_NAMES

    rows = {name: [str(summary[name]) for summary in summaries.values()] for name in ("questions", "articles")}
    for metric in summaries["overall"]["measured"]:
        rows[RANKING_NAMES.get(metric, metric)] = [_figure(summary, metric) for summary in summaries.values()]
    return _figures("metric", list(summaries), rows)


def _outcome_table(run: Run) -> Table:
    """How many questions went wrong where, by language."""
    from jawab.evaluation.diagnosis import breakdown
    from jawab.evaluation.runs import grouped

    overall = breakdown(run.per_question)
    counts = {"overall": overall}
    counts |= {name: breakdown(group) for name, group in grouped(run.per_question, "language").items()}
    rows: dict[str, list[str]] = {name: [str(found.get(name, 0)) for found in counts.values()] for name in overall}
    return _figures("outcome", list(counts), rows)


def _figure(summary: Mapping[str, Any], metric: str) -> str:
    from jawab.evaluation.report import percent

    value, interval = summary.get(metric), summary["intervals"].get(metric)
    if value is None:
        return ""
    return percent(value) + (f" [{percent(interval[0])}–{percent(interval[1])}]" if interval else "")


def _fewer(summary: Mapping[str, Any]) -> list[str]:
    """Which metrics are over fewer questions than there are."""
    from jawab.evaluation.ranking import RANKING_NAMES

    metrics: dict[int, list[str]] = {}
    for metric, count in summary["measured"].items():
        metrics.setdefault(count, []).append(RANKING_NAMES.get(metric, metric))
    total = summary["questions"]
    return [f"Over {n} of the {total} questions: {', '.join(names)}." for n, names in metrics.items() if n < total]


def _figures(heading: str, columns: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Table:
    """A row of figures for each name; columns are never made so narrow that a figure is cut."""
    table = Table(box=None, pad_edge=False)
    table.add_column(heading, no_wrap=True, min_width=max(map(len, [heading, *rows])))
    for number, name in enumerate(columns):
        widest = max(map(len, [name, *(cells[number] for cells in rows.values())]))
        table.add_column(name, justify="right", no_wrap=True, min_width=widest)
    for name, cells in rows.items():
        table.add_row(name, *cells)
    return table


def comparison_view(comparison: Comparison) -> RenderableType:
    """How each language changed, whether significantly, and which questions are now wrong or right."""
    head = (
        f"{comparison.after} against {comparison.before}: {comparison.metric} in percent, "
        f"on {comparison.shared} questions measured in both"
    )
    verdicts = [f"{language.language}: {language.words}" for language in comparison.languages]
    flips = [f"now wrong: {flip.id} {flip.question}" for flip in comparison.lost]
    flips += [f"now right: {flip.id} {flip.question}" for flip in comparison.gained]
    return Group(Text(head), _change_table(comparison), *map(Text, [*verdicts, *comparison.notes, *flips]))


def _change_table(comparison: Comparison) -> Table:
    from jawab.evaluation.report import difference, p_value, percent

    languages = comparison.languages
    rows = {
        "before": [percent(language.change.before) for language in languages],
        "after": [percent(language.change.after) for language in languages],
        "difference": [difference(language.change) for language in languages],
        "lost": [str(language.change.lost) for language in languages],
        "gained": [str(language.change.gained) for language in languages],
        "p (sign flip, Holm)": [p_value(language.p_value) for language in languages],
        "p (McNemar)": [p_value(language.p_mcnemar) for language in languages],
        "most in": [language.most_in or "–" for language in languages],
    }
    return _figures("", [language.language for language in languages], rows)
