"""Asking: what a reader types, and what the page answers, in each of its languages."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from service.browser.conftest import TONGUES, OpenPage
from service.browser.newsroom import LIST_FR, UNKNOWN_FR, WHEN_AR, WHEN_FR, YES_NO_FR
from service.browser.speech import word

pytestmark = pytest.mark.browser

every_tongue = pytest.mark.parametrize("tongue", TONGUES)


def ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    expect(page.locator("#answers > *").first).to_be_visible()


@every_tongue
def test_an_answer_is_shown_with_its_confidence_and_every_quote(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/", tongue)
    ask(page, WHEN_FR)
    first = page.locator(".answer").first
    expect(first.locator("h3")).to_have_text("16 octobre 2025")
    expect(first.locator(".confidence strong")).to_have_text(word(page, "levelSure"))
    expect(first.locator(".confidence bdi")).to_have_text(re.compile(r"93\W*%"))
    expect(first.locator("mark")).to_have_text(["16 octobre 2025", "16 أكتوبر 2025"])
    expect(first.locator("blockquote").first).to_have_text(
        "Le port a rouvert le 16 octobre 2025 😀 après deux ans de travaux."
    )
    expect(first.locator("cite")).to_have_text(["Le Rivage", "صحيفة الساحل"])
    expect(page.locator("#status")).to_have_text(word(page, "answerCount", count=2))


@every_tongue
def test_other_answers_stand_below(open_page: OpenPage, tongue: str) -> None:
    page = open_page(f"/?q={quote(WHEN_AR)}", tongue)
    expect(page.locator("#answers h2.section")).to_have_text(word(page, "others"))
    expect(page.locator(".answer h3")).to_have_text(["16 أكتوبر 2025", "20 octobre 2025"])


@pytest.mark.parametrize(("tongue", "month"), [("ar", "17 أكتوبر 2025"), ("fr", "17 octobre"), ("en", "17 October")])
def test_dates_are_written_as_the_reader_writes_them(open_page: OpenPage, tongue: str, month: str) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}", tongue)
    expect(page.locator('time[datetime="2025-10-17"]')).to_contain_text(month)


def test_months_have_their_moroccan_names(open_page: OpenPage) -> None:
    page = open_page("/", "ar")
    months = "[8, 11, 12].map((month) => day(`2025-${String(month).padStart(2, '0')}-01`).split(' ')[1])"
    names = page.evaluate(f"import('/assets/words.js').then(({{ day }}) => {months})")
    assert names == ["غشت", "نونبر", "دجنبر"]


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_box_follows_the_direction_of_what_is_typed(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/", tongue)
    box = page.locator("#question")
    for text, direction in ((WHEN_AR, "rtl"), (WHEN_FR, "ltr")):
        box.fill(text)
        assert box.evaluate("(box) => getComputedStyle(box).direction") == direction


@every_tongue
@pytest.mark.parametrize(
    ("question", "reason"),
    [(UNKNOWN_FR, "because_unsure"), (LIST_FR, "because_list"), (YES_NO_FR, "because_yes_no")],
)
def test_an_abstention_says_why_and_offers_passages_as_reading(
    open_page: OpenPage, tongue: str, question: str, reason: str
) -> None:
    page = open_page(f"/?q={quote(question)}", tongue)
    expect(page.locator(".silence h2")).to_have_text(word(page, "silence"))
    expect(page.locator(".silence p")).to_have_text(word(page, reason))
    expect(page.locator("#answers h2.section")).to_have_text(word(page, "nearest"))
    expect(page.locator(".passage")).to_have_count(3)
    expect(page.locator(".answer")).to_have_count(0)


def test_an_abstention_is_told_though_nothing_to_read_is_found(open_page: OpenPage) -> None:
    page = open_page("/")
    page.route("**/v1/search", lambda route: route.fulfill(status=503, json={"detail": "busy"}))
    ask(page, UNKNOWN_FR)
    expect(page.locator(".silence h2")).to_have_text(word(page, "silence"))
    expect(page.locator(".problem")).to_have_count(0)
    expect(page.locator(".passage")).to_have_count(0)


@every_tongue
def test_filters_hold_in_the_link_and_leave_nothing_near(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/", tongue)
    page.locator("#filters summary").click()
    page.select_option('#ask-form select[name="source"]', "Le Rivage")
    page.fill('#ask-form input[name="to"]', "2024-12-31")
    ask(page, WHEN_FR)
    expect(page.locator(".silence p")).to_have_text(word(page, "because_nothing_near"))
    expect(page.locator(".judging")).to_have_text(word(page, "notSaidFiltered"))
    expect(page.locator(".unanswerable")).to_have_count(0)
    assert "source=Le+Rivage" in page.url
    assert "to=2024-12-31" in page.url
    page.reload()
    expect(page.locator("#filters-set")).to_have_text("(2)")
    page.locator("#filters summary").click()
    page.locator('#ask-form button[type="reset"]').click()
    page.locator("#question").press("Enter")
    expect(page.locator(".answer h3").first).to_have_text("16 octobre 2025")
    expect(page.locator(".unanswerable")).to_have_text(word(page, "unanswerable"))


def test_answers_keep_to_the_language_and_the_first_date_chosen(open_page: OpenPage) -> None:
    page = open_page("/", "fr")
    page.locator("#filters summary").click()
    page.fill('#ask-form input[name="from"]', "2025-10-18")
    ask(page, WHEN_AR)
    expect(page.locator(".answer h3")).to_have_text(["20 octobre 2025"])
    expect(page.locator("#answers > .judging")).to_have_text(word(page, "notSaidFiltered"))
    page.fill('#ask-form input[name="from"]', "")
    page.select_option('#ask-form select[name="language"]', "ar")
    page.locator("#question").press("Enter")
    expect(page.locator(".answer mark")).to_have_text(["16 أكتوبر 2025"])


def test_dates_in_the_wrong_order_are_refused_in_the_readers_language(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_AR)}&from=2025-02-01&to=2025-01-01", "ar")
    expect(page.locator(".problem p")).to_contain_text(word(page, "because_422"))
    expect(page.locator(".problem p bdi")).to_contain_text("published_from must not be after published_to")


@every_tongue
def test_recent_questions_are_offered_and_can_be_forgotten(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/", tongue)
    ask(page, WHEN_FR)
    ask(page, WHEN_AR)
    page.locator(".brand").click()
    expect(page.locator("#recent a")).to_have_text([WHEN_AR, WHEN_FR])
    page.locator("#recent a").last.click()
    expect(page.locator(".answer h3").first).to_have_text("16 octobre 2025")
    page.go_back()
    page.locator("#recent button").click()
    expect(page.locator("#recent")).to_be_hidden()


@every_tongue
@pytest.mark.parametrize(
    ("choice", "begins"),
    [("copyPlain", "«Le port a rouvert"), ("copyMarkdown", "> Le port a rouvert"), ("copyBibtex", "@article{port-fr,")],
)
def test_a_quote_is_copied_with_its_reference(open_page: OpenPage, tongue: str, choice: str, begins: str) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}", tongue)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".menu summary").first.click()
    page.get_by_role("button", name=word(page, choice), exact=True).first.click()
    expect(page.locator("#said")).to_have_text(word(page, "copied"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(begins)
    assert "Le port rouvre" in copied
    assert "Le Rivage" in copied
    assert "https://example.org/fr/port" in copied


@pytest.mark.parametrize(
    ("url", "in_markdown", "in_bibtex"),
    [
        ("https://e.org/a_b%2Fc?u=x%26y&z=1", "https://e.org/a_b%2Fc?u=x%26y&z=1", "https://e.org/a_b%2Fc?u=x%26y&z=1"),
        ("https://e.org/%D9%85#q", "https://e.org/%D9%85#q", "https://e.org/%D9%85#q"),
        ("https://e.org/ميناء>50%", "https://e.org/%D9%85%D9%8A%D9%86%D8%A7%D8%A1%3E50%25", "https://e.org/ميناء>50%"),
        ("https://e.org/{a}\\b", "https://e.org/%7Ba%7D%5Cb", "https://e.org/%7Ba%7D%5Cb"),
    ],
)
def test_the_address_in_a_citation_leads_where_the_articles_does(
    open_page: OpenPage, url: str, in_markdown: str, in_bibtex: str
) -> None:
    page = open_page("/")
    article = {"id": "a", "title": "R&D", "source": "S_1", "published": "2025-10-16", "url": url}
    cite = "(quote) => import('/assets/citing.js').then((c) => [c.markdown(quote), c.bibtex(quote)])"
    markdown, bibtex = page.evaluate(cite, {"article": article, "sentence": {"text": "Le port {a} 50 %."}})
    assert f"](<{in_markdown}>)" in markdown
    assert f"  url = {{{in_bibtex}}},\n" in bibtex
    assert "title = {R\\&D}" in bibtex
    assert "journal = {S\\_1}" in bibtex
    assert "note = {«Le port a 50 \\%.»}" in bibtex


@every_tongue
def test_the_link_that_is_copied_holds_the_question(open_page: OpenPage, tongue: str) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}", tongue)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".share button").click()
    expect(page.locator("#said")).to_have_text(word(page, "copied"))
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_copy_that_is_refused_is_said_to_be_and_can_be_tried_again(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}", "ar")
    share = page.locator(".share button")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    share.click()
    expect(page.locator("#said")).to_have_text(word(page, "notCopied"))
    expect(share).to_have_text(word(page, "notCopied"))
    expect(share).to_have_text(word(page, "link"))


def test_the_box_is_reached_from_an_arabic_keyboard(open_page: OpenPage) -> None:
    page = open_page("/?view=collection", "ar")
    press = "(keys) => document.dispatchEvent(new KeyboardEvent('keydown', { ...keys, bubbles: true }))"
    page.evaluate(press, {"code": "KeyK", "key": "ن", "ctrlKey": True})
    expect(page.locator("#question")).to_be_focused()


def test_a_suggestion_that_is_picked_is_no_key(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("document.querySelector('#question').dispatchEvent(new Event('keydown', { bubbles: true }))")
    expect(page.locator("#question")).to_be_focused()


@every_tongue
def test_all_is_reached_by_keyboard(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/?view=collection", tongue)
    page.keyboard.press("Control+k")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type(WHEN_FR)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_have_count(2)
    link = page.locator(".answer .actions > a").first
    for _ in range(12):
        page.keyboard.press("Tab")
        if link.evaluate("(link) => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".answer")).to_have_count(2)


def test_the_interface_changes_its_language_and_asks_nothing_again(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}", "en")
    expect(page.locator(".answer")).to_have_count(2)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.select_option("#tongue", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".confidence strong").first).to_have_text("مرجّح جداً")
    assert not any(url.endswith("/v1/ask") for url in asked)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_a_service_that_is_gone_is_said_to_be_and_asked_again(open_page: OpenPage) -> None:
    page = open_page("/")
    page.route("**/v1/ask", lambda route: route.abort())
    page.locator("#question").fill(WHEN_FR)
    page.locator("#question").press("Enter")
    expect(page.locator(".problem p")).to_have_text(word(page, "because_0"))
    page.unroute("**/v1/ask")
    page.locator(".problem button").click()
    expect(page.locator(".answer")).to_have_count(2)
