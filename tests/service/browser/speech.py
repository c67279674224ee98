"""The interface's words, asked of the page itself."""

from __future__ import annotations

from playwright.sync_api import Page


def word(page: Page, key: str, **places: object) -> str:
    """The word for `key` in the language that the page speaks now."""
    script = "([key, places]) => import('/assets/words.js').then(({ word }) => word(key, places))"
    return str(page.evaluate(script, [key, places]))
