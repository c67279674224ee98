"""Comparison of runs: one gate test a language, clustered by article; the questions that flipped, by name.

The gate is a sign-flip test: if a change does nothing, each article's summed difference might as well have had the
other sign. With n articles its p is never below 2^(1-n): where that is too much, there is no verdict. McNemar's exact
test stands beside it. Subgroups describe; they do not gate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from jawab.errors import GoldError
from jawab.evaluation.intervals import Interval, article_sums, difference_interval
from jawab.evaluation.ranking import ranking_scores
from jawab.evaluation.records import Record
from jawab.evaluation.runs import SEED, Run

ALPHA = 0.05
"""Chance, over all languages together, of calling a change that does nothing a loss or a gain."""

_FLIPS = 20_000
_FLIPS_AT_ONCE = 500  # for memory; a multiple of 4, since four int8 are drawn as one: the signs are those of one draw
_EXACT_UP_TO = 14  # articles that differ: beyond, signs are drawn, not enumerated

Verdict = Literal["worse", "better", "no significant difference", "too few articles to tell"]


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one run has right and the other wrong."""

    id: str
    question: str
    language: str
    type: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """How one group of questions changed: means of the gate metric and of right answers flipped either way."""

    questions: int
    before: float
    after: float
    interval: Interval | None
    lost: int
    gained: int

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class LanguageVerdict:
    """One gate: its Holm-corrected two-sided p-value, McNemar's beside it, and the change by question type.

    `articles_needed` is from how many articles on the gate can tell anything, corrected as it is.
    """

    language: str
    change: Change
    p_value: float
    p_mcnemar: float
    verdict: Verdict
    by_type: dict[str, Change]
    articles: int
    articles_needed: int

    @property
    def words(self) -> str:
        """The verdict, with what it takes where there is none."""
        if self.verdict != "too few articles to tell":
            return self.verdict
        return f"{self.verdict} ({self.articles}; it takes {self.articles_needed})"

    @property
    def most_in(self) -> str | None:
        """The question type to look at first where there is a verdict."""
        return self.most_changed if self.verdict in ("worse", "better") else None

    @property
    def most_changed(self) -> str | None:
        """The question type whose flips weigh most, towards the verdict; None where nothing flipped."""
        sign = -1 if self.change.difference <= 0 else 1
        weights = {kind: sign * (change.gained - change.lost) for kind, change in self.by_type.items()}
        worst = max(weights, key=lambda kind: weights[kind])
        return worst if weights[worst] > 0 else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs on the questions that both measured.

    `only_before` and `only_after` count questions that the other run does not hold at all, `other_gold` those of the
    shared ones whose question or acceptable answers are not the same in both.
    """

    before: str
    after: str
    metric: str
    shared: int
    only_before: int
    only_after: int
    other_gold: int
    languages: tuple[LanguageVerdict, ...]
    lost: tuple[Flip, ...]
    gained: tuple[Flip, ...]

    @property
    def notes(self) -> list[str]:
        """What is to be known before the figures are read."""
        alone = [(self.only_before, self.before), (self.only_after, self.after)]
        notes = [f"{count} questions are only in {name} and not compared." for count, name in alone if count]
        if self.other_gold:
            notes.append(f"{self.other_gold} questions have another gold than in {self.before}.")
        return notes

    @property
    def is_worse(self) -> bool:
        """Whether any language is significantly worse: exit code 1."""
        return any(language.verdict == "worse" for language in self.languages)


@dataclass(frozen=True, slots=True)
class _Pair:
    before: Record
    after: Record
    scores: tuple[float, float]
    right: tuple[bool, bool]

    @property
    def difference(self) -> float:
        return self.scores[1] - self.scores[0]


def compare(runs: Sequence[Run], names: Sequence[str] = ()) -> list[Comparison]:
    """Each run but the first against the first; p-values are Holm-corrected over all languages and runs.

    The gate metric is `f1`, for retrieval runs `mrr@20`; a question is right by `exact_match`, or `recall@1`. `names`
    are those of the runs; unset, they are numbered.

    Raises:
        GoldError: fewer than two runs, runs of retrieval and of answers, or no question in common.
    """
    if len(runs) < 2:
        raise GoldError("a comparison needs at least two run files.")
    first, *others = names or [f"run {number}" for number in range(1, len(runs) + 1)]
    paired = [_paired(runs[0], run) for run in runs[1:]]
    places = [(number, language) for number, by_language in enumerate(paired) for language in by_language]
    p_values = holm([_gate(paired[number][language]) for number, language in places])
    corrected = dict(zip(places, p_values, strict=True))
    needed = articles_needed(len(places))
    comparisons = []
    for number, (name, run, by_language) in enumerate(zip(others, runs[1:], paired, strict=True)):
        verdicts = [_verdict(code, pairs, corrected[number, code], needed) for code, pairs in by_language.items()]
        pairs = [pair for group in by_language.values() for pair in group]
        comparisons.append(_comparison((first, name), (runs[0], run), pairs, verdicts))
    return comparisons


def articles_needed(tests: int) -> int:
    """From how many articles on a sign-flip test can reach `ALPHA`, corrected for so many tests."""
    return 1 + math.ceil(math.log2(tests / ALPHA))


def check_comparable(before: Run, is_retrieval: bool) -> None:
    """Raise GoldError where `before` cannot be compared with a run that measures retrieval alone, or answers."""
    if _is_retrieval(before) != is_retrieval:
        raise GoldError("a retrieval run cannot be compared with a run of answers.")


def check_shared(ids: Iterable[str], others: Iterable[str]) -> None:
    """Raise GoldError where no question stands on both sides."""
    if set(ids).isdisjoint(others):
        raise GoldError("the runs have no question in common; compare runs on the same gold set.")


def _is_retrieval(run: Run) -> bool:
    return run.mode == "retrieval"


def _paired(before: Run, after: Run) -> dict[str, list[_Pair]]:
    """The shared questions that were measured, by question language."""
    check_comparable(before, _is_retrieval(after))
    measured_before, measured_after = _measured(before), _measured(after)
    check_shared(measured_before, measured_after)
    known = {record.id: record for record in after.per_question}
    pairs: dict[str, list[_Pair]] = {}
    for record in before.per_question:
        if record.id in measured_before and record.id in measured_after:
            (score_before, was_right), (score_after, is_right) = measured_before[record.id], measured_after[record.id]
            pair = _Pair(record, known[record.id], (score_before, score_after), (was_right, is_right))
            pairs.setdefault(record.language, []).append(pair)
    return dict(sorted(pairs.items()))


def _measured(run: Run) -> dict[str, tuple[float, bool]]:
    """Question id -> (gate metric, right?)."""
    if not _is_retrieval(run):
        return {r.id: (r.f1, r.exact_match == 1) for r in run.per_question if r.f1 is not None}
    scores = ranking_scores(record.ranking for record in run.per_question)
    return {id: (value, scores["recall@1"][id] == 1) for id, value in scores["mrr@20"].items()}


def _gate(pairs: Sequence[_Pair]) -> float:
    sums, _ = article_sums([pair.difference for pair in pairs], [pair.before.title for pair in pairs])
    return sign_flip(sums)


def sign_flip(sums: NDArray[np.float64]) -> float:
    """Two-sided p that the articles' summed differences, float64 [articles], are as likely of either sign.

    Enumerated exactly where few articles differ, else over `_FLIPS` draws with the observed one counted in.
    """
    differing = sums[np.abs(sums) > 1e-12]
    if not len(differing):
        return 1.0
    if len(differing) <= _EXACT_UP_TO:
        totals = np.array(list(product((-1.0, 1.0), repeat=len(differing)))) @ differing
        seen = 0
    else:
        totals, seen = np.concatenate(list(_flipped(differing))), 1
    as_extreme = (np.abs(totals) >= abs(differing.sum()) - 1e-9).sum() + seen
    return float(as_extreme / (len(totals) + seen))


def _flipped(differing: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """The totals of `_FLIPS` draws of signs, some at a time."""
    random = np.random.default_rng(SEED)
    for _ in range(_FLIPS // _FLIPS_AT_ONCE):
        signs = random.integers(0, 2, (_FLIPS_AT_ONCE, len(differing)), dtype=np.int8) * 2.0 - 1
        yield signs @ differing


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down correction (1979), in the order given."""
    order = sorted(range(len(p_values)), key=lambda n: p_values[n])
    corrected, highest = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = highest
    return corrected


