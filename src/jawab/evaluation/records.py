"""Record: one question of a run, with the gold, what the system said, and its scores."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from jawab.evaluation.metrics import is_right, score
from jawab.evaluation.ranking import Ranking
from jawab.gold import GoldAnswer, GoldQuestion


class Evidence(BaseModel):
    """Where a text stands: offsets are code points of the article's (or paragraph's) text."""

    model_config = ConfigDict(frozen=True)

    article: str
    start: int
    end: int
    sentence: str = ""


class Attempt(BaseModel):
    """One candidate answer: `rank` is that of its passage as it was found, before any was read; 1 for the first."""

    model_config = ConfigDict(frozen=True)

    text: str
    confidence: float
    rank: int | None = None


class Record(BaseModel):
    """One question: the gold, what the system said, and the scores of it (None: not measured in this mode).

    `prediction` is "" for an abstention; `candidate` is what would have been answered then. `candidate_right` is
    whether what was or would have been answered is right (`metrics.is_right`; None: there is nothing to be right),
    `candidate_f1` its F1 (ours) where the question has an answer. `ranked` holds the retrieved passages' ids, best
    first, `relevant` those that hold an acceptable answer, `grades` how relevant each was judged, where judgements say.
    """

    model_config = ConfigDict(extra="ignore")

    id: str
    language: str
    prediction: str | None = None
    confidence: float | None = None
    exact_match: float | None = None
    f1: float | None = None
    official_exact_match: float | None = None
    official_f1: float | None = None
    mlqa_exact_match: float | None = None
    mlqa_f1: float | None = None
    outcome: str | None = None
    question: str = ""
    type: str = "other"
    context_language: str = ""
    title: str = ""
    impossible: bool = False
    answers: tuple[GoldAnswer, ...] = ()
    article: str | None = None
    gold_sentence: str = ""
    doubts: tuple[str, ...] = ()
    candidate: str | None = None
    candidate_right: bool | None = None
    candidate_f1: float | None = None
    evidence: Evidence | None = None
    attempts: tuple[Attempt, ...] = ()
    ranked: tuple[str, ...] | None = None
    relevant: tuple[str, ...] | None = None
    grades: dict[str, int] | None = None

    @property
    def direction(self) -> str:
        """Question language, hyphen, context language."""
        return f"{self.language}-{self.context_language}"

    @property
    def abstained(self) -> bool:
        """Whether nothing was answered."""
        return not self.prediction

    @property
    def rated(self) -> bool:
        """Whether an answer, given or not, has a confidence: an abstention alone is neither right nor wrong."""
        return self.confidence is not None and bool(self.prediction or self.candidate)

    @property
    def gold(self) -> GoldQuestion:
        """The question as it was scored; its context is not kept."""
        return GoldQuestion(
            self.id,
            self.question,
            self.language,
            "",
            self.context_language,
            self.title,
            self.answers,
            self.article,
            self.impossible,
        )

    @property
    def ranking(self) -> Ranking:
        """The question as the ranking measures take it."""
        return self.id, self.ranked, self.relevant if self.grades is None else self.grades

    def scored(self) -> Record:
        """A copy with the answer metrics computed from `prediction` and `answers`."""
        if self.prediction is None:
            return self
        scores = score(self.prediction, self.gold)
        best = self.prediction or self.candidate or ""
        of_best = scores if best == self.prediction else score(best, self.gold)
        return self.model_copy(
            update={
                "candidate_right": self._is_right(best),
                "candidate_f1": None if self.impossible else of_best.ours.f1,
                "exact_match": scores.ours.exact_match,
                "f1": scores.ours.f1,
                "official_exact_match": scores.official.exact_match,
                "official_f1": scores.official.f1,
                "mlqa_exact_match": None if scores.mlqa is None else scores.mlqa.exact_match,
                "mlqa_f1": None if scores.mlqa is None else scores.mlqa.f1,
            }
        )

    def _is_right(self, said: str) -> bool | None:
        """Whether an answer, given or not, is right."""
        return not self.impossible and is_right(said, self.gold) if said else None
