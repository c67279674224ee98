"""The routes that change the collection: articles are added, replaced and removed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Generator, Sequence
from contextlib import closing
from threading import Event
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import from_json
from starlette.datastructures import FormData, UploadFile

from jawab.index import Fate, RefreshReport
from jawab.service import intake, wire
from jawab.service.collection import Collection
from jawab.service.dependencies import CollectionDep, GenerationIdDep, SettingsDep, media_type, require_json
from jawab.service.intake import Offer
from jawab.service.patience import while_awaited
from jawab.service.problems import documented

MAX_FILES = 100

_LATE = (
    "send less at a time, or later. Nothing was changed, unless it was being committed just then; "
    "sending it again does no harm"
)
_ONE = {"$ref": "#/components/schemas/ArticleIn"}
_MANY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["articles"],
    "properties": {"articles": {"type": "array", "items": _ONE, "minItems": 1, "maxItems": wire.MAX_ARTICLES}},
}
_FILES = {
    "type": "object",
    "additionalProperties": False,
    "required": ["files"],
    "properties": {
        "files": {
            "type": "array",
            "items": {"type": "string", "contentMediaType": "application/octet-stream", "format": "binary"},
            "minItems": 1,
            "maxItems": MAX_FILES,
        }
    },
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"anyOf": [_ONE, _MANY]}},
            "multipart/form-data": {"schema": _FILES},
        },
    }
}

ArticlePath = Annotated[wire.ArticleId, Path(description="The article's id.")]
StoredPath = Annotated[wire.Line, Path(pattern=wire.ID_PATTERN, description="The article's id.")]


routes = APIRouter(prefix="/v1", tags=["collection"], responses=documented(422, 503, 504))


@routes.post("/articles", summary="Add or replace articles", responses=documented(400, 413, 415), openapi_extra=_BODY)
async def add_articles(
    request: Request, collection: CollectionDep, settings: SettingsDep, generation: GenerationIdDep
) -> wire.StoredReply:
    """One article, `{"articles": [...]}`, or files of every kind that `jawab index` reads, as `multipart/form-data`.

    The reply comes when all is durable and can be found; it tells of each article what became of it. Articles with a
    known id are replaced; of several that are sent together with one id the first is kept.
    """

    async def stored(coming: Generator[Offer]) -> wire.StoredReply:
        work = _stored(coming, collection)
        offers, report = await while_awaited(request, settings.write_deadline, work, _LATE)
        return wire.StoredReply(generation=report.generation or generation, items=_items(offers, report.fates))

    match media_type(request):
        case "application/json":
            return await stored(intake.from_records(_records(await request.body()), settings.max_article))
        case "multipart/form-data":
            async with request.form(max_files=MAX_FILES, max_fields=0) as form:
                return await stored(intake.from_files(_files(form), settings.max_article))
        case _:
            raise HTTPException(415, "Send articles as application/json, or files as multipart/form-data.")


@routes.put(
    "/articles/{article_id}",
    summary="Add or replace one article",
    dependencies=[Depends(require_json)],
    responses=documented(400, 409, 413, 415),
)
async def put_article(
    article_id: ArticlePath, body: wire.ArticleIn, request: Request, collection: CollectionDep, settings: SettingsDep
) -> wire.StoredReply:
    """The article under the id of the address; the reply comes when it is durable and can be found."""
    if body.id not in (None, article_id):
        raise HTTPException(422, f"body.id: it must be {article_id}, as in the address, or be left out")
    record = body.model_copy(update={"id": article_id})
    work = _stored(intake.from_records([record], settings.max_article), collection)
    offers, report = await while_awaited(request, settings.write_deadline, work, _LATE)
    (item,) = _items(offers, report.fates)
    if item.article is None:
        raise HTTPException(409 if item.status == "duplicate" else 422, f"The article cannot be stored: {item.reason}")
    return wire.StoredReply(generation=report.generation, items=[item])


@routes.delete("/articles/{article_id}", summary="Remove an article", responses=documented(404))
async def delete_article(
    article_id: StoredPath, request: Request, collection: CollectionDep, settings: SettingsDep
) -> wire.DeletedReply:
    """Remove an article, wherever it came from; the reply comes when that is durable and it is not found any more."""
    report = await while_awaited(request, settings.write_deadline, collection.delete([article_id]), _LATE)
    if report.generation is None or not report.removed:
        raise HTTPException(404, "There is no article with this id.")
    return wire.DeletedReply(generation=report.generation, id=article_id)


def _records(body: bytes) -> list[wire.ArticleIn]:
    """The records of a JSON body: one, or a list under `articles`; in the encodings that other routes read too."""
    try:
        data = from_json(body.decode(json.detect_encoding(body)), allow_inf_nan=False)
    except ValueError as error:
        raise RequestValidationError([{"loc": ("body",), "msg": f"JSON decode error: {error}"}]) from None
    try:
        if isinstance(data, dict) and "articles" in data:
            return wire.ArticlesIn.model_validate(data).articles
        return [wire.ArticleIn.model_validate(data)]
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False, include_context=False)
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in errors]) from None


def _files(form: FormData) -> list[tuple[str, BinaryIO]]:
    """The name and content of each file of a form."""
    wrong = [name for name, value in form.multi_items() if name != "files" or not isinstance(value, UploadFile)]
    if wrong or not form:
        raise HTTPException(422, "Send one or more files, each as a part with the name `files`.")
    uploads = [value for value in form.getlist("files") if isinstance(value, UploadFile)]
    return [(upload.filename or "", upload.file) for upload in uploads]


async def _stored(offers: Generator[Offer], collection: Collection) -> tuple[list[Offer], RefreshReport]:
    """All offers, made on another thread, and the report on their articles, which are stored.

    Cancelled, the thread makes no more of them.
    """
    given_up = Event()
    try:
        made = await asyncio.to_thread(_made, offers, given_up)
    finally:
        given_up.set()
    articles = [offer.article for offer in made if offer.article]
    return made, await collection.put(articles) if articles else RefreshReport(None, committed=False)


def _made(offers: Generator[Offer], given_up: Event) -> list[Offer]:
    made = []
    with closing(offers):
        for offer in offers:
            made.append(offer)
            if given_up.is_set():
                break
    return made


def _items(offers: Sequence[Offer], fates: Sequence[Fate]) -> list[wire.StoredItem]:
    """What became of each offer; `fates` are those of the offers that are articles, in order."""
    told = iter(fates)
    return [_item(offer, next(told) if offer.article else None) for offer in offers]


def _item(offer: Offer, fate: Fate | None) -> wire.StoredItem:
    article = fate.article if fate else None
    stored = fate is not None and fate.reason is None
    return wire.StoredItem(
        id=article.id if article else None,
        status=fate.kind if fate else "rejected",
        reason=fate.reason if fate else offer.reason,
        code=_code(fate) if fate else offer.code,
        name=offer.name,
        controls_removed=article.controls_removed if article else 0,
        lines_removed=article.lines_removed if article else 0,
        article=wire.ArticleInfo.model_validate(article.info) if article and stored else None,
    )


def _code(fate: Fate) -> wire.RefusalCode | None:
    if fate.kind == "duplicate":
        return "duplicate"
    return "taken" if fate.kind == "rejected" else None  # whatever else is wrong was told before it was offered
