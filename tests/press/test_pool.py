"""Worker processes that hang, eat, die or lie: each costs its own task and nothing else."""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from briefpress.errors import BriefError
from briefpress.limits import Limits
from briefpress.press import worker
from briefpress.press.interrupt import Stop, held
from briefpress.press.pool import Pool, checked

WIDE = Limits(300, 4 * 10**9)


class UnpicklableError(Exception):
    def __init__(self, one: int, other: int) -> None:
        super().__init__("cannot travel")
        self.lock = threading.Lock()


class MuteError(Exception):
    def __str__(self) -> str:
        raise ValueError("not even this")


def work(what: str, number: int) -> Any:
    """What a worker does in these tests: as its task says."""
    if what == "hang":
        threading.Event().wait()
    elif what == "eat":
        eaten = bytearray(b"x") * (8 * 10**8)
        threading.Event().wait(len(eaten))
    elif what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "leave":
        os._exit(7)
    elif what == "exit":
        sys.exit("a chart says good-bye")
    elif what == "raise":
        raise UnpicklableError(1, 2)
    elif what == "mute":
        raise MuteError
    elif what == "lock":
        return threading.Lock()
    elif what == "print":
        print("a chart prints this", flush=True)
        os.write(1, b"and writes this\n")
    return number, os.getpid()


def results(
    *whats: str, count: int = 2, limits: Limits = WIDE, **more: Any
) -> dict[int, tuple[int, int] | str]:
    """What comes of each task: its number and the worker's process, or the reason why not."""
    made: Pool[tuple[str, int]] = Pool(work, lambda task: task, count, limits, **more)
    tasks = [(what, number) for number, what in enumerate(whats)]
    found = {
        task[1]: str(result) if isinstance(result, BriefError) else result
        for task, result in made.each(tasks)
    }
    assert not made.workers
    return found


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("kill", "its worker was killed by signal 9"),
        ("crash", "its worker was killed by signal 11"),
        ("leave", "its worker ended with status 7"),
        ("exit", "SystemExit: a chart says good-bye"),
        ("mute", "test_pool.MuteError: <exception str() failed>"),
    ],
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_task_that_ends_its_worker_is_lost_alone(what: str, reason: str, count: int) -> None:
    found = results("", "", what, "", what, "", "", count=count)
    assert (found.pop(2), found.pop(4)) == (reason, reason)
    assert {number: result[0] for number, result in found.items()} == {
        number: number for number in (0, 1, 3, 5, 6)
    }


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    found = results("raise", "lock", "")
    assert found[0] == "test_pool.UnpicklableError: cannot travel"
    assert found[1] == "TypeError: cannot pickle '_thread.lock' object"
    assert found[2][0] == 2


def test_a_task_over_its_time_is_ended_and_its_worker_replaced() -> None:
    found = results("", "hang", "", "", count=1, limits=Limits(3, WIDE.memory))
    assert found.pop(1) == "took more than 3 s"
    assert [result[0] for result in found.values()] == [0, 2, 3]
    assert len({result[1] for result in found.values()}) == 2


def test_a_task_over_its_memory_is_ended_and_the_others_go_on() -> None:
    found = results("", "eat", "", limits=Limits(WIDE.seconds, 7 * 10**8))
    assert found.pop(1) == "needed more than 700 MB of memory"
    assert sorted(result[0] for result in found.values()) == [0, 2]


def test_workers_are_used_again_and_are_no_more_than_asked_for() -> None:
    found = results(*[""] * 30, count=2)
    assert len({result[1] for result in found.values()}) <= 2
    assert os.getpid() not in {result[1] for result in found.values()}


def test_a_single_task_is_made_in_a_worker_too() -> None:
    assert results("", count=1)[0][1] != os.getpid()


def test_what_a_worker_prints_does_not_reach_standard_output(tmp_path: Path) -> None:
    said = run_script(
        tmp_path,
        "from test_pool import WIDE, work\n"
        "made = Pool(work, lambda task: task, 1, WIDE)\n"
        "list(made.each([('print', 0)]))\n",
    )
    assert (said.returncode, said.stdout) == (0, "")
    assert said.stderr == "a chart prints this\nand writes this\n"


