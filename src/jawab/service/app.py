"""The application: routes, errors, middleware and page around one answerer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from jawab import __version__
from jawab.answering import Answerer
from jawab.service import access, api, health, limits, middleware, openapi, origins, problems, site
from jawab.service.keys import KeyFile
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
    _guard(app, settings)
    app.add_middleware(middleware.SecurityHeaders)
    app.add_middleware(middleware.RequestId)
    keys_required = access.keys_are_required(settings)
    app.openapi = lambda: openapi.describe(app, keys_required)  # type: ignore[method-assign] # as FastAPI documents
    return app


def _guard(app: FastAPI, settings: Settings) -> None:
    """Add what may refuse a request before its body is read; what is added last is asked first."""
    keys = KeyFile(settings.keys)
    if access.keys_are_required(settings):
        app.add_middleware(access.Access, keys=keys)
    rate = limits.requests_a_minute(settings)
    if rate:
        buckets = limits.Buckets(rate / 60, settings.rate_burst)
        app.add_middleware(limits.RateLimit, buckets=buckets, keys=keys)
    app.add_middleware(origins.OtherSites, allowed=settings.cors_origins)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=origins.METHODS,
            allow_headers=origins.REQUEST_HEADERS,
            expose_headers=origins.RESPONSE_HEADERS,
        )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.worker.close()
