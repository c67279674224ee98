"""Many callers against one: throughput, whether the answers are the same, and what happens at four times capacity.

Usage: python benchmarks/load.py [--seconds 120] [--rounds 5] [--clients 8] [--questions N] [--index DIR] [--out FILE]
(writes benchmarks/load.json; run it on an idle machine, it takes about half an hour)

The service runs without its answer cache, so that every reply is worked for. "cores_busy" is processor seconds of the
service by second of the clock: where it is near the number of cores with one client, more clients cannot be answered
faster by using the machine better, only by wasting less. "stage_seconds_a_reply" is where a reply's time goes.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import math
import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from samples import ARTICLES, questions
from served import JAWAB, serving

OVERLOAD, USEFUL, FASTER = 4, 0.9, 1.5
MAX_WAITING, MAX_TOGETHER = 32, 8
WARM_UP = 5
STAGES = "jawab_stage_seconds_sum"

Reply = dict[str, Any]


@dataclass(slots=True)
class Call:
    """One request and what came of it."""

    question: str
    status: int
    seconds: float
    retry_after: str | None
    reply: Reply


@dataclass(slots=True)
class Round:
    """Calls made under one load, over so many seconds, with the processor seconds that they took."""

    calls: list[Call] = field(default_factory=list)
    seconds: float = 0.0
    processor_seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    batches: float = 0.0
    batched: float = 0.0

    @property
    def answered(self) -> list[Call]:
        """Calls that got a reply."""
        return [call for call in self.calls if call.status == httpx.codes.OK]

    @property
    def throughput(self) -> float:
        """Replies a second."""
        return len(self.answered) / self.seconds

    def summary(self) -> dict[str, Any]:
        """What is written of it."""
        times = sorted(call.seconds for call in self.answered)
        return {
            "calls": len(self.calls),
            "answered": len(times),
            "replies_a_second": self.throughput,
            "seconds_p50": quantile(times, 0.5),
            "seconds_p99": quantile(times, 0.99),
            "cores_busy": self.processor_seconds / self.seconds,
            "processor_seconds_a_reply": self.processor_seconds / max(1, len(times)),
            "stage_seconds_a_reply": {name: spent / max(1, len(times)) for name, spent in self.stages.items()},
            "questions_a_batch": self.batched / max(1, self.batches),
        }


def main() -> None:
    """Measure, write, and say whether the goals were met."""
    options = read_options()
    with nullcontext(options.index) if options.index else built_index() as index:
        result = asyncio.run(measured(Path(index), options))
    options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--questions", type=int, help="ask only so many different ones")
    parser.add_argument("--index", type=Path, help="an index that is there; unset: the sample articles are indexed")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    return parser.parse_args()


def built_index() -> tempfile.TemporaryDirectory[str]:
    """A folder with an index of the sample articles, which is removed on leaving."""
    folder = tempfile.TemporaryDirectory()
    subprocess.run([JAWAB, "index", ARTICLES, "--index", folder.name], check=True, capture_output=True)
    return folder


async def measured(index: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Rounds of one and of many clients in turn, then one of more than the service can do."""
    asked = questions()[: options.questions]
    async with caller(index) as client:
        for question in asked[:WARM_UP]:
            await ask(client, question)
        ones, manys = [], []
        for number in range(options.rounds):
            endless = itertools.cycle(asked[number:] + asked[:number])
            kinds = [(1, ones), (options.clients, manys)]
            for clients, rounds in kinds if number % 2 == 0 else reversed(kinds):
                rounds.append(await closed(client, endless, clients, options.seconds))
        capacity = statistics.median(round_.throughput for round_ in manys)
        flood = await opened(client, itertools.cycle(asked), OVERLOAD * capacity, options.seconds)
        serial = {question: await ask(client, question) for question in asked}
    gain = statistics.median(many.throughput / one.throughput for one, many in zip(ones, manys, strict=True))
    return {
        "command": "python benchmarks/load.py",
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()},
        "questions": len(asked),
        "one_client": [round_.summary() for round_ in ones],
        f"{options.clients}_clients": [round_.summary() for round_ in manys],
        "throughput_gain_median": gain,
        "throughput_gain_reached": gain >= FASTER,
        "same_as_serial": compared(serial, [call for round_ in [*ones, *manys, flood] for call in round_.answered]),
        "overload": overload(flood, capacity),
    }


