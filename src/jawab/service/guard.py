"""Puts before the routes what may refuse a request, all of it before the body is read."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.errors import ServerErrorMiddleware

from jawab.service import access, hosts, limits, origins, problems
from jawab.service.keys import KeyFile
from jawab.settings import Settings


def install(app: FastAPI, settings: Settings, own_names_only: bool) -> None:
    """Ask of a request, in this order: the name that it was sent to, its site, how often its caller came, its key."""
    keys = KeyFile(settings.keys)
    if access.keys_are_required(settings):
        app.add_middleware(access.Access, keys=keys)  # what is added last is asked first
    rate = limits.requests_a_minute(settings)
    if rate:
        buckets = limits.Buckets(rate / 60, settings.rate_burst)
        app.add_middleware(limits.RateLimit, buckets=buckets, keys=keys)
    app.add_middleware(origins.OtherSites, allowed=settings.cors_origins)
    if own_names_only:
        app.add_middleware(hosts.OwnHost, settings=settings)
    if settings.cors_origins:
        # Starlette's own stands outside: a named site could not read from there that the service failed.
        app.add_middleware(ServerErrorMiddleware, handler=problems.on_unexpected)
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=origins.METHODS,
            allow_headers=origins.REQUEST_HEADERS,
            expose_headers=origins.RESPONSE_HEADERS,
        )
