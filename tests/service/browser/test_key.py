"""A service that asks for keys: the page asks its reader once, and keeps the key while the tab is open."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from jawab.service.problems import problem_response
from service.browser.conftest import TONGUES, OpenPage
from service.browser.newsroom import WHEN_FR, Newsroom, serving
from service.browser.speech import word

pytestmark = pytest.mark.browser

every_tongue = pytest.mark.parametrize("tongue", TONGUES)

READ, WRITE = "read-key", "write-key"


class Guarded:
    """The service as it is where everything under /v1 wants a key, and removing wants a better one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/v1/"):
            return await self._app(scope, receive, send)
        given = Headers(scope=scope).get("authorization", "").removeprefix("Bearer ")
        if given not in (READ, WRITE):
            return await problem_response(401, "A key is needed.")(scope, receive, send)
        if scope["method"] == "DELETE" and given != WRITE:
            return await problem_response(403, "This key may read only.")(scope, receive, send)
        await self._app(scope, receive, send)


@pytest.fixture
def address(newsroom: Newsroom) -> Iterator[str]:
    with serving(Guarded(newsroom.app())) as address:
        yield address


def give(page: Page, key: str) -> None:
    page.locator("#key-dialog input[type=password]").fill(key)
    page.locator('#key-dialog button[value="proceed"]').click()


@every_tongue
def test_a_key_is_asked_for_once_and_a_better_one_where_it_is_needed(open_page: OpenPage, tongue: str) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}", tongue)
    expect(page.locator("#key-dialog p")).to_have_text(word(page, "keyWhy"))
    give(page, READ)
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator("#held")).to_have_text(word(page, "articleCount", count=4))
    page.reload()
    expect(page.locator(".answer")).to_have_count(2)
    page.goto("/?view=collection")
    row = page.locator("#articles > li", has_text="Le port rouvre")
    row.get_by_role("button").click()
    row.locator(".danger").click()
    expect(page.locator("#key-dialog p")).to_have_text(word(page, "keyWhyMore"))
    give(page, WRITE)
    expect(page.locator("#articles > li")).to_have_count(3)


def test_a_wrong_key_is_asked_for_again(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_FR)}")
    give(page, "wrong")
    expect(page.locator("#key-dialog")).to_be_visible()
    give(page, READ)
    expect(page.locator(".answer")).to_have_count(2)


def test_what_the_collection_holds_is_known_once_a_key_is_given(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Escape")
    expect(page.locator("#key-dialog")).to_be_hidden()
    page.locator(".brand").click()
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#key-dialog")).to_be_hidden()
    page.locator("#question").fill(WHEN_FR)
    page.locator("#question").press("Enter")
    give(page, READ)
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator("#held")).to_have_text(word(page, "articleCount", count=4))
    expect(page.locator('#ask-form select[name="source"] option')).to_have_count(4)


def test_who_gives_no_key_is_told_that_one_is_needed(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    page.keyboard.press("Escape")
    expect(page.locator(".problem p")).to_have_text(word(page, "because_401"))
