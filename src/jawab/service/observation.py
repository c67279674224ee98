"""What is told about every request: a line in the log, and a count."""

from __future__ import annotations

import logging
import time
from http import HTTPMethod

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
        started, status = time.perf_counter(), 500

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            self._told(scope, status, time.perf_counter() - started)

    def _told(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in HTTPMethod.__members__ else "other"
        route = _route(scope)
        self._metrics.responses.labels(method, route, str(status)).inc()
        line = {"method": method, "route": route, "status": status, "ms": round(1000 * seconds, 1)}
        _log.info("request", extra=line)


def _route(scope: Scope) -> str:
    """The route's template, so that ids make no new series; other files share one name."""
    return getattr(scope.get("route"), "path", "other")
