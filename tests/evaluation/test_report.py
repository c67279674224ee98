"""The report: what a person reads."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from evaluation.fakes import ARABIC, FRENCH, FakeAnswerer, ask_of, gold_set
from jawab.calibration import Promise
from jawab.evaluation.modes import evaluate_answers, evaluate_predictions, evaluate_rankings, evaluate_retrieval
from jawab.evaluation.predictions import Prediction
from jawab.evaluation.report import (
    difference,
    marked,
    render_comparison_html,
    render_comparison_markdown,
    render_html,
    render_markdown,
    worst,
)
from jawab.evaluation.significance import compare

WHERE = ask_of(ARABIC, "where", "أين وقعت المذكرة؟", "موسكو")
WHO = ask_of(ARABIC, "who", "من حضر <b>الحفل</b> & غيره؟", "ناصر بوريطة")
NEVER = ask_of(FRENCH, "never", "Combien | a coûté\nla cérémonie ?")
GOLD = [gold_set(WHERE, WHO, NEVER)]
ANSWERER = FakeAnswerer(
    found={WHERE.question: [("ar-01", 0)], WHO.question: [("ar-01", 0), ("ar-01", 1)], NEVER.question: [("fr-01", 1)]},
    said={WHERE.question: ("موسكو", 0.9), WHO.question: ("المغرب", 0.7), NEVER.question: ("une heure", 0.6)},
)
RUN = evaluate_answers(GOLD, ANSWERER, {"reader": "fake"})  # type: ignore[arg-type]
VOID = {"meta", "br", "hr", "img", "link", "input"}


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(RUN)


class Balance(HTMLParser):
    """Elements that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1] == tag or tag not in {"tr", "td", "th"}:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass


def test_the_page_is_whole_and_needs_nothing_from_elsewhere(page: str) -> None:
    balance = Balance()
    balance.feed(page)
    assert balance.open == []
    assert not re.search(r"<(?:script|link|img|iframe)\b", page)
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert page.count("<svg") == 3


def test_a_question_cannot_write_markup_into_the_page(page: str) -> None:
    assert "من حضر &lt;b&gt;الحفل&lt;/b&gt; &amp; غيره؟" in page
    assert "<b>الحفل" not in page


def test_wrong_questions_stand_with_what_was_said_and_the_gold(page: str) -> None:
    assert "<mark>ناصر بوريطة</mark>" in page
    assert "وقع <mark>المغرب</mark> المذكرة" in page
    assert "no answer: the collection does not say" in page
    assert "wrongly answered" in page


def test_arabic_stands_from_right_to_left(page: str) -> None:
    assert re.search(r'<p class="q" dir="rtl">من حضر', page)
    assert re.search(r'<p class="q" dir="auto">Combien', page)


def test_the_comparison_names_the_questions_that_flipped() -> None:
    before = evaluate_predictions(GOLD, {"where": Prediction("موسكو"), "who": Prediction("ناصر بوريطة")})
    after = evaluate_predictions(GOLD, {"where": Prediction("موسكو"), "who": Prediction("x")})
    comparisons = compare([before, after])
    for rendered in (render_html(after, comparisons), render_markdown(after, comparisons)):
        assert "Lost: 1 questions" in rendered
        assert "Gained" not in rendered


def test_a_retrieval_run_is_reported_by_its_ranks() -> None:
    run = evaluate_retrieval(GOLD, lambda questions, k: [["fr-01", "ar-01"] for _ in questions], {})
    page = render_html(run)
    assert "success@5" in page
    assert ">2 questions</small>" in page  # of the three, the unanswerable one is not measured
    assert "| all | 2 | 0.0 | 100.0 |" in render_markdown(run)
    assert "The worst questions" not in page
    assert page.count("<svg") == 1


def test_predictions_without_confidence_have_no_curves() -> None:
    page = render_html(evaluate_predictions(GOLD, {"where": Prediction("موسكو")}))
    assert "<svg" not in page


def test_markdown_keeps_questions_inside_their_cells() -> None:
    markdown = render_markdown(RUN)
    assert (
        "| never | Combien \\| a coûté la cérémonie ? | une heure | La cérémonie a duré une heure. | fr-01 "
        "| no answer | Mémorandum | wrongly answered | 0.60 |" in markdown
    )
    assert "&lt;b>الحفل" in markdown


def test_every_markdown_row_has_as_many_cells_as_its_heading() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", render_markdown(RUN), re.MULTILINE):
        rows = [re.sub(r"\\\|", "", row).count("|") for row in table.splitlines()]
        assert len(rows) > 2
        assert len(set(rows)) == 1


