"""The stream: the same batches for the same seed, from wherever one starts, within their size."""

from __future__ import annotations

from itertools import islice

from jawab.training.stream import Mixture

from .fixtures import tiny_stream


def test_the_same_seed_gives_the_same_batches_and_another_gives_others() -> None:
    first, again, other = (list(islice(tiny_stream(seed).batches(0), 2)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first[0][1] != first[1][1]


def test_starting_at_a_later_chunk_goes_on_as_the_whole_stream_does() -> None:
    whole = list(islice(tiny_stream().batches(0), 3))
    assert [number for number, _ in whole] == [0, 1, 2]
    assert list(islice(tiny_stream().batches(2), 1)) == whole[2:]


def test_a_chunk_is_drawn_whole_and_padded_batches_keep_within_their_tokens() -> None:
    _, batches = next(tiny_stream().batches(0))
    assert sum(map(len, batches)) == 64
    assert all(len(batch) * max(len(feature.ids) for feature in batch) <= 512 for batch in batches)


def test_the_shares_of_negatives_and_of_mistyped_questions_are_the_mixtures() -> None:
    _, batches = next(tiny_stream(3, Mixture(negatives=0.25, mistyped=0.0), size=400).batches(0))
    features = [feature for batch in batches for feature in batch]
    assert 0.2 < sum(feature.start == 0 for feature in features) / 400 < 0.3
    plain = {feature.ids for feature in features}
    _, mistyped = next(tiny_stream(3, Mixture(negatives=0.25, mistyped=1.0), size=400).batches(0))
    assert len({feature.ids for batch in mistyped for feature in batch}) > 3 * len(plain)
