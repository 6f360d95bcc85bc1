"""The pipeline for GitLab, run from the file that `briefpress new` writes."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import COUNTRIES, activities, commit
from gitlab import TOKEN, GitLab, Server, serving
from shell import Stop

pytestmark = pytest.mark.xdist_group("scheduled")


@pytest.fixture
def api() -> Iterator[Server]:
    with serving() as server:
        yield server


def test_the_life_of_an_edition(project: Path, tmp_path: Path, api: Server) -> None:
    host = GitLab(tmp_path / "gitlab", project, api, {"BRIEFS_TOKEN": TOKEN})

    # The first pipeline's job is killed, as when its machine is taken away.
    jobs = host.run(stop=Stop("country/", signal.SIGKILL, everything=True))
    assert {name: job.result for name, job in jobs.items()} == {
        "build": "failed",
        "verapdf": "skipped",
        "propose": "skipped",
        "pages": "skipped",
    }

    # The second goes on from there, and proposes the first edition.
    jobs = host.run()
    assert jobs["build"].result == "success", jobs["build"].said
    assert "finished by a build that was interrupted" in jobs["build"].said
    assert jobs["verapdf"].result == "success", jobs["verapdf"].said
    assert jobs["verapdf"].said.count("PASS") == 2 * len(COUNTRIES)
    assert jobs["propose"].result == "success", jobs["propose"].said
    assert jobs["pages"].result == "manual"
    artifacts = host.folder / "artifacts/102/build"
    assert not list(artifacts.rglob(".*"))
    assert json.loads((artifacts / "findings.sarif").read_bytes())["version"] == "2.1.0"
    (issue,) = api.issues
    assert issue["labels"] == "edition"
    assert issue["title"] == "An edition to approve: pipeline 102"
    assert "The first edition: there is none to compare it with." in issue["description"]

    # Somebody approves it.
    job = host.play("pages", "Ada Boss")
    assert job.result == "success", job.said
    public = host.folder / "artifacts/102/pages/public"
    assert json.loads((public / "approval.json").read_bytes())["by"] == "Ada Boss"
    assert (public / "index.html").is_file()
    assert not (public / "README.md").exists()
    assert set(api.packages) == {
        "/edition/102/edition.tar.gz",
        "/edition/last/edition.tar.gz",
    }

    # With nothing to do nothing is made and proposed.
    asked = len(api.calls)
    jobs = host.run("web")
    assert jobs["build"].result == "success", jobs["build"].said
    assert f"Nothing to do: {len(COUNTRIES)} briefs" in jobs["build"].said
    assert "Nothing has changed" in jobs["propose"].said
    assert api.calls[asked:] == [
        "GET /api/v4/projects/42/packages/generic/edition/last/edition.tar.gz"
    ]

    # After an edit the issue that is open is brought up to date.
    activities(project, {"PAN": "Work in Panama & elsewhere"})
    commit(project, "Panama's title")
    jobs = host.run()
    assert jobs["propose"].result == "success", jobs["propose"].said
    (issue,) = api.issues
    assert issue["title"] == "An edition to approve: pipeline 104"
    assert "`Work in Panama & elsewhere`" in issue["description"]
    assert (
        f"Briefs: 1 changed, 0 new, 0 gone, {len(COUNTRIES) - 1} the same" in (issue["description"])
    )


def test_pipelines_of_pushes_do_not_begin(project: Path, tmp_path: Path, api: Server) -> None:
    host = GitLab(tmp_path / "gitlab", project, api, {})
    with pytest.raises(ValueError, match="no pipeline for push"):
        host.run("push")


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", "Set the CI/CD variable BRIEFS_TOKEN"),
        ("wrong", "The requested URL returned error: 401"),
    ],
)
def test_without_a_token_no_issue_and_that_is_said(
    project: Path, tmp_path: Path, api: Server, token: str, said: str
) -> None:
    host = GitLab(tmp_path / "gitlab", project, api, {"BRIEFS_TOKEN": token})
    built = host.folder / "artifacts/101/build"
    built.mkdir(parents=True)
    (built / "changes.md").write_text("Something has changed.\n")
    host.pipelines = 101
    job = host.play("propose", "Ada Boss")
    assert job.result == "failed"
    assert said in job.said
    assert api.issues == []
