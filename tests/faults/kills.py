"""Kills builds, at random moments or before each step to the disk, and looks at what is left.

    python tests/faults/kills.py random --kills 300 --seed 1
    python tests/faults/kills.py steps

After each kill every file that a reader sees is one of a clean build, of this
state of the project or of one before, and the manifest parses. What a build
that is let end leaves is, byte for byte and file for file, what a clean one
leaves. A build here is `briefpress build` in a process of its own, forked off
one that has imported what takes long, and killed with all its workers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

import small

STATES = ("one", "two", "three")
COUNTRIES = small.CODES[:4]
STEPS = ("fsync", "replace", "unlink", "rmdir")


def warm() -> None:
    """Import what a build imports, so that a fork has it. Nothing is run: forks have no threads."""
    import pyarrow.parquet  # noqa: F401

    import briefpress.cli
    import briefpress.measures.prepare
    import briefpress.press.gallery
    import briefpress.press.make
    import briefpress.press.progress
    import briefpress.sources.reading  # noqa: F401


@dataclass
class Build:
    """A build in a process group of its own."""

    pid: int
    end: int
    """Closed when the build ends."""
    log: Path

    @classmethod
    def start(cls, *words: str, log: Path, fault: Callable[[], Any] = ExitStack) -> Build:
        end, mine = os.pipe()
        pid = os.fork()
        os.setpgid(pid, pid)  # in both: whoever comes first
        if pid:
            os.close(mine)
            return cls(pid, end, log)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        status = 70
        try:
            from briefpress.cli import main

            with fault():
                main(["build", *words])
        except SystemExit as stop:
            status = int(stop.code or 0)
        except BaseException as error:
            print(repr(error), flush=True)
        finally:
            os._exit(status)

    def ends_within(self, seconds: float | None) -> bool:
        """Wait for its end, so long at most."""
        return bool(select.select([self.end], [], [], seconds)[0])

    def status(self) -> int:
        """Return its exit status, or the signal that ended it, negative."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.end)
        return os.waitstatus_to_exitcode(status)

    def kill(self) -> None:
        os.killpg(self.pid, signal.SIGKILL)
        self.status()


@contextmanager
def killed_before(step: int, *steps: str, where: str = "") -> Iterator[None]:
    """Kill this process before its step of that number that changes the disk (there)."""
    left = [step]

    def counted(name: str) -> Callable[..., Any]:
        true = getattr(os, name)

        def call(*given: Any, **named: Any) -> Any:
            left[0] -= where in str(given)
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return true(*given, **named)

        return call

    with ExitStack() as stack:
        for name in steps or STEPS:
            stack.enter_context(mock.patch.object(os, name, counted(name)))
        yield


@dataclass
class Bench:
    """A project that is built, killed and looked at."""

    folder: Path
    clean: dict[str, dict[str, bytes]] = field(default_factory=dict)
    longest: float = 0.0
    resumed: int = 0
    """How many builds took over what one that was killed had finished."""

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def prepare(self) -> None:
        """Build each state of the project cleanly: that is what every other build must give."""
        for state in STATES:
            began = time.monotonic()
            out = self.folder / f"clean {state}"
            small.write(self.folder / "project", state, COUNTRIES)
            self.end(self.start(1, out=out))
            self.longest = max(self.longest, time.monotonic() - began)
            self.clean[state] = small.everything(out)
        assert len(self.clean["one"]) == 3 * len(COUNTRIES) + 2, sorted(self.clean["one"])

    def start(self, workers: int, out: Path | None = None, **more: Any) -> Build:
        words = (str(self.folder / "project"), "--workers", str(workers), "--out")
        return Build.start(*words, str(out or self.out), log=self.folder / "log", **more)

    def end(self, build: Build) -> None:
        """Let a build end, well."""
        build.ends_within(None)
        status = build.status()
        said = build.log.read_text(encoding="utf-8")
        assert status == 0, (status, said)
        self.resumed += "finished by a build that was interrupted" in said

    def require_nothing_torn(self) -> None:
        """What a reader sees is whole, after any kill."""
        for name, content in small.published(self.out).items():
            if name == "manifest.json":
                assert set(json.loads(content)) == set(json.loads(self.clean["one"][name]))
            assert content in [clean[name] for clean in self.clean.values()], f"{name} is torn"

    def require_clean(self, state: str) -> None:
        """What is left by a build that ended is what a clean one leaves, and nothing beside it."""
        found = small.everything(self.out)
        found.pop(".lock", None)  # of a build that was killed when all was done
        assert found.keys() == self.clean[state].keys(), found.keys() ^ self.clean[state].keys()
        assert found == self.clean[state], [
            name for name in found if found[name] != self.clean[state][name]
        ]


def at_random(bench: Bench, kills: int, seed: str) -> dict[str, int]:
    """Kill builds at random moments; now and then the project changes before one has ended."""
    chance = random.Random(seed)
    done = {"kills": 0, "ended": 0, "changed meanwhile": 0}
    state, ended = "", True
    while done["kills"] < kills:
        if ended or chance.random() < 0.15:
            done["changed meanwhile"] += not ended
            state = chance.choice([one for one in STATES if one != state])
            small.write(bench.folder / "project", state, COUNTRIES)
        build = bench.start(2 if chance.random() < 0.05 else 1)
        ended = build.ends_within(chance.uniform(0, bench.longest))
        if ended:
            bench.end(build)
            bench.require_clean(state)
            done["ended"] += 1
        else:
            build.kill()
            done["kills"] += 1
            bench.require_nothing_torn()
    bench.end(bench.start(1))
    bench.require_clean(state)
    return {**done, "resumed": bench.resumed}


def at_each_step(bench: Bench) -> dict[str, int]:
    """Kill a build before its first step to the disk, another before its second, to the last."""
    before, after = STATES[:2]
    small.write(bench.folder / "project", after, COUNTRIES)
    for step in count(1):
        shutil.rmtree(bench.out, ignore_errors=True)
        shutil.copytree(bench.folder / f"clean {before}", bench.out)
        build = bench.start(1, fault=partial(killed_before, step))
        build.ends_within(None)
        status = build.status()
        bench.require_nothing_torn()
        if status == 0:
            break
        assert status == -signal.SIGKILL, build.log.read_text(encoding="utf-8")
        bench.end(bench.start(1))
        bench.require_clean(after)
    bench.require_clean(after)
    return {"steps": step - 1, "resumed": bench.resumed}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("how", choices=("random", "steps"))
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--lanes", type=int, default=2, help="projects at once")
    given = parser.parse_args()
    if given.how == "random" and given.lanes > 1:
        sys.exit(_lanes(given))
    warm()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.prepare()
        steps = given.how == "steps"
        print(at_each_step(bench) if steps else at_random(bench, given.kills, given.seed))


def _lanes(given: argparse.Namespace) -> int:
    each = -(-given.kills // given.lanes)
    lanes = [
        subprocess.Popen(
            [sys.executable, __file__, "random", "--lanes=1", f"--kills={each}", f"--seed={seed}"]
        )
        for seed in (f"{given.seed}.{lane}" for lane in range(given.lanes))
    ]
    return max(abs(lane.wait()) for lane in lanes)


if __name__ == "__main__":
    main()
