"""Which source is what, and whether the network may be used for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jawab.calibration import FILE, POOLED, load_calibration, load_margins
from jawab.embedding import load_embedder
from jawab.errors import ModelError
from jawab.models import sources
from jawab.reading import span_identity
from jawab.retrieval import engine_identity
from jawab.settings import Settings


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


@pytest.mark.parametrize(
    "name",
    [
        "model.safetensors",
        "0_Transformer/model.safetensors",
        "2_Dense/pytorch_model.bin",
        "1_Pooling/config.json",
        "config_sentence_transformers.json",
        "sentencepiece.bpe.model",
        "vocab.txt",
        "merges.txt",
    ],
)
def test_a_folders_identity_follows_all_that_decides_its_vectors(tmp_path: Path, name: str) -> None:
    (tmp_path / "other.safetensors").write_bytes(b"weights")
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    identities = {sources.folder_identity(tmp_path)}
    for content in (b"one", b"two"):
        path.write_bytes(content)
        identities.add(sources.folder_identity(tmp_path))
    assert len(identities) == 3


@pytest.mark.parametrize("name", ["calibration.json", "run.json", "README.md", ".cache/huggingface/state.json"])
def test_a_folders_identity_does_not_follow_what_is_said_of_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "reader.safetensors").write_bytes(b"weights")
    first = sources.folder_identity(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("{}")
    assert sources.folder_identity(tmp_path) == first


@pytest.mark.parametrize("name", ["pytorch_model.bin", ".cache/model.safetensors"])
def test_a_folder_without_safetensors_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"weights")
    with pytest.raises(ModelError, match="safetensors only"):
        sources.folder_identity(tmp_path)


def test_the_shipped_calibration_belongs_to_the_shipped_reader_and_embedder() -> None:
    place = sources.reader_folder(sources.BUNDLED)
    assert place is not None
    found_by = engine_identity(load_embedder(Settings(embedder=sources.BUNDLED)).identity)
    assert load_calibration(place / FILE, span_identity(place), found_by).promise is not None
    assert load_margins(place / FILE, span_identity(place)).models.keys() == {POOLED, "ar", "fr"}


def test_a_readers_folder_is_the_packages_own_or_the_one_named(tmp_path: Path) -> None:
    bundled = sources.reader_folder(sources.BUNDLED)
    assert bundled is not None
    assert bundled.parts[-3:] == ("jawab", "models", "reader_e5")
    assert sources.reader_folder(str(tmp_path)) == tmp_path
    assert sources.reader_folder("owner/name") is None
