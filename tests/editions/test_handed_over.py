"""Approved editions in a folder and in a store, all or nothing."""

import datetime as dt
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from handed import FILES

sys.path.insert(0, str(Path(__file__).parents[1] / "press"))

import far
from s3fs import S3FileSystem

from briefpress import remote
from briefpress.cli import main
from briefpress.editions.publication import publication
from briefpress.editions.publishing import publish
from briefpress.editions.targets import Folder, Url
from briefpress.errors import UnfinishedError
from briefpress.review import release

FIRST, SECOND = dt.date(2024, 3, 3), dt.date(2024, 4, 1)


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def approve(root: Path, day: dt.date) -> Path:
    release.approve(root / "build", "A. Person", day, [])
    return root


def corrected(root: Path) -> Path:
    """The same edition with another title of an activity, built anew."""
    text = FILES["data/activities.csv"].replace("Schools", "Schools and homes")
    (root / "data/activities.csv").write_text(text)
    assert run("build", root)[0] == 0
    return root


@pytest.fixture
def approved(root: Path) -> Path:
    return approve(root, FIRST)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "public"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def pointer(folder: Path) -> str:
    return json.loads((folder / "latest.json").read_bytes())["folder"]


def test_an_edition_gets_the_folder_of_its_approval_and_is_the_latest(
    approved: Path, target: Path
) -> None:
    status, said = run("publish", target, "--project", approved)
    assert (status, "published" in said) == (0, True)
    there = files(target / "2024-03-03")
    listed = json.loads(there.pop("publication.json"))
    assert set(listed["files"]) == set(there)
    assert {"manifest.json", "approval.json", "index.html", "country/KEN-kenya.en.pdf"} <= set(
        there
    )
    for name, content in there.items():
        assert content == (approved / "build" / name).read_bytes()
    assert listed["approved"] == {"by": "A. Person", "on": "2024-03-03"}
    assert run("verify", target / "2024-03-03")[0] == 0
    assert pointer(target) == "2024-03-03"
    page = (target / "index.html").read_text()
    for url in re.findall(r'(?:href|url)="?([^";]*index.html)', page):
        assert (target / url).is_file()


def test_what_is_hidden_or_set_aside_or_cached_does_not_go_out(
    approved: Path, target: Path
) -> None:
    (approved / "build/rejected.csv").write_text("a raw count")
    assert (approved / "build/suppression.csv").is_file()
    run("publish", target, "--project", approved)
    names = {path.name for path in target.rglob("*")}
    assert not names & {
        "rejected.csv",
        "suppression.csv",
        ".cache",
        ".prints",
        ".lock",
        ".publishing",
    }
    (approved / "build/suppression.csv").unlink()
    shutil.rmtree(target)
    run("publish", target, "--project", approved)
    assert (target / "2024-03-03/rejected.csv").is_file()


def test_publishing_the_same_again_changes_nothing(approved: Path, target: Path) -> None:
    run("publish", target, "--project", approved)
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*")}
    status, said = run("publish", target, "--project", approved)
    assert (status, "nothing to do" in said) == (0, True)
    assert {path: path.stat().st_mtime_ns for path in target.rglob("*")} == before


def test_publishing_again_mends_what_was_lost(approved: Path, target: Path) -> None:
    run("publish", target, "--project", approved)
    before = files(target)
    (target / "2024-03-03/country/KEN-kenya.en.pdf").unlink()
    (target / "2024-03-03/country/MLI-mali.en.pdf").write_bytes(b"torn")
    (target / "index.html").unlink()
    assert run("publish", target, "--project", approved)[0] == 0
    assert files(target) == before


def test_another_edition_under_the_same_day_is_refused(approved: Path, target: Path) -> None:
    run("publish", target, "--project", approved)
    before = files(target)
    approve(corrected(approved), FIRST)
    status, said = run("publish", target, "--project", approved)
    assert status == 2
    assert "another edition is published under this day" in said
    assert files(target) == before


