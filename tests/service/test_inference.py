"""The models' thread: what is answered together, in which order, and who is turned away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from starlette.exceptions import HTTPException

from fake_answerer import FakeAnswerer
from jawab.errors import QuestionError
from jawab.service.inference import Inference
from jawab.settings import Settings
from jawab.types import Found, Question, Reply

SECONDS = 20  # nothing takes that long; a test that hangs fails


class GatedAnswerer(FakeAnswerer):
    """Answers nothing while its gate is closed; remembers its batches."""

    def __init__(self, name: str = "generation-1") -> None:
        super().__init__()
        self.generation.id = name
        self.batches: list[list[str]] = []
        self.gate = threading.Event()
        self.begun = threading.Event()

    def ask_many(self, questions: Sequence[Question]) -> list[Reply]:
        self.batches.append([question.text for question in questions])
        self.begun.set()
        assert self.gate.wait(SECONDS)
        if any("?" not in question.text for question in questions):
            raise QuestionError("Ask.")
        return super().ask_many(questions)

    def search_many(self, questions: Sequence[Question], k: int) -> list[Found]:
        self.batches.append([f"search {question.text} {k}" for question in questions])
        return super().search_many(questions, k)


class Setup:
    """An inference over an answerer that can be exchanged."""

    def __init__(self, settings: Settings) -> None:
        self.answerer = GatedAnswerer()
        self.sizes: list[int] = []
        self.inference = Inference(lambda: self.answerer, settings, self.sizes.append)

    async def begin(self, *questions: str) -> asyncio.Task[list[str]]:
        """A request that has reached the answerer, which holds it until its gate opens."""
        self.answerer.begun.clear()
        task = asyncio.create_task(self.ask(*questions))
        assert await asyncio.to_thread(self.answerer.begun.wait, SECONDS)
        return task

    async def queue(self, *questions: str) -> asyncio.Task[list[str]]:
        """A request that waits."""
        task = asyncio.create_task(self.ask(*questions))
        await asyncio.sleep(0)
        return task

    async def ask(self, *questions: str) -> list[str]:
        result = await self.inference.ask([Question(question) for question in questions])
        assert {reply.generation for reply in result.items} == {result.generation.id}
        return [f"{reply.question} {reply.generation}" for reply in result.items]


@contextmanager
def opened(settings: Settings) -> Iterator[Setup]:
    setup = Setup(settings)
    try:
        yield setup
    finally:
        setup.answerer.gate.set()
        setup.inference.close()


def run(test: Callable[[Setup], Awaitable[None]], **settings: float) -> Setup:
    async def limited(setup: Setup) -> None:
        async with asyncio.timeout(SECONDS):
            await test(setup)

    with opened(Settings(**settings)) as setup:  # type: ignore[arg-type] # pydantic validates
        asyncio.run(limited(setup))
    return setup


def test_questions_that_wait_together_are_answered_together_and_each_caller_gets_its_own() -> None:
    async def test(setup: Setup) -> None:
        first = await setup.begin("a?")
        others = [await setup.queue(text) for text in ("b?", "c?", "b?")]
        assert setup.inference.waiting == 3
        setup.answerer.gate.set()
        assert await first == ["a? generation-1"]
        assert [await other for other in others] == [[f"{text}? generation-1"] for text in "bcb"]
        assert setup.inference.waiting == 0

    setup = run(test)
    assert setup.answerer.batches == [["a?"], ["b?", "c?"]]  # what two callers ask is answered once
    assert setup.sizes == [1, 3]


def test_a_batch_holds_no_more_than_the_setting_says() -> None:
    async def test(setup: Setup) -> None:
        tasks = [await setup.begin("a?")] + [await setup.queue(f"{text}?") for text in "bcdef"]
        setup.answerer.gate.set()
        await asyncio.gather(*tasks)

    assert run(test, max_together=2).answerer.batches == [["a?"], ["b?", "c?"], ["d?", "e?"], ["f?"]]


def test_a_large_request_lets_others_in_between_and_keeps_to_one_generation() -> None:
    async def test(setup: Setup) -> None:
        old, new = setup.answerer, GatedAnswerer("generation-2")
        large = await setup.begin("a?", "b?", "c?", "d?", "e?")
        small = await setup.queue("z?")
        setup.answerer = new
        new.gate.set()
        old.gate.set()
        assert await small == ["z? generation-2"]
        assert await large == [f"{text}? generation-1" for text in "abcde"]
        assert (old.batches, new.batches) == ([["a?", "b?"], ["c?", "d?"], ["e?"]], [["z?"]])

    run(test, max_together=2)


def test_a_full_queue_turns_callers_away_at_once_and_says_when_to_come_again() -> None:
    async def test(setup: Setup) -> None:
        tasks = [await setup.begin("a?"), await setup.queue("b?", "c?")]
        with pytest.raises(HTTPException) as refused:
            await setup.ask("d?")
        assert refused.value.status_code == 503
        assert refused.value.headers == {"Retry-After": "2"}
        setup.answerer.gate.set()
        await asyncio.gather(*tasks)
        assert await setup.ask("d?") == ["d? generation-1"]

    run(test, max_waiting=2)


def test_a_request_that_is_larger_than_the_queue_is_taken_when_nobody_waits() -> None:
    async def test(setup: Setup) -> None:
        setup.answerer.gate.set()
        assert len(await setup.ask("a?", "b?", "c?")) == 3

    run(test, max_waiting=2)


def test_a_large_request_does_not_fill_the_queue_for_others() -> None:
    async def test(setup: Setup) -> None:
        large = await setup.begin(*(f"{number}?" for number in range(9)))
        small = await setup.queue("z?")
        setup.answerer.gate.set()
        assert await small == ["z? generation-1"]
        assert len(await large) == 9

    run(test, max_waiting=3, max_together=2)


def test_a_caller_who_gives_up_is_not_worked_for_and_leaves_its_place() -> None:
    async def test(setup: Setup) -> None:
        first = await setup.begin("a?")
        (await setup.queue("b?")).cancel()
        await asyncio.sleep(0)
        assert setup.inference.waiting == 0
        other = await setup.queue("c?")
        setup.answerer.gate.set()
        await asyncio.gather(first, other)

    assert run(test, max_waiting=1).answerer.batches == [["a?"], ["c?"]]


def test_a_large_request_whose_caller_gives_up_is_not_finished() -> None:
    async def test(setup: Setup) -> None:
        (await setup.begin("a?", "b?", "c?")).cancel()
        other = await setup.queue("z?")
        setup.answerer.gate.set()
        await other

    assert run(test, max_together=1).answerer.batches == [["a?"], ["z?"]]


def test_one_bad_question_spoils_nobody_elses() -> None:
    async def test(setup: Setup) -> None:
        first = await setup.begin("a?")
        bad, good = await setup.queue("bad"), await setup.queue("good?")
        setup.answerer.gate.set()
        with pytest.raises(QuestionError):
            await bad
        assert (await first, await good) == (["a? generation-1"], ["good? generation-1"])

    run(test)


def test_searches_of_one_depth_go_together() -> None:
    async def test(setup: Setup) -> None:
        first = await setup.begin("a?")
        searches = [
            asyncio.create_task(setup.inference.search(Question(text), k)) for text, k in (("x", 2), ("y", 2), ("z", 1))
        ]
        await asyncio.sleep(0)
        setup.answerer.gate.set()
        await first
        assert [len((await found).items[0].hits) for found in searches] == [2, 2, 1]

    assert run(test).answerer.batches == [["a?"], ["search x 2", "search y 2"], ["search z 1"]]


def test_other_work_has_its_turn_between_two_batches_on_the_same_thread() -> None:
    seen: list[tuple[int, str]] = []

    async def test(setup: Setup) -> None:
        def job() -> None:
            seen.append((len(setup.answerer.batches), threading.current_thread().name))

        tasks = [await setup.begin("a?")] + [await setup.queue(f"{text}?") for text in "bcdefg"]
        jobs = [asyncio.create_task(setup.inference.run(job)) for _ in range(2)]
        await asyncio.sleep(0)
        setup.answerer.gate.set()
        await asyncio.gather(*tasks, *jobs)

    assert len(run(test, max_together=1).answerer.batches) == 7
    assert seen == [(1, "jawab-inference_0")] * 2


def test_a_job_that_fails_tells_its_caller_and_nobody_else() -> None:
    async def test(setup: Setup) -> None:
        setup.answerer.gate.set()
        with pytest.raises(ZeroDivisionError):
            await setup.inference.run(lambda: 1 / 0)
        assert await setup.ask("a?") == ["a? generation-1"]

    run(test)


def test_a_stopping_service_takes_no_more_questions() -> None:
    async def test(setup: Setup) -> None:
        first = await setup.begin("a?")
        closing = asyncio.create_task(asyncio.to_thread(setup.inference.close))
        while not setup.inference._closed:
            await asyncio.sleep(0.01)
        with pytest.raises(HTTPException) as refused:
            await setup.ask("b?")
        assert refused.value.status_code == 503
        setup.answerer.gate.set()
        assert await first == ["a? generation-1"]
        await closing

    run(test)
