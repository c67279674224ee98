"""jawab: quoted answers in Arabic and French from a collection of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jawab.version import __version__ as __version__

if TYPE_CHECKING:
    from pathlib import Path

    from jawab.answering import Answerer
    from jawab.settings import Settings


def open(index_folder: Path | str | None = None, settings: Settings | None = None) -> Answerer:
    """Open an index to ask it questions; the models are loaded at once.

    Raises IndexMissing, IndexDamaged, IndexMismatch or ModelError, each saying what to do. Where the index is damaged
    and an older generation answers instead, a UserWarning says so.
    """
    import warnings

    from jawab.answering import open_answerer

    answerer = open_answerer(index_folder, settings)
    if answerer.generation.warning is not None:
        warnings.warn(answerer.generation.warning, stacklevel=2)
    return answerer
