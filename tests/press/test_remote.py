"""Data from URLs and editions to URLs: a server that speaks S3 on loopback (moto's)."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import far
import marked
import pytest
from click.testing import CliRunner
from fsspec.implementations.memory import MemoryFileSystem
from s3fs import S3FileSystem

from briefpress import cli, config, remote
from briefpress.errors import ProjectError, UnfinishedError
from briefpress.press import build as press
from briefpress.press import fetched, manifest, upload
from briefpress.press.progress import Reporter
from briefpress.press.publish import write_whole
from briefpress.sources import bounds

pytestmark = pytest.mark.xdist_group("store")

KEYS = {"AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "verysecret"}
EDITION = "s3://briefs/editions/2024"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with far.store() as address:
        yield address


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    for name, value in {**KEYS, "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()  # they know the environment of other tests


@pytest.fixture
def bucket(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", store)
    files, _ = remote.system("s3://briefs")
    files.mkdir("briefs")
    yield files
    files.rm("briefs", recursive=True)


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    yield MemoryFileSystem()
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def project(folder: Path, count: int = 2, source: str = "data/") -> Path:
    root = marked.project(folder, count)
    toml = (root / "briefs.toml").read_text()
    (root / "briefs.toml").write_text(toml.replace('"data/"', f'"{source}"'))
    return root


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def published(out: Path) -> dict[str, bytes]:
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".")}


def at(files: object, url: str) -> dict[str, bytes]:
    files.invalidate_cache()
    path = files._strip_protocol(url)
    return {name[len(path) + 1 :]: files.cat_file(name) for name in files.find(path)}


# Data.


def test_data_in_a_folder_of_a_bucket_gives_the_same_briefs(bucket, tmp_path: Path) -> None:
    root = project(tmp_path / "here")
    assert run("build", root)[0] == 0
    far_root = project(tmp_path / "far", source="s3://briefs/data/")
    bucket.put(str(far_root / "data"), "briefs/", recursive=True)
    bucket.pipe_file("briefs/data/README.md", b"none of ours")
    assert run("build", far_root)[0] == 0
    here, there = published(root / "build"), published(far_root / "build")
    pdfs = [name for name in here if name.endswith(".pdf")]
    assert len(pdfs) == 2
    for name in pdfs:
        assert marked.read_files(there[name], there[name.replace("pdf", "json")]) == marked.good(
            int(name.partition("-")[0].removeprefix("theme/t"))
        )
    inputs = json.loads(there["manifest.json"])["inputs"]
    assert "s3://briefs/data/activities.csv" in inputs
    assert not any(str(tmp_path) in name for name in inputs)
    facts = there[pdfs[0].replace(".pdf", ".json")].decode()
    assert "s3://briefs/data/activities.csv, row 2" in facts
    for command in ("check", "list"):
        status, said = run(command, far_root)[:2]
        assert status == 0, said


def test_nothing_is_fetched_or_built_as_long_as_the_store_says_it_is_the_same(
    bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project", source="s3://briefs/data/")
    bucket.put(str(root / "data"), "briefs/", recursive=True)
    brought = []

    def write(path: Path, content: bytes) -> None:
        brought.append(path.name)
        write_whole(path, content)

    monkeypatch.setattr(fetched, "write_whole", write)
    assert run("build", root)[0] == 0
    assert len(brought) == 6
    assert "Nothing to do" in run("build", root)[1]
    assert len(brought) == 6
    changed = (root / "data/activities.csv").read_text().replace("row001", "row009")
    bucket.pipe_file("briefs/data/activities.csv", changed.encode())
    code, said = run("build", root, "--explain")
    assert (code, brought[6:]) == (0, ["activities.csv", ".fetched.json"])
    assert "theme/t001/en: 1 row changed in s3://briefs/data/activities.csv" in said
    assert "1 brief made, 1 kept" in said


def test_what_is_kept_of_a_url_and_damaged_is_fetched_again(memory, tmp_path: Path) -> None:
    memory.pipe_file("/data/activities.csv", b"id,title\nA,one\n")
    read = config.load(project(tmp_path / "project", source="memory://data/activities.csv"))
    [(url, path)] = fetched.fetched(read, tmp_path).sources[0].fetched
    assert (url, path.name) == ("memory://data/activities.csv", "activities.csv")
    path.write_bytes(b"damaged")
    fetched.fetched(read, tmp_path)
    assert path.read_bytes() == b"id,title\nA,one\n"


def test_a_mistake_in_a_file_is_named_by_the_url_that_was_written(bucket, tmp_path: Path) -> None:
    bucket.pipe_file("briefs/activities.csv", b"id,title\nA,\n")
    root = project(tmp_path / "project", source="s3://briefs/activities.csv")
    code, said = run("build", root)
    assert code == 2
    assert said.startswith("s3://briefs/activities.csv, row 2, column title: ")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("s3://briefs/none.csv", r"s3://briefs/none\.csv: cannot be found: "),
        ("s3://no-bucket/a.csv", r"s3://no-bucket/a\.csv: cannot be found: "),
        ("http://127.0.0.1:9/a.csv", r"a\.csv: cannot be found: Cannot connect"),
        ("gs://bucket/a.csv", r"a\.csv: needs a package that is not installed: .*gcsfs"),
        ("gopher://host/a.csv", r"gopher://host/a\.csv: .*not known: gopher"),
        ("s3://briefs/none/", r"s3://briefs/none/: cannot be found: "),
    ],
)
def test_a_source_that_cannot_be_had_is_named(
    bucket, tmp_path: Path, source: str, said: str
) -> None:
    root = project(tmp_path / "project", source=source)
    with pytest.raises(ProjectError, match=said) as caught:
        press.build(config.load(root), root / "build", (), 1, Reporter())
    assert caught.value.exit_code == 2
    assert not (root / "build/manifest.json").exists()


def test_keys_that_the_store_does_not_know_are_said_and_not_shown(
    bucket, store: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "project", source="s3://briefs/activities.csv")

    def may_do_without_keys(actions: bytes) -> None:
        plain = {"Content-Type": "text/plain"}
        asked = urllib.request.Request(f"{store}/moto-api/reset-auth", actions, plain)
        urllib.request.urlopen(asked).close()

    may_do_without_keys(b"0")
    try:
        code, said = run("build", root)
        other = run("build", project(tmp_path / "other"), "--out", EDITION)
    finally:
        may_do_without_keys(b"inf")
    assert code == 2
    assert said.startswith("s3://briefs/activities.csv: no permission: ")
    assert "environment" in said
    assert (other[0], other[1].startswith(f"{EDITION}: no permission: ")) == (2, True)
    assert not any(secret in said + other[1] for secret in KEYS.values())


def test_what_the_environment_keeps_secret_is_in_no_message() -> None:
    with pytest.raises(ProjectError) as caught, remote.explained("s3://briefs"):
        raise OSError("refused verysecret of AKIATEST")
    assert "s3://briefs: OSError: refused … of …" in caught.value.message


def test_without_fsspec_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ProjectError, match=r"pip install 'briefpress\[remote\]'"):
        remote.system("s3://briefs/a.csv")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://me:verysecret@host/a.csv",
        "https://host/a.csv?sv=1&sig=verysecret",
        "https://host/a.csv?X-Amz-Signature=verysecret",
        "https://host/a.csv?access_token=verysecret",
    ],
)
def test_a_url_with_a_secret_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    root = project(tmp_path / "project", source=url)
    code, said = run("build", root)
    assert (code, "briefs.toml, line 8: [source] path: holds a" in said) == (2, True)
    assert "verysecret" not in said
    code, said = run("build", project(tmp_path / "other"), "--out", url)
    assert (code, "verysecret" in said) == (2, False)


def test_urls_without_a_secret_are_none() -> None:
    for url in ("https://host/a.csv?key=1&tokens=2", "ftp://me@host/a", "s3://bucket/a:b@c"):
        assert remote.is_url(url)
        assert not remote.secret_in(url)
    assert not any(map(remote.is_url, ("data/", "C:/data", "./a://b", "/a")))


def test_a_file_that_changes_while_it_is_fetched_is_not_used(
    memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe_file("/activities.csv", b"id,title\nA,one\n")
    states = iter(range(9))
    real = MemoryFileSystem.info
    monkeypatch.setattr(
        MemoryFileSystem, "info", lambda self, path: {**real(self, path), "ETag": next(states)}
    )
    read = config.load(project(tmp_path / "project", source="memory://activities.csv"))
    with pytest.raises(ProjectError, match="has changed while it was fetched"):
        fetched.fetched(read, tmp_path)
    assert not [*tmp_path.rglob("fetched/*/*")]


def test_a_file_that_is_too_large_is_not_fetched(
    memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe_file("/activities.csv", b"id,title\nA,one\n")
    monkeypatch.setattr(fetched, "MOST_BYTES", 10)
    read = config.load(project(tmp_path / "project", source="memory://activities.csv"))
    with pytest.raises(ProjectError, match="holds more than"):
        fetched.fetched(read, tmp_path)
    assert bounds.MOST_BYTES > 10**8


def test_a_server_that_says_nothing_of_changes_is_asked_for_the_file_each_time(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "project", count=1)
    asked: list[str] = []

    class Bare(http.server.SimpleHTTPRequestHandler):
        def send_header(self, keyword: str, value: str) -> None:
            if keyword != "Last-Modified":
                super().send_header(keyword, value)

        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

        def log_message(self, *words: object) -> None:
            pass

    serve = functools.partial(Bare, directory=str(root / "data"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            url = f"http://127.0.0.1:{server.server_port}/activities.csv"
            read = config.load(project(tmp_path / "far", source=url))
            for count in (1, 2):
                [(_, path)] = fetched.fetched(read, tmp_path).sources[0].fetched
                assert (asked.count("/activities.csv"), path.name) == (count, "activities.csv")
        finally:
            server.shutdown()
    assert path.read_bytes() == (root / "data/activities.csv").read_bytes()


# Editions.


def test_an_edition_in_a_bucket_is_what_a_build_makes_here(bucket, tmp_path: Path) -> None:
    root = project(tmp_path / "project", 3)
    assert run("build", root)[0] == 0
    code, said = run("build", root, "--out", EDITION)
    assert (code, f"3 briefs made. Open {EDITION}/index.html" in said) == (0, True)
    assert at(bucket, EDITION) == published(root / "build")
    bucket.invalidate_cache()
    types = {
        name: bucket.info(f"briefs/editions/2024/{name}")["ContentType"]
        for name in ("index.html", "manifest.json")
    }
    assert types == {"index.html": "text/html", "manifest.json": "application/json"}
    code, said = run("build", root, "--out", EDITION)
    assert (code, "Nothing to do" in said, "Publishing" in said) == (0, True, False)


def test_what_differs_is_published_and_what_no_brief_stands_for_is_removed(
    bucket, tmp_path: Path
) -> None:
    root = project(tmp_path / "project", 3)
    run("build", root, "--out", EDITION)
    bucket.pipe_file("briefs/editions/2024/theirs.txt", b"not ours")
    for table in ("activities", "themes"):
        path = root / f"data/{table}.csv"
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    code, said = run("build", root, "--out", EDITION)
    assert (code, "Publishing 1 of 7 files" in said) == (0, True)
    run("build", root)
    assert at(bucket, EDITION) == {**published(root / "build"), "theirs.txt": b"not ours"}


def test_rows_set_aside_are_withdrawn_where_counts_are_hidden(memory, tmp_path: Path) -> None:
    root = project(tmp_path / "project", 3)
    toml = root / "briefs.toml"
    toml.write_text(toml.read_text().replace('"data/"', '"data/"\non_error = "set aside"'))
    activity = (root / "data/activities.csv").read_text().splitlines()[1].split(",")[0]
    (root / "data/results.csv").write_text(
        "id,activity,indicator,measure,unit,actual\n"
        f"R1,{activity},Survivors served,unit,people,7\n"
        f"R2,{activity},Survivors served,unit,people,seven\n"
    )
    settings = toml.read_text()
    toml.write_text(settings + '\n[disclosure]\nallowed = ["survivors *"]\n')
    assert run("build", root, "--out", "memory://edition")[0] == 0
    assert "rejected.csv" in at(memory, "memory://edition")
    toml.write_text(settings + '\n[disclosure]\nsensitive = ["survivors *"]\n')
    code, said = run("build", root, "--out", "memory://edition")
    assert code == 0, said
    assert "rejected.csv" not in at(memory, "memory://edition")


def test_another_machine_begins_from_what_is_published(
    bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project", 3)
    run("build", root, "--out", EDITION)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    wrong = marked.CHART.replace("    for at, filled", "    assert number != 1\n    for at, filled")
    (root / "charts/mark.py").write_text(wrong)
    before = at(bucket, EDITION)
    code, said = run("build", root, "--out", EDITION)
    assert (code, "Taking over 10 files" in said) == (1, True)
    after = at(bucket, EDITION)
    [stale] = [name for name in before if name.startswith("theme/t001") and name.endswith(".pdf")]
    assert after[stale] == before[stale]
    assert json.loads(after["manifest.json"])["briefs"]["theme/t001/en"]["state"] == "stale"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "third"))
    (root / "charts/mark.py").write_text(marked.CHART)
    assert "3 briefs made" in run("build", root, "--out", EDITION)[1]
    assert at(bucket, EDITION) == before
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "fourth"))
    assert "Nothing to do" in run("build", root, "--out", EDITION)[1]


def test_a_dry_run_and_a_bucket_that_is_not_there_publish_nothing(bucket, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    assert "2 briefs would be made" in run("build", root, "--dry-run", "--out", EDITION)[1]
    assert at(bucket, EDITION) == {}
    code, said = run("build", root, "--out", "s3://no-bucket/edition")
    assert code == 2
    assert said.startswith("s3://no-bucket/edition: cannot be found: ")
    code, said = run("check", root, "--out", EDITION)
    assert (code, "is a URL" in said) == (2, True)


def test_parts_are_joined_into_a_bucket(bucket, tmp_path: Path) -> None:
    root = project(tmp_path / "project", 3)
    for part in ("1/2", "2/2"):
        assert run("build", root, "--shard", part, "--out", tmp_path / part[0])[0] == 0
    code, _ = run("join", tmp_path / "1", tmp_path / "2", "--project", root, "--out", EDITION)
    assert code == 0
    run("build", root)
    assert at(bucket, EDITION) == published(root / "build")


class LostError(OSError):
    """The network."""


def failing(monkeypatch: pytest.MonkeyPatch, last: int) -> Callable[[], int]:
    """Let all that changes a store fail after ``last`` steps; return how many there were."""
    count = 0

    def wrapped(name: str) -> None:
        real = getattr(MemoryFileSystem, name)

        def step(self: MemoryFileSystem, *given: object, **more: object) -> object:
            nonlocal count
            count += 1
            if count > last:
                raise LostError("the network is down")
            return real(self, *given, **more)

        monkeypatch.setattr(MemoryFileSystem, name, step)

    for name in ("pipe_file", "put_file", "rm", "rm_file"):
        wrapped(name)
    return lambda: count


def test_publishing_that_fails_at_any_step_spoils_nothing_and_goes_on(
    memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manifest names files that are there, after each step; and again, all is well."""
    root, url = project(tmp_path / "project", 2), "memory://edition"
    read = config.load(root)
    place = upload.Place(read, url)

    def built() -> None:
        press.build(config.load(root), place.stage, (), 1, Reporter())

    built()
    place.publish(str)
    old = dict(at(memory, url))
    for table in ("activities", "themes", "vocabularies"):
        path = root / f"data/{table}.csv"
        path.write_text(path.read_text().replace("001", "007"))
    built()
    new = published(place.stage)
    assert set(old) - set(new)

    def again() -> None:
        MemoryFileSystem.store.clear()
        for name, content in old.items():
            memory.pipe_file(f"/edition/{name}", content)

    again()
    with pytest.MonkeyPatch.context() as patch:
        steps = failing(patch, 1_000)
        place.publish(str)
    assert at(memory, url) == new
    assert steps() > len(new)
    for last in range(steps()):
        again()
        with pytest.MonkeyPatch.context() as patch:
            failing(patch, last)
            with pytest.raises(UnfinishedError, match=r"network is down\. The edition is made"):
                place.publish(str)
        there = at(memory, url)
        for entry in json.loads(there[manifest.NAME])["briefs"].values():
            assert set(entry["sha256"]) <= set(there)
        place.publish(str)
        assert at(memory, url) == new


