"""Briefs made on a Dask cluster: a real scheduler and worker processes on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import marked
import pytest

from briefpress import config
from briefpress.errors import BriefError, ProjectError
from briefpress.press import build as press
from briefpress.press import bundle, cluster, workers
from briefpress.press.interrupt import Stop
from briefpress.press.progress import Reporter

pytest.importorskip("distributed")


class Told(Reporter):
    """Does something once a brief is made."""

    def __init__(self, then: subprocess.Popen[bytes] | None = None) -> None:
        self.then, self.count = then, 0

    def made(self, brief: str, pages: int, seconds: float) -> None:
        self.count += 1
        if self.then and self.count == 2:
            self.then.kill()


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("cluster") / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--dashboard-address", ":0")
    with started("dask_scheduler", *words, "--scheduler-file", str(file)):
        until = time.monotonic() + 60
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.1)
        yield json.loads(file.read_bytes())["address"]


@contextmanager
def a_worker(
    address: str, folder: Path, threads: int = 1, nanny: str = "--no-nanny"
) -> Iterator[subprocess.Popen[bytes]]:
    folder.mkdir(exist_ok=True)
    words = (nanny, "--no-dashboard", "--host", "127.0.0.1", "--nthreads", str(threads))
    with started("dask_worker", address, *words, "--local-directory", str(folder)) as process:
        yield process


def there(address: str, count: int) -> None:
    """Wait until the cluster has as many workers, those of earlier tests gone."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        until = time.monotonic() + 60
        while len(client.nthreads()) != count:
            assert time.monotonic() < until, client.nthreads()
            time.sleep(0.1)


def built(root: Path, out: Path, address: str = "", reporter: Reporter | None = None):
    project = config.load(root)
    return press.build(project, out, (), 2, reporter or Reporter(), cluster=address)


def project(folder: Path, wrong: str = "raise ValueError('no')", count: int = 8) -> Path:
    """A project with a brief, the third, whose chart does something wrong."""
    root = marked.project(folder, count)
    wrong = f"    if number == 2:\n        {wrong}\n"
    chart = marked.CHART.replace("    for at, filled", wrong + "    for at, filled")
    (root / "charts/mark.py").write_text(chart)
    return root


def published(out: Path) -> dict[str, bytes]:
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".")}


def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(
    address: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "project")
    alone = built(root, tmp_path / "alone")
    with a_worker(address, tmp_path / "w1") as first, a_worker(address, tmp_path / "w2"):
        there(address, 2)
        told = Told(first)
        far = built(root, tmp_path / "far", address, told)
        assert first.wait(10) < 0
    assert (len(far.made), list(far.failed)) == (7, ["theme/t002/en"])
    assert far.failed == alone.failed
    assert published(tmp_path / "far") == published(tmp_path / "alone")


def test_a_worker_with_another_version_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project")
    real = cluster.of_versions
    monkeypatch.setattr(
        cluster, "of_versions", lambda engine: {**real(engine), "briefpress": "9+other"}
    )
    with a_worker(address, tmp_path / "w"):
        there(address, 1)
        with pytest.raises(ProjectError, match=r"has briefpress .* and not 9\+other"):
            built(root, tmp_path / "out", address)


def test_a_worker_with_threads_is_refused(address: str, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    with a_worker(address, tmp_path / "w", threads=2):
        there(address, 1)
        with pytest.raises(ProjectError, match="--nthreads 1"):
            built(root, tmp_path / "out", address)


def test_a_cluster_that_does_not_answer_is_named(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    with pytest.raises(ProjectError, match=r"tcp://127\.0\.0\.1:9: no cluster answers"):
        built(root, tmp_path / "out", "tcp://127.0.0.1:9")


def test_workers_have_the_project_from_its_bundle_and_few_results_wait(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the project out of reach, each brief has its own marks in text, table and chart."""
    root = marked.project(tmp_path / "project", 12)
    tasks = marked.tasks(root)
    expected = dict((task.job.brief, made) for task, made in workers.run(tasks, 1))
    packed = bundle.packed

    def pack(project: config.Project) -> bytes:
        content = packed(project)
        root.rename(tmp_path / "away")
        return content

    monkeypatch.setattr(bundle, "packed", pack)
    began: list[str] = []
    found = {}
    with a_worker(address, tmp_path / "w"):
        there(address, 1)
        for task, made in cluster.run(tasks, address, began.append):
            found[task.job.brief] = made
            assert len(began) - len(found) < cluster.AHEAD
    assert not root.exists()
    assert found == expected
    assert len(found) == 12


def test_a_brief_that_ends_its_workers_is_one_failed_brief(address: str, tmp_path: Path) -> None:
    root = project(tmp_path / "project", "__import__('os')._exit(1)", count=4)
    with a_worker(address, tmp_path / "w", nanny="--nanny"):
        there(address, 1)
        results = {task.job.brief: made for task, made in cluster.run(marked.tasks(root), address)}
    failed = {brief: str(one) for brief, one in results.items() if isinstance(one, BriefError)}
    assert failed == {"theme/t002/en": "theme/t002/en: every worker that it was given to was lost"}
    assert len(results) == 4


def test_without_workers_what_is_left_fails_after_a_while(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project")
    monkeypatch.setattr(cluster, "START", 3.0)
    with a_worker(address, tmp_path / "w") as only:
        there(address, 1)
        outcome = built(root, tmp_path / "out", address, Told(only))
    assert len(outcome.made) + len(outcome.failed) == 8
    assert any("the cluster has no workers" in reason for reason in outcome.failed.values())
    assert outcome.made


def test_a_stop_ends_what_is_asked_for(address: str, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    stop, results = Stop(), []
    with a_worker(address, tmp_path / "w"):
        there(address, 1)
        for one in cluster.run(marked.tasks(root), address, stop=stop):
            stop.asked = True
            results.append(one)
    assert 1 <= len(results) <= cluster.AHEAD


def test_nothing_to_make_asks_no_cluster() -> None:
    assert list(cluster.run([], "tcp://127.0.0.1:9")) == []
