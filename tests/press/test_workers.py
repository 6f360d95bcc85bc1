"""Briefs made side by side: none shows another's content, whatever dies, hangs or is stopped."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import marked
import pytest

from briefpress import config
from briefpress.errors import BriefError
from briefpress.limits import Limits
from briefpress.model.slices import Slice
from briefpress.press.build import build
from briefpress.press.progress import Reporter
from briefpress.press.task import Made, Task
from briefpress.press.workers import largest_first, run

ROUNDS = int(os.environ.get("BRIEFPRESS_ROUNDS", "2"))
"""Rounds of the test with kills. Twenty take minutes; continuous integration runs them."""


@pytest.fixture(scope="module")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> list[Task]:
    return marked.tasks(marked.project(tmp_path_factory.mktemp("hundred"), 100))


@pytest.fixture(scope="module")
def clean(hundred: list[Task]) -> dict[str, Made]:
    """What each brief is when nothing happens."""
    return made(hundred, 2)


def made(tasks: list[Task], workers: int) -> dict[str, Made]:
    found = {}
    for task, result in run(tasks, workers):
        assert isinstance(result, Made), result
        found[task.job.brief] = result
    assert len(found) == len(tasks)
    return found


def test_each_brief_has_its_own_mark_in_text_table_chart_and_facts(
    clean: dict[str, Made],
) -> None:
    for brief, result in clean.items():
        assert marked.read(result) == marked.good(marked.number_of(brief))
    assert len({result.pdf for result in clean.values()}) == 100


def test_no_mark_is_in_the_wrong_brief_when_workers_are_killed_at_random(
    hundred: list[Task], clean: dict[str, Made]
) -> None:
    killed = 0
    for seed in range(ROUNDS):
        chance = random.Random(seed)
        order = chance.sample(hundred, len(hundred))
        given = set()
        for task, result in run(order, 8):
            given.add(task.job.brief)
            if isinstance(result, BriefError):
                assert str(result) == f"{task.job.brief}: its worker was killed by signal 9"
                killed += 1
            else:
                assert result == clean[task.job.brief]
            if chance.random() < 0.15:
                kill_one(chance)
        assert len(given) == 100
    assert 0 < killed < 40 * ROUNDS


def kill_one(chance: random.Random) -> None:
    workers = sorted(multiprocessing.active_children(), key=lambda one: one.pid or 0)
    pid = chance.choice(workers).pid if workers else None
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_one_worker_in_a_loop_gives_each_brief_its_own_chart_and_not_the_last_ones(
    hundred: list[Task], clean: dict[str, Made]
) -> None:
    for brief, result in made(hundred[:12], 1).items():
        assert marked.read(result).ink == marked.number_of(brief)
        assert result == clean[brief]


def test_eight_workers_give_the_bytes_of_one_in_any_order(
    hundred: list[Task], clean: dict[str, Made]
) -> None:
    few = hundred[20:36]
    assert (
        made(few, 8)
        == made(few[::-1], 8)
        == {task.job.brief: clean[task.job.brief] for task in few}
    )


def test_tasks_of_two_projects_are_refused(hundred: list[Task]) -> None:
    other = replace(hundred[0].project, root=Path("elsewhere"))
    with pytest.raises(ValueError, match="several projects"):
        list(run([hundred[0], replace(hundred[1], project=other)], 2))


def test_the_brief_with_the_most_activities_is_begun_first(hundred: list[Task]) -> None:
    one, other, *_ = hundred
    assert [task is one for task in largest_first([other, one])] == [False, True]
    cut = other.slice
    none = cut.tables.of(cut.tables.activities["id"][:0])
    empty = replace(other, slice=Slice(cut.edition, none, cut.over, cut.key))
    assert largest_first([empty, one]) == [one, empty]


BAD = """
def draw(table, axes, house):
    import os, signal, threading
    number = int(table["mark"].iloc[0].removeprefix("chart"))
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 3:
        os._exit(5)
    if number == 5:
        threading.Event().wait()
    if number == 7:
        eaten = bytearray(b"x") * (12 * 10**8)
        threading.Event().wait(len(eaten))
    if number == 9:
        raise SystemExit("bye")
    _draw(table, axes, house)
