"""The same gold set through other systems, with the same checkpoint: a comparison of systems, not of models.

Usage: python benchmarks/peers.py [--limit N] [--venv DIR] [--out benchmarks/peers.json]

The peers (benchmarks/peer_answers.py, pinned in benchmarks/peers.txt) are installed into an environment of their own,
one after the other; one that does not install or run is reported with the reason. Every system gets the sample
articles, cut into the same passages, the same reader as a `BertForQuestionAnswering` folder whose scores are checked
against ours, and where it embeds the same encoder; it reads as many passages as jawab does. jawab retrieves, reads,
calibrates and abstains by itself. All are scored as `jawab evaluate --predictions` scores.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from transformers import BertForQuestionAnswering

from jawab import __version__
from jawab.answering import Answerer, open_answerer
from jawab.embedding import load_embedder
from jawab.evaluation.modes import evaluate_answers, evaluate_predictions
from jawab.evaluation.predictions import Prediction
from jawab.evaluation.runs import Run
from jawab.evaluation.significance import compare
from jawab.gold import GoldSet, read_gold_sets
from jawab.index import refresh
from jawab.models.folder import cache_folder, prepare_bundled
from jawab.models.reader import SpanNetwork, SpanScorer, load_checkpoint
from jawab.reading import MAX_LENGTH, OVERLAP, SpanReader, load_reader
from jawab.settings import Settings
from jawab.text import detect

ROOT = Path(__file__).parents[1]
GOLD = sorted((ROOT / "eval" / "gold").glob("*.json"))
ARTICLES = ROOT / "corpus" / "articles"
PINS = Path(__file__).with_suffix(".txt")
PACKAGES = {
    "bm25-loop": ("bm25s", "transformers"),
    "haystack": ("haystack-ai", "transformers-haystack"),
    "txtai": ("txtai",),
}
LONGEST_RUN = 3600  # seconds
TOLERANCE = 1e-4
METRICS = (
    "questions",
    "exact_match",
    "f1",
    "answerable_f1",
    "official_exact_match",
    "official_f1",
    "answered",
    "abstention_f1",
    "auroc",
)


class Failure(Exception):
    """A peer gave no answers; its text says why."""


def main() -> None:
    """Ask every system, score what each said, write and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="only the first so many questions of each file")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv-peers")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    arguments = parser.parse_args()
    sets = [GoldSet(gold.name, gold.questions[: arguments.limit]) for gold in read_gold_sets(GOLD, detect)]
    with tempfile.TemporaryDirectory(prefix="jawab-peers-") as name:
        result = measure(sets, Path(name), arguments.venv)
    arguments.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for system, found in result["systems"].items():
        print(system, found.get("failed") or found["overall"], flush=True)


def measure(sets: Sequence[GoldSet], work: Path, environment: Path) -> dict[str, Any]:
    """Every system's scores, and what they were given."""
    settings = Settings(index=work / "index")
    refresh(settings.index, [ARTICLES], load_embedder(settings), settings)
    answerer = open_answerer(settings.index, settings)
    checkpoint = export_reader(settings, work / "reader", [q.question for gold in sets for q in gold.questions][:8])
    passages = [p.text for article in answerer.generation.articles for p in answerer.generation.passages_of(article.id)]
    task = {
        "reader": str(work / "reader"),
        "embedder": str(prepare_bundled(cache_folder(settings.cache))),
        "passages": passages,
        "questions": [question.question for gold in sets for question in gold.questions],
        "read": settings.read_passages,
    }
    (work / "task.json").write_text(json.dumps(task, ensure_ascii=False), encoding="utf-8")
    own, seconds = ask_jawab(sets, answerer)
    systems = {"jawab": {"version": __version__, "seconds a question": seconds} | summary(own)}
    for peer in PACKAGES:
        systems[peer] = measure_peer(peer, sets, work, environment, own)
    given = {"articles": len(answerer.generation.articles), "passages": len(passages), "read": settings.read_passages}
    return {"files": [gold.name for gold in sets], "given": given, "checkpoint": checkpoint, "systems": systems}


def ask_jawab(sets: Sequence[GoldSet], answerer: Answerer) -> tuple[Run, float]:
    """jawab's own answers, scored as predictions like everyone's; the time is that of the whole evaluation."""
    began = time.perf_counter()
    asked = evaluate_answers(sets, answerer, {}).per_question
    seconds = (time.perf_counter() - began) / len(asked)
    said = {r.id: Prediction(r.prediction or "", r.confidence, r.candidate) for r in asked}
    return evaluate_predictions(sets, said), seconds


