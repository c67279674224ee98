"""The page and the documentation ask nothing of any other host."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from jawab.service.site import PAGE


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_loads_only_files_that_the_service_has(client: TestClient, path: str) -> None:
    html = client.get(path).text
    links = re.findall(r'(?:src|href)="([^"#]+)"', html)
    assert len(links) >= 3
    for link in links:
        assert link.startswith("/"), link
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_has_no_inline_script_or_style(client: TestClient, path: str) -> None:
    html = client.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def test_the_page_never_parses_text_as_markup() -> None:
    scripts = list((PAGE / "assets").rglob("*.js"))
    assert {script.parent.name for script in scripts} >= {"assets", "words"}
    for script in scripts:
        code = script.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|https?://", code), script


def test_the_openapi_document_describes_problems_for_every_route(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert "Problem" in document["components"]["schemas"]
    responses = document["paths"]["/v1/ask"]["post"]["responses"]
    assert set(responses) == {"200", "400", "401", "403", "413", "415", "422", "429", "503", "504"}
    assert responses["422"]["content"] == {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    }
