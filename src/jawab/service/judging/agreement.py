"""How far judges agree: for each two, on what they say of the questions that both judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import combinations

from pydantic import BaseModel, Field

from jawab.service.judging.judgement import Judgement
from jawab.text import answer_tokens

Pair = tuple[Judgement, Judgement]


class PairAgreement(BaseModel):
    """Two judges, and what they say of the questions that both judged.

    A judge says which answer is right, whether found or marked; or else wrong, partly or unanswerable.
    """

    judges: tuple[str, str]
    questions: int = Field(description="How many both judged.")
    raw_agreement: float = Field(description="Share of these of which both say the same, answers by their meaning.")
    kappa: float | None = Field(description="Cohen's kappa of the same; null where chance alone would agree.")
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
    said = [(_said(one), _said(other)) for one, other in common]
    return PairAgreement(
        judges=judges,
        questions=len(common),
        raw_agreement=sum(one == other for one, other in said) / len(said),
        kappa=cohen_kappa(said),
        answers=len(answered),
        same_answers=sum(_meaning(one) == _meaning(other) for one, other in answered),
    )


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Agreement beyond chance of two who each put the same things into categories, one pair a thing; 1 is the most.

    (observed - chance) / (1 - chance), where chance is how often two would agree who used each category as often as
    these do, but blindly (Cohen 1960, "A coefficient of agreement for nominal scales"). Both are counted here in
    pairs of things, which are whole numbers. None where it is 0 / 0: both put all into one and the same category.
    """
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    everything = len(pairs) ** 2
    observed = len(pairs) * sum(one == other for one, other in pairs)
    chance = sum(times * others[category] for category, times in ones.items())
    return None if chance == everything else (observed - chance) / (everything - chance)


def _said(mark: Judgement) -> Hashable:
    """The category of a mark: the answer that is accepted, by right or marked alike; else the verdict."""
    return _meaning(mark) if mark.verdict.accepts else mark.verdict


def _meaning(mark: Judgement) -> tuple[str, ...]:
    text = mark.text or ""
    return tuple(answer_tokens(text, mark.language or "")) or (text,)
