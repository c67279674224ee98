"""Which names the service answers to, where anyone who reaches it may use it."""

from __future__ import annotations

import ipaddress
import socket

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from jawab.service.access import is_loopback
from jawab.service.problems import problem_response
from jawab.settings import Settings


class OwnHost:
    """Refuses requests that were sent to another name than this machine's or an allowed one.

    A page of another site can have its own name resolve to this machine (DNS rebinding); the browser then takes the
    service for that site and lets the page read everything. `Host` still tells the name that was asked for. Where the
    service listens at more than a loopback address, that may be any IP address too: no site has one for its name.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._at_loopback = is_loopback(settings.host)
        own = () if self._at_loopback else (settings.host, socket.gethostname())
        self._names = frozenset(_unrooted(name.lower()) for name in (*own, *settings.allowed_hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] == "http" and not self._is_own(Headers(scope=scope).get("host", "")):
            detail = "This service answers to this machine's own names only, unless JAWAB_ALLOWED_HOSTS names others."
            return await problem_response(403, detail, scope.get("request_id"))(scope, receive, send)
        await self._app(scope, receive, send)

    def _is_own(self, host: str) -> bool:
        name = _unrooted(host.lower() if host.endswith("]") else host.lower().rpartition(":")[0] or host.lower())
        if is_loopback(name) or name in self._names or "*" in self._names:
            return True
        return not self._at_loopback and _is_address(name)


def _unrooted(name: str) -> str:
    """The name without the dot that DNS ends it with: "localhost." is localhost."""
    return name.removesuffix(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
