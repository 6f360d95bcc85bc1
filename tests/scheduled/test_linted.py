"""What linters say of the workflows: of those of a new project, and of the repository's own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from briefpress import scheduled

ROOT = Path(__file__).parents[2]
OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = r"uses: ([\w/-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$"
PROGRAMS = Path(sys.executable).parent


@pytest.fixture
def written(tmp_path: Path) -> Path:
    scheduled.workflows(tmp_path)
    return tmp_path


def linted(*words: str) -> str:
    """Return what a linter says, or nothing when it is content."""
    done = subprocess.run([PROGRAMS / words[0], *words[1:]], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def actionlint(path: Path) -> str:
    return linted("actionlint", "-no-color", "-shellcheck=", "-pyflakes=", str(path))


def zizmor(path: Path) -> str:
    return linted("zizmor", "--offline", "--no-progress", "--persona=regular", str(path))


def github_schema(path: Path) -> str:
    return linted("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(path))


def gitlab_schema(path: Path) -> str:
    words = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    return linted("check-jsonschema", *words, str(path))


@pytest.mark.parametrize("lint", [actionlint, zizmor, github_schema])
def test_the_workflow_for_github_has_no_findings(written: Path, lint: object) -> None:
    assert callable(lint)
    assert lint(written / scheduled.FILES["github"]) == ""
    for path in OWN:
        assert lint(path) == ""


def test_the_pipeline_for_gitlab_keeps_the_schema(written: Path) -> None:
    assert gitlab_schema(written / scheduled.FILES["gitlab"]) == ""


@pytest.mark.parametrize(
    ("lint", "service", "right", "wrong", "said"),
    [
        (
            actionlint,
            "github",
            "needs.build.outputs.changed",
            "needs.build.outputs.chnged",
            "chnged",
        ),
        (actionlint, "github", "github.run_id", "github.run_idd", "run_idd"),
        (zizmor, "github", "@3d3c42e5aac5ba805825da76410c181273ba90b1", "@v7", "unpinned-uses"),
        (zizmor, "github", '"$RUN" --json', "${{ inputs.approve }} --json", "template-injection"),
        (github_schema, "github", "timeout-minutes: 355", "timeout-minuts: 355", "timeout-minuts"),
        (gitlab_schema, "gitlab", "when: manual", "when: manully", "manully"),
    ],
)
def test_the_linters_find_a_slip(
    written: Path, lint: object, service: str, right: str, wrong: str, said: str
) -> None:
    assert callable(lint)
    path = written / scheduled.FILES[service]
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), "utf-8")
    assert said in lint(path)


def test_every_action_is_pinned_by_its_commit_with_its_version(written: Path) -> None:
    texts = [path.read_text("utf-8") for path in [written / scheduled.FILES["github"], *OWN]]
    uses = [line for text in texts for line in text.splitlines() if "uses: " in line]
    pinned = [
        re.search(r"uses: ([\w/-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$", line) for line in uses
    ]
    assert all(pinned)
    # One commit an action and its parts (actions/cache/save), in all workflows.
    found = {("/".join(one[1].split("/")[:2]), one[2], one[3]) for one in pinned if one}
    assert len(found) == len({action for action, _, _ in found})


def test_both_services_build_check_and_compare_with_the_same_words(written: Path) -> None:
    github = yaml.safe_load((written / scheduled.FILES["github"]).read_text("utf-8"))
    steps = [step.get("run", "") for step in github["jobs"]["build"]["steps"]]
    gitlab = "\n".join(
        yaml.safe_load((written / scheduled.FILES["gitlab"]).read_text("utf-8"))["build"]["script"]
    )
    for words in ("briefpress build", "briefpress check", "briefpress diff"):
        ours = {command for step in steps for command in _commands(step, words)}
        assert ours
        for command in ours:
            assert command in _plain(gitlab)


def _plain(text: str) -> str:
    return " ".join(text.replace("\\\n", " ").split())


def _commands(step: str, words: str) -> list[str]:
    plain = step.replace("\\\n", " ").splitlines()
    lines = [_plain(line).partition(" #")[0].removeprefix("exec ") for line in plain]
    return [line for line in lines if words in line]
