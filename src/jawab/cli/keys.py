"""`jawab key`: API keys are made, listed and revoked."""

from __future__ import annotations

from typing import Annotated

import typer

from jawab.cli.opening import settings_of

key = typer.Typer(no_args_is_help=True, help="Make, list and revoke API keys.")


@key.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose key it is, for the list.")],
    write: Annotated[bool, typer.Option("--write", help="It may change the collection too.")] = False,
) -> None:
    """Make a key and print it; it is shown this once and kept as a hash."""
    from jawab.service.keys import KeyFile, Right

    made, secret = KeyFile(settings_of(None).keys).create(name, Right.WRITE if write else Right.READ)
    typer.echo(f"{made.id} may {made.right}; send it as `Authorization: Bearer KEY`, it is not shown again:", err=True)
    typer.echo(secret)


@key.command("list")
def list_keys() -> None:
    """Print each key's id, right, day it was made (UTC) and name."""
    from jawab.service.keys import KeyFile

    for made in KeyFile(settings_of(None).keys).all():
        typer.echo(f"{made.id}  {made.right:<5}  {made.created:%Y-%m-%d}  {made.name}")


@key.command("revoke")
def revoke_key(key_id: Annotated[str, typer.Argument(metavar="ID", help="As `jawab key list` shows it.")]) -> None:
    """Forget a key; a running service refuses it from its next request on."""
    from jawab.service.keys import KeyFile

    revoked = KeyFile(settings_of(None).keys).revoke(key_id)
    typer.echo(f"{revoked.id} ({revoked.name}) opens nothing any more")
