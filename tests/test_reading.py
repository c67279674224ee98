"""The reader: spans equal brute force, passages in order, long ones whole, company without influence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from tokenizers.processors import TemplateProcessing

from jawab.errors import ModelError
from jawab.models.span import EncodedText, PairFormat, Window, encode_text
from jawab.reading import MAX_ANSWER_TOKENS, MAX_LENGTH, Scores, SpanReader, bare, best_spans, load_reader
from jawab.settings import Settings
from jawab.text import Lexicon
from jawab.types import Article, Passage, ScoredSpan, Span
from tiny_model import save_checkpoint, tiny_tokenizer

WORDS = ["[PAD]", "[CLS]", "[SEP]", "other", "cité", "Taous", "؟", "…", "المدينة"]


def passage(text: str, article_id: str = "a") -> Passage:
    return Passage(Article(article_id, text, "fr").info, Span(0, len(text)), text)


def word_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="other"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    return tokenizer


class WordScorer:
    """Scores a token by its word: the higher its number in `WORDS` the better; "no answer" scores 2."""

    def __init__(self) -> None:
        self.tokenizer = word_tokenizer()
        self.format = PairFormat.of(self.tokenizer)
        self.lexicon = Lexicon()
        self.batches: list[int] = []

    def encode_text(self, text: str) -> EncodedText:
        return encode_text(self.tokenizer, text)

    def score(self, windows: Sequence[Window]) -> list[tuple[Scores, Scores]]:
        self.batches.append(sum(len(window.ids) for window in windows))
        rows = [np.array(window.ids, dtype=np.float32) for window in windows]
        return [(row, row) for row in rows]


def brute_force(window: Window, start: Scores, end: Scores, top: int) -> list[ScoredSpan]:
    """Every span of at most `MAX_ANSWER_TOKENS` passage tokens that cover characters, best first."""
    null = float(start[0] + end[0])
    spans = []
    for i, (left, left_end) in enumerate(window.offsets):
        for j, (right_start, right) in enumerate(window.offsets[i : i + MAX_ANSWER_TOKENS], start=i):
            if left < left_end and right_start < right:
                score = float(start[window.first + i] + end[window.first + j])
                spans.append(ScoredSpan(Span(left, right), score, null))
    return sorted(spans, key=lambda s: (-s.margin, s.span.start, s.span.end))[:top]


def window_of(count: int, empty: frozenset[int] = frozenset()) -> Window:
    """Four tokens of question, `count` of passage; those in `empty` cover no character."""
    offsets = tuple((3 * i, 3 * i if i in empty else 3 * i + 2) for i in range(count))
    ids = tuple(range(4 + count + 1))
    return Window(ids, (0,) * len(ids), 4, offsets)


@pytest.mark.parametrize("count", [1, 2, 7, 20])
@pytest.mark.parametrize("seed", range(10))
def test_the_best_spans_are_those_of_brute_force(count: int, seed: int) -> None:
    rng = np.random.default_rng([count, seed])
    empty = frozenset(rng.choice(count, size=count // 4, replace=False).tolist())
    window = window_of(count, empty)
    start, end = rng.normal(size=(2, len(window.ids))).astype(np.float32)
    assert best_spans(window, start, end, top=5) == brute_force(window, start, end, top=5)


@pytest.mark.parametrize("seed", range(10))
def test_the_best_span_of_a_long_window_is_that_of_brute_force(seed: int) -> None:
    rng = np.random.default_rng(seed)
    window = window_of(300)
    start, end = rng.normal(size=(2, len(window.ids))).astype(np.float32)
    assert best_spans(window, start, end, top=1) == brute_force(window, start, end, top=1)


def test_equal_scores_go_to_the_earlier_then_the_shorter_span() -> None:
    window = window_of(3)
    flat = np.zeros(len(window.ids), dtype=np.float32)
    assert [s.span for s in best_spans(window, flat, flat, top=4)] == [Span(0, 2), Span(0, 5), Span(0, 8), Span(3, 5)]


def test_where_the_best_starts_all_follow_the_best_ends_one_token_is_the_span() -> None:
    window = window_of(60)
    place = np.arange(len(window.ids), dtype=np.float32)
    (best,) = best_spans(window, place, -place, top=1)
    assert best.span.end - best.span.start == 2
    assert best.score == 0.0


def test_a_window_without_characters_has_no_span() -> None:
    window = window_of(2, frozenset({0, 1}))
    zeros = np.zeros(len(window.ids), dtype=np.float32)
    assert best_spans(window, zeros, zeros, top=3) == []
    assert best_spans(window_of(0), zeros[:5], zeros[:5], top=3) == []


def test_each_passage_of_each_request_gets_its_own_spans() -> None:
    reader = SpanReader(WordScorer(), "words")
    requests = [
        ("où ?", [passage("La cité de Taous"), passage("rien")]),
        ("quoi ?", []),
        ("où ?", [passage("Taous")]),
    ]
    first, second, third = reader.read_many(requests, top=1)
    words = [p.text[span.span.start : span.span.end] for p, (span,) in zip(requests[0][1], first, strict=True)]
    assert words == ["Taous", "rien"]
    assert second == []
    assert third == [[ScoredSpan(Span(0, 5), 10.0, 2.0)]]
    assert third[0][0].margin == 8.0


def test_a_question_is_read_in_the_spelling_of_each_passage() -> None:
    class Hearing(WordScorer):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[str] = []

        def encode_text(self, text: str) -> EncodedText:
            self.heard.append(text)
            return super().encode_text(text)

    scorer = Hearing()
    SpanReader(scorer, "words").read_many([("اين المدينه ؟", [passage("المدينة"), passage("مدينه")])])
    assert scorer.heard == ["اين المدينة ؟", "المدينة", "اين المدينه ؟", "مدينه"]


def test_an_answer_at_the_end_of_a_very_long_passage_is_found() -> None:
    text = "mot " * 3 * MAX_LENGTH + "Taous"
    ((found,),) = SpanReader(WordScorer(), "words").read_many([("où ?", [passage(text)])], top=1)
    assert found[0].span == Span(len(text) - 5, len(text))


def test_no_window_is_longer_than_those_of_training() -> None:
    class Counting(WordScorer):
        longest = 0

        def score(self, windows: Sequence[Window]) -> list[tuple[Scores, Scores]]:
            self.longest = max(self.longest, *(len(window.ids) for window in windows))
            return super().score(windows)

    scorer = Counting()
    SpanReader(scorer, "words").read_many([("où ? " * 20, [passage("mot " * 2000), passage("mot")])])
    assert scorer.longest == 256


def test_a_span_that_two_windows_see_comes_once() -> None:
    text = "mot " * 250 + "Taous " + "mot " * 200
    ((found,),) = SpanReader(WordScorer(), "words").read_many([("où ?", [passage(text)])], top=3)
    assert len({span.span for span in found}) == len(found) == 3
    assert found[0].span == Span(1000, 1005)


def test_a_passage_of_marks_has_no_span() -> None:
    reader = SpanReader(WordScorer(), "words")
    assert reader.read_many([("où ?", [passage("؟ … ؟"), passage(" \n "), passage("")])]) == [[[], [], []]]


def test_requests_read_together_or_alone_give_the_same_spans() -> None:
    scorer = WordScorer()
    reader = SpanReader(scorer, "words")
    requests = [(f"question {n}", [passage("mot " * (37 * n % 600) + "Taous", str(n))]) for n in range(40)]
    together = reader.read_many(requests)
    assert len(scorer.batches) > 1
    assert max(scorer.batches) <= 4096
    assert together == [reader.read_many([request])[0] for request in requests]


def test_a_transformers_folder_reads_as_it_is(tmp_path: Path) -> None:
    import torch

    model = save_checkpoint(tmp_path, word_tokenizer(), "[PAD]", "[CLS]", "[SEP]")
    reader = load_reader(Settings(reader=str(tmp_path)))
    text = "La cité de Taous"
    (((found,),),) = reader.read_many([("où ?", [passage(text)])], top=1)
    encoded = word_tokenizer().encode("où ?", text)
    with torch.inference_mode():
        output = model(torch.tensor([encoded.ids]), token_type_ids=torch.tensor([encoded.type_ids]))
    start, end = output.start_logits[0].numpy(), output.end_logits[0].numpy()
    expected = brute_force(Window(tuple(encoded.ids), (), 4, tuple(encoded.offsets[4:8])), start, end, 1)[0]
    assert found.span == expected.span
    assert (found.score, found.null_score) == pytest.approx((expected.score, expected.null_score), abs=1e-4)
    assert reader.identity.startswith("span ")
    assert load_reader(Settings(reader=str(tmp_path))).identity == reader.identity


def test_a_reader_that_is_nowhere_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="neither"):
        load_reader(Settings(reader=str(tmp_path / "nothing")))
    with pytest.raises(ModelError, match="safetensors only"):
        load_reader(Settings(reader=str(tmp_path)))
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="cannot be loaded as a reader"):
        load_reader(Settings(reader=str(tmp_path)))


def test_the_bundled_tokenizer_gives_spans_of_whole_characters() -> None:
    tokenizer = tiny_tokenizer()
    text = "la ville é\u0301 ﻻ مدينة"
    offsets = [(start, end) for start, end in encode_text(tokenizer, text).offsets if start < end]
    assert "".join(text[start:end] for start, end in offsets) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22 نوفمبر 2005،", "22 نوفمبر 2005"),
        ("موسكو.", "موسكو"),
        ("«الشراكة»", "الشراكة"),
        ("قناة «روسيا اليوم»", "قناة «روسيا اليوم»"),
        ("« Le Monde » de jeudi", "« Le Monde » de jeudi"),
        ("(12 %),", "12 %"),
        ("l’État (ONU).", "l’État (ONU)"),
        ("«دافت» و«غوتمان»", "«دافت» و«غوتمان»"),
        ("«Le Monde» et «Le Figaro».", "«Le Monde» et «Le Figaro»"),
        ('"Taous" et "Sendiane"', '"Taous" et "Sendiane"'),
        ("(A) B (C)", "(A) B (C)"),
        ("((A) et (B))", "(A) et (B)"),
        ("«Le «Grand» Soir»", "Le «Grand» Soir"),
        ("‘l’eau’", "l’eau"),
        ("»", ""),
        ("-5 °C", "-5 °C"),
        ("–5 °C", "–5 °C"),
        ("– 38%", "38%"),
        ("– Taous", "Taous"),
        ("#MeToo,", "#MeToo"),
        ("@taous", "@taous"),
        ("# 1", "1"),
        ("C#.", "C#"),
        ("2005#", "2005"),
        ("متى؟ 2016", "متى؟ 2016"),
        ("2005،\u200f", "2005"),
        ("\u200f%25\u061c.", "%25"),
        ("...", ""),
    ],
)
def test_answers_lose_the_punctuation_around_them(text: str, expected: str) -> None:
    span = bare(text, Span(0, len(text)))
    assert text[span.start : span.end] == expected


def test_a_dash_between_two_numbers_is_no_sign() -> None:
    assert bare("1990–1995", Span(4, 9)) == Span(5, 9)
    assert bare("entre 1990 et –5", Span(14, 16)) == Span(14, 16)
