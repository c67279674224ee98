"""Where each question went wrong, what a smaller k would have given, and where the columns disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from jawab.evaluation.metrics import is_right, score
from jawab.evaluation.ranking import success_at
from jawab.evaluation.records import Record
from jawab.gold import GoldAnswer
from jawab.types import Span

Outcome = Literal[
    "right",
    "article missed",
    "passage missed",
    "wrong span",
    "boundary only",
    "wrongly abstained",
    "wrongly answered",
    "gold doubtful",
]
OUTCOMES: tuple[Outcome, ...] = Outcome.__args__  # type: ignore[attr-defined]


def outcome(record: Record, read_passages: int) -> Outcome | None:
    """The first thing that went wrong; None for a question that the mode does not measure.

    `read_passages` is how many of the ranked passages the reader was given.
    """
    if record.prediction is None:
        return None if record.relevant is None else _missed(record, len(record.ranked or ())) or "right"
    if record.impossible:
        return "right" if record.abstained else "wrongly answered"
    if record.exact_match == 1:
        return "right"
    if record.doubts:
        return "gold doubtful"
    if not record.abstained and _touches_gold(record):
        return "boundary only"
    missed = _missed(record, read_passages)
    if missed is not None:
        return missed
    return "wrongly abstained" if record.abstained else "wrong span"


def _missed(record: Record, depth: int) -> Outcome | None:
    """Whether the answer's article, or its passage, is not among the first `depth` ranked ones."""
    if record.ranked is None or record.relevant is None:
        return None
    reached = record.ranked[:depth]
    if success_at(reached, record.relevant) is not None:
        return None
    wanted = {record.article, *(answer.article for answer in record.answers)} - {None}
    wanted |= {_article(passage) for passage in record.relevant}
    return "passage missed" if wanted & {_article(passage) for passage in reached} else "article missed"


def _article(passage_id: str) -> str:
    """A passage's id is its article's, a colon and its range; a paragraph's is the article's itself."""
    return passage_id.rpartition(":")[0] or passage_id


def _touches_gold(record: Record) -> bool:
    is_close = is_right(record.prediction or "", record.gold)
    return is_close or any(_overlaps(record, answer) for answer in record.answers)


def _overlaps(record: Record, answer: GoldAnswer) -> bool:
    """Whether the prediction was read off a place that shares a letter with the answer's."""
    found = record.evidence
    if found is None or answer.start is None or found.article != (answer.article or record.article):
        return False
    return Span(found.start, found.end).overlaps(Span(answer.start, answer.start + len(answer.text)))


def breakdown(records: Iterable[Record]) -> dict[Outcome, int]:
    """How many questions had each outcome, in the order of `OUTCOMES`; those that never occur are left out."""
    counts = Counter(record.outcome for record in records)
    return {name: counts[name] for name in OUTCOMES if counts[name]}


def f1_by_depth(records: Sequence[Record], depths: Sequence[int]) -> dict[int, float]:
    """What reading only the first k passages would have given: k -> mean F1 (ours).

    Each question's answer is then the best of its attempts that stands in one of those passages; confidences and
    with them abstentions are those of the whole run.
    """
    return {depth: float(np.mean([_f1_within(record, depth) for record in records])) for depth in depths}


def _f1_within(record: Record, depth: int) -> float:
    kept = (attempt.text for attempt in record.attempts if attempt.rank is not None and attempt.rank <= depth)
    said = "" if record.abstained else next(kept, "")
    return score(said, record.gold).ours.f1


def disagreements(records: Iterable[Record]) -> list[Record]:
    """Questions that one column calls an exact match and another does not."""
    return [
        record
        for record in records
        if len({record.exact_match, record.official_exact_match, record.mlqa_exact_match} - {None}) > 1
    ]
