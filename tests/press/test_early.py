"""A worker that is started before there is a plan: it is used, or ended, and never in the way."""

from __future__ import annotations

import multiprocessing
import os
import select
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from test_pool import WIDE, complains, never_ready, work

from briefpress.press import early
from briefpress.press.early import Early
from briefpress.press.pool import Pool, started


def nothing() -> None:
    """What makes a worker ready in these tests."""


def results(count: int, tasks: int, first: Early) -> list[Any]:
    made: Pool[tuple[str, int]] = Pool(
        work, lambda task: task, count, WIDE, warm=nothing, early=first.taken
    )
    return [result for _, result in made.each([("", number) for number in range(tasks)])]


@pytest.mark.parametrize("count", [1, 2])
def test_the_worker_that_was_started_early_makes_the_first_tasks(count: int) -> None:
    with Early(nothing) as first:
        pids = {pid for _, pid in results(count, 8, first)}
        assert first.taken() is None  # it was taken once
    assert os.getpid() not in pids
    assert 1 <= len(pids) <= count


def test_a_pool_waits_for_the_early_worker_and_starts_no_other(monkeypatch) -> None:
    there: list[int] = []

    def noted(warm: Callable[[], None] | None) -> Any:
        process, pipe = started(warm)
        there.append(process.pid or 0)
        return process, pipe

    monkeypatch.setattr(early, "started", noted)
    with Early(nothing) as first:
        assert {pid for _, pid in results(1, 3, first)} == set(there)


@pytest.mark.parametrize("warm", [complains, partial(never_ready, 3)])
def test_an_early_worker_that_fails_is_replaced(warm: Callable[[], None]) -> None:
    with Early(warm) as first:
        assert [number for number, _ in results(1, 3, first)] == [0, 1, 2]


def test_a_system_that_gives_no_process_is_heard_of_when_one_is_needed(monkeypatch) -> None:
    def refused(warm: Callable[[], None] | None) -> Any:
        raise OSError("no more processes")

    monkeypatch.setattr(early, "started", refused)
    with Early(nothing) as first:
        assert [number for number, _ in results(1, 2, first)] == [0, 1]


def test_a_worker_that_nobody_took_is_ended() -> None:
    before = {*multiprocessing.active_children()}
    with Early(nothing) as first:
        first._thread.join()
        (one,) = {*multiprocessing.active_children()} - before
        assert one.is_alive()
    assert not one.is_alive()


def test_a_worker_that_comes_too_late_is_ended(monkeypatch) -> None:
    before, wait = {*multiprocessing.active_children()}, os.pipe()

    def late(warm: Callable[[], None] | None) -> Any:
        select.select([wait[0]], [], [], 60)
        return started(warm)

    monkeypatch.setattr(early, "started", late)
    with Early(nothing) as first:
        pass
    os.write(wait[1], b"now")
    first._thread.join()
    assert {*multiprocessing.active_children()} <= before
    assert first.taken() is None
