"""Token buckets, and what a caller is told who asks too often."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.service import create_app
from jawab.service.keys import KeyFile, Right
from jawab.service.limits import Buckets, requests_a_minute
from jawab.settings import Settings

from .test_api import assert_problem


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_the_rate_holds() -> None:
    clock = Clock()
    buckets = Buckets(rate=2, burst=3, clock=clock)
    assert [buckets.take("a") for _ in range(5)] == [0, 0, 0, 0.5, 0.5]
    assert buckets.take("b") == 0
    clock.now += 0.5
    assert [buckets.take("a"), buckets.take("a")] == [0, 0.5]
    clock.now += 100
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


@settings(derandomize=True, deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.lists(st.integers(0, 8), max_size=60))
def test_never_more_pass_than_a_bucket_of_tokens_would_give(rate: int, burst: int, pauses: list[int]) -> None:
    clock, tokens, last = Clock(), float(burst), 100.0
    buckets = Buckets(rate, burst, clock)
    for pause in pauses:
        clock.now += pause / 8
        tokens, last = min(burst, tokens + (clock.now - last) * rate), clock.now
        wait = buckets.take("caller")
        if tokens > 1 - 1e-6:
            assert wait == 0
            tokens -= 1
        else:
            assert wait == pytest.approx((1 - tokens) / rate)


def test_callers_whose_buckets_are_full_again_are_forgotten() -> None:
    clock = Clock()
    buckets = Buckets(rate=1, burst=1, clock=clock)
    for number in range(1_000):
        buckets.take(f"caller {number}")
        clock.now += 0.5
    assert len(buckets) <= 3


def test_the_memory_for_callers_is_bounded() -> None:
    buckets = Buckets(rate=1, burst=1, clock=Clock())
    for number in range(10_100):
        buckets.take(f"caller {number}")
    assert len(buckets) == 10_000


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        ({}, 0),
        ({"host": "0.0.0.0"}, 600),
        ({"require_keys": True}, 600),
        ({"host": "0.0.0.0", "require_keys": False}, 600),
        ({"host": "0.0.0.0", "rate_limit": 0}, 0),
        ({"rate_limit": 30}, 30),
    ],
)
def test_the_default_limit_holds_where_strangers_may_come(configured: dict[str, object], expected: float) -> None:
    assert requests_a_minute(Settings(**configured)) == expected  # type: ignore[arg-type]


def test_a_caller_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    configured = Settings(rate_limit=0.5, rate_burst=2, keys=tmp_path / "keys.json")
    with TestClient(create_app(FakeAnswerer(), configured), client=("192.0.2.7", 1)) as client:
        assert [client.get("/v1/stats").status_code for _ in range(3)] == [200, 200, 429]
        refused = client.get("/v1/stats")
        assert_problem(refused, 429)
        assert 100 <= int(refused.headers["retry-after"]) <= 120
        for path in ("/livez", "/readyz", "/", "/openapi.json"):
            assert client.get(path).status_code == 200


def test_each_key_has_its_own_bucket_and_a_wrong_one_counts_for_its_address(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    secrets = [keys.create(name, Right.READ)[1] for name in "ab"]
    configured = Settings(require_keys=True, rate_limit=0.5, rate_burst=1, keys=keys.path)
    with TestClient(create_app(FakeAnswerer(), configured)) as client:

        def status(secret: str) -> int:
            return client.get("/v1/stats", headers={"Authorization": f"Bearer {secret}"}).status_code

        assert [status(secrets[0]), status(secrets[0]), status(secrets[1])] == [200, 429, 200]
        assert [status("guess 1"), status("guess 2")] == [401, 429]


def test_neighbours_in_one_ipv6_network_share_a_bucket() -> None:
    app = create_app(FakeAnswerer(), Settings(rate_limit=0.5, rate_burst=1))
    statuses = [
        TestClient(app, client=(address, 1)).get("/v1/stats").status_code
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "192.0.2.1", "192.0.2.2")
    ]
    assert statuses == [200, 429, 200, 200, 200]
