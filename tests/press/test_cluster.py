"""Briefs made on a Dask cluster: a real scheduler and worker processes on loopback."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import far
import marked
import psutil
import pytest
from click.testing import CliRunner

from briefpress import cli, config
from briefpress.errors import BriefError, ProjectError, UnfinishedError
from briefpress.press import build as press
from briefpress.press import bundle, cluster, site, worker, workers
from briefpress.press.interrupt import Stop
from briefpress.press.progress import Reporter

pytestmark = pytest.mark.xdist_group("cluster")


class Told(Reporter):
    """Does something once a brief is made."""

    def __init__(self, then: subprocess.Popen[bytes] | None = None) -> None:
        self.then, self.count = then, 0

    def made(self, brief: str, pages: int, seconds: float) -> None:
        self.count += 1
        if self.then and self.count == 2:
            self.then.kill()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with far.scheduler() as (at, _):
        yield at


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
    with far.worker(address, tmp_path / "w1") as first, far.worker(address, tmp_path / "w2"):
        made = built(root, tmp_path / "far", address, Told(first))
        assert first.wait(far.WAIT) < 0
    assert (len(made.made), list(made.failed)) == (7, ["theme/t002/en"])
    assert made.failed == alone.failed
    assert published(tmp_path / "far") == published(tmp_path / "alone")


def test_a_worker_with_another_version_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project")
    real = cluster.of_versions
    monkeypatch.setattr(
        cluster, "of_versions", lambda engine: {**real(engine), "briefpress": "9+other"}
    )
    refused = pytest.raises(ProjectError, match=r"has briefpress .* and not 9\+other")
    with far.worker(address, tmp_path / "w"), refused:
        built(root, tmp_path / "out", address)


def test_a_worker_with_threads_is_refused(address: str, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    refused = pytest.raises(ProjectError, match="--nthreads 1")
    with far.worker(address, tmp_path / "w", threads=2), refused:
        built(root, tmp_path / "out", address)


def test_a_cluster_that_does_not_answer_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
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
    with far.worker(address, tmp_path / "w") as process:
        for task, made in cluster.run(tasks, address, began.append):
            found[task.job.brief] = made
            assert len(began) - len(found) < cluster.AHEAD
            below = psutil.Process(process.pid).children(recursive=True)
            makers = [one for one in below if one.ppid() != process.pid]
        assert makers
        _, left = psutil.wait_procs(makers, far.WAIT)
        assert not left
    assert not root.exists()
    assert found == expected
    assert len(found) == 12


@pytest.mark.parametrize(
    ("wrong", "limit", "said"),
    [
        ("__import__('os')._exit(1)", "", "its worker ended with status 1"),
        ("while True: pass", "time_limit = 8", "took more than 8 s"),
        (
            "hoard = [b'x' * 10**7 for _ in iter(int, 1)]",
            'memory_limit = "700 MB"',
            "needed more than 700 MB of memory",
        ),
    ],
)
def test_a_brief_over_a_limit_fails_alone_as_at_home(
    address: str, tmp_path: Path, wrong: str, limit: str, said: str
) -> None:
    root = project(tmp_path / "project", wrong, count=4)
    with (root / "briefs.toml").open("a") as toml:
        toml.write(f"[build]\n{limit}\n")
    with far.worker(address, tmp_path / "w") as process:
        results = {task.job.brief: made for task, made in cluster.run(marked.tasks(root), address)}
        assert process.poll() is None
    failed = {brief: str(one) for brief, one in results.items() if isinstance(one, BriefError)}
    assert failed == {"theme/t002/en": f"theme/t002/en: {said}"}
    assert len(results) == 4


def test_a_brief_that_ends_the_workers_themselves_is_one_failed_brief(
    address: str, tmp_path: Path
) -> None:
    """Dask's nanny starts them again, as daemons, and these have children all the same."""
    root = project(tmp_path / "project", "__import__('psutil').Process().parent().parent().kill()")
    with far.worker(address, tmp_path / "w", nanny="--nanny"):
        results = {task.job.brief: made for task, made in cluster.run(marked.tasks(root), address)}
    failed = {brief: str(one) for brief, one in results.items() if isinstance(one, BriefError)}
    assert failed == {"theme/t002/en": "theme/t002/en: every worker that it was given to was lost"}
    assert len(results) == 8


