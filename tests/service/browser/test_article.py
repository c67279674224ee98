"""An article: opened where the quote stands, and left for where the reader came from."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from service.browser.conftest import TONGUES, OpenPage
from service.browser.newsroom import PORT_FR, WHEN_AR, WHEN_FR
from service.browser.speech import word

pytestmark = pytest.mark.browser

every_tongue = pytest.mark.parametrize("tongue", TONGUES)


@every_tongue
@pytest.mark.parametrize("width", [390, 1280])
def test_a_quote_opens_its_article_at_the_marked_place(open_page: OpenPage, tongue: str, width: int) -> None:
    page = open_page(f"/?q={quote(WHEN_AR)}", tongue, width)
    page.locator(".answer .actions > a").first.click()
    expect(page.locator("#place")).to_have_text("16 أكتوبر 2025")
    expect(page.locator("#place")).to_be_in_viewport()
    expect(page.locator("#article-view h1")).to_have_text("افتتاح الميناء الجديد")
    expect(page.locator("#article-view a[rel]")).to_have_text(word(page, "original"))
    expect(page.locator("#article-view a[rel]")).to_have_attribute("href", "https://example.org/ar/port")
    page.locator(".back a").click()
    expect(page.locator(".answer")).to_have_count(2)


def test_a_place_far_down_is_scrolled_to(open_page: OpenPage) -> None:
    page = open_page("/?article=port-ar&start=1200&end=1210", "fr", 390)
    expect(page.locator("#place")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 200


@every_tongue
def test_an_article_that_is_gone_is_said_to_be(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/?article=nowhere", tongue)
    expect(page.locator(".problem p")).to_have_text(word(page, "because_404"))


@pytest.mark.parametrize("place", ["start=-1&end=5", "start=9&end=3", "start=x&end=y", "start=1&end=999999", ""])
def test_a_link_to_no_place_opens_the_article_unmarked(open_page: OpenPage, place: str) -> None:
    page = open_page(f"/?article=port-fr&{place}")
    expect(page.locator(".text")).to_contain_text("Le port a rouvert")
    expect(page.locator("#place")).to_have_count(0)


@every_tongue
def test_a_link_to_another_revision_says_that_the_article_has_changed(open_page: OpenPage, tongue: str) -> None:
    page = open_page(f"/?article=port-fr&start=0&end=5&revision={'0' * 64}", tongue)
    expect(page.locator("#article-view .lead")).to_have_text(word(page, "changedSince"))
    expect(page.locator("#place")).to_have_count(0)
    page.goto(f"/?article=port-fr&start=0&end=5&revision={PORT_FR.revision}")
    expect(page.locator("#place")).to_have_text("Le po")
    expect(page.locator("#article-view .lead")).to_have_count(0)


def test_the_focus_follows_the_reader(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    page.locator("#articles a", has_text="Le port rouvre").press("Enter")
    expect(page.locator("#article-view h1")).to_be_focused()
    page.goto(f"/?q={quote(WHEN_FR)}")
    page.locator(".answer .actions > a").first.press("Enter")
    expect(page.locator("#place")).to_be_focused()
    page.locator(".back a").press("Enter")
    expect(page.locator("#ask-view h1")).to_be_focused()
