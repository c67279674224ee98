"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from jawab.service.dependencies import AnswererDep
from jawab.service.problems import documented

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    status: str = "alive"


class Ready(BaseModel):
    """Questions can be answered."""

    status: str = "ready"
    generation: str
    articles: int
    passages: int
    min_confidence: float = Field(description="Below this confidence the service abstains, unless asked otherwise.")


@router.get("/livez", summary="Is the process alive?")
async def livez() -> Alive:
    """Answers as long as the process runs."""
    return Alive()


@router.get("/readyz", summary="Can it answer questions?", responses=documented(503))
async def readyz(answerer: AnswererDep) -> Ready:
    """Answers once an index is open."""
    generation = answerer.generation
    return Ready(
        generation=generation.id,
        articles=len(generation.articles),
        passages=generation.passage_count,
        min_confidence=answerer.min_confidence,
    )
