"""A browser that the system has, and pages in it; without one these tests are skipped, or fail where CI requires it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from service.browser.newsroom import ARTICLES, KNOWN, Newsroom, serving

TONGUES = {"ar": "ar-MA", "fr": "fr-FR", "en": "en-GB"}
PATIENCE = 60_000  # milliseconds; a busy machine is slow, not wrong
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("JAWAB_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        say = pytest.fail if os.environ.get("JAWAB_BROWSER_REQUIRED") else pytest.skip
        say("no browser: install Debian's chromium, or name one in JAWAB_BROWSER")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom.of(tmp_path, ARTICLES, KNOWN)


@pytest.fixture
def address(newsroom: Newsroom) -> Iterator[str]:
    with serving(newsroom.app()) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens the page at a path for a new reader of `tongue`; what the browser complains about fails the test."""
    contexts = []
    complaints: list[str] = []

    def open_at(path: str = "/", tongue: str = "en", width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=address,
            locale=TONGUES[tongue],
            timezone_id="Africa/Casablanca",
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: complaints.append(request.url) if foreign(request.url, address) else None)
        page.goto(path)
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def foreign(url: str, address: str) -> bool:
    """Whether a request leaves the service."""
    return not url.startswith((address, f"blob:{address}", "data:"))
