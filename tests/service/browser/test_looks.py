"""How the page looks and is read by those who cannot see it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from service.browser.conftest import TONGUES, OpenPage
from service.browser.judges import judge
from service.browser.newsroom import UNKNOWN_FR, WHEN_AR, WHEN_FR
from service.browser.speech import word

pytestmark = pytest.mark.browser

PLACES = {
    "answers": (f"/?q={quote(WHEN_AR)}", ".answer"),
    "abstention": (f"/?q={quote(UNKNOWN_FR)}", ".passage"),
    "article": (f"/?article=port-ar&start=27&end=41&q={quote(WHEN_AR)}&mark=1", "#place"),
    "collection": ("/?view=collection", "#articles li"),
    "judgements": ("/?view=judgements", "#pairs tr"),
}
LONG_FR = "Quelle est la date exacte à laquelle le port de la ville, fermé depuis deux ans, a rouvert aux navires ?"


@pytest.fixture
def judged(address: str) -> None:
    """Two judges who disagree, and a question too long for a line."""
    judge(address, WHEN_FR, "Jean-Baptiste", "right")
    judge(address, WHEN_FR, "سلمى", "wrong")
    judge(address, LONG_FR, "سلمى", "unanswerable")


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_serious(open_page: OpenPage, tongue: str, place: str) -> None:
    path, shown = PLACES[place]
    for dark, width in ((False, 1280), (True, 390)):
        page = open_page(path, tongue, width, dark)
        expect(page.locator(shown).first).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
        serious = [
            (issue["id"], [node["html"] for node in issue["nodes"]])
            for issue in found.response["violations"]
            if issue["impact"] in ("serious", "critical")
        ]
        assert serious == []


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("tongue", TONGUES)
def test_nothing_is_wider_than_a_telephone(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/", tongue, 390)
    for path, shown in PLACES.values():
        page.goto(path)
        expect(page.locator(shown).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(("tongue", "side"), [("ar", "right"), ("fr", "left")])
def test_a_long_question_keeps_to_the_side_of_the_page(open_page: OpenPage, tongue: str, side: str) -> None:
    page = open_page("/?view=judgements", tongue, 390)
    lines = """(text, side) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return [...range.getClientRects()].map((line) => Math.round(line[side]));
    }"""
    sides = page.locator("#judged bdi", has_text=LONG_FR).evaluate(lines, side)
    assert len(sides) > 1
    assert len(set(sides)) == 1


def test_the_documentation_loads_without_a_complaint(open_page: OpenPage) -> None:
    page = open_page("/")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.goto("/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    assert complaints == []


def test_colours_follow_the_device_or_the_reader(open_page: OpenPage) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = open_page("/"), open_page("/", dark=True)
    assert light.evaluate(ground) == "rgb(251, 249, 244)"
    assert dark.evaluate(ground) == "rgb(21, 24, 26)"
    light.select_option("#theme", "dark")
    light.reload()
    assert light.evaluate(ground) == dark.evaluate(ground)


@pytest.mark.parametrize(("tongue", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_interface_speaks_the_readers_language(open_page: OpenPage, tongue: str, direction: str) -> None:
    page = open_page("/", tongue)
    expect(page.locator("html")).to_have_attribute("lang", tongue)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.locator(".box button")).to_have_text(word(page, "ask"))


def test_the_three_languages_have_the_same_words(open_page: OpenPage) -> None:
    page = open_page("/")
    imports = "Promise.all(['ar', 'fr', 'en'].map((tongue) => import(`/assets/words/${tongue}.js`)))"
    arabic, french, english = page.evaluate(f"{imports}.then((all) => all.map((one) => Object.keys(one.default)))")
    assert arabic == french == english


def test_own_fonts_are_used_for_both_scripts(open_page: OpenPage) -> None:
    page = open_page(f"/?q={quote(WHEN_AR)}")
    expect(page.locator(".answer").first).to_be_visible()
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family)")
    assert sum("Serif" in family for family in loaded) == 2
    assert sum("Sans" in family for family in loaded) >= 3
