"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from pydantic import BaseModel, Field

from jawab.service.dependencies import AnswererDep
from jawab.service.problems import documented

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    status: str = "alive"


class PromiseKept(BaseModel):
    """A stricter threshold, and what it gave on the questions that the confidence was fitted on."""

    right: float = Field(description="Share of the answers given that is right.")
    threshold: float = Field(description="Ask with this as min_confidence.")
    coverage: float = Field(description="Share of the questions answered then.")


class Ready(BaseModel):
    """Questions can be answered."""

    status: str = "ready"
    generation: str
    articles: int
    passages: int
    min_confidence: float = Field(description="Below this confidence the service abstains, unless asked otherwise.")
    promise: PromiseKept | None = Field(description="What a stricter threshold promises; null without a calibration.")
    warning: str | None = Field(description="Why an older state of the index answers; null when all is well.")


@router.head("/livez", include_in_schema=False)
@router.get("/livez", summary="Is the process alive?")
async def livez() -> Alive:
    """Answers as long as the process runs."""
    return Alive()


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", summary="Can it answer questions?", responses=documented(503))
async def readyz(answerer: AnswererDep) -> Ready:
    """Answers once an index is open."""
    generation, promise = answerer.generation, answerer.calibration.promise
    return Ready(
        generation=generation.id,
        articles=len(generation.articles),
        passages=generation.passage_count,
        min_confidence=answerer.min_confidence,
        promise=PromiseKept(**asdict(promise)) if promise else None,
        warning=generation.warning,
    )
