"""The application: routes, errors, middleware and page around one answerer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from jawab import __version__
from jawab.answering import Answerer
from jawab.service import access, api, articles, guard, health, metrics, middleware, openapi, problems, site, tracing
from jawab.service.collection import Collection, LiveIndex
from jawab.service.dependencies import current_answerer
from jawab.service.desk import Desk
from jawab.service.inference import Inference
from jawab.service.judging import routes as judging
from jawab.service.judging.store import Judgements
from jawab.service.observation import Observed
from jawab.settings import Settings

DESCRIPTION = (
    "Quoted answers in Arabic and French from a collection of articles. Every answer is a slice of an article: "
    "`article.text[start:end]` is the text shown. Every error is a problem document (RFC 9457)."
)


def create_app(
    answerer: Answerer | None, settings: Settings, index: LiveIndex | None = None, *, guard_names: bool = False
) -> FastAPI:
    """The service around `answerer`, whose collection changes where `index` is given.

    Without an answerer questions are refused until there is a first generation. With `guard_names` a service that asks
    for no keys answers to names of its own only (see `hosts.OwnHost`); a key keeps out as much by itself.
    """
    app = FastAPI(
        title="jawab",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        telemetry=tracing.config(),
    )
    app.state.settings = settings
    _open_desk(app, settings)
    app.state.judgements = Judgements.at(settings)
    app.state.collection = Collection(answerer, index, app.state.inference.run)
    app.include_router(api.question_routes)
    app.include_router(api.collection_routes)
    app.include_router(articles.routes)
    app.include_router(judging.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    site.mount(app)
    problems.install(app)
    app.add_middleware(middleware.BodyLimit, limit=settings.max_body, upload_limit=settings.max_upload)
    keys_required = access.keys_are_required(settings)
    own_names_only = guard_names and not keys_required
    guard.install(app, settings, own_names_only)
    app.add_middleware(middleware.SecurityHeaders)
    app.add_middleware(Observed, metrics=app.state.metrics)
    app.add_middleware(middleware.RequestId)
    app.openapi = lambda: openapi.describe(app, keys_required, own_names_only)  # type: ignore[method-assign] # as FastAPI documents
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    following = asyncio.create_task(app.state.collection.follow(app.state.settings.follow_seconds))
    yield
    following.cancel()
    await app.state.collection.close()
    app.state.inference.close()


def _open_desk(app: FastAPI, settings: Settings) -> None:
    """What questions pass: the desk, the models' thread behind it, and what both are measured by."""
    current = partial(current_answerer, app)
    measured = metrics.Metrics()
    inference = Inference(current, settings, measured.batches.observe)
    measured.follow(lambda: inference.waiting, current)
    app.state.metrics, app.state.inference = measured, inference
    app.state.desk = Desk(current, inference, measured, settings)