def run_script(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run lines that use a Pool as a program of their own."""
    script = folder / "press.py"
    lines = textwrap.indent(code, "    ")
    script.write_text(
        f"from briefpress.press.pool import Pool\nif __name__ == '__main__':\n{lines}"
    )
    return subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
    )


def never_ready(status: int) -> None:
    os._exit(status)


def complains() -> None:
    raise OSError("no fonts")


def test_workers_that_never_get_ready_fail_every_task_and_not_forever() -> None:
    found = results("", "", "", warm=partial(never_ready, 3))
    assert set(found.values()) == {
        "no worker process can be started: its worker ended with status 3"
    }
    assert len(found) == 3


class Unloadable:
    """Work that ends the worker which unpacks it."""

    def __call__(self, what: str, number: int) -> None: ...

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (5,)


def test_work_that_cannot_be_unpacked_fails_every_task_and_not_forever() -> None:
    made: Pool[tuple[str, int]] = Pool(Unloadable(), lambda task: task, 2, WIDE)
    found = [str(result) for _, result in made.each([("", number) for number in range(3)])]
    assert found == ["its worker ended with status 5"] * 3


def test_a_warm_up_that_fails_leaves_it_to_the_tasks_to_say_so() -> None:
    assert results("", warm=complains)[0][0] == 0


def test_a_task_that_was_handed_over_is_told() -> None:
    told: list[tuple[str, int]] = []
    results("", "kill", "", began=told.append)
    assert sorted(told, key=lambda task: task[1]) == [("", 0), ("kill", 1), ("", 2)]


def answer_to(number: int, *given: Any, work: Callable[..., Any] = lambda *given: given) -> Any:
    return worker.answer(work, pickle.dumps((number, given)))


def test_an_answer_is_taken_for_its_own_question_only() -> None:
    asked = worker.digest(pickle.dumps((4, ("KEN",))))
    good = answer_to(4, "KEN")
    assert checked(good, 4, asked) == ("KEN",)
    for wrong in (answer_to(5, "KEN"), answer_to(4, "PAK"), good._replace(number=5)):
        assert "what was not asked" in str(checked(wrong, 4, asked))
    other = answer_to(4, "PAK")
    swapped = good._replace(body=other.body)
    assert str(checked(swapped, 4, asked)) == "its worker's answer did not arrive as it was sent"
    assert str(checked("ready", 4, asked)) == "its worker did not answer"


def test_a_stop_gives_no_more_and_ends_what_hangs() -> None:
    stop = Stop()
    tasks = [("", 0), ("hang", 1), ("", 2), ("hang", 3), ("", 4)]
    made: Pool[tuple[str, int]] = Pool(work, lambda task: task, 1, WIDE, stop=stop)
    found = []
    for task, _ in made.each(tasks):
        found.append(task[1])
        stop.asked = True
    assert found == [0]
    assert not made.workers


def test_a_stop_lets_only_what_is_at_work_be_finished() -> None:
    stop = Stop()
    tasks = [("", number) for number in range(9)]
    made: Pool[tuple[str, int]] = Pool(work, lambda task: task, 1, WIDE, stop=stop)
    found = []
    for task, _ in made.each(tasks):
        found.append(task[1])
        stop.asked = True
    assert found in ([0], [0, 1])  # the next is handed over before a result is given


def test_signals_are_noted_while_held_and_work_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with held() as stop:
        assert not stop.asked
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.asked
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux waits for others' children")
def test_a_worker_ends_when_the_press_is_gone(tmp_path: Path) -> None:
    said = run_script(
        tmp_path,
        "import os, signal\n"
        "from test_pool import WIDE, work\n"
        "made = Pool(work, lambda task: task, 1, WIDE)\n"
        "for task, result in made.each([('', 0), ('', 1)]):\n"
        "    print(made.workers[0].process.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n",
    )
    assert said.returncode == -signal.SIGKILL, said.stderr
    try:
        worker_there = os.pidfd_open(int(said.stdout))
    except ProcessLookupError:
        return
    assert select.select([worker_there], [], [], 60)[0], "the worker is still there"
    os.close(worker_there)