def mcnemar(lost: int, gained: int) -> float:
    """Exact two-sided p that a flip is as likely one way as the other; takes questions as independent."""
    return min(1.0, 2 * float(bdtr(min(lost, gained), lost + gained, 0.5))) if lost + gained else 1.0


def _comparison(
    names: tuple[str, str], runs: tuple[Run, Run], pairs: Sequence[_Pair], verdicts: Sequence[LanguageVerdict]
) -> Comparison:
    ids_before, ids_after = ({record.id for record in run.per_question} for run in runs)
    return Comparison(
        before=names[0],
        after=names[1],
        metric="mrr@20" if _is_retrieval(runs[0]) else "f1",
        shared=len(pairs),
        only_before=len(ids_before - ids_after),
        only_after=len(ids_after - ids_before),
        other_gold=sum(_asked(pair.before) != _asked(pair.after) for pair in pairs),
        languages=tuple(verdicts),
        lost=tuple(_flip(pair) for pair in pairs if pair.right == (True, False)),
        gained=tuple(_flip(pair) for pair in pairs if pair.right == (False, True)),
    )


def _asked(record: Record) -> tuple[str, bool, set[str]]:
    """What is the same gold: the question, and which answers are acceptable."""
    return record.question, record.impossible, {answer.text for answer in record.answers}


