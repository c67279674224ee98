"""What is embedded for an article fits the embedder whole."""

from __future__ import annotations

import pytest

from fake_embedder import HashEmbedder
from index.collection import article
from jawab.index.manifest import Recipe
from jawab.index.preparing import prepare

WORDS = 100
TEXT = " ".join(f"كلمة{number}" for number in range(WORDS))


def embedded(title: str | None, passage_tokens: int = 20) -> list[list[str]]:
    """The words of each text that an embedder of 20 tokens is given."""
    embedder = HashEmbedder(max_tokens=20)
    recipe = Recipe(
        embedder=embedder.identity,
        dimension=embedder.dimension,
        passage_tokens=passage_tokens,
        passage_overlap=0,
        passages="",
        terms="",
    )
    prepare([(article("a", TEXT, title), "api")], embedder, recipe, {}, lambda *told: None)
    return [text.split() for text in embedder.embedded]


@pytest.mark.parametrize("title", [None, "عنوان", "عنوان " * 7, "عنوان " * 19, "عنوان " * 300])
def test_a_passage_and_its_title_fit_the_embedder_together(title: str | None) -> None:
    texts = embedded(title)
    assert max(len(text) for text in texts) <= 20
    assert {word for text in texts for word in text} >= set(TEXT.split())


def test_a_title_that_leaves_room_takes_nothing_from_the_passage() -> None:
    assert [len(text) for text in embedded("عنوان من أربع كلمات", passage_tokens=16)][:2] == [20, 20]


def test_an_endless_title_is_cut_to_half_of_what_the_embedder_takes() -> None:
    assert {text.count("عنوان") for text in embedded("عنوان " * 300)} == {10}