def test_a_later_edition_is_the_latest_and_an_earlier_one_is_not(
    approved: Path, target: Path
) -> None:
    run("publish", target, "--project", approve(approved, SECOND))
    approve(approved, FIRST)
    status, said = run("publish", target, "--project", approved)
    assert (status, "the latest is still 2024-04-01" in said) == (0, True)
    assert pointer(target) == "2024-04-01"
    assert (target / "2024-03-03/publication.json").is_file()


@pytest.mark.parametrize("what", ["never", "changed", "other"])
def test_what_is_not_as_it_was_approved_is_not_published(
    what: str, root: Path, target: Path
) -> None:
    if what != "never":
        approve(root, FIRST)
    if what == "changed":
        path = root / "build/country/KEN-kenya.en.json"
        path.write_bytes(path.read_bytes() + b" ")
    if what == "other":
        corrected(root)
    status, said = run("publish", target, "--project", root)
    assert status == 3
    wanted = {
        "never": "nobody has approved this edition",
        "changed": "country/KEN-kenya.en.json: was changed",
        "other": "A. Person approved another edition on 2024-03-03",
    }
    assert wanted[what] in said
    assert not target.exists()


def test_a_folder_that_holds_something_else_is_left_alone(approved: Path, target: Path) -> None:
    (target / "2024-03-03").mkdir(parents=True)
    (target / "2024-03-03/holiday.jpg").write_text("mine")
    status, said = run("publish", target, "--project", approved)
    assert (status, "holds something else" in said) == (2, True)
    assert set(files(target)) == {"2024-03-03/holiday.jpg"}


def test_an_edition_is_not_published_into_itself(approved: Path) -> None:
    status, said = run("publish", approved / "build/public", "--project", approved)
    assert (status, "is in the edition itself" in said) == (2, True)


def test_a_secret_in_a_url_is_refused(approved: Path) -> None:
    status, said = run("publish", "https://me:secret@example.org/x", "--project", approved)
    assert (status, "the URL holds a password" in said) == (2, True)


KILLED = """
import os, signal, sys
from pathlib import Path
from briefpress.editions import targets
from briefpress.editions.publication import publication
from briefpress.editions.publishing import publish

left = int(sys.argv[3])

def dying(real):
    def call(self, *given):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return real(self, *given)
    return call

def one_by_one(real):
    def put(self, files):
        for name, one in files.items():
            call = dying(real)
            call(self, {name: one})
    return put

kind = targets.Url if "://" in sys.argv[2] else targets.Folder
kind.write, kind.remove = dying(kind.write), dying(kind.remove)
kind.put = one_by_one(kind.put)
place = sys.argv[2] if kind is targets.Url else Path(sys.argv[2])
publish(publication(Path(sys.argv[1])), kind(place), print)
"""


