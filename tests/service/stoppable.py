"""A service as `jawab serve` runs it, whose answers wait for a file: `python -m service.stoppable PORT FOLDER`.

It makes the file `begun` in the folder when it is asked, and answers once there is the file `go`.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from fake_answerer import FakeAnswerer
from jawab.cli.exits import exit_cleanly
from jawab.cli.serving import run
from jawab.service import create_app
from jawab.settings import Settings
from jawab.types import Question, Reply


class WaitingAnswerer(FakeAnswerer):
    """Answers once it may."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def ask_many(self, questions: Sequence[Question]) -> list[Reply]:
        (self._folder / "begun").touch()
        while not (self._folder / "go").exists():
            time.sleep(0.01)
        return super().ask_many(questions)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, exit_cleanly)
    settings = Settings(port=int(sys.argv[1]))
    run(create_app(WaitingAnswerer(Path(sys.argv[2])), settings), settings)  # type: ignore[arg-type]
