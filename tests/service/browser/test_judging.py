"""Judging: what is said of answers goes to the gold set, kept apart by judge."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from jawab.gold import read_gold_sets
from jawab.text import detect
from service.browser.conftest import TONGUES, OpenPage
from service.browser.newsroom import PORT_FR, UNKNOWN_FR, WHEN_AR, WHEN_FR
from service.browser.slowness import SLOW
from service.browser.speech import word

pytestmark = pytest.mark.browser

every_tongue = pytest.mark.parametrize("tongue", TONGUES)

SELECT = """([from, to]) => {
  const range = document.createRange();
  const text = document.querySelector(".text");
  const [node, offset] = [text.firstChild, text.textContent.indexOf(from)];
  range.setStart(node, offset);
  range.setEnd(node, text.textContent.indexOf(to) + to.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def judge_as(page: Page, name: str) -> None:
    page.locator("#judge-dialog input").fill(name)
    page.locator('#judge-dialog button[value="proceed"]').click()


def gold_set(page: Page, folder: Path) -> Path:
    """The gold set as the page downloads it."""
    page.goto("/?view=judgements")
    with page.expect_download() as download:
        page.locator("#downloads button").first.click()
    download.value.save_as(folder / "gold.json")
    return folder / "gold.json"


@every_tongue
def test_a_verdict_is_kept_changed_and_taken_back(open_page: OpenPage, tongue: str) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}", tongue)
    row = page.locator(".answer .judging").first
    right, partly, wrong = row.locator(".right"), row.locator(".partly"), row.locator(".wrong")
    wrong.click()
    judge_as(page, "سلمى")
    expect(row.locator("output")).to_have_text(word(page, "saved"))
    expect(wrong).to_have_attribute("aria-pressed", "true")
    partly.click()
    expect(partly).to_have_attribute("aria-pressed", "true")
    expect(wrong).to_have_attribute("aria-pressed", "false")
    right.click()
    expect(right).to_have_attribute("aria-pressed", "true")
    expect(partly).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(right).to_have_attribute("aria-pressed", "true")
    right.click()
    expect(row.locator("output")).to_have_text(word(page, "undone"))
    expect(right).to_have_attribute("aria-pressed", "false")
    page.goto("/?view=judgements")
    expect(page.locator("#no-judgements")).to_be_visible()


@every_tongue
def test_the_right_answer_is_marked_by_selecting_it(open_page: OpenPage, tongue: str, tmp_path: Path) -> None:
    page = open_page(f"/?q={quote(WHEN_AR)}", tongue)
    page.locator(".answer .judging a").first.click()
    expect(page.locator(".marking h2")).to_contain_text(WHEN_AR)
    expect(page.locator(".marking .selected")).to_have_text(word(page, "markNothing"))
    page.evaluate(SELECT, ["الميناء الجديد ", "الجديد "])
    expect(page.locator(".marking .selected")).to_have_text("الميناء الجديد")
    page.get_by_role("button", name=word(page, "markSave")).click()
    judge_as(page, "سلمى")
    expect(page.locator(".marking [role=status]")).to_contain_text(word(page, "saved"))
    (gold,) = read_gold_sets([gold_set(page, tmp_path)], detect)
    (question,) = gold.questions
    assert (question.question, question.answers[0].text) == (WHEN_AR, "الميناء الجديد")
    assert question.context[question.answers[0].start :].startswith("الميناء الجديد")


@every_tongue
def test_the_right_answer_can_be_typed_instead(open_page: OpenPage, tongue: str) -> None:
    page = open_page(f"/?q={quote(UNKNOWN_FR)}", tongue)
    page.locator(".passage .actions a").nth(1).click()
    page.locator("#typed").fill("ne figure nulle part")
    page.locator("#typed").press("Enter")
    expect(page.locator(".marking [role=status]")).to_have_text(word(page, "markAbsent"))
    words = page.locator(".text").inner_text().split()[2:4]
    page.locator("#typed").fill(" ".join(words))
    page.locator("#typed").press("Enter")
    expect(page.locator(".marking .selected")).to_have_text(" ".join(words))
    page.get_by_role("button", name=word(page, "markSave")).click()
    judge_as(page, "Camille")
    expect(page.locator(".marking [role=status]")).to_contain_text(word(page, "saved"))
    page.locator(".marking [role=status] a").click()
    expect(page.locator(".own")).to_contain_text(word(page, "marked"))
    page.locator(".own a").click()
    expect(page.locator("#place")).to_have_text(" ".join(words))
    page.locator(".back a").click()
    page.locator(".own button").click()
    expect(page.locator(".judging output")).to_have_text(word(page, "undone"))
    expect(page.locator(".own")).to_have_count(0)
    page.goto("/?view=judgements")
    expect(page.locator("#no-judgements")).to_be_visible()


def test_what_is_selected_past_the_end_is_taken_as_far_as_the_article_goes(open_page: OpenPage) -> None:
    page = open_page(f"/?article=port-fr&mark=1&q={quote(WHEN_FR)}")
    selected = page.locator(".marking .selected")
    page.evaluate(SELECT, ["deux", "ans"])
    expect(selected).to_have_text("deux ans")
    box = page.locator(".text").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 60, box["y"] + box["height"] - 12, click_count=3)
    assert not page.evaluate("document.querySelector('.text').contains(getSelection().getRangeAt(0).endContainer)")
    expect(selected).to_have_text("Il emploie 450 personnes.")
    page.keyboard.press("Control+a")
    expect(selected).to_have_text(PORT_FR.text)


