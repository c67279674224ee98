"""What routes ask for: the answerer, the collection, the worker, the request's id."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, HTTPException, Request

from jawab.answering import Answerer
from jawab.errors import IndexMissing
from jawab.service.collection import Collection
from jawab.service.worker import Worker
from jawab.settings import Settings


def get_answerer(request: Request) -> Answerer:
    """The answerer of now, or 503 while there is no index to answer from."""
    answerer = get_collection(request).answerer
    if answerer is None:
        raise IndexMissing(
            "There is no index to answer from yet: add articles by POST /v1/articles, or run `jawab index PATH`."
        )
    return answerer


def get_collection(request: Request) -> Collection:
    """The collection, which may change."""
    return cast(Collection, request.app.state.collection)


def get_settings(request: Request) -> Settings:
    """The settings that the service runs with."""
    return cast(Settings, request.app.state.settings)


def get_worker(request: Request) -> Worker:
    """The thread that may use the models."""
    return cast(Worker, request.app.state.worker)


def get_request_id(request: Request) -> str:
    """The id that this request goes by."""
    return cast(str, request.scope["request_id"])


def require_json(request: Request) -> None:
    """Refuse a body that does not say it is JSON, which also keeps other sites' forms out."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "Send the body as JSON, with Content-Type: application/json.")


AnswererDep = Annotated[Answerer, Depends(get_answerer)]
CollectionDep = Annotated[Collection, Depends(get_collection)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
WorkerDep = Annotated[Worker, Depends(get_worker)]
RequestIdDep = Annotated[str, Depends(get_request_id)]