def test_rows_that_several_briefs_have_are_sent_once(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = marked.project(tmp_path / "project", 3)
    with (root / "briefs.toml").open("a") as toml:
        for kind in ("second", "third"):
            toml.write(f'[[brief]]\nkind = "{kind}"\nover = "theme"\ntemplate = "theme.html"\n')
    sent = []
    real = cluster._Cluster._sent

    def send(self: cluster._Cluster, kind: type, content: bytes) -> object:
        sent.append(kind)
        return real(self, kind, content)

    monkeypatch.setattr(cluster._Cluster, "_sent", send)
    with far.worker(address, tmp_path / "w"):
        made = built(root, tmp_path / "far", address)
    assert (len(made.made), sent) == (9, [site.Site, bytes, bytes, bytes])
    built(root, tmp_path / "alone")
    assert published(tmp_path / "far") == published(tmp_path / "alone")


def test_other_rows_than_were_asked_for_are_not_printed(tmp_path: Path) -> None:
    one, other = marked.tasks(marked.project(tmp_path / "project", 2))
    cut, digest = pickle.dumps(other.slice), worker.digest(pickle.dumps(one.slice))
    with pytest.raises(BriefError, match="was given other rows"):
        site._make(one.project, one.names, cut, one.job, digest, one.fingerprint, one.drawn)


def test_without_workers_what_is_left_fails_after_a_while(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project")
    monkeypatch.setattr(cluster, "START", 3.0)
    with far.worker(address, tmp_path / "w") as only:
        outcome = built(root, tmp_path / "out", address, Told(only))
    assert len(outcome.made) + len(outcome.failed) == 8
    assert any("the cluster has no workers" in reason for reason in outcome.failed.values())
    assert outcome.made


def test_a_scheduler_that_is_lost_ends_the_build_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = marked.project(tmp_path / "project", 6)
    monkeypatch.setattr(cluster, "ANSWER", 3.0)
    lost = pytest.raises(UnfinishedError, match="the cluster's scheduler is lost")
    with far.scheduler() as (at, process), far.worker(at, tmp_path / "w"), lost:
        built(root, tmp_path / "out", at, Told(process))
    outcome = built(root, tmp_path / "out")
    assert len(outcome.kept) >= 2
    assert len(outcome.kept) + len(outcome.made) == 6
    built(root, tmp_path / "alone")
    assert published(tmp_path / "out") == published(tmp_path / "alone")


def test_a_stop_ends_what_is_asked_for(address: str, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    stop, results = Stop(), []
    with far.worker(address, tmp_path / "w"):
        for one in cluster.run(marked.tasks(root), address, stop=stop):
            stop.asked = True
            results.append(one)
    assert 1 <= len(results) <= cluster.AHEAD


def test_a_cluster_without_workers_is_said(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "START", 0.5)
    tasks = marked.tasks(marked.project(tmp_path / "project", 1))
    with pytest.raises(ProjectError, match=f"{address}: this cluster has no workers"):
        list(cluster.run(tasks, address))


def test_what_is_no_address_is_said(tmp_path: Path) -> None:
    tasks = marked.tasks(marked.project(tmp_path / "project", 1))
    with pytest.raises(ProjectError, match="gopher://far: no cluster answers"):
        list(cluster.run(tasks, "gopher://far"))


def test_without_dask_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    tasks = marked.tasks(marked.project(tmp_path / "project", 1))
    with pytest.raises(ProjectError, match=r"pip install 'briefpress\[distributed\]'"):
        list(cluster.run(tasks, "tcp://far:8786"))


def test_the_command_line_goes_before_briefs_toml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    root = marked.project(tmp_path / "project", 1)
    with (root / "briefs.toml").open("a") as toml:
        toml.write('[build]\ncluster = "tcp://127.0.0.1:9"\n')
    for more, code, said in (
        ((), 2, "tcp://127.0.0.1:9: no cluster answers"),
        (("--cluster", "tcp://127.0.0.1:19"), 2, "tcp://127.0.0.1:19: no cluster answers"),
        (("--cluster", ""), 0, "1 brief made"),
    ):
        result = CliRunner().invoke(cli.main, ["build", str(root), *more])
        assert (result.exit_code, said in result.output) == (code, True)


def test_nothing_to_make_asks_no_cluster() -> None:
    assert list(cluster.run([], "tcp://127.0.0.1:9")) == []
