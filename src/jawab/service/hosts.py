"""Which names the service answers to, where anyone who reaches it may use it."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from jawab.service.access import is_loopback, keys_are_required
from jawab.service.problems import problem_response
from jawab.settings import Settings


def guarded(app: ASGIApp, settings: Settings) -> ASGIApp:
    """`app` behind `OwnHost`, where it listens at a loopback address and asks for no key."""
    is_open = is_loopback(settings.host) and not keys_are_required(settings)
    return OwnHost(app, settings.allowed_hosts) if is_open else app


class OwnHost:
    """Refuses requests that were sent to another name than this machine's or an allowed one.

    A page of another site can have its own name resolve to 127.0.0.1 (DNS rebinding); the browser then takes the
    service for that site and lets the page read everything. `Host` still tells the name that was asked for.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self._app = app
        self._allowed = frozenset(name.lower() for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] == "http" and not self._is_own(Headers(scope=scope).get("host", "")):
            detail = "This service answers to this machine's own names only, unless JAWAB_ALLOWED_HOSTS names others."
            return await problem_response(403, detail, None)(scope, receive, send)
        await self._app(scope, receive, send)

    def _is_own(self, host: str) -> bool:
        name = host.lower() if host.endswith("]") else host.lower().rpartition(":")[0] or host.lower()
        return is_loopback(name) or name in self._allowed or "*" in self._allowed
