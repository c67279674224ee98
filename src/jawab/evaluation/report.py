"""The report of a run or of a comparison: one self-contained HTML page to read, and Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from jawab.calibration import Promise
from jawab.evaluation import plots
from jawab.evaluation.diagnosis import Outcome, breakdown, disagreements, f1_by_depth
from jawab.evaluation.metrics import RIGHT_F1
from jawab.evaluation.ranking import RANKING_NAMES, recall_by_depth
from jawab.evaluation.records import Record
from jawab.evaluation.runs import Mode, Run, confidences, grouped
from jawab.evaluation.selective import Threshold, kept_at, threshold_for
from jawab.evaluation.significance import Change, Comparison
from jawab.gold import places
from jawab.text.ar import AR
from jawab.text.en import EN
from jawab.text.fr import FR

Summaries = Mapping[str, Mapping[str, Any]]
"""Language or direction -> what `jawab.evaluation.runs.summarise` gives."""

LANGUAGE_NAMES = {AR.code: "Arabic", FR.code: "French", EN.code: "English"}
OUTCOME_NOTES: dict[Outcome, str] = {
    "right": "an exact match (ours), or rightly no answer",
    "article missed": "no passage of an article with the answer was retrieved",
    "passage missed": "the article was retrieved, but not the passage with the answer",
    "wrong span": "the passage was read, another place in it was answered",
    "boundary only": "the right place, with words too many or too few",
    "wrongly abstained": "the passage was read, nothing was answered",
    "wrongly answered": "the collection does not say, yet something was answered",
    "gold doubtful": "wrong, but the gold answer does not stand where the file says",
}
PROMISES = (0.8, 0.9, 0.95)
DEPTHS = (1, 2, 3, 5, 8, 10, 20)
WORST = 30
"""How many of the worst questions are shown."""
_LISTED = 60  # questions on which the columns disagree; the run file names them all

_ANSWER_COLUMNS = {
    "exact_match": "EM (ours)",
    "f1": "F1 (ours)",
    "answerable_f1": "F1 (ours), answerable",
    "candidate_f1": "F1 (ours), answerable, never abstaining",
    "official_exact_match": "EM (official)",
    "official_f1": "F1 (official)",
    "mlqa_exact_match": "EM (mlqa)",
    "mlqa_f1": "F1 (mlqa)",
}
_TYPE_COLUMNS = {"exact_match": "EM (ours)", "f1": "F1 (ours)", "official_f1": "F1 (official)", "recall@5": "success@5"}
_CONFIDENCE_COLUMNS = {
    "answered": "answered",
    "abstention_f1": "abstention F1",
    "auroc": "AUROC",
    "ece": "ECE",
    "aurc": "AURC",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A named table of summaries: column titles, and for each row its name, how many questions, and its cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[str, ...]], ...]


def render_html(run: Run, comparisons: Sequence[Comparison] = ()) -> str:
    """The whole report as one HTML page that needs nothing else; `comparisons` are with the baselines."""
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(_view(run, comparisons), curves=_curves(run.per_question))
    )


def render_markdown(run: Run, comparisons: Sequence[Comparison] = ()) -> str:
    """The same without curves."""
    return _environment().get_template("report.md.jinja").render(_view(run, comparisons))


def render_comparison_html(comparisons: Sequence[Comparison]) -> str:
    """Comparisons alone as an HTML page that needs nothing else."""
    shown = {"comparisons": comparisons, "language_names": LANGUAGE_NAMES}
    return _environment().get_template("comparison.html.jinja").render(shown)


def render_comparison_markdown(comparisons: Sequence[Comparison]) -> str:
    """The same as Markdown."""
    return _environment().get_template("comparison.md.jinja").render(comparisons=comparisons)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: name is not None and name.endswith(".html.jinja"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": percent,
        "difference": difference,
        "cell": _cell,
        "p": p_value,
        "mark": marked,
        "dir": direction,
        "type": _spelt,
    }
    return environment


def _view(run: Run, comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Everything the templates show."""
    records = run.per_question
    overall, languages = run.overall(), run.by_language()
    answered = [record for record in records if record.prediction is not None]
    wrong = [record for record in answered if record.outcome != "right"]
    disagreeing = disagreements(answered)
    return {
        "run": run,
        "overall": overall,
        "headline": _headline(run.mode, languages),
        "tables": _tables(overall, languages, run.grouped("direction")),
        "comparisons": comparisons,
        "outcomes": breakdown(records),
        "outcome_notes": OUTCOME_NOTES,
        "outcomes_by_direction": {name: breakdown(group) for name, group in grouped(records, "direction").items()},
        "depths": _depths(run),
        "confidence": _confidence(answered, run.environment.promise),
        "disagreements": disagreeing[:_LISTED],
        "disagreement_count": len(disagreeing),
        "worst": worst(wrong)[:WORST],
        "wrong_count": len(wrong),
        "right_f1": RIGHT_F1,
        "listed": _LISTED,
        "language_names": LANGUAGE_NAMES,
    }


def _headline(mode: Mode, languages: Summaries) -> list[dict[str, Any]]:
    """One figure a language: F1 with its interval, or for retrieval success@5."""
    metric, label = ("recall@5", "success@5") if mode == "retrieval" else ("f1", "F1")
    return [
        {
            "name": LANGUAGE_NAMES.get(language, language),
            "label": label,
            "value": summary[metric],
            "interval": summary["intervals"].get(metric),
            "exact": summary.get("exact_match"),
            "questions": summary["measured"][metric],
        }
        for language, summary in languages.items()
        if metric in summary
    ]


