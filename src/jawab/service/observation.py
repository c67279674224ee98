"""What is told about every request: a line in the log, and a count."""

from __future__ import annotations

import logging
import time
from http import HTTPMethod

from fastapi.routing import iter_route_contexts
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jawab.service import logs
from jawab.service.metrics import Metrics

_log = logging.getLogger("jawab.requests")


class Observed:
    """Logs and counts requests by route, never by address: addresses may hold questions."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        logs.request_id.set(scope["request_id"])
        asked = dict(scope)  # as it came: a mount changes where its own part of the path begins
        started, status = time.perf_counter(), 500

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            route = _path(scope.get("route") or _route(asked))
            self._told(scope, route, status, time.perf_counter() - started)

    def _told(self, scope: Scope, route: str, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in HTTPMethod.__members__ else "other"
        self._metrics.responses.labels(method, route, str(status)).inc()
        line = {"method": method, "route": route, "status": status, "ms": round(1000 * seconds, 1)}
        _log.info("request", extra=line)


def _path(route: object) -> str:
    """The route's template, so that ids make no new series; other files share one name."""
    return getattr(route, "path", "other")


def _route(asked: Scope) -> object:
    """The route that a request was on its way to when a guard refused it; None for files, and where there is none."""
    partly = None
    for route in iter_route_contexts(asked["app"].routes):
        if isinstance(route.original_route, Mount):
            continue
        match = route.matches(asked)[0]
        if match is Match.FULL:
            return route
        if match is Match.PARTIAL and partly is None:  # the address is served, by another method
            partly = route
    return partly
