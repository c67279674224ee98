"""Curves of a run as SVG text, drawn by matplotlib (extra: report)."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from jawab.errors import InputError
from jawab.evaluation.ranking import DEPTH, recall_by_depth
from jawab.evaluation.records import Record
from jawab.evaluation.runs import confidences
from jawab.evaluation.selective import reliability, risk_coverage

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = ("#0f766e", "#4338ca", "#b45309", "#be123c", "#475569")
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "jawab",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#94a3b8",
    "axes.grid": True,
    "grid.color": "#e2e8f0",
    "axes.axisbelow": True,
}

Groups = Mapping[str, Sequence[Record]]
"""Name of a line -> its records."""


def check_drawable() -> None:
    """Raise InputError where matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        raise InputError("reports draw with matplotlib: pip install 'jawab[report]'")


def reliability_diagram(records: Sequence[Record]) -> str:
    """Accuracy over confidence, ten bins, with the number of questions in each."""
    figure, axes = _canvas("Confidence", "Share that was right")
    bins = reliability(*confidences(records))
    axes.plot([0, 1], [0, 1], color="#94a3b8", linestyle="--", linewidth=1)
    axes.plot([b.confidence for b in bins], [b.accuracy for b in bins], color=_COLOURS[0], linewidth=1, alpha=0.5)
    most = max(b.questions for b in bins)
    sizes = [20 + 180 * b.questions / most for b in bins]
    axes.scatter([b.confidence for b in bins], [b.accuracy for b in bins], s=sizes, color=_COLOURS[0], zorder=3)
    for b in bins:
        above = b.accuracy < 0.9
        axes.annotate(
            str(b.questions),
            (b.confidence, b.accuracy),
            xytext=(0, 9 if above else -17),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    axes.set(xlim=(0, 1), ylim=(0, 1.02))
    return _svg(figure, "Reliability diagram: accuracy over confidence")


def risk_coverage_curves(groups: Groups) -> str:
    """Share wrong among the answered as ever more questions are answered, most confident first."""
    figure, axes = _canvas("Coverage: share answered", "Risk: share of these that is wrong")
    for (name, records), colour in zip(groups.items(), _COLOURS, strict=False):
        confidence, right = confidences(records)
        if confidence:
            coverage, risk = risk_coverage(confidence, right, len(records))
            axes.plot(coverage, risk, color=colour, label=name, linewidth=1.6)
    axes.set(xlim=(0, 1), ylim=(0, 1.02))
    axes.legend(loc="upper left", frameon=False)
    return _svg(figure, "Risk-coverage curve")


def recall_curves(groups: Groups) -> str:
    """success@k for every k up to the depth that was ranked."""
    figure, axes = _canvas("k: passages retrieved", "Questions with the answer among them")
    depths = range(1, DEPTH + 1)
    for (name, records), colour in zip(groups.items(), _COLOURS, strict=False):
        found = recall_by_depth([record.ranking for record in records], depths)
        axes.plot(depths, [found[depth] for depth in depths], color=colour, label=name, linewidth=1.6)
    axes.set(xlim=(1, DEPTH), ylim=(0, 1.02), xticks=[1, 5, 10, 15, 20])
    axes.legend(loc="lower right", frameon=False)
    return _svg(figure, "Success by number of passages retrieved")


def _canvas(x: str, y: str) -> tuple[Figure, Axes]:
    check_drawable()
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        figure = Figure(figsize=(4.6, 3.4), layout="constrained")
        axes = figure.add_subplot(xlabel=x, ylabel=y)
    return figure, axes


def _svg(figure: Figure, title: str) -> str:
    """The figure as an `svg` element that scales with its place and reads its title aloud."""
    from matplotlib import rc_context

    out = io.StringIO()
    with rc_context(_STYLE):
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Title": title})
    svg = out.getvalue()[out.getvalue().index("<svg") :]
    head, drawing = svg.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    return f'{head} role="img" aria-label="{title}">{drawing}'
