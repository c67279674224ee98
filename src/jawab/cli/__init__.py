"""The command line. Commands are thin, and import what is heavy only when they run."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

from jawab.cli import gold_sets, keys
from jawab.cli.asking import ask, explain
from jawab.cli.evaluating import compare, evaluate
from jawab.cli.exits import BAD_USAGE, INTERRUPTED
from jawab.cli.indexing import index, verify
from jawab.cli.serving import serve, serve_assistants
from jawab.cli.training import train_reader
from jawab.errors import JawabError


class _Commands(TyperGroup):
    """Ends on jawab's own errors and the system's with one sentence, and on Ctrl-C quietly."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override] # the wider type is private to typer
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except JawabError as error:
            raise _told(str(error)) from error
        except BrokenPipeError:
            raise  # whoever read the output has enough; typer ends on that by itself
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise _told(f"{place}{error.strerror or error}") from error
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None


def _told(sentence: str) -> typer.Exit:
    typer.echo(f"jawab: {sentence}", err=True)
    return typer.Exit(BAD_USAGE)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Quoted answers in Arabic and French from a collection of articles, and honest evaluation of them.",
)

# In the order of `jawab --help`.
app.command()(index)
app.command()(ask)
app.command()(explain)
app.command()(serve)
app.command("mcp")(serve_assistants)
app.command()(evaluate)
app.command()(compare)
app.command()(verify)
app.command()(train_reader)
app.add_typer(gold_sets.gold, name="gold")
app.add_typer(keys.key, name="key")