def _tables(overall: Mapping[str, Any], languages: Summaries, directions: Summaries) -> list[Table]:
    summaries = {"all": overall, **languages, **directions}
    named = {
        "Answers": _ANSWER_COLUMNS,
        "Confidence and abstention": _CONFIDENCE_COLUMNS,
        "Retrieval": RANKING_NAMES,
    }
    tables = [_table(title, columns, summaries) for title, columns in named.items()]
    for language, summary in languages.items():
        title = f"{LANGUAGE_NAMES.get(language, language)}, by type of question"
        tables.append(_table(title, _TYPE_COLUMNS, summary["by_type"]))
    return [table for table in tables if table.columns]


def _table(title: str, columns: Mapping[str, str], summaries: Summaries) -> Table:
    """Only columns that some row has; a row's questions are the most that one of its cells was measured on."""
    kept = [metric for metric in columns if any(metric in summary["measured"] for summary in summaries.values())]
    rows = []
    for name, summary in summaries.items():
        questions = max((summary["measured"].get(metric, 0) for metric in kept), default=0)
        rows.append((name, questions, tuple(_shown(summary, metric, questions) for metric in kept)))
    return Table(title, tuple(columns[metric] for metric in kept), tuple(rows))


def _shown(summary: Mapping[str, Any], metric: str, questions: int) -> str:
    """The figure with its interval, and how many questions it is over where that is fewer than the row's."""
    measured = summary["measured"].get(metric)
    if measured is None:
        return "–"
    interval = summary["intervals"].get(metric)
    bounds = f" ({percent(interval[0])}–{percent(interval[1])})" if interval else ""
    return percent(summary[metric]) + bounds + (f" of {measured}" if measured < questions else "")


def _depths(run: Run) -> dict[str, dict[int, float | None]]:
    """What a smaller k would have given: recall in the final order, and F1 as far as passages were read.

    A smaller number would have been read in the order before reading: where a reader changed it, recall's row says so.
    """
    ranked = [record for record in run.per_question if record.ranked is not None]
    if not ranked:
        return {}
    order = ", in the order after reading" if "reader" in run.environment.models else ""
    found: dict[str, dict[int, float | None]] = {
        f"answer among the first k passages{order}": dict(recall_by_depth([r.ranking for r in ranked], DEPTHS))
    }
    if any(record.attempts for record in ranked):
        read = f1_by_depth(ranked, [depth for depth in DEPTHS if depth <= run.read_passages])
        found["F1 (ours) had only k been read"] = {depth: read.get(depth) for depth in DEPTHS}
    return found


def _confidence(records: Sequence[Record], stated: Promise | None) -> dict[str, Any] | None:
    """The thresholds that keep a promise, and how many answers they were chosen on; coverage is of all `records`.

    Beside them what was `stated` when the confidence was fitted, and what that gives here.
    """
    confidence, right = confidences(records)
    if not confidence:
        return None
    kept: list[tuple[float, Threshold | None]] = [
        (promised, threshold_for(promised, confidence, right, len(records))) for promised in PROMISES
    ]
    here = stated and kept_at(stated.threshold, stated.right, confidence, right, len(records))
    return {"thresholds": kept, "rated": len(confidence), "stated": stated, "here": here}


def _curves(records: Sequence[Record]) -> list[tuple[str, Markup]]:
    """(caption, SVG), each drawn where there is something to draw."""
    groups = grouped(records, "direction")
    drawn = []
    if any(record.rated for record in records):
        reliability = plots.reliability_diagram(records)
        drawn.append(
            (
                "Reliability: on the dashed line, a confidence of 0.7 is right 7 times in 10. Numbers count questions.",
                reliability,
            )
        )
        curve = plots.risk_coverage_curves(groups)
        drawn.append(
            ("Risk and coverage: how many of the answers are wrong if only the most confident are given.", curve)
        )
    if any(record.ranked is not None for record in records):
        drawn.append(("Success: the answer is among the first k passages.", plots.recall_curves(groups)))
    return [(caption, Markup(svg)) for caption, svg in drawn]


def worst(records: Iterable[Record]) -> list[Record]:
    """Wrong questions, those first that a reader would trust most: the more confident, then the less true."""
    return sorted(records, key=lambda r: (r.abstained, -(r.confidence or 0.0), r.f1 or 0.0, r.id))


def percent(value: float) -> str:
    """A fraction as a percentage with one decimal, without the sign."""
    return f"{100 * value:.1f}"


def points(value: float) -> str:
    """A difference of fractions in percentage points, with its sign."""
    return f"{100 * value:+.1f}"


def difference(change: Change) -> str:
    """A change in percentage points, with its interval where there is one."""
    bounds = f" ({points(change.interval[0])} to {points(change.interval[1])})" if change.interval else ""
    return points(change.difference) + bounds


def p_value(value: float) -> str:
    """A p-value as it is printed."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def marked(sentence: str, answer: str) -> Markup:
    """The sentence with the answer in it highlighted, rather as words of its own than inside others; both escaped."""
    start = next(iter(places(sentence, answer)), sentence.find(answer)) if answer else -1
    if start < 0:
        return Markup("{}").format(sentence)
    return Markup("{}<mark>{}</mark>{}").format(sentence[:start], answer, sentence[start + len(answer) :])


def direction(language: str) -> str:
    """HTML's `dir` for a text in this language, digits-only ones included."""
    return "rtl" if language == AR.code else "auto"


def _spelt(kind: str) -> str:
    return kind.replace("_", " ")


def _cell(text: str) -> str:
    """Text for one cell of a Markdown table."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return " ".join(escaped.split())