def measure_peer(peer: str, sets: Sequence[GoldSet], work: Path, environment: Path, own: Run) -> dict[str, Any]:
    """A peer's scores and how they differ from jawab's, or why there are none."""
    try:
        versions = install(peer, environment)
        answers = ask_peer(peer, work, environment)
    except Failure as failure:
        return {"failed": str(failure)}
    ids = [question.id for gold in sets for question in gold.questions]
    said = {id: Prediction(**answer) for id, answer in zip(ids, answers["answers"], strict=True)}
    run = evaluate_predictions(sets, said)
    (against,) = compare([own, run])
    gates = {
        verdict.language: {"F1 against jawab": verdict.change.difference, "p (Holm)": verdict.p_value}
        for verdict in against.languages
    }
    return {"versions": versions, "seconds a question": answers["seconds"], **summary(run), "against jawab": gates}


def summary(run: Run) -> dict[str, Any]:
    """The metrics of METRICS with their intervals, over all questions and for each language."""
    return {"overall": _chosen(run.overall()), "by_language": {k: _chosen(v) for k, v in run.by_language().items()}}


def _chosen(found: Mapping[str, Any]) -> dict[str, Any]:
    intervals = {metric: found["intervals"][metric] for metric in METRICS if metric in found["intervals"]}
    return {metric: found.get(metric) for metric in METRICS} | {"intervals": intervals}


def export_reader(settings: Settings, folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Write our reader as a question-answering folder of `transformers`; its scores must be ours.

    Raises:
        SystemExit: they are not, or the configured reader is a checkpoint of another kind.
    """
    reader = load_reader(settings)
    network = reader.scorer.network
    if not isinstance(network, SpanNetwork):
        raise SystemExit("the configured reader is a checkpoint of transformers already: nothing to export")
    model = BertForQuestionAnswering(network.encoder.config)
    model.bert.load_state_dict(network.encoder.state_dict())
    model.qa_outputs.load_state_dict(network.span.state_dict())
    model.save_pretrained(folder)
    base = prepare_bundled(cache_folder(settings.cache))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_bytes((base / name).read_bytes())
    difference = largest_difference(reader, load_checkpoint(str(folder)), questions)
    if difference > TOLERANCE:
        raise SystemExit(f"the exported reader's scores differ from ours by {difference}")
    return {"reader": reader.identity, "largest difference of a score": difference}


def largest_difference(ours: SpanReader, theirs: SpanScorer, questions: Sequence[str]) -> float:
    """Over the windows of each question with the questions joined as passage."""
    text = " ".join(questions)
    windows = [
        window
        for question in questions
        for window in ours.scorer.format.windows(
            ours.scorer.encode_text(question), ours.scorer.encode_text(text), MAX_LENGTH, OVERLAP
        )
    ]
    pairs = zip(ours.scorer.score(windows), theirs.score(windows), strict=True)
    return max(float(abs(a - b).max()) for own, other in pairs for a, b in zip(own, other, strict=True))


def install(peer: str, environment: Path) -> dict[str, str]:
    """Put a peer's packages into the environment, made where there is none; returns what was installed."""
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True, symlinks=True)
    packages = [*PACKAGES[peer], "torch"]
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    _run([*pip, "install", "--quiet", "--constraint", str(PINS), *packages], "does not install")
    listed = json.loads(_run([*pip, "list", "--format", "json"], "cannot be listed"))
    return {entry["name"]: entry["version"] for entry in listed if entry["name"] in {*packages, "transformers"}}


def ask_peer(peer: str, work: Path, environment: Path) -> dict[str, Any]:
    """The peer's answers, made in its own process."""
    script, out = Path(__file__).with_name("peer_answers.py"), work / f"{peer}.json"
    python = environment / "bin" / "python"
    _run([str(python), str(script), peer, str(work / "task.json"), str(out)], "does not run")
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _run(command: Sequence[str], failing: str) -> str:
    """Standard output of a command; Failure with the last line of its complaint."""
    offline = {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False", "PYTHONPATH": ""}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=LONGEST_RUN, env={**os.environ, **offline}
        )
    except subprocess.TimeoutExpired as error:
        raise Failure(f"{failing} within {LONGEST_RUN} seconds") from error
    if done.returncode:
        complaint = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise Failure(f"{failing}: {complaint[-1]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
