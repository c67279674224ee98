"""What most commands begin with: where the index is, the settings, an open answerer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jawab.errors import InputError

if TYPE_CHECKING:
    from jawab.answering import Answerer
    from jawab.settings import Settings

Index = Annotated[
    Path | None, typer.Option("--index", help="Folder of the index.  \\[default: index]", show_default=False)
]


def settings_of(folder: Path | None, **overrides: object) -> Settings:
    """Settings of the environment under what the command line says."""
    from pydantic import ValidationError

    from jawab.settings import Settings

    given = {name: value for name, value in {"index": folder, **overrides}.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type] # pydantic validates
    except ValidationError as error:
        first = error.errors()[0]
        name = "JAWAB_" + ".".join(str(part) for part in first["loc"]).upper()
        raise InputError(f"{name}: {first['msg']}") from error


def open_answerer(settings: Settings) -> Answerer:
    """What answers from the index of `settings`; see `warn`."""
    from jawab import answering

    answerer = answering.open_answerer(settings.index, settings)
    warn(answerer)
    return answerer


def warn(answerer: Answerer) -> None:
    """Tell on standard error what is doubtful about its index."""
    if answerer.generation.warning is not None:
        typer.echo(f"jawab: {answerer.generation.warning}", err=True)
