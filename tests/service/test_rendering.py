"""What is sent of what was found: quotes, offsets of both kinds, why there is no answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_answerer import ARABIC, FRENCH, FakeAnswerer, FakeGeneration, port_answer
from jawab.service import rendering
from jawab.types import Question, Reply, Span, Timings

MIXED = st.text(st.sampled_from("ab é’«»اأُـ٢؟\u200f\u202e😀𝄞\n. "), max_size=60)


@settings(derandomize=True, deadline=None)
@given(MIXED, st.data())
def test_utf16_offsets_cut_the_same_text_as_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    piece = rendering.Slicer(text).slice(Span(start, end))
    units = text.encode("utf-16-le")
    assert units[2 * piece.start_utf16 : 2 * piece.end_utf16].decode("utf-16-le") == piece.text == text[start:end]


def test_a_reply_carries_every_quote_with_offsets_of_both_kinds() -> None:
    reply = FakeAnswerer().ask_many([Question("Quand le port a-t-il rouvert ?")])[0]
    sent = rendering.reply_to_wire(reply, FakeGeneration(ARABIC, FRENCH), "r-1")
    (answer,) = sent.answers
    assert (answer.text, sent.request_id, sent.abstained) == ("16 أكتوبر 2025", "r-1", False)
    first, second = answer.quotes
    assert first.answer.text == answer.text
    assert ARABIC.text[first.answer.start : first.answer.end] == answer.text
    assert first.answer.start_utf16 == first.answer.start + 1  # the newspaper before it takes two units
    assert second.answer.start_utf16 == second.answer.start + 1
    assert second.article.url == "https://example.org/port"


def test_the_reply_has_the_fields_of_the_contract_in_their_order() -> None:
    reply = FakeAnswerer().ask_many([Question("Le port ?")])[0]
    sent = rendering.reply_to_wire(reply, FakeGeneration(ARABIC, FRENCH)).model_dump(mode="json")
    assert list(sent) == [
        "question", "language", "generation", "request_id", "answers", "abstained", "best_rejected", "timings_ms",
        "abstained_because",
    ]  # fmt: skip
    (answer,) = sent["answers"]
    assert list(answer) == ["text", "language", "confidence", "quotes"]
    quoted = answer["quotes"][0]
    assert list(quoted) == ["article", "passage", "sentence", "answer"]
    assert list(quoted["article"]) == ["id", "revision", "title", "language", "source", "url", "published"]
    assert set(quoted["passage"]) == {"id", "start", "end", "start_utf16", "end_utf16", "text"}
    assert set(quoted["answer"]) == {"start", "end", "start_utf16", "end_utf16", "text"}
    assert quoted["article"]["published"] == "2025-10-16"
    assert sent["timings_ms"] == {"retrieve": 1.0, "read": 2.0, "total": 3.0}


def test_an_abstention_keeps_the_best_rejected_answer_apart() -> None:
    reply = FakeAnswerer().ask_many([Question("Qui est le maire ?")])[0]
    sent = rendering.reply_to_wire(reply, FakeGeneration(ARABIC, FRENCH))
    assert (sent.answers, sent.abstained) == ([], True)
    assert sent.best_rejected is not None
    assert sent.best_rejected.text == "300"


@pytest.mark.parametrize(
    ("question", "rejected", "because"),
    [
        ("Qui est le maire ?", True, "unsure"),
        ("Qui est le maire ?", False, "nothing_near"),
        ("Quels sont les ports du pays ?", True, "list"),
        ("Est-ce que le port est ouvert ?", True, "yes_no"),
    ],
)
def test_an_abstention_says_why(question: str, rejected: bool, because: str) -> None:
    answer = port_answer() if rejected else None
    reply = Reply(question, "fr", "generation-1", (), answer, Timings(1.0, 2.0, 3.0))
    assert rendering.reply_to_wire(reply, FakeGeneration(ARABIC, FRENCH)).abstained_because == because


def test_an_answer_is_the_slice_its_first_quote_names() -> None:
    answer = port_answer()
    assert answer.quotes[0].answer_text == answer.text
