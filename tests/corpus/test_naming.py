"""Article ids."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.corpus.naming import given_id, path_id, record_id, rooted_id

PATHS = st.lists(st.text("ab.-_/ é٣م", min_size=1, max_size=8), min_size=1, max_size=3).map("/".join)


def test_a_path_becomes_a_readable_id() -> None:
    assert path_id("news/2025/visit.txt") == "news.2025.visit.txt"


def test_a_dot_in_a_name_is_not_taken_for_a_slash() -> None:
    assert path_id("a/b.txt") == "a.b.txt"
    assert path_id("a.b.txt") != "a.b.txt"


def test_an_arabic_name_becomes_a_hash() -> None:
    assert re.fullmatch(r"txt-[0-9a-f]{16}", path_id("مقال.txt"))


def test_a_name_that_looks_hashed_is_hashed() -> None:
    hashed = path_id("مقال.txt")
    assert path_id(hashed) != hashed


def test_a_given_id_stays_when_it_is_valid() -> None:
    assert given_id("Visit_2025.v2-ar") == "Visit_2025.v2-ar"
    assert given_id("زيارة") != given_id("زيارات")


def test_an_id_made_of_dots_is_hashed_since_addresses_take_it_for_a_folder() -> None:
    assert given_id("..a") == "..a"
    assert [re.fullmatch(r"article-[0-9a-f]{16}", given_id(dots)) is None for dots in (".", "..", "...")] == [False] * 3


def test_a_record_without_id_is_named_by_its_line() -> None:
    assert record_id("news.jsonl", 12) == "news.jsonl.12"


def test_a_long_record_id_is_cut_but_stays_distinct() -> None:
    file_id = path_id("a" * 124 + ".txt")
    assert record_id(file_id, 1) != record_id(file_id, 2)
    assert len(record_id(file_id, 2)) <= 128


@settings(derandomize=True, deadline=None)
@given(PATHS, PATHS)
def test_ids_are_valid_and_two_paths_never_share_one(first: str, second: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,128}", path_id(first))
    assert (path_id(first) == path_id(second)) == (first == second)


def test_an_id_that_names_its_root_is_readable_and_another_for_each_root() -> None:
    first, second = (rooted_id("news.a.txt", root) for root in ("/one", "/two"))
    assert re.fullmatch(r"news-a-txt-[0-9a-f]{16}", first)
    assert first != second
    assert given_id(first) == first
