"""The application: routes, errors, middleware and page around one answerer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from jawab import __version__
from jawab.answering import Answerer
from jawab.service import api, articles, health, middleware, problems, site
from jawab.service.collection import Collection, LiveIndex
from jawab.service.worker import Worker
from jawab.settings import Settings

DESCRIPTION = (
    "Quoted answers in Arabic and French from a collection of articles. Every answer is a slice of an article: "
    "`article.text[start:end]` is the text shown. Every error is a problem document (RFC 9457)."
)


def create_app(answerer: Answerer | None, settings: Settings, index: LiveIndex | None = None) -> FastAPI:
    """The service around `answerer`, whose collection changes where `index` is given.

    Without an answerer questions are refused until there is a first generation.
    """
    app = FastAPI(
        title="jawab",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.worker = Worker()
    app.state.collection = Collection(answerer, index, app.state.worker.run)
    app.include_router(api.question_routes)
    app.include_router(api.collection_routes)
    app.include_router(articles.routes)
    app.include_router(health.router)
    site.mount(app)
    problems.install(app)
    app.add_middleware(middleware.BodyLimit, limit=settings.max_body, upload_limit=settings.max_upload)
    app.add_middleware(middleware.SecurityHeaders)
    app.add_middleware(middleware.RequestId)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign] # FastAPI's documented way to extend it
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    following = asyncio.create_task(app.state.collection.follow(app.state.settings.follow_seconds))
    yield
    following.cancel()
    await app.state.collection.close()
    app.state.worker.close()


def _openapi(app: FastAPI) -> dict[str, Any]:
    """FastAPI's document with the schema of problems, which routes refer to but never return."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        problem = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(problem.pop("$defs"))
        schemas["Problem"] = problem
        app.openapi_schema = schema
    return app.openapi_schema
