"""How far judges agree: for each two, on the questions that both judged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from pydantic import BaseModel, Field

from jawab.service.judging.judgement import Judgement
from jawab.text import answer_tokens

Pair = tuple[Judgement, Judgement]


class PairAgreement(BaseModel):
    """Two judges, and their verdicts on the questions that both judged."""

    judges: tuple[str, str]
    questions: int = Field(description="How many both judged.")
    raw_agreement: float = Field(description="Share of these with the same verdict.")
    kappa: float | None = Field(description="Cohen's kappa of the verdicts; null where chance alone would agree.")
    answers: int = Field(description="To how many both gave an acceptable answer, by right or marked.")
    same_answers: int = Field(description="How many of these answers say the same, whatever their wording.")


def agreement(questions: Sequence[Sequence[Judgement]]) -> list[PairAgreement]:
    """Each two judges with a question in common, those with most in common first."""
    marks = [{mark.judge: mark for mark in question} for question in questions]
    judges = sorted({judge for question in marks for judge in question})
    pairs = (
        (one, other, [(mark[one], mark[other]) for mark in marks if one in mark and other in mark])
        for one, other in combinations(judges, 2)
    )
    found = [_agreement((one, other), common) for one, other, common in pairs if common]
    return sorted(found, key=lambda pair: (-pair.questions, pair.judges))


def _agreement(judges: tuple[str, str], common: Sequence[Pair]) -> PairAgreement:
    answered = [(one, other) for one, other in common if one.verdict.accepts and other.verdict.accepts]
    return PairAgreement(
        judges=judges,
        questions=len(common),
        raw_agreement=sum(one.verdict is other.verdict for one, other in common) / len(common),
        kappa=_kappa(common),
        answers=len(answered),
        same_answers=sum(_meaning(one) == _meaning(other) for one, other in answered),
    )


def _kappa(common: Sequence[Pair]) -> float | None:
    """Undefined (0 / 0) where both judges gave one and the same verdict throughout."""
    from sklearn.metrics import cohen_kappa_score  # takes a second to import

    verdicts = {mark.verdict for pair in common for mark in pair}
    if len(verdicts) == 1:
        return None
    kappa = float(cohen_kappa_score(*zip(*((one.verdict, other.verdict) for one, other in common), strict=True)))
    return kappa if math.isfinite(kappa) else None


def _meaning(mark: Judgement) -> tuple[str, ...]:
    text = mark.text or ""
    return tuple(answer_tokens(text, mark.language or "")) or (text,)
