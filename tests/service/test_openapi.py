"""The OpenAPI document: keys, and refusals that every guarded route shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from jawab.service import create_app
from jawab.settings import Settings


@pytest.mark.parametrize("required", [True, False])
def test_the_openapi_document_names_the_key_that_opens_each_route(tmp_path: Path, required: bool) -> None:
    document = create_app(None, Settings(require_keys=required, keys=tmp_path / "keys.json")).openapi()
    assert document["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    free = [] if required else [{}]
    assert document["paths"]["/v1/ask"]["post"]["security"] == [*free, {"Bearer": ["read"]}]
    assert {"401", "403", "429"} <= document["paths"]["/v1/ask"]["post"]["responses"].keys()
    assert "403" not in document["paths"]["/v1/stats"]["get"]["responses"]
    assert "security" not in document["paths"]["/livez"]["get"]


@pytest.mark.parametrize(("required", "documented"), [(False, True), (True, False)])
def test_a_service_that_answers_to_its_own_names_only_says_so_of_every_route(required: bool, documented: bool) -> None:
    document = create_app(None, Settings(require_keys=required), guard_names=True).openapi()
    for path in ("/v1/stats", "/livez", "/metrics"):
        assert ("403" in document["paths"][path]["get"]["responses"]) == documented
