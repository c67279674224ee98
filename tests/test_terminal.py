"""What the terminal shows."""

from __future__ import annotations

from dataclasses import replace

from fake_answerer import FRENCH, FakeAnswerer, quote
from jawab.evaluation.modes import evaluate_predictions
from jawab.evaluation.predictions import Prediction
from jawab.gold import GoldAnswer, GoldQuestion, GoldSet
from jawab.index import RefreshReport
from jawab.terminal import answer_text, confidence_words, console, refresh_text, replies_text, reply_text, run_view
from jawab.types import Answer, Question


def shown(question: str) -> str:
    (reply,) = FakeAnswerer().ask_many([Question(question)])
    return reply_text(reply).plain


def test_an_answer_shows_its_sentence_with_the_answer_marked_and_its_reference() -> None:
    lines = shown("Le port ?").splitlines()
    assert lines[0] == "16 أكتوبر 2025  (likely, 87%)"
    assert "يوم ⟦16 أكتوبر 2025⟧ بعد" in lines[1]
    assert lines[2].strip().startswith("افتتاح الميناء · صحيفة الساحل · 2025-10-16 · port-ar ")
    assert "après ⟦deux ans⟧ de travaux." in lines[3]


def test_an_abstention_is_said_plainly() -> None:
    text = shown("Qui est le maire ?")
    assert text.startswith("The collection does not say.\n")
    assert "⟦300⟧" in text


def test_one_reply_is_printed_bare_and_several_each_under_its_question() -> None:
    questions = [Question("Le port ?"), Question("Qui est le maire ?")]
    port, mayor = replies = FakeAnswerer().ask_many(questions)
    assert replies_text([port]) == reply_text(port)
    assert replies_text(replies).plain == (
        f"Le port ?\n{reply_text(port).plain}\nQui est le maire ?\n{reply_text(mayor).plain}"
    )


def test_text_of_articles_is_never_markup() -> None:
    article = replace(FRENCH, title="[red]Le port[/red] :smile:")
    answer = Answer("300", "fr", 0.9, (quote(article, "300", "Il emploie 300 personnes."),))
    terminal = console()
    with terminal.capture() as printed:
        terminal.print(answer_text(answer))
    assert "[red]Le port[/red] :smile: · Le Rivage · 2025-10-17 · port-fr 77-80" in printed.get()


def test_confidence_has_a_word_and_a_number() -> None:
    assert [confidence_words(value) for value in (0.9, 0.75, 0.6, 0.1)] == [
        "likely, 90%", "likely, 75%", "possible, 60%", "unsure, 10%",
    ]  # fmt: skip


def test_a_refresh_is_summed_up_in_one_line() -> None:
    report = RefreshReport("000002-x", committed=True, indexed=3, removed=1, embedded=9)
    assert refresh_text(report).plain == "3 indexed, 1 removed; 9 passages embedded (generation 000002-x)\n"
    assert refresh_text(RefreshReport("000001-x", committed=False, unchanged=4)).plain == (
        "4 unchanged; nothing changed (generation 000001-x)\n"
    )


def test_figures_are_never_cut_however_many_languages_there_are() -> None:
    languages = ("ar", "fr", "en", "es", "de")
    gold = [
        GoldQuestion(f"{code}{n}", "?", code, "", code, f"a{n}", (GoldAnswer("x" if n % 2 else "y"),))
        for code in languages
        for n in range(8)
    ]
    run = evaluate_predictions([GoldSet("gold.json", tuple(gold))], {q.id: Prediction("x") for q in gold})
    terminal = console()
    with terminal.capture() as printed:
        terminal.print(run_view(run))
    assert "…" not in printed.get()
    row = next(line for line in printed.get().splitlines() if line.startswith("f1 "))
    assert row.count("50.0 [") == 1 + len(languages)
