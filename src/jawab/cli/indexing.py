"""`jawab index` and `jawab verify`."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Annotated

import typer

from jawab.cli.exits import FAILED, exit_cleanly
from jawab.cli.opening import Index, settings_of
from jawab.errors import ArticleError, InputError


def index(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders of articles.", show_default=False)
    ] = None,
    folder: Index = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad file and change nothing.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: refresh whenever something changes.")] = False,
) -> None:
    """Build or refresh an index from files and folders."""
    if not paths:
        raise InputError("name the files or folders of articles to index, as in: jawab index corpus/articles")
    from jawab import terminal
    from jawab.embedding import load_embedder
    from jawab.index import refresh
    from jawab.index import watch as watch_roots

    settings = settings_of(folder)
    embedder = load_embedder(settings)
    with terminal.progress_bars() as progress:
        report = refresh(settings.index, paths, embedder, settings, strict=strict, progress=progress)
    terminal.console().print(terminal.refresh_text(report), end="")
    if watch:
        signal.signal(signal.SIGTERM, exit_cleanly)
        typer.echo("watching for changes; stop with Ctrl-C", err=True)
        for told in watch_roots(settings.index, paths, embedder, settings, strict=strict):
            if isinstance(told, ArticleError):
                typer.echo(f"jawab: {told}", err=True)
            else:
                terminal.console().print(terminal.refresh_text(told), end="")


def verify(folder: Index = None) -> None:
    """Check every checksum and invariant of an index."""
    from jawab.index import verify as problems_of

    settings = settings_of(folder)
    problems = problems_of(settings.index)
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(FAILED)
    typer.echo(f"{settings.index}: every checksum and invariant holds")
