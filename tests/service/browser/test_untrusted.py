"""Three hundred hostile texts as titles, bodies, outlets, addresses and questions: none runs, none leaves its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from jawab.settings import Settings
from jawab.types import Article
from service.browser.conftest import OpenPage
from service.browser.newsroom import KnowingReader, Newsroom, serving
from service.browser.payloads import PAYLOADS

pytestmark = pytest.mark.browser

QUESTION = "Quand ?"
ANSWER = "5 mai 2026"

# What the page itself says reads from left to right in French; text in <bdi> and quotes goes its own way.
# Gives the pieces of the page's own text whose characters are out of order, and labels that their title has overtaken.
DISORDER = """() => {
  const own = (node) => !node.parentElement.closest("bdi, blockquote, .text, h3, .brand, option, [hidden]");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const place = (node, at) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!own(node) || !node.data.trim() || !node.parentElement.checkVisibility()) continue;
    let before = null;
    for (let at = 0; at < node.length; at += 1) {
      const here = place(node, at);
      if (!here.width) continue;
      if (before && Math.abs(here.top - before.top) < 2 && here.left < before.left) found.push(node.data);
      before = here;
    }
    const title = node.nextSibling?.matches?.("bdi") ? node.nextSibling.getBoundingClientRect() : null;
    if (title && before && Math.abs(title.top - before.top) < 8 && title.left < before.left) found.push(node.data);
  }
  return found;
}"""

# Goes to each address as a click does, and gives those at which something ran or text of the page lost its order.
VISIT = f"""async (addresses) => {{
  const disorder = {DISORDER};
  const {{ go }} = await import("/assets/navigation.js");
  const found = [];
  for (const address of addresses) {{
    await go(address);
    if (window.executed || disorder().length) found.push(address);
  }}
  return found;
}}"""

# Links that would run something or leave for a place the article did not name as a web address.
HOSTILE_LINKS = """() => [...document.querySelectorAll("a[href]")]
  .filter((link) => !/^https?:$/.test(link.protocol))
  .map((link) => link.outerHTML)"""

FOREIGN_ELEMENTS = "main :is(script, style, img, svg, iframe, math, base, meta, object, embed, form:not([id]))"


def hostile(number: int, payload: str) -> Article:
    """An article that holds `payload` in every field, as no intake has cleaned it."""
    text = f"Note {number}.\nLa date {payload} est le {ANSWER}, dit-on."
    return Article(f"hostile-{number:03}", text, "fr", title=payload, source=payload, url=payload)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    articles = [hostile(number, payload) for number, payload in enumerate(PAYLOADS)]
    room = Newsroom.of(tmp_path, articles, {})
    room.settings = Settings(index=room.settings.index, read_passages=4 * len(PAYLOADS))  # long ones make several
    room.reader = KnowingReader({QUESTION: {ANSWER: 2.0}})
    return room


@pytest.fixture
def address(newsroom: Newsroom) -> Iterator[str]:
    with serving(newsroom.app()) as address:
        yield address


def assert_unharmed(page: Page) -> None:
    assert page.evaluate("window.executed") is None
    assert page.evaluate(DISORDER) == []
    assert page.evaluate(HOSTILE_LINKS) == []
    assert page.locator(FOREIGN_ELEMENTS).count() == 0


def test_there_are_three_hundred_different_payloads() -> None:
    assert len(set(PAYLOADS)) == 300


@pytest.mark.parametrize("width", [390, 1280])
def test_no_payload_leaves_its_quote(open_page: OpenPage, width: int) -> None:
    page = open_page(f"/?q={quote(QUESTION)}", "fr", width)
    expect(page.locator(".quotes li")).to_have_count(300)
    assert_unharmed(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_payload_leaves_its_row_of_the_collection(open_page: OpenPage) -> None:
    page = open_page("/?view=collection", "fr")
    for shown in range(50, 300, 50):
        expect(page.locator("#articles > li")).to_have_count(shown)
        page.locator("#more button").click()
        expect(page.locator("#articles > li > a").nth(shown)).to_be_focused()
    expect(page.locator("#articles > li")).to_have_count(300)
    assert_unharmed(page)


def test_no_payload_leaves_its_article_or_the_bar_for_marking(open_page: OpenPage) -> None:
    page = open_page("/", "fr")
    addresses = [
        f"/?article=hostile-{number:03}&start=0&end=6&mark=1&q={quote(payload)}"
        for number, payload in enumerate(PAYLOADS)
    ]
    assert page.evaluate(VISIT, addresses) == []
    assert_unharmed(page)


def test_no_payload_leaves_its_judgement(open_page: OpenPage) -> None:
    page = open_page("/", "fr")
    place = {"article_id": "hostile-000", "revision": "0" * 64, "start_utf16": 0, "end_utf16": 6, "language": "fr"}
    marks = [{"judge": payload, "verdict": "marked", "text": payload, "question": payload} for payload in PAYLOADS]
    items = [{"question": mark["question"], "marks": [{**mark, **place}]} for mark in marks]
    pairs = [{"judges": [payload, payload], "questions": 1, "raw_agreement": 1, "kappa": None} for payload in PAYLOADS]
    page.route("**/v1/judgements?*", lambda route: route.fulfill(json={"items": items, "next": None}))
    agreement = {"pairs": pairs, "judges": dict.fromkeys(PAYLOADS, 1)}
    page.route("**/v1/judgements/agreement", lambda route: route.fulfill(json=agreement))
    page.locator('[data-section="judgements"]').click()
    expect(page.locator("#judged > li")).to_have_count(300)
    expect(page.locator("#downloads button")).to_have_count(301)
    assert_unharmed(page)


def test_no_payload_leaves_its_outcome(open_page: OpenPage) -> None:
    page = open_page("/?view=collection", "fr")
    items = [{"name": payload, "status": "rejected", "code": payload, "reason": payload} for payload in PAYLOADS]
    page.route("**/v1/articles", lambda route: route.fulfill(json={"items": items}))
    page.locator("#drop input").set_input_files([{"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}])
    expect(page.locator(".outcome")).to_have_count(300)
    assert_unharmed(page)


def test_no_payload_runs_as_a_question(open_page: OpenPage) -> None:
    page = open_page("/", "fr")
    addresses = [f"/?q={quote(payload)}&source={quote(payload)}" for payload in PAYLOADS]
    assert page.evaluate(VISIT, addresses) == []
    page.locator(".brand").click()
    expect(page.locator("#recent li")).to_have_count(8)
    assert_unharmed(page)


def test_marks_piled_up_are_clipped(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(QUESTION)}", "fr")
    expect(page.locator(".quotes li")).to_have_count(300)
    unclipped = "(all) => all.filter((one) => getComputedStyle(one).overflowY !== 'clip').length"
    assert page.locator("#answers :is(blockquote, bdi, h3)").evaluate_all(unclipped) == 0