"""


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A project of twelve briefs, in which the chart of every other does something else."""
    root = marked.project(tmp_path / "bad", 12)
    chart = root / "charts/mark.py"
    chart.write_text(marked.CHART.replace("def draw", "def _draw") + BAD, encoding="utf-8")
    return root


def test_briefs_that_die_hang_or_eat_fail_alone_and_say_why(bad: Path) -> None:
    limits = Limits(15, 10**9)
    results = {
        marked.number_of(task.job.brief): result
        for task, result in run(marked.tasks(bad), 2, limits)
    }
    failed = {number: str(one) for number, one in results.items() if isinstance(one, BriefError)}
    assert failed == {
        1: "theme/t001/en: its worker was killed by signal 9",
        3: "theme/t003/en: its worker ended with status 5",
        5: "theme/t005/en: took more than 15 s",
        7: "theme/t007/en: needed more than 1 GB of memory",
        9: "theme/t009/en: SystemExit: bye",
    }
    for number, result in results.items():
        if isinstance(result, Made):
            assert marked.read(result) == marked.good(number)
    assert len(results) == 12


class Stopping(Reporter):
    """Stops the build, as Ctrl-C does, when so many briefs are made."""

    def __init__(self, after: int) -> None:
        self.after = after

    def made(self, brief: str, pages: int, seconds: float) -> None:
        self.after -= 1
        if not self.after:
            os.kill(os.getpid(), signal.SIGINT)


def test_a_build_that_is_stopped_keeps_what_was_there_and_goes_on_from_what_is_made(
    tmp_path: Path,
) -> None:
    root, out = marked.project(tmp_path / "project", 8), tmp_path / "out"
    loaded = config.load(root)
    first = build(loaded, out, (), 2, Reporter())
    assert (len(first.made), first.left) == (8, [])
    page = root / "templates/theme.html"
    page.write_text(marked.PAGE.replace("</table>", "</table>New"), encoding="utf-8")

    stopped = build(loaded, out, (), 1, Stopping(3))
    assert 3 <= len(stopped.made) <= 4  # the one at work may have been finished
    assert len(stopped.left) == 8 - len(stopped.made)
    entries = json.loads((out / "manifest.json").read_bytes())["briefs"]
    assert {brief for brief, one in entries.items() if one["state"] == "stale"} == set(stopped.left)
    for brief, entry in entries.items():
        marks = marked.read_files(
            (out / entry["pdf"]).read_bytes(), (out / entry["facts"]).read_bytes()
        )
        assert marks == marked.good(marked.number_of(brief))

    after = build(loaded, out, (), 2, Reporter())
    assert (sorted(after.made), sorted(after.kept)) == (stopped.left, sorted(stopped.made))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_build_in_which_a_brief_hangs(sent: signal.Signals, bad: Path) -> None:
    command = [sys.executable, "-m", "briefpress", "build", str(bad), "--workers", "2"]
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr
        told = []
        while sum("FAILED" not in line for line in told) < 5:  # one worker hangs, one goes on
            told.append(process.stderr.readline())
            assert told[-1], told
        # to all of them, as a terminal does; the time limit would be 120 s
        os.killpg(process.pid, sent) if sent == signal.SIGINT else process.send_signal(sent)
        # ends only when nobody holds the pipes any more: all workers are gone
        said, rest = process.communicate(timeout=60)
    assert process.returncode == 130, (said, rest)
    assert "Traceback" not in rest
    found = re.match(r"Stopped: (\d+) of 12 briefs are made; 'briefpress build' goes on", said)
    assert found, said
    entries = json.loads((bad / "build/manifest.json").read_bytes())["briefs"]
    assert sum(one["state"] == "fresh" for one in entries.values()) == int(found[1]) >= 4
    assert not list((bad / "build").rglob(".t*")), "temporary files"
