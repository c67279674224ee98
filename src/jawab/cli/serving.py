"""`jawab serve` and `jawab mcp`: the service and the tools for assistants."""

from __future__ import annotations

import math
import os
import signal
import socket
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from jawab.cli.exits import BAD_USAGE, exit_cleanly
from jawab.cli.opening import Index, settings_of, warn
from jawab.errors import InputError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from jawab.settings import Settings


def serve(
    folder: Index = None,
    host: Annotated[str | None, typer.Option(help="Address to listen at.  \\[default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen at.  \\[default: 8000]")] = None,
) -> None:
    """Serve the page and the API."""
    from jawab.answering import load_models
    from jawab.embedding import load_embedder
    from jawab.service import LiveIndex, create_app
    from jawab.service.access import refuse_open_doors

    settings = settings_of(folder, host=host, port=port)
    refuse_open_doors(settings)
    refuse_taken_address(settings)
    signal.signal(signal.SIGTERM, exit_cleanly)
    models = load_models(settings, load_embedder(settings))
    live = LiveIndex(settings.index, models.embedder, models.answerer, settings)
    answerer = live.open()
    if answerer is None:
        typer.echo(f"jawab: there is no index in {settings.index} yet; articles can be added on the page", err=True)
    else:
        warn(answerer)
    run(create_app(answerer, settings, live, guard_names=True), settings)


def refuse_taken_address(settings: Settings) -> None:
    """Raise InputError where nobody can listen at the address of `settings`: known before the models are loaded."""
    try:
        family, kind, _, _, address = min(socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM))
        with socket.socket(family, kind) as probe:
            if os.name == "posix":  # as the server binds it: a service that has just ended is not in the way
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        raise InputError(f"cannot listen at {place}: {error.strerror}; choose with --host and --port") from error


def run(service: FastAPI, settings: Settings) -> None:
    """Serve until told to stop, then answer what was taken."""
    import uvicorn

    from jawab.service import logs

    try:
        uvicorn.run(
            service,
            host=settings.host,
            port=settings.port,
            server_header=False,
            access_log=False,  # addresses hold the questions that the page was asked
            log_config=logs.CONFIG,
            timeout_graceful_shutdown=math.ceil(settings.deadline),
        )
    except SystemExit as end:
        if end.code:  # it has said why, with a code of its own
            raise typer.Exit(BAD_USAGE) from end
        raise


def serve_assistants(folder: Index = None) -> None:
    """Offer ask, search and the articles to assistants, over standard input and output (MCP)."""
    try:
        from jawab.mcp import create_server
    except ModuleNotFoundError as error:
        raise InputError("assistants are served by an extra: pip install 'jawab[mcp]'") from error

    from jawab.answering import load_models
    from jawab.embedding import load_embedder
    from jawab.service import LiveIndex

    settings = settings_of(folder)
    embedder = load_embedder(settings)
    models = cache(lambda: load_models(settings, embedder))  # after the index: what is wrong with that is told at once
    live = LiveIndex(settings.index, embedder, lambda generation: models().answerer(generation), settings)
    current = live.followed()
    warn(current())
    create_server(current).run("stdio")