def _verdict(language: str, pairs: Sequence[_Pair], p_value: float, needed: int) -> LanguageVerdict:
    change = _change(pairs)
    kinds = sorted({pair.before.type for pair in pairs})
    return LanguageVerdict(
        language=language,
        change=change,
        p_value=p_value,
        p_mcnemar=mcnemar(change.lost, change.gained),
        verdict=_decision(change, p_value, len({pair.before.title for pair in pairs}) >= needed),
        by_type={kind: _change([pair for pair in pairs if pair.before.type == kind]) for kind in kinds},
        articles=len({pair.before.title for pair in pairs}),
        articles_needed=needed,
    )


def _decision(change: Change, p_value: float, enough_articles: bool) -> Verdict:
    if p_value <= ALPHA:
        return "worse" if change.difference < 0 else "better"
    return "no significant difference" if enough_articles else "too few articles to tell"


def _change(pairs: Sequence[_Pair]) -> Change:
    return Change(
        questions=len(pairs),
        before=float(np.mean([pair.scores[0] for pair in pairs])),
        after=float(np.mean([pair.scores[1] for pair in pairs])),
        interval=difference_interval([p.difference for p in pairs], [p.before.title for p in pairs]),
        lost=sum(pair.right == (True, False) for pair in pairs),
        gained=sum(pair.right == (False, True) for pair in pairs),
    )


def _flip(pair: _Pair) -> Flip:
    b = pair.before
    before, after = (_shown(record) for record in (pair.before, pair.after))
    return Flip(b.id, b.question, b.language, b.type, b.title, before, after)


def _shown(record: Record) -> str:
    """What the run said: its answer, or for retrieval the first passage."""
    if record.prediction is not None:
        return record.prediction
    return record.ranked[0] if record.ranked else ""
