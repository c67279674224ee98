"""The statistics of the field, to compare ours with."""

from __future__ import annotations

from types import ModuleType

import pytest


@pytest.fixture
def stats() -> ModuleType:
    """scipy.stats, which takes a second to load: tests that do not need it do not wait for it."""
    from scipy import stats

    return stats
