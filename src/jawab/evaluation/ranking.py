"""Retrieval measures by ir-measures, and TREC run and qrels files so that the field's tools read ours.

recall@k is the share of questions with a passage that holds an acceptable answer among the first k (Success@k;
equal to R@k where one passage holds it). A question without any hit counts as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG

from jawab.errors import GoldError
from jawab.gold import writing

RANKING_MEASURES = {
    "recall@1": Success @ 1,
    "recall@5": Success @ 5,
    "recall@10": Success @ 10,
    "recall@20": Success @ 20,
    "mrr@20": RR @ 20,
    "ndcg@10": nDCG @ 10,
}
DEPTH = 20
"""How many passages are ranked for a question."""

Ranking = tuple[str, Sequence[str] | None, Sequence[str] | None]
"""Question id, ranked passage ids (best first), relevant passage ids; None: not to be measured."""

_NOWHERE = "-"
"""Stands for the relevant passage of a question whose answer is in no indexed passage."""


def ranking_scores(rankings: Iterable[Ranking]) -> dict[str, dict[str, float]]:
    """Measure name -> question id -> value, for every question that has a relevant passage to find."""
    measured = [
        (id, ranked, relevant) for id, ranked, relevant in rankings if ranked is not None and relevant is not None
    ]
    values: dict[str, dict[str, float]] = {name: {} for name in RANKING_MEASURES}
    if not measured:
        return values
    names = {measure: name for name, measure in RANKING_MEASURES.items()}
    for metric in ir_measures.iter_calc(list(names), _qrels(measured), _scored(measured)):
        values[names[metric.measure]][metric.query_id] = float(metric.value)
    return values


def _qrels(rankings: Iterable[Ranking]) -> list[Qrel]:
    return [Qrel(id, passage, 1) for id, _, relevant in rankings for passage in (relevant or [_NOWHERE])]


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
    """Writes `qid 0 docid 1` for every relevant passage of the questions to be measured.

    A question with no relevant passage gets one named `-`: other tools then count it as 0, as ours does, and do
    not leave it out.
    """
    measured = ((id, ranked, relevant) for id, ranked, relevant in rankings if relevant is not None)
    lines = [f"{trec_id(qrel.query_id)} 0 {trec_id(qrel.doc_id)} 1\n" for qrel in _qrels(measured)]
    with writing(path):
        path.write_text("".join(lines), encoding="utf-8")


def trec_id(id: str) -> str:
    """An id as TREC files hold it: their columns are separated by white space."""
    return "_".join(id.split())


def read_trec_run(path: Path) -> dict[str, list[str]]:
    """Question id -> passage ids by falling score; of equal scores the greater id first, as trec_eval has it.

    Raises:
        GoldError: the file is missing or not in the format.
    """
    scored: dict[str, list[tuple[float, str]]] = {}
    try:
        for doc in ir_measures.read_trec_run(str(path)):  # type: ignore[no-untyped-call]
            scored.setdefault(doc.query_id, []).append((doc.score, doc.doc_id))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: not a TREC run ({error}).") from error
    return {
        id: list(dict.fromkeys(passage for _, passage in sorted(passages, reverse=True)))
        for id, passages in scored.items()
    }


def read_qrels(path: Path) -> dict[str, list[str]]:
    """Question id -> ids of its relevant passages (judged 1 or more), none where all are judged irrelevant.

    Raises:
        GoldError: the file is missing or not in the format.
    """
    relevant: dict[str, list[str]] = {}
    try:
        for qrel in ir_measures.read_trec_qrels(str(path)):  # type: ignore[no-untyped-call]
            passages = relevant.setdefault(qrel.query_id, [])
            if qrel.relevance > 0:
                passages.append(qrel.doc_id)
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: not a TREC qrels file ({error}).") from error
    return relevant


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
