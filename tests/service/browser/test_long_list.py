"""A collection of several pages: what was asked for last is what is listed, and the place in it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from jawab.types import Article
from service.browser.conftest import OpenPage
from service.browser.newsroom import ARTICLES, KNOWN, Newsroom
from service.browser.slowness import SLOW
from service.browser.speech import word

pytestmark = pytest.mark.browser

NOTES = tuple(
    Article(id=f"z{number:03}", text=f"La note {number} du port.", language="fr", title=f"Note {number}")
    for number in range(116)
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom.of(tmp_path, (*ARTICLES, *NOTES), KNOWN)


def test_the_last_filter_holds_though_the_one_before_is_answered_later(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    expect(page.locator("#articles > li")).to_have_count(50)
    page.evaluate(SLOW, "languages=ar")
    language = page.locator('#list-filters select[name="language"]')
    language.select_option("ar")
    language.select_option("fr")
    page.wait_for_timeout(1500)
    expect(page.locator("#articles > li")).to_have_count(50)
    expect(page.locator("#more button")).to_have_count(1)
    expect(page.locator("#progress")).to_be_empty()


def test_more_is_asked_for_once(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    page.evaluate(SLOW, "cursor=")
    more = page.locator("#more button")
    more.evaluate("(more) => [more, more].forEach((button) => button.click())")
    expect(more).to_be_disabled()
    expect(page.locator("#articles > li")).to_have_count(100)
    expect(page.locator("#articles > li > a").nth(50)).to_be_focused()
    more.click()
    expect(page.locator("#articles > li")).to_have_count(120)
    titles = page.locator("#articles > li > a").all_inner_texts()
    assert len(set(titles)) == 120


def test_a_problem_with_more_leaves_a_way_to_try_again(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    page.route("**/v1/articles?*cursor=*", lambda route: route.abort())
    more = page.locator("#more button")
    more.click()
    expect(page.locator(".problem p")).to_have_text(word(page, "because_0"))
    page.unroute("**/v1/articles?*cursor=*")
    more.click()
    expect(page.locator("#articles > li")).to_have_count(100)


def test_a_removal_far_down_keeps_its_place(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    page.locator("#more button").click()
    expect(page.locator("#articles > li")).to_have_count(100)
    row = page.locator("#articles > li").nth(90)
    following = page.locator("#articles > li > a").nth(91).inner_text()
    row.get_by_role("button").click()
    row.locator(".danger").click()
    expect(page.locator("#held")).to_have_text(word(page, "articleCount", count=119))
    expect(page.locator("#articles > li")).to_have_count(99)
    expect(page.locator("#articles > li > a").nth(90)).to_have_text(following)
    expect(page.locator("#articles > li > a").nth(90)).to_be_focused()
    page.locator("#more button").click()
    expect(page.locator("#articles > li")).to_have_count(119)


def test_a_list_of_which_nothing_is_left_is_asked_for_anew(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    page.select_option('#list-filters select[name="language"]', "ar")
    expect(page.locator("#articles > li > a")).to_have_count(1)
    row = page.locator("#articles > li")
    row.get_by_role("button").click()
    row.locator(".danger").click()
    expect(page.locator("#articles > li")).to_have_text([word(page, "noneMatch")])
