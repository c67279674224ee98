"""Settings under the command line."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from jawab.cli import app


def test_a_setting_that_means_nothing_is_named() -> None:
    environment = {"JAWAB_READ_PASSAGES": "many"}
    result = CliRunner().invoke(app, ["verify"], env=environment)
    assert result.exit_code == 2
    assert "JAWAB_READ_PASSAGES" in result.stderr


@pytest.mark.parametrize("value", ["[answers.example]", "[1]", '["answers.example"'])
def test_a_list_that_is_none_is_named(value: str) -> None:
    result = CliRunner().invoke(app, ["verify"], env={"JAWAB_ALLOWED_HOSTS": value})
    assert result.exit_code == 2
    assert "JAWAB_ALLOWED_HOSTS" in result.stderr