def test_a_selection_beside_the_article_leaves_what_was_selected(open_page: OpenPage) -> None:
    page = open_page(f"/?article=port-fr&mark=1&q={quote(WHEN_FR)}")
    selected = page.locator(".marking .selected")
    page.evaluate(SELECT, ["deux", "ans"])
    expect(selected).to_have_text("deux ans")
    for beside in (".marking h2", "#article-view h1"):
        page.locator(beside).click(click_count=3)
        assert page.evaluate("getSelection().toString()")
        expect(selected).to_have_text("deux ans")


def test_what_is_typed_is_found_whatever_its_spaces_and_apostrophes(open_page: OpenPage) -> None:
    page = open_page("/")
    text = "L’accord d'Aix (deux pages) coûte 450\u202f000\u00a0€ au\nport, dit la ville."
    page.request.put("/v1/articles/note", data={"text": text})
    page.goto(f"/?article=note&mark=1&q={quote(UNKNOWN_FR)}")
    for typed in ("L'accord d’Aix (deux pages) coûte 450 000 € au port", "450\u00a0000 €"):
        page.locator("#typed").fill(typed)
        page.locator("#typed").press("Enter")
        expect(page.locator(".marking .selected")).to_have_text(typed.replace("L'", "L’").replace("d’", "d'"))
    page.locator("#typed").fill("4.0")
    page.locator("#typed").press("Enter")
    expect(page.locator(".marking [role=status]")).to_have_text(word(page, "markAbsent"))
    expect(page.locator(".marking .selected")).to_have_text(word(page, "markNothing"))


def test_a_verdict_takes_the_place_of_the_marked_answer(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}")
    page.locator(".answer .judging a").first.click()
    page.locator("#typed").fill("deux ans")
    page.locator("#typed").press("Enter")
    page.get_by_role("button", name=word(page, "markSave")).click()
    judge_as(page, "Camille")
    page.locator(".marking [role=status] a").click()
    expect(page.locator(".own a")).to_have_text("deux ans")
    page.locator(".answer .right").first.click()
    expect(page.locator(".judging output")).to_have_text(word(page, "saved"))
    expect(page.locator(".own")).to_have_count(0)


def test_what_changed_since_it_was_answered_is_not_judged(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}", "fr")
    expect(page.locator(".answer")).to_have_count(2)
    page.request.put("/v1/articles/port-fr", data={"text": "Le port a rouvert le 16 octobre 2025, dit-on encore."})
    page.locator(".answer .right").first.click()
    judge_as(page, "Camille")
    expect(page.locator(".judging output")).to_have_text(word(page, "because_409"))