def test_confident_and_wrong_comes_first() -> None:
    wrong = [record for record in RUN.per_question if record.outcome != "right"]
    assert [record.id for record in worst(wrong)] == ["who", "never"]


def test_marked_escapes_both_the_sentence_and_the_answer() -> None:
    assert marked("a <b> c & d", "<b>") == "a <mark>&lt;b&gt;</mark> c &amp; d"
    assert marked("a <b>", "x") == "a &lt;b&gt;"
    assert marked("a <b>", "") == "a &lt;b&gt;"


def test_marked_prefers_an_answer_that_is_words_of_its_own() -> None:
    assert marked("En 2012, il y avait 12 personnes.", "12") == "En 2012, il y avait <mark>12</mark> personnes."
    assert marked("كتابه في الكتاب", "كتاب") == "كتابه في ال<mark>كتاب</mark>"
    assert marked("En 2012.", "12") == "En 20<mark>12</mark>."


def test_f1_is_told_only_as_deep_as_passages_were_read() -> None:
    row = next(line for line in render_markdown(RUN).splitlines() if line.startswith("| F1 (ours) had only k"))
    assert row == "| F1 (ours) had only k been read | 33.3 | 33.3 | 33.3 | 33.3 | 33.3 | 33.3 | – |"


def test_the_order_that_success_by_depth_is_of_is_named() -> None:
    row = "| answer among the first k passages, in the order after reading | 50.0 | 100.0 |"
    assert row in render_markdown(RUN)
    assert row.split(" | ")[0].removeprefix("| ") in render_html(RUN)
    theirs = evaluate_rankings(GOLD, {"where": ["fr-01", "ar-01"], "who": ["ar-01"]})
    assert "| answer among the first k passages | 50.0 | 100.0 |" in render_markdown(theirs)


def test_a_figure_over_fewer_questions_than_its_row_says_so() -> None:
    row = next(line for line in render_markdown(RUN).splitlines() if line.startswith("| all | 3 |"))
    assert row.count(" of 2 ") == 3  # answerable F1, and twice mlqa


def test_markdown_says_of_comparisons_and_promises_what_the_page_says() -> None:
    markdown = render_markdown(RUN, compare([RUN, RUN], ["before.json", "after.json"]))
    assert "## after.json against before.json" in markdown
    assert "3 questions measured in both" in markdown
    assert "| promised precision | answer from confidence | share answered | precision then |" in markdown
    assert re.search(r"^\| 80\.0 \| 0\.900 \| 33\.3 \| 100\.0 \|$", markdown, re.MULTILINE)
    assert f"| python | {RUN.environment.packages['python']} |" in markdown


def test_what_was_stated_of_the_confidence_stands_beside_what_it_gives_here(page: str) -> None:
    stated = (
        "Stated when the confidence was fitted: of the answers given from 0.650 on, 90.0% are right, and 25.0% of the "
        "questions are answered. Here 50.0% of them are right, and 66.7% are answered."
    )
    assert stated in page
    assert stated in render_markdown(RUN)
    higher = RUN.environment.model_copy(update={"promise": Promise(0.9, 0.95, 0.1)})
    assert "no answer has that confidence" in render_html(RUN.model_copy(update={"environment": higher}))
    unfitted = RUN.environment.model_copy(update={"promise": None})
    assert "Stated when" not in render_markdown(RUN.model_copy(update={"environment": unfitted}))


def test_the_interval_of_a_difference_is_shown() -> None:
    gold = [gold_set(ask_of(ARABIC, "a", "أين؟", "موسكو"), ask_of(FRENCH, "f", "أين ؟", "Moscou", language="ar"))]
    right, half = ({"a": Prediction("موسكو"), "f": Prediction(said)} for said in ("Moscou", "x"))
    comparisons = compare([evaluate_predictions(gold, right), evaluate_predictions(gold, half)])
    change = comparisons[0].languages[0].change
    assert difference(change) == "-50.0 (-100.0 to +100.0)"
    for rendered in (render_comparison_html(comparisons), render_comparison_markdown(comparisons)):
        assert difference(change) in rendered
        assert "too few articles to tell (2; it takes 6)" in rendered


def test_a_comparison_is_a_page_of_its_own() -> None:
    page = render_comparison_html(compare([RUN, RUN, RUN], ["<a>.json", "b.json", "c.json"]))
    balance = Balance()
    balance.feed(page)
    assert balance.open == []
    assert "<bdi>c.json</bdi> against <bdi>&lt;a&gt;.json</bdi>" in page
