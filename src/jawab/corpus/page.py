"""HTML page -> Draft: the story and its metadata, by trafilatura.

Its language is detected from the text like any other's: what a page declares is its theme's, and often not the story's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from jawab.corpus.drafting import Draft
from jawab.corpus.lines import Line
from jawab.corpus.unfit import UnfitError
from jawab.text import parse_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

MAX_DEPTH = 256  # below this trafilatura's parser drops elements without a word
_DATE_LINE = 80  # code points
_STORY_BEGUN = 2  # paragraphs: one may be a standfirst, which the date stands below
_META_DATES = "//meta[@property='article:published_time' or @itemprop='datePublished']/@content"
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_DATE_PUBLISHED = re.compile(r'"datePublished"\s*:\s*("(?:[^"\\]|\\u[0-9A-Fa-f]{4}|\\[/"\\bfnrt])*")')


def _extract(tree: HtmlElement) -> Document | None:
    from trafilatura import bare_extraction

    dates = {"extensive_search": False, "original_date": True}  # when it was published, not when it was changed
    page = bare_extraction(tree, with_metadata=True, include_comments=False, date_extraction_params=dates)
    return None if isinstance(page, dict) else page


def read_page(text: str, extract: Callable[[HtmlElement], Document | None] = _extract) -> Draft:
    """The draft of an HTML page; its text is what the extractor finds, one line a paragraph.

    Raises `UnfitError` for a page without an article, one the extractor fails on, and one nested so deeply that text
    would be lost.
    """
    tree = _parse(text)
    stated_date = _stated_date(tree)
    _escape_ampersands(tree)
    try:
        page = extract(tree)
    except Exception as error:
        # One page of the web can fail anywhere in the extractor; the others are still to be read.
        raise UnfitError(f"its HTML cannot be read: {str(error) or type(error).__name__}") from error
    if page is None or not page.text:
        raise UnfitError("no article text found in the page", code="empty")
    found = {"title": page.title, "published": page.date or stated_date, "source": page.sitename, "url": page.url}
    return Draft(page.text, {name: value for name, value in found.items() if value and _usable(name, value)})


def _parse(text: str) -> HtmlElement:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # As bytes: whatever encoding the page declares, `text` is decoded already.
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise UnfitError("it holds no HTML") from error
    if _depth(tree) > MAX_DEPTH:
        raise UnfitError(f"its HTML nests deeper than {MAX_DEPTH} elements; save the article's text instead")
    return tree


def _depth(tree: HtmlElement) -> int:
    from lxml import etree

    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _escape_ampersands(tree: HtmlElement) -> None:
    """Make up for the extractor's second unescaping: a page that shows `&lt;b&gt;` must not become `<b>`."""
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style") and element.text:
            element.text = element.text.replace("&", "&amp;")
        if element.tail:
            element.tail = element.tail.replace("&", "&amp;")


def _stated_date(tree: HtmlElement) -> str | None:
    """The date of publication in forms that the extractor does not read."""
    return next((value for value in _stated_dates(tree) if value and parse_date(value)), None)


def _stated_dates(tree: HtmlElement) -> Iterator[str | None]:
    """What the head says, then the line below the heading, then what elements there say to machines."""
    yield from tree.xpath(_META_DATES)
    for script in tree.xpath(_LINKED_DATA):
        yield from (json.loads(value, strict=False) for value in _DATE_PUBLISHED.findall(script))
    yield _date_below_heading(tree)
    yield from _times_below_heading(tree)


def _date_below_heading(tree: HtmlElement) -> str | None:
    """The first date line below the first heading; above it stands today's date, which is the reader's."""
    if tree.find(".//h1") is None:
        return None
    lines = ((element.text or "").strip() for element in _head(tree))
    return next((line for line in lines if 0 < len(line) <= _DATE_LINE and parse_date(line)), None)


def _times_below_heading(tree: HtmlElement) -> Iterator[str | None]:
    return (element.get("datetime") for element in _head(tree) if element.tag == "time")


def _head(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The elements from the first heading, or the start where there is none, to the story's second paragraph.

    Dates below that are those of posts, comments and other articles; one in a later cell of a row is a fact's.
    """
    below, paragraphs = tree.find(".//h1") is None, 0
    for element in tree.iter("*"):
        below = below or element.tag == "h1"
        if not below or (element.tag in ("td", "dd") and element.getprevious() is not None):
            continue
        paragraphs += element.tag == "p" and Line(" ".join(element.text_content().split())).is_story
        if paragraphs == _STORY_BEGUN:
            return
        yield element


def _usable(name: str, value: str) -> bool:
    """Whether what the page's head says can be taken: unlike front matter, nobody wrote it for jawab."""
    if name == "published":
        return parse_date(value) is not None
    return name != "url" or value.startswith(("http://", "https://"))
