"""The application: routes, errors, middleware and page around one answerer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from jawab import __version__
from jawab.answering import Answerer
from jawab.service import api, health, metrics, middleware, problems, site, tracing
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
        telemetry=tracing.config(),
    )
    app.state.answerer = answerer
    _open_desk(app, settings)
    app.state.judgements = Judgements.at(settings)
    app.include_router(api.question_routes)
    app.include_router(api.collection_routes)
    app.include_router(judging.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    site.mount(app)
    problems.install(app)
    app.add_middleware(middleware.BodyLimit, limit=settings.max_body)
    app.add_middleware(middleware.SecurityHeaders)
    app.add_middleware(Observed, metrics=app.state.metrics)
    app.add_middleware(middleware.RequestId)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign] # FastAPI's documented way to extend it
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.inference.close()


def _open_desk(app: FastAPI, settings: Settings) -> None:
    """What questions pass: the desk, the models' thread behind it, and what both are measured by."""
    current = partial(current_answerer, app)
    measured = metrics.Metrics()
    inference = Inference(current, settings, measured.batches.observe)
    measured.follow(lambda: inference.waiting, current)
    app.state.metrics, app.state.inference = measured, inference
    app.state.desk = Desk(current, inference, measured, settings)


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