def killed(build: Path, place: object, step: int) -> bool:
    """Publish, and be killed before a step; say whether there was such a step."""
    words = [sys.executable, "-c", KILLED, str(build), str(place), str(step)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def test_a_kill_before_any_step_leaves_the_old_edition_in_force(
    approved: Path, target: Path, tmp_path: Path
) -> None:
    run("publish", target, "--project", approved)
    old = files(target)
    approve(corrected(approved), SECOND)
    wanted = set(publication(approved / "build").files)
    step, was_new = 0, 0
    while True:
        place = tmp_path / f"public{step}"
        shutil.copytree(target, place)
        if not killed(approved / "build", place, step):
            break
        now = files(place)
        assert {name: now[name] for name in old if "/" in name} == {
            name: content for name, content in old.items() if "/" in name
        }
        complete = "2024-04-01/publication.json" in now
        there = {name.partition("/")[2] for name in now if name.startswith("2024-04-01/")}
        assert not complete or wanted <= there
        assert pointer(place) == "2024-03-03" or complete
        was_new += pointer(place) == "2024-04-01"
        assert run("publish", place, "--project", approved)[0] == 0
        step += 1
    clean = files(place)
    assert pointer(place) == "2024-04-01"
    assert step > len(wanted)
    assert was_new == 1  # between the pointer and the page that leads there
    for at in range(step):
        assert files(tmp_path / f"public{at}") == clean


def test_what_another_attempt_has_left_is_not_published(approved: Path, target: Path) -> None:
    target.mkdir()
    assert killed(approved / "build", target, 4)
    (target / "2024-03-03/country/OLD-old.en.pdf").write_text("of the other attempt")
    assert run("publish", target, "--project", approved)[0] == 0
    listed = json.loads((target / "2024-03-03/publication.json").read_bytes())["files"]
    assert set(files(target / "2024-03-03")) == {*listed, "publication.json"}


def test_a_full_disk_leaves_the_old_edition_in_force(approved: Path, target: Path) -> None:
    run("publish", target, "--project", approved)
    approve(corrected(approved), SECOND)
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
    words = ["publish", str(target), "--project", str(approved)]
    code = f"{limit} from briefpress.cli import main; main({words!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "cannot be written: File too large" in done.stderr
    assert pointer(target) == "2024-03-03"
    assert not (target / "2024-04-01/publication.json").exists()


# In a store.


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with far.store() as address:
        yield address


@pytest.fixture
def bucket(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    keys = {"AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "verysecret"}
    for name, value in {
        **keys,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": store,
    }.items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()
    found, _ = remote.system("s3://public")
    found.mkdir("public")
    yield found
    found.rm("public", recursive=True)


def far_files(bucket: Any) -> dict[str, bytes]:
    bucket.invalidate_cache()
    found = bucket.find("public/briefs")
    return {name.removeprefix("public/briefs/"): bucket.cat_file(name) for name in found}


def test_a_store_gets_what_a_folder_gets(approved: Path, target: Path, bucket: Any) -> None:
    assert run("publish", "s3://public/briefs", "--project", approved)[0] == 0
    assert run("publish", target, "--project", approved)[0] == 0
    assert far_files(bucket) == files(target)
    kinds = {
        name: bucket.call_s3("head_object", Bucket="public", Key=f"briefs/{name}")["ContentType"]
        for name in ("index.html", "latest.json", "2024-03-03/country/KEN-kenya.en.pdf")
    }
    assert list(kinds.values()) == ["text/html", "application/json", "application/pdf"]
    status, said = run("publish", "s3://public/briefs", "--project", approved)
    assert (status, "nothing to do" in said) == (0, True)


def test_a_kill_half_way_into_a_store_leaves_the_old_edition_in_force(
    approved: Path, bucket: Any
) -> None:
    assert run("publish", "s3://public/briefs", "--project", approved)[0] == 0
    old = far_files(bucket)
    approve(corrected(approved), SECOND)
    assert killed(approved / "build", "s3://public/briefs", 4)
    now = far_files(bucket)
    assert {name: now[name] for name in old} == old
    assert "2024-04-01/publication.json" not in now
    assert any(name.startswith("2024-04-01/") for name in now)
    assert run("publish", "s3://public/briefs", "--project", approved)[0] == 0
    now = far_files(bucket)
    assert json.loads(now["latest.json"])["folder"] == "2024-04-01"
    assert "2024-04-01/.publishing" not in now


def test_a_bucket_that_is_not_there_is_said(approved: Path, bucket: Any) -> None:
    with pytest.raises(UnfinishedError, match=r"s3://nowhere/briefs: .*goes on"):
        publish(publication(approved / "build"), Url("s3://nowhere/briefs"), print)


def test_a_file_that_arrives_otherwise_than_it_was_sent_is_seen(
    approved: Path, target: Path
) -> None:
    class Careless(Folder):
        def put(self, files: Any) -> None:
            super().put(files)
            (self.path / next(iter(files))).write_bytes(b"cut")

    with pytest.raises(UnfinishedError, match="did not arrive as it was sent"):
        publish(publication(approved / "build"), Careless(target), print)
    assert not (target / "2024-03-03/publication.json").exists()
    assert not (target / "latest.json").exists()
