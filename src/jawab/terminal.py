"""How replies, indexing and explanations look in a terminal; plain text where the output is not one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.text import Text

from jawab.types import Answer, ArticleInfo, Quote, Reply, Span

if TYPE_CHECKING:
    from jawab.index import RefreshReport

LIKELY, POSSIBLE = 0.75, 0.5
_MARKS = ("⟦", "⟧")  # mirrored by terminals that show Arabic from the right, so they point inward either way


def console() -> Console:
    """Standard output, with nothing of an article taken for markup, a number to colour, or an emoji code."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def confidence_words(confidence: float) -> str:
    """A calibrated probability in words, and as a percentage."""
    word = "likely" if confidence >= LIKELY else "possible" if confidence >= POSSIBLE else "unsure"
    return f"{word}, {confidence:.0%}"


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
