"""Retrieval measures by ir-measures, and TREC run and qrels files so that the field's tools read ours.

The keys recall@k hold Success@k: the share of questions with a passage that holds an acceptable answer among the first
k, since one such passage is enough to answer. The share of all relevant passages, R@k, is measured beside it where
judgements (qrels) name them. A question without any hit counts as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import ir_measures
from ir_measures import RR, Measure, Qrel, R, ScoredDoc, Success, nDCG

from jawab.errors import GoldError
from jawab.gold import writing

RANKING_MEASURES: dict[str, Measure] = {
    "recall@1": Success @ 1,
    "recall@5": Success @ 5,
    "recall@10": Success @ 10,
    "recall@20": Success @ 20,
    "mrr@20": RR @ 20,
    "ndcg@10": nDCG @ 10,
}
JUDGED_MEASURES: dict[str, Measure] = {"R@1": R @ 1, "R@5": R @ 5, "R@10": R @ 10, "R@20": R @ 20}
"""Measured where judgements name every relevant passage."""

RANKING_NAMES = {name: name.replace("recall", "success") for name in RANKING_MEASURES} | {
    name: name for name in JUDGED_MEASURES
}
"""What each measure is called where people read it; the keys of run files stay."""

DEPTH = 20
"""How many passages are ranked for a question."""

Relevant = Sequence[str] | Mapping[str, int]
"""Ids of the relevant passages, with their grades (1 or more) where they were judged."""

Ranking = tuple[str, Sequence[str] | None, Relevant | None]
"""Question id, ranked passage ids (best first), relevant passages; None: not to be measured."""

RUN_COLUMNS = "question Q0 passage rank score tag"
QRELS_COLUMNS = "question 0 passage grade"

_NOWHERE = "-"
"""Stands for the relevant passage of a question whose answer is in no indexed passage."""


def ranking_scores(
    rankings: Iterable[Ranking], measures: Mapping[str, Measure] = RANKING_MEASURES
) -> dict[str, dict[str, float]]:
    """Measure name -> question id -> value, for every question that has a relevant passage to find."""
    measured = [
        (id, ranked, relevant) for id, ranked, relevant in rankings if ranked is not None and relevant is not None
    ]
    values: dict[str, dict[str, float]] = {name: {} for name in measures}
    if not measured:
        return values
    names = {measure: name for name, measure in measures.items()}
    for metric in ir_measures.iter_calc(list(names), _qrels(measured), _scored(measured)):
        values[names[metric.measure]][metric.query_id] = float(metric.value)
    return values


def _qrels(rankings: Iterable[Ranking]) -> list[Qrel]:
    return [Qrel(id, passage, grade) for id, _, relevant in rankings for passage, grade in _graded(relevant).items()]


def _graded(relevant: Relevant | None) -> Mapping[str, int]:
    """Passage id -> grade, 1 where none is given."""
    if isinstance(relevant, Mapping) and relevant:
        return relevant
    return dict.fromkeys(relevant or [_NOWHERE], 1)


def _scored(rankings: Iterable[Ranking]) -> list[ScoredDoc]:
    """Scores that only keep the order: the measures break ties by id, ours are broken already."""
    return [
        ScoredDoc(id, passage, float(-rank)) for id, ranked, _ in rankings for rank, passage in enumerate(ranked or ())
    ]


def write_trec_run(rankings: Iterable[Ranking], path: Path, tag: str = "jawab") -> None:
    """Writes `qid Q0 docid rank score tag`; scores are falling whole numbers that keep the order."""
    lines = [
        f"{trec_id(id)} Q0 {trec_id(passage)} {rank} {-rank} {tag}\n"
        for id, ranked, _ in rankings
        for rank, passage in enumerate(ranked or (), start=1)
    ]
    with writing(path):
        path.write_text("".join(lines), encoding="utf-8")


def write_qrels(rankings: Iterable[Ranking], path: Path) -> None:
    """Writes `qid 0 docid grade` for every relevant passage of the questions to be measured.

    A question with no relevant passage gets one named `-`: other tools then count it as 0, as ours does, and do
    not leave it out.
    """
    measured = ((id, ranked, relevant) for id, ranked, relevant in rankings if relevant is not None)
    lines = [f"{trec_id(qrel.query_id)} 0 {trec_id(qrel.doc_id)} {qrel.relevance}\n" for qrel in _qrels(measured)]
    with writing(path):
        path.write_text("".join(lines), encoding="utf-8")


def trec_id(id: str) -> str:
    """An id as TREC files hold it: their columns are separated by white space."""
    return "_".join(id.split())


def read_trec_run(path: Path) -> dict[str, list[str]]:
    """Question id -> passage ids by falling score; of equal scores the greater id first, as trec_eval has it.

    Raises:
        GoldError: the file is missing, empty or not in the format; names the line.
    """
    scored: dict[str, list[tuple[float, str]]] = {}
    with _reading(path, "run", RUN_COLUMNS):
        for doc in ir_measures.read_trec_run(str(path)):  # type: ignore[no-untyped-call]
            scored.setdefault(doc.query_id, []).append((doc.score, doc.doc_id))
    if not scored:
        raise GoldError(f"{path}: is empty; each line of a TREC run is `{RUN_COLUMNS}`.")
    return {
        id: list(dict.fromkeys(passage for _, passage in sorted(passages, reverse=True)))
        for id, passages in scored.items()
    }


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Question id -> grade of each relevant passage (judged 1 or more), none where all are judged irrelevant.

    Raises:
        GoldError: the file is missing, empty or not in the format; names the line.
    """
    relevant: dict[str, dict[str, int]] = {}
    with _reading(path, "qrels file", QRELS_COLUMNS):
        for qrel in ir_measures.read_trec_qrels(str(path)):  # type: ignore[no-untyped-call]
            passages = relevant.setdefault(qrel.query_id, {})
            if qrel.relevance > 0:
                passages[qrel.doc_id] = qrel.relevance
    if not relevant:
        raise GoldError(f"{path}: is empty; each line of TREC qrels is `{QRELS_COLUMNS}`.")
    return relevant


@contextmanager
def _reading(path: Path, what: str, columns: str) -> Iterator[None]:
    """Turns what cannot be read in the block into a GoldError that names the first line without these columns."""
    try:
        yield
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not a TREC {what}: it is not text in UTF-8.") from error
    except ValueError as error:
        wanted = len(columns.split())
        lines = enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        bad = next((f":{number}" for number, line in lines if len(line.split()) not in (0, wanted)), "")
        reason = "" if bad else f" ({error})"
        raise GoldError(
            f"{path}{bad}: not a TREC {what}; each line has {wanted} columns, `{columns}`{reason}."
        ) from error


def success_at(ranked: Sequence[str], relevant: Iterable[str]) -> int | None:
    """Rank of the first relevant passage, 1 for the first; None where there is none."""
    wanted = set(relevant)
    return next((rank for rank, passage in enumerate(ranked, start=1) if passage in wanted), None)


def recall_by_depth(rankings: Iterable[Ranking], depths: Sequence[int]) -> Mapping[int, float]:
    """What a smaller k would have found: depth -> share of questions with a relevant passage among so many."""
    ranks = [
        success_at(ranked, relevant) for _, ranked, relevant in rankings if ranked is not None and relevant is not None
    ]
    return {depth: sum(r is not None and r <= depth for r in ranks) / max(len(ranks), 1) for depth in depths}
