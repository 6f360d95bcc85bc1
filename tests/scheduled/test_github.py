"""The workflow for GitHub, run from the file that `briefpress new` writes."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
from pathlib import Path

import pytest
import yaml
from conftest import COUNTRIES, activities, commit
from github import FILE, GitHub, git
from shell import Stop

pytestmark = pytest.mark.xdist_group("scheduled")


def test_the_life_of_an_edition(project: Path, tmp_path: Path) -> None:
    host = GitHub(tmp_path / "github", project)

    # The first run is cancelled while it builds; what it has made is kept.
    jobs = host.run(stop=Stop("country/", signal.SIGINT))
    assert jobs["build"].result == "cancelled", jobs["build"].said
    assert "Stopped: " in jobs["build"].said
    assert jobs["build"].steps[-1].startswith("Keep what is there")
    assert {job.result for name, job in jobs.items() if name != "build"} == {"skipped"}

    # The second goes on from there, and proposes the first edition.
    jobs = host.run()
    assert jobs["build"].result == "success", jobs["build"].said
    kept = [line for line in jobs["build"].summary.splitlines() if line.startswith("Briefs: ")]
    assert "kept" in kept[0]
    assert f"{len(COUNTRIES)} made" not in kept[0]
    assert "The first edition: there is none to compare it with." in jobs["build"].summary
    for name in ("findings", "verapdf", "attest", "propose"):
        assert jobs[name].result == "success", jobs[name].said
    assert jobs["verapdf"].said.count("PASS") == 2 * len(COUNTRIES)
    edition = host.folder / "artifacts/2/edition"
    assert len(list(edition.rglob("*.pdf"))) == len(COUNTRIES)
    assert not list(edition.rglob(".*"))
    manifest = (edition / "manifest.json").read_bytes()
    assert (host.folder / "attested" / hashlib.sha256(manifest).hexdigest()).is_file()
    (issue,) = host.state()["issues"]
    assert issue["open"]
    assert "gh workflow run briefs.yml --field approve=2" in issue["body"]

    # Somebody approves it: it is released and shown, and the issue is closed.
    jobs = host.run(approve="2")
    for name in ("approve", "release", "pages"):
        assert jobs[name].result == "success", jobs[name].said
    approval = json.loads((host.folder / "pages/approval.json").read_bytes())
    assert approval["by"] == "ada"
    assert (host.folder / "pages/index.html").is_file()
    assert not (host.folder / "pages/README.md").exists()
    assert not host.state()["issues"][0]["open"]
    assert [one["tagName"] for one in host.state()["releases"]] == ["edition-2"]

    # A run with nothing to do makes nothing and proposes nothing, even without a cache.
    shutil.rmtree(host.folder / "caches")
    (host.folder / "caches").mkdir()
    jobs = host.run()
    assert jobs["build"].result == "success", jobs["build"].said
    assert f"Nothing to do: {len(COUNTRIES)} briefs" in jobs["build"].said
    assert jobs["build"].outputs["changed"] == "false"
    assert jobs["propose"].result == "skipped"

    # After an edit one brief is made, and the difference is told and proposed: in the
    # issue that is open, where there is one.
    activities(project, {"PAN": "Work in `PAN` | with @judges"})
    commit(project, "Panama's title")
    host.reopen(1)
    jobs = host.run()
    assert jobs["build"].result == "success", jobs["build"].said
    assert jobs["build"].outputs["changed"] == "true"
    assert jobs["propose"].result == "success", jobs["propose"].said
    (issue,) = host.state()["issues"]
    assert "approve=5" in issue["body"]
    assert f"Briefs: 1 changed, 0 new, 0 gone, {len(COUNTRIES) - 1} the same" in issue["body"]
    assert "`Work in 'PAN' \\| with @judges`" in issue["body"]
    assert issue["body"][-200:] in jobs["build"].summary
    assert (host.folder / "artifacts/5/findings/changes.html").is_file()
    assert (host.folder / "alerts/5").is_file()

    # No job may do more than it does.
    workflow = yaml.load((project / FILE).read_text("utf-8"), yaml.BaseLoader)
    granted = {
        (name, f"{scope}: {level}")
        for name, job in workflow["jobs"].items()
        for scope, level in job["permissions"].items()
    }
    assert granted <= host.used  # that they suffice is held against each step


def test_what_cannot_be_approved(project: Path, tmp_path: Path) -> None:
    host = GitHub(tmp_path / "github", project)
    state = host.state()
    commit_ = git(project, "rev-parse", "HEAD")
    state["runs"] = {
        "7": {"workflowName": "briefs", "conclusion": "failure", "headSha": commit_},
        "8": {"workflowName": "other", "conclusion": "success", "headSha": commit_},
    }
    (host.folder / "gh/state.json").write_text(json.dumps(state))
    for wrong, said in {
        "7": "run 7 is 'briefs', 'failure': only a successful run of 'briefs' can be published",
        "8": "run 8 is 'other', 'success': only a successful run",
        "9": "not found",
        "$(touch x)": "'$(touch x)' is no run's number",
    }.items():
        jobs = host.run(approve=wrong)
        assert jobs["approve"].result == "failure"
        assert said in jobs["approve"].said
        assert {jobs[name].result for name in ("build", "release", "pages")} == {"skipped"}
    assert not list(host.folder.rglob("x"))


def test_wrong_data_stops_before_anything_is_proposed(project: Path, tmp_path: Path) -> None:
    (project / "data/places.csv").write_text("activity,country\nA-PAN,Panema\n", "utf-8")
    commit(project, "A slip")
    host = GitHub(tmp_path / "github", project)
    host.pip = False
    jobs = host.run()
    assert jobs["build"].result == "failure"
    assert "data/places.csv, row 2, column country: 'Panema'" in jobs["build"].said
    assert {jobs[name].result for name in ("verapdf", "attest", "propose")} == {"skipped"}
    assert host.state()["issues"] == []
