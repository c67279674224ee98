"""Where sentences and clauses end."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.text import clauses, sentences
from jawab.types import Span


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["زار لافروف الرباط.", "ثم عاد إلى موسكو."],
        ["هل زار الرباط؟", "نعم!", "زارها."],
        ["قال د. محمد العلوي ذلك.", "وأكده أ. د. سعيد."],
        ["انظر ص. 12 من الكتاب.", "ثم ج. 2."],
        ["ولد سنة 570 م.", "ومات سنة 632 م. في المدينة."],
        ["بلغ العلو 1200 م.", "وأضاف ذلك."],
        ["هاجر سنة 622 هـ.", "وتوفي بعدها."],
        ["مات نحو 322 ق.م.", "وخلفه ابنه."],
        ["زار د. أحمد ود. سالم المدينة.", "والتقيا بد. علي وم. سعيد وأ.د. مريم."],
        ["قطع 20 كم.", "ثم عاد."],
        ["أعلنت شركة ش.م.ل. اللبنانية ذلك."],
        ["S.E.M. Ali est venu.", "La S.N.C.F. a dit oui.", "L'O.N.U. aussi."],
        ["Il est arrêté pour vol.", "Le suspect nie.", "Ils étaient sept.", "Le maire aussi."],
        ["Cet art.", "Il dit no.", "Puis rien.", "Il vole.", "Un vol.", "L'homme fuit."],
        ["Voir l'art. 5, vol. II, fig. 3.", "Le 3 sept. 2023 ou en oct. dernier."],
        ["Il mesure 1200 m.", "Puis M. Dupont monte."],
        ["بلغ النمو 3.5 في المئة.", "وبلغ ٣٫٥ قبل ذلك."],
        ["M. Lavrov est arrivé.", "Mme. Dupont l'attendait."],
        ["Le Dr. Martin et le Pr. Durand, av. J.-C. ou après.", "Fin."],
        ["J. R. R. Tolkien et V. Poutine.", "Rien d'autre."],
        ["Le taux est de 3.5 %.", "Il baisse."],
        ["Voir www.exemple.org/page.html ou http://a.b/c?d=e.", "Merci."],
        ["Il hésite... puis part.", "Il revient…", "Puis rien."],
        ["تردد...", "ثم مضى."],
        ["Il dit : « Je viens. »", "Puis il part."],
        ["« Vraiment ? » demande-t-elle.", "Oui."],
        ["قال: «سنوقع المذكرة.»", "ثم وقعها."],
        ["قال: “سنوقع المذكرة.”", "ثم وقعها."],
        ["(Il vient.)", "Puis il part."],
        ["Quoi ?!", "Rien."],
        ["Une phrase sans fin"],
        ["🙂 Bonjour.", "👩‍🚀 Salut !"],
    ],
)
def test_a_line_is_cut_into_its_sentences(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


@pytest.mark.parametrize("mark", "\u200e\u200f\u061c")
def test_direction_marks_hide_neither_a_stop_nor_an_abbreviation(mark: str) -> None:
    assert cut(f"قال في بيان.{mark} وأضاف ذلك.") == [f"قال في بيان.{mark}", "وأضاف ذلك."]
    assert cut(f"زار {mark}د{mark}.{mark} أحمد المدينة.") == [f"زار {mark}د{mark}.{mark} أحمد المدينة."]


def test_a_newline_always_ends_a_sentence() -> None:
    assert cut("عنوان بلا نقطة\nالنص هنا.\n\n  آخر  ") == ["عنوان بلا نقطة", "النص هنا.", "آخر"]


def test_the_number_of_a_list_item_stays_with_it() -> None:
    assert cut("الأهداف:\n1. التحضير للمنتدى\n2. تعزيز العلاقات.\na. Premier point") == [
        "الأهداف:",
        "1. التحضير للمنتدى",
        "2. تعزيز العلاقات.",
        "a. Premier point",
    ]


def test_a_number_at_the_end_of_a_sentence_ends_it() -> None:
    assert cut("وقع ذلك سنة 2005. ثم عاد.") == ["وقع ذلك سنة 2005.", "ثم عاد."]


def test_a_question_mark_without_a_space_after_it_ends_a_sentence() -> None:
    assert cut("ماذا بعد؟العودة.") == ["ماذا بعد؟", "العودة."]


def test_clauses_end_at_commas_semicolons_colons_and_dashes() -> None:
    text = "جاء الوزير، ثم غادر؛ وقال: نعم – أو لا. Il vient, part ; revient: 3,5 fois, 10:30."
    assert [text[span.start : span.end] for span in clauses(text)] == [
        "جاء الوزير،",
        "ثم غادر؛",
        "وقال:",
        "نعم –",
        "أو لا. Il vient,",
        "part ;",
        "revient:",
        "3,5 fois,",
        "10:30.",
    ]


def test_empty_text_and_spaces_have_no_sentence() -> None:
    assert sentences("") == sentences(" \n\t\u00a0\n") == clauses("  ") == []


TEXTS = st.text(alphabet=st.sampled_from("aB1اب .!?؟…،,;:\n\t\u00a0«»\"'()“”–-M.د\u064e\u200f\u202eـ😀"))


@settings(derandomize=True, deadline=None)
@given(TEXTS)
def test_spans_are_trimmed_ordered_and_hold_every_visible_code_point(text: str) -> None:
    for spans in (sentences(text), clauses(text)):
        pieces = [text[span.start : span.end] for span in spans]
        assert all(piece and piece == piece.strip() for piece in pieces)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        held = {position for span in spans for position in range(span.start, span.end)}
        assert all(char.isspace() for position, char in enumerate(text) if position not in held)


@settings(derandomize=True, deadline=None)
@given(TEXTS)
def test_no_sentence_holds_a_newline(text: str) -> None:
    assert not any("\n" in text[span.start : span.end] for span in sentences(text))


def test_a_long_text_without_a_newline_are_cut_at_every_full_stop() -> None:
    spans = sentences("كلمة طيبة. " * 20_000)
    assert len(spans) == 20_000
    assert spans[-1] == Span(19_999 * 11, 19_999 * 11 + 10)


@pytest.mark.parametrize("run", ["." * 200_000, "؟!" * 100_000, ".»" * 100_000, "." + "»" * 200_000])
def test_a_long_run_of_marks_and_quotes_ends_a_sentence_only_before_a_space(run: str) -> None:
    assert sentences(run + "X") == [Span(0, len(run) + 1)]
    assert sentences(run + " X") == [Span(0, len(run)), Span(len(run) + 1, len(run) + 2)]