def test_a_verdict_on_an_older_text_is_not_one_on_the_new(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}")
    page.locator(".answer .wrong").first.click()
    judge_as(page, "Camille")
    expect(page.locator(".judging output")).to_have_text(word(page, "saved"))
    page.request.put("/v1/articles/port-fr", data={"text": PORT_FR.text.replace("450", "451")})
    page.reload()
    wrong = page.locator(".answer .wrong").first
    expect(wrong).to_have_attribute("aria-pressed", "false")
    wrong.click()
    expect(page.locator(".judging output")).to_have_text(word(page, "saved"))
    expect(wrong).to_have_attribute("aria-pressed", "true")


def test_a_name_is_kept_as_the_service_has_taken_it(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}")
    right = page.locator(".answer .right").first
    right.click()
    judge_as(page, "!!!")
    expect(page.locator(".judging output")).to_contain_text(word(page, "because_422"))
    right.click()
    judge_as(page, "\u2068Camille  B.\u2069")
    expect(page.locator(".judging output")).to_have_text(word(page, "saved"))
    page.goto("/?view=judgements")
    expect(page.locator("#you-judge bdi")).to_have_text("Camille B.")
    expect(page.locator("#judged button")).to_have_text([word(page, "undo")])


def test_more_judgements_are_asked_for_once(open_page: OpenPage) -> None:
    page = open_page("/")
    generation = page.request.get("/v1/stats").json()["generation"]
    for number in range(60):
        mark = {"question": f"Question {number} ?", "judge": "Camille", "verdict": "unanswerable"}
        page.request.post("/v1/judgements", data={**mark, "generation": generation})
    page.goto("/?view=judgements")
    expect(page.locator("#judged > li")).to_have_count(50)
    page.evaluate(SLOW, "cursor=")
    more = page.locator("#more-judged button")
    more.evaluate("(more) => [more, more].forEach((button) => button.click())")
    expect(more).to_have_count(0)
    expect(page.locator("#judged > li")).to_have_count(60)
    expect(page.locator("#judged > li > a").nth(50)).to_be_focused()


@every_tongue
def test_two_judges_are_kept_apart_and_their_agreement_is_shown(
    open_page: OpenPage, tongue: str, tmp_path: Path
) -> None:
    for judge, verdict in (("Camille", ".right"), ("سلمى", ".wrong")):
        page = open_page(f"/?q={quote(WHEN_FR)}", tongue)
        page.locator(f".answer .judging {verdict}").first.click()
        judge_as(page, judge)
        expect(page.locator(".judging output")).to_have_text(word(page, "saved"))
        page.goto(f"/?q={quote(UNKNOWN_FR)}")
        page.locator(".unanswerable").click()
        expect(page.locator(".judging output")).to_have_text(word(page, "saved"))
    page.goto("/?view=judgements")
    expect(page.locator("#you-judge bdi")).to_have_text("سلمى")
    expect(page.locator("#judged > li")).to_have_count(2)
    expect(page.locator("#judged .right")).to_have_text(word(page, "verdict_right"))
    expect(page.locator("#judged .wrong")).to_have_text(word(page, "verdict_wrong"))
    expect(page.locator("#pairs td").nth(0)).to_have_text("2")
    expect(page.locator("#pairs td").nth(1)).to_contain_text("50")
    expect(page.locator("#downloads button")).to_have_count(3)
    gold = json.loads(gold_set(page, tmp_path).read_text("utf-8"))
    questions = [qa for item in gold["data"] for paragraph in item["paragraphs"] for qa in paragraph["qas"]]
    assert {qa["question"]: qa["is_impossible"] for qa in questions} == {WHEN_FR: False, UNKNOWN_FR: True}
    expect(page.locator("#judged button")).to_have_text([word(page, "undo")] * 2)
    page.locator("#judged button").last.click()
    expect(page.locator("#judged button")).to_have_count(1)
    expect(page.locator("#judged .wrong")).to_have_count(0)
    expect(page.locator("#judged .right")).to_have_count(1)


def test_nothing_is_judged_by_nobody(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}")
    page.locator(".judging .right").first.click()
    page.locator('#judge-dialog button[value="cancel"]').click()
    expect(page.locator(".judging .right").first).to_have_attribute("aria-pressed", "false")
