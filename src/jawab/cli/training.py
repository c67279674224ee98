"""`jawab train-reader`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from jawab.cli.opening import settings_of

TRAINING_STEPS = 800  # what the first stage took


def train_reader(
    data: Annotated[Path, typer.Option(help="Folder of the public sets, in SQuAD format.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Folder for the weights and the record of the run.", show_default=False)],
    steps: Annotated[int, typer.Option(min=1, help="How many batches.")] = TRAINING_STEPS,
    decay: Annotated[int, typer.Option(min=1, help="Over how many of the last the rate falls to zero.")] = 180,
    seed: Annotated[int, typer.Option(help="Decides the order of the examples and the new head.")] = 0,
    start_from: Annotated[Path | None, typer.Option(help="Weights to begin with, instead of the encoder's.")] = None,
    frozen_layers: Annotated[int, typer.Option(min=0, max=12, help="Lowest layers that stay as they are.")] = 0,
    mean_of: Annotated[
        list[Path] | None,
        typer.Option(help="Instead of training: the mean of the weights in these folders.", show_default=False),
    ] = None,
    calibrate_only: Annotated[bool, typer.Option("--calibrate-only", help="Fit the confidence alone.")] = False,
) -> None:
    """Make the reader from public sets, and fit its confidence; a run that was stopped goes on."""
    import logging

    from jawab.training import train

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = settings_of(None)
    if mean_of:
        train.average_readers(mean_of, out)
    elif not calibrate_only:
        schedule, base = train.schedule(steps, decay), train.base_folder(settings)
        train.train_reader(data, base, out, schedule, seed, start_from, frozen_layers)
    typer.echo(json.dumps(train.calibrate_reader(data, out, settings), indent=1))