def overload(flood: Round, capacity: float) -> dict[str, Any]:
    """What became of the calls when four times as many came as can be answered.

    Who is let in waits at most for a batch that runs and for a full queue: that many questions at the pace measured.
    """
    refused = [call for call in flood.calls if call.status != httpx.codes.OK]
    bound = (MAX_WAITING + MAX_TOGETHER) / capacity
    summary = flood.summary()
    polite = [call for call in refused if call.status == 503 and (call.retry_after or "").isdigit()]
    return summary | {
        "capacity_replies_a_second": capacity,
        "share_of_capacity": flood.throughput / capacity,
        "share_reached": flood.throughput >= USEFUL * capacity,
        "refused": len(refused),
        "refused_with_503_and_retry_after": len(polite),
        "all_refused_so": len(polite) == len(refused),
        "seconds_p99_bound": bound,
        "p99_within_bound": summary["seconds_p99"] <= bound,
        "seconds_to_refuse_p99": quantile(sorted(call.seconds for call in refused), 0.99),
    }


def compared(serial: dict[str, Call], calls: list[Call]) -> dict[str, float | bool]:
    """How replies given under load compare with those given one at a time afterwards."""
    pairs = [(serial[call.question].reply, call.reply) for call in calls]
    same = sum(quoted(alone) == quoted(loaded) for alone, loaded in pairs)
    differences = [
        abs(a["confidence"] - b["confidence"])
        for alone, loaded in pairs
        for a, b in zip(alone["answers"], loaded["answers"], strict=False)
    ]
    return {
        "replies": len(pairs),
        "identical": sum(said(alone) == said(loaded) for alone, loaded in pairs),
        "same_answers_and_quotes": same,
        "all_same": same == len(pairs),
        "largest_difference_of_confidence": max(differences, default=0.0),
    }


def said(reply: Reply) -> str:
    """All of a reply but what no two replies share."""
    return json.dumps({name: reply[name] for name in reply if name not in ("request_id", "timings_ms")})


def quoted(reply: Reply) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """The answers, and where they stand."""
    return [
        (answer["text"], [(q["article"]["id"], q["answer"]["start"], q["answer"]["end"]) for q in answer["quotes"]])
        for answer in reply["answers"]
    ]


def quantile(ordered: list[float], share: float) -> float:
    """The least value that `share` of the values do not exceed; 0.0 of nothing."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


async def closed(client: httpx.AsyncClient, asked: Iterator[str], clients: int, seconds: float) -> Round:
    """Clients that each ask the next question when the one before is answered."""
    async with watched(client) as round_:
        end = time.perf_counter() + seconds

        async def caller() -> None:
            while time.perf_counter() < end:
                round_.calls.append(await ask(client, next(asked)))

        await asyncio.gather(*(caller() for _ in range(clients)))
    return round_


async def opened(client: httpx.AsyncClient, asked: Iterator[str], rate: float, seconds: float) -> Round:
    """Calls at a steady `rate` a second, whatever becomes of those before."""
    async with watched(client) as round_, asyncio.TaskGroup() as calls:

        async def call(question: str) -> None:
            round_.calls.append(await ask(client, question))

        started = time.perf_counter()
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            calls.create_task(call(next(asked)))
    return round_


@asynccontextmanager
async def watched(client: httpx.AsyncClient) -> AsyncIterator[Round]:
    """Times what happens inside, and reads from the service's metrics what it cost."""
    round_, before, started = Round(), await metrics(client), time.perf_counter()
    yield round_
    round_.seconds = time.perf_counter() - started
    after = await metrics(client)
    spent = {name: after[name] - before.get(name, 0.0) for name in after}
    round_.processor_seconds = spent["process_cpu_seconds_total"]
    round_.stages = {stage(name): value for name, value in spent.items() if name.startswith(STAGES)}
    round_.batches, round_.batched = spent["jawab_batch_questions_count"], spent["jawab_batch_questions_sum"]


def stage(metric: str) -> str:
    """The stage that a metric's label names."""
    return metric.partition('stage="')[2].partition('"')[0]


async def metrics(client: httpx.AsyncClient) -> dict[str, float]:
    """Every metric by its name and labels."""
    lines = (await client.get("/metrics")).raise_for_status().text.splitlines()
    pairs = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(value) for name, _, value in pairs}


async def ask(client: httpx.AsyncClient, question: str) -> Call:
    """One call, from request to reply."""
    started = time.perf_counter()
    response = await client.post("/v1/ask", json={"question": question})
    seconds = time.perf_counter() - started
    return Call(question, response.status_code, seconds, response.headers.get("retry-after"), response.json())


@asynccontextmanager
async def caller(index: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that is ready."""
    with serving(index, max_waiting=MAX_WAITING, max_together=MAX_TOGETHER) as address:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=300, limits=limits, trust_env=False) as client:
            yield client


if __name__ == "__main__":
    main()
