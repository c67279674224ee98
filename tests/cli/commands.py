"""Running a command in this process, and the article that the tests ask about."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from jawab.cli import app

ARTICLE = "Le port de Valmorange a rouvert le 16 octobre 2025. Il emploie 312 personnes.\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])