def test_the_edition_before_is_whole_again_after_one_that_failed(memory, tmp_path: Path) -> None:
    """Its manifest is there still, but not every file that it names is as it says."""
    root, url = project(tmp_path / "project", 1), "memory://edition"
    place = upload.Place(config.load(root), url)
    rows = root / "data/activities.csv"
    for row, last in (("row000", 100), ("row009", 3), ("row000", 100)):
        rows.write_text(f"id,title\nA000,{row}\n")
        press.build(config.load(root), place.stage, (), 1, Reporter())
        with pytest.MonkeyPatch.context() as patch, suppress(UnfinishedError):
            failing(patch, last)
            place.publish(str)
    assert at(memory, url) == published(place.stage)


def test_a_manifest_or_a_mark_that_names_what_is_not_ours_is_not_believed(
    memory, tmp_path: Path
) -> None:
    root, url = project(tmp_path / "project", 1), "memory://edition"
    evil = {"briefs": {"a": {"sha256": {"../other/a.txt": "", "theme/../../b": ""}}}}
    memory.pipe_file("/edition/manifest.json", json.dumps(evil).encode())
    memory.pipe_file("/edition/.publishing", b'["../other/a.txt", "index.html", "/etc/x", 1]')
    memory.pipe_file("/other/a.txt", b"theirs")
    place = upload.Place(config.load(root), url)
    place.take_over(str)
    press.build(config.load(root), place.stage, (), 1, Reporter())
    place.publish(str)
    assert at(memory, url) == published(place.stage)
    assert memory.cat_file("/other/a.txt") == b"theirs"


def test_a_build_without_urls_loads_no_fsspec(tmp_path: Path) -> None:
    root = project(tmp_path / "project", 1)
    code = (
        "import sys\n"
        "from briefpress import cli\n"
        "try: cli.main(sys.argv[1:], standalone_mode=False)\n"
        "except SystemExit: pass\n"
        "assert 'fsspec' not in sys.modules\n"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, "build", str(root)], check=True)
