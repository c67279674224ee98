"""What routes ask for: the answerer, the collection, the desk, the settings."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, FastAPI, HTTPException, Request

from jawab.answering import Answerer
from jawab.errors import IndexMissing
from jawab.service.collection import Collection
from jawab.service.desk import Desk
from jawab.service.judging.store import Judgements
from jawab.settings import Settings


def current_answerer(app: FastAPI) -> Answerer:
    """The answerer of the current generation; IndexMissing (503) while there is no index to answer from."""
    answerer = cast(Collection, app.state.collection).answerer
    if answerer is None:
        raise IndexMissing(
            "There is no index to answer from yet: add articles by POST /v1/articles, or run `jawab index PATH`."
        )
    return answerer


def get_answerer(request: Request) -> Answerer:
    """The answerer that this request reads from."""
    return current_answerer(request.app)


def get_collection(request: Request) -> Collection:
    """The collection, which may change."""
    return cast(Collection, request.app.state.collection)


def get_settings(request: Request) -> Settings:
    """The settings that the service runs with."""
    return cast(Settings, request.app.state.settings)


def get_desk(request: Request) -> Desk:
    """Where questions are answered."""
    return cast(Desk, request.app.state.desk)


def get_generation_id(request: Request) -> str | None:
    """The current generation; None while there is no index."""
    try:
        return get_answerer(request).generation.id
    except IndexMissing:
        return None


def get_judgements(request: Request) -> Judgements:
    """What judges said of answers."""
    return cast(Judgements, request.app.state.judgements)


def media_type(request: Request) -> str:
    """What the body says it is, without parameters; empty where it says nothing."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_json(request: Request) -> None:
    """Refuse a body that does not say it is JSON, which also keeps other sites' forms out."""
    if media_type(request) != "application/json":
        raise HTTPException(415, "Send the body as JSON, with Content-Type: application/json.")


AnswererDep = Annotated[Answerer, Depends(get_answerer)]
DeskDep = Annotated[Desk, Depends(get_desk)]
CollectionDep = Annotated[Collection, Depends(get_collection)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
GenerationIdDep = Annotated[str | None, Depends(get_generation_id)]
JudgementsDep = Annotated[Judgements, Depends(get_judgements)]
