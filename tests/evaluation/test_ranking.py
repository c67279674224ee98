"""Retrieval measures: equal to their definitions, and TREC files in and out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from jawab.errors import GoldError
from jawab.evaluation.ranking import (
    JUDGED_MEASURES,
    RANKING_MEASURES,
    Ranking,
    ranking_scores,
    read_qrels,
    read_trec_run,
    recall_by_depth,
    write_qrels,
    write_trec_run,
)


def random_rankings(seed: int) -> list[Ranking]:
    dice = random.Random(seed)
    pool = [f"p{n}" for n in range(60)]
    rankings: list[Ranking] = [
        (f"q{n}", dice.sample(pool, dice.randint(1, 20)), dice.sample(pool, dice.randint(1, 3))) for n in range(50)
    ]
    return [*rankings, ("unanswered", [], ["p1"])]


@pytest.mark.parametrize("seed", range(5))
def test_measures_equal_their_definitions_on_random_rankings(seed: int) -> None:
    rankings = random_rankings(seed)
    scores = ranking_scores(rankings)
    for id, ranked, relevant in rankings:
        assert ranked is not None
        assert relevant is not None
        gains = [passage in relevant for passage in ranked]
        first = gains.index(True) + 1 if any(gains) else math.inf
        ideal = sum(1 / math.log2(rank + 1) for rank in range(1, len(relevant) + 1))
        gained = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:10], start=1))
        assert scores["mrr@20"][id] == pytest.approx(1 / first)
        assert scores["ndcg@10"][id] == pytest.approx(gained / ideal)
        for k in (1, 5, 10, 20):
            assert scores[f"recall@{k}"][id] == float(first <= k)


def test_measures_equal_the_librarys_on_the_files_we_write(tmp_path: Path) -> None:
    rankings = [(id, ranked, list(relevant or [""])[:1]) for id, ranked, relevant in random_rankings(9)]
    write_trec_run(rankings, tmp_path / "run")
    write_qrels(rankings, tmp_path / "qrels")
    qrels = ir_measures.read_trec_qrels(str(tmp_path / "qrels"))
    run = ir_measures.read_trec_run(str(tmp_path / "run"))
    theirs = ir_measures.calc_aggregate([R @ 5, RR @ 20, nDCG @ 10], qrels, run)
    ours = {name: sum(values.values()) / len(rankings) for name, values in ranking_scores(rankings).items()}
    assert ours["recall@5"] == pytest.approx(theirs[R @ 5])
    assert ours["mrr@20"] == pytest.approx(theirs[RR @ 20])
    assert ours["ndcg@10"] == pytest.approx(theirs[nDCG @ 10])


def test_an_unanswered_question_counts_as_zero() -> None:
    scores = ranking_scores([("1", ["a"], ["a"]), ("2", [], ["b"]), ("3", ["a"], [])])
    assert all(scores[measure] == {"1": 1.0, "2": 0.0, "3": 0.0} for measure in RANKING_MEASURES)


def test_what_is_not_to_be_measured_is_left_out() -> None:
    assert ranking_scores([("1", None, ["a"]), ("2", ["a"], None)])["mrr@20"] == {}


def test_trec_files_are_read_back_in_order(tmp_path: Path) -> None:
    rankings = random_rankings(3)
    write_trec_run(rankings, tmp_path / "run")
    write_qrels(rankings, tmp_path / "qrels")
    run, qrels = read_trec_run(tmp_path / "run"), read_qrels(tmp_path / "qrels")
    assert [(id, run.get(id, []), list(relevant)) for id, relevant in qrels.items()] == rankings


def test_a_file_that_is_not_trec_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("q Q0 p 1 2.5 t\n\nq 0 p 1\n")
    with pytest.raises(GoldError, match="x:3: not a TREC run; each line has 6 columns, `question Q0 passage"):
        read_trec_run(tmp_path / "x")
    with pytest.raises(GoldError, match="x:1: not a TREC qrels file; each line has 4 columns"):
        read_qrels(tmp_path / "x")
    (tmp_path / "y").write_text("q Q0 p 1 high t\n")
    with pytest.raises(GoldError, match="could not convert string to float: 'high'"):
        read_trec_run(tmp_path / "y")


@pytest.mark.parametrize("read", [read_trec_run, read_qrels])
def test_an_empty_or_missing_trec_file_is_told_in_a_sentence(tmp_path: Path, read: Callable[[Path], object]) -> None:
    (tmp_path / "x").write_text("\n")
    with pytest.raises(GoldError, match="x: is empty; each line of"):
        read(tmp_path / "x")
    with pytest.raises(GoldError, match=r"none: cannot be read \(No such file"):
        read(tmp_path / "none")


def test_grades_reach_ndcg_and_all_relevant_passages_count_for_recall(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("q Q0 a 1 3 x\nq Q0 b 2 2 x\nq Q0 c 3 1 x\n")
    (tmp_path / "qrels").write_text("q 0 c 3\nq 0 a 1\nq 0 b 0\nq 0 far 1\n")
    qrels = read_qrels(tmp_path / "qrels")
    assert qrels == {"q": {"c": 3, "a": 1, "far": 1}}
    ranking: Ranking = ("q", read_trec_run(tmp_path / "run")["q"], qrels["q"])
    scores = ranking_scores([ranking], RANKING_MEASURES | JUDGED_MEASURES)
    assert (scores["recall@1"]["q"], scores["R@1"]["q"]) == (1.0, pytest.approx(1 / 3))
    assert (scores["recall@5"]["q"], scores["R@5"]["q"]) == (1.0, pytest.approx(2 / 3))
    ideal = 3 + 1 / math.log2(3) + 1 / math.log2(4)
    assert scores["ndcg@10"]["q"] == pytest.approx((1 + 3 / math.log2(4)) / ideal)
    write_qrels([ranking], tmp_path / "again")
    assert read_qrels(tmp_path / "again") == qrels


def test_recall_by_depth_says_what_a_smaller_k_would_have_found() -> None:
    rankings: list[Ranking] = [("1", ["a", "b"], ["b"]), ("2", ["c"], ["c"]), ("3", ["a"], ["z"])]
    assert recall_by_depth(rankings, [1, 2]) == {1: pytest.approx(1 / 3), 2: pytest.approx(2 / 3)}


def test_a_question_answered_nowhere_counts_for_other_tools_too(tmp_path: Path) -> None:
    rankings: list[Ranking] = [("1", ["a"], ["a"]), ("2", ["b"], []), ("not measured", ["c"], None)]
    write_trec_run(rankings, tmp_path / "run")
    write_qrels(rankings, tmp_path / "qrels")
    qrels = ir_measures.read_trec_qrels(str(tmp_path / "qrels"))
    theirs = ir_measures.calc_aggregate([nDCG @ 10], qrels, ir_measures.read_trec_run(str(tmp_path / "run")))
    assert theirs == {nDCG @ 10: 0.5}


def test_equal_scores_are_ranked_as_trec_eval_ranks_them(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("q Q0 a 1 1.0 x\nq Q0 b 2 1.0 x\nq Q0 c 3 2.0 x\nq Q0 c 4 0.5 x\n")
    assert read_trec_run(tmp_path / "run") == {"q": ["c", "b", "a"]}
