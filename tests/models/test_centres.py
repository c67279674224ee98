"""Vectors without half of what their language and role have in common."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from jawab.models.centres import BUNDLED, Centres

MEANS = {
    "query ar": np.array([0.6, 0.0], np.float32),
    "query fr": np.array([0.0, 0.6], np.float32),
    "passage ar": np.array([0.0, -0.8], np.float32),
    "passage fr": np.array([0.0, 0.8], np.float32),
}
ARABIC, FRENCH = "متى افتتح الميناء؟", "Quand le port a-t-il rouvert ?"
VECTORS = np.array([[1.0, 0.0], [1.0, 0.0]], np.float32)


def unit(*vector: float) -> list[float]:
    return (np.array(vector) / np.linalg.norm(vector)).tolist()


def test_half_of_the_centre_of_its_own_language_and_role_is_taken_off_a_vector() -> None:
    asked = Centres(MEANS).without(VECTORS, [ARABIC, FRENCH], "query")
    told = Centres(MEANS).without(VECTORS, [ARABIC, FRENCH], "passage")
    assert asked.tolist() == [pytest.approx(unit(0.7, 0.0)), pytest.approx(unit(1.0, -0.3))]
    assert told.tolist() == [pytest.approx(unit(1.0, 0.4)), pytest.approx(unit(1.0, -0.4))]
    assert asked.dtype == told.dtype == np.float32


def test_a_text_in_no_known_language_has_the_mean_of_all() -> None:
    found = Centres(MEANS).without(VECTORS[:1], ["312"], "query")
    assert found.tolist() == [pytest.approx(unit(0.85, -0.15))]


def test_without_a_share_unit_vectors_stay() -> None:
    assert Centres(MEANS).without(VECTORS, [ARABIC, FRENCH], "query", share=0.0).tolist() == VECTORS.tolist()


def test_no_texts_are_no_vectors() -> None:
    assert Centres(MEANS).without(np.empty((0, 2), np.float32), [], "query").shape == (0, 2)


def test_other_means_in_a_file_are_another_identity(tmp_path: Path) -> None:
    save_file(MEANS, tmp_path / "one")
    save_file({**MEANS, "query ar": np.array([0.5, 0.0], np.float32)}, tmp_path / "other")
    assert Centres.read(tmp_path / "one").identity != Centres.read(tmp_path / "other").identity
    assert Centres.read(tmp_path / "one").identity == Centres.read(tmp_path / "one").identity


def test_the_bundled_centres_are_those_of_both_roles_in_three_languages() -> None:
    means = load_file(BUNDLED)
    assert sorted(means) == [f"{role} {language}" for role in ("passage", "query") for language in ("ar", "en", "fr")]
    assert {mean.shape for mean in means.values()} == {(384,)}
    assert all(0.8 < np.linalg.norm(mean) < 0.95 for mean in means.values())
