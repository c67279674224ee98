"""The application: routes, errors, middleware and page around one answerer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from jawab import __version__
from jawab.answering import Answerer
from jawab.service import access, api, guard, health, middleware, openapi, problems, site
from jawab.service.worker import Worker
from jawab.settings import Settings

DESCRIPTION = (
    "Quoted answers in Arabic and French from a collection of articles. Every answer is a slice of an article: "
    "`article.text[start:end]` is the text shown. Every error is a problem document (RFC 9457)."
)


def create_app(answerer: Answerer | None, settings: Settings) -> FastAPI:
    """The service around `answerer`; without one, only /livez, the page and the documentation answer."""
    app = FastAPI(
        title="jawab",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.answerer = answerer
    app.state.worker = Worker()
    app.include_router(api.question_routes)
    app.include_router(api.collection_routes)
    app.include_router(health.router)
    site.mount(app)
    problems.install(app)
    app.add_middleware(middleware.BodyLimit, limit=settings.max_body)
    guard.install(app, settings)
    app.add_middleware(middleware.SecurityHeaders)
    app.add_middleware(middleware.RequestId)
    keys_required = access.keys_are_required(settings)
    app.openapi = lambda: openapi.describe(app, keys_required)  # type: ignore[method-assign] # as FastAPI documents
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.worker.close()
