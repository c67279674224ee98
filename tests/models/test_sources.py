"""Which source is what, and whether the network may be used for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jawab.errors import ModelError
from jawab.models import sources


def test_a_hub_name_is_neither_the_default_nor_a_folder(tmp_path: Path) -> None:
    assert sources.is_hub_name("owner/name")
    assert not sources.is_hub_name(sources.BUNDLED)
    assert not sources.is_hub_name(str(tmp_path))


@pytest.mark.parametrize("source", ["nowhere", "/no/such", "./models", "a/b/c"])
def test_what_is_neither_folder_nor_hub_name_is_refused(source: str) -> None:
    with pytest.raises(ModelError, match="neither"):
        sources.stay_offline_unless_hub(source)


@pytest.mark.parametrize(
    ("configured", "offline"),
    [
        (("bundled", "bundled"), "1"),
        (("bundled", "."), "1"),
        (("bundled", "owner/name"), "None"),
        (("owner/name", "bundled"), "None"),
    ],
)
def test_hubs_stay_offline_unless_one_of_the_models_is_a_hub_name(configured: tuple[str, str], offline: str) -> None:
    script = (
        "import os, sys; from jawab.models.sources import stay_offline_unless_hub; "
        "stay_offline_unless_hub(*sys.argv[1:]); print(os.environ.get('HF_HUB_OFFLINE'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, *configured], capture_output=True, text=True, check=True, env={}
    )
    assert run.stdout.strip() == offline


def test_a_folders_identity_follows_its_weights_and_not_its_calibration(tmp_path: Path) -> None:
    weights = tmp_path / "reader.safetensors"
    weights.write_bytes(b"one")
    first = sources.folder_identity(tmp_path)
    (tmp_path / "calibration.json").write_text("{}")
    assert sources.folder_identity(tmp_path) == first
    weights.write_bytes(b"two")
    assert sources.folder_identity(tmp_path) != first


def test_a_readers_folder_is_the_packages_own_or_the_one_named(tmp_path: Path) -> None:
    bundled = sources.reader_folder(sources.BUNDLED)
    assert bundled is not None
    assert bundled.parts[-3:] == ("jawab", "models", "reader_e5")
    assert sources.reader_folder(str(tmp_path)) == tmp_path
    assert sources.reader_folder("owner/name") is None
