"""French ordinals, in digits, Roman digits and words."""

import pytest

from jawab.text.folding import fold_with_offsets
from jawab.text.ordinals import ordinals_of_folded


def ordinals(text: str) -> list[tuple[str, int]]:
    folded = fold_with_offsets(text)
    found = ordinals_of_folded(folded.text, "".join(text[start] for start in folded.starts))
    spans = [(folded.source_span(span), value) for span, value in found]
    return [(text[span.start : span.end], value) for span, value in spans]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1er", 1),
        ("1re", 1),
        ("3ème", 3),
        ("19e", 19),
        ("Ier", 1),
        ("IVe", 4),
        ("XIXe", 19),
        ("XIXᵉ", 19),
        ("XXXIXe", 39),
        ("première", 1),
        ("dix-neuvième", 19),
        ("vingt et unième", 21),
    ],
)
def test_ordinals_have_their_values(text: str, value: int) -> None:
    assert ordinals(text) == [(text, value)]


def test_the_century_is_not_in_the_span() -> None:
    assert ordinals("au xixe siècle") == [("xixe", 19)]


@pytest.mark.parametrize(
    "text", ["vie", "Vie", "VIE", "Ver de terre", "Ivre", "3D", "1,5e", "quatre-vingt-dixième", "ex", "xe"]
)
def test_anything_else_is_no_ordinal(text: str) -> None:
    assert ordinals(text) == []
