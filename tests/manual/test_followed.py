"""The pages of the manual, followed: what they show is done in a project, in their order.

The project is the tutorial's, built; README's is the starter's. What a page presumes beside
it is in presumed.py. The tutorial and what is for template authors have tests of their own.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from following import Reader
from presumed import AFTER, BEFORE, build
from reading import PAGES, ROOT, Example, examples

sys.path.append(str(ROOT / "tests/press"))
import far

ELSEWHERE = {
    r"^pip install|^pip-compile": "asks a registry: .ci/run installs the wheel and `make lock` "
    "runs pip-compile; extras that are named are looked for in pyproject.toml",
    r"^dask |--cluster tcp://host": "other hosts: tests/press/test_cluster.py has a cluster here",
    r"^rsync ": "another host: the copy for GitLab, on the same page, is made",
    r"^make ": "the repository's own: .ci/run does it",
    r"^python tests/edition/recompute": "of the starter's whole edition: .ci/run does it",
    r"^docker |^ +--build-arg": "a container engine: .ci/container replays the Dockerfile",
    r"^gh ": "GitHub's attestation: tests/scheduled has a stand-in for `gh`",
}
"""Commands that are not run here, and why."""

ANSWERS = {
    "docs/growing.md": "Water Agency\n\n\ndata/projects.csv\n\ncountry\n",
    "README.md": "Water Agency\n\n\nprojects.xlsx\n\ncountry\n",
}
"""What is typed when `briefpress new my-briefs` asks: organisation, colour, logo, data, …"""

PROGRAMS = "briefpress|pip|python3?|make|docker|gh|dask|frictionless|rsync|pip-compile|npm|git"

ALONE = {"tutorial.md": "test_tutorial.py", "templates.md": "test_templates.py"}

FOLLOWED = {
    str(page.relative_to(ROOT)): shown
    for page in [*PAGES, ROOT / "README.md"]
    if page.name not in ALONE
    and (shown := [one for one in examples(page) if one.language in ("sh", "console") or one.title])
}

KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIATEST",
    "AWS_SECRET_ACCESS_KEY": "verysecret",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@pytest.fixture(scope="module")
def built(water: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tutorial's project with two of its three briefs: a page gets a copy of it."""
    project = water(tmp_path_factory.mktemp("built") / "water")
    lines = (project / "data/projects.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (project / "data/projects.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    build(project)
    return project


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    """A store that has the bucket of the pages; what leads there."""
    with far.store() as address:
        from s3fs import S3FileSystem

        S3FileSystem(
            endpoint_url=address,
            key=KEYS["AWS_ACCESS_KEY_ID"],
            secret=KEYS["AWS_SECRET_ACCESS_KEY"],
            skip_instance_cache=True,
        ).mkdir("bucket")
        yield {**KEYS, "AWS_ENDPOINT_URL": address}


@pytest.fixture
def reader(request: pytest.FixtureRequest, page: str, tmp_path: Path, built: Path) -> Reader:
    """Somebody who is about to follow a page."""
    environment = {"DISCLOSURE_KEY": "0123456789abcdef0123456789abcdef"}
    if any("s3://" in one.text for one in FOLLOWED[page] if one.language == "sh"):
        environment |= request.getfixturevalue("bucket")
    if page == "README.md":
        project = request.getfixturevalue("starter_project")
        build(project, "country/PAK")
    else:
        project = tmp_path / "water"
        shutil.copytree(built, project)
    answers = {"briefpress new my-briefs": ANSWERS.get(page, "")}
    return Reader(project, tmp_path / "aside", ELSEWHERE, answers, environment)


@pytest.mark.parametrize("page", FOLLOWED)
def test_whoever_follows_a_page_gets_what_it_shows(page: str, reader: Reader) -> None:
    name, shown, project = Path(page).name, FOLLOWED[page], reader.here
    entered: set[tuple[str, str]] = set()
    untried: Example | None = None
    for example in shown:
        for where in ((name, ""), (name, example.section)):
            if where in BEFORE and where not in entered:
                if untried:
                    reader.run(tried(untried), untried)
                    untried = None
                BEFORE[where](project)
            entered.add(where)
        before = len(reader.ran)
        reader.follow(example)
        if example.title:
            untried = example
        if example.title == ".gitlab-ci.yml":
            for line in yaml.safe_load(example.text)["pages"]["script"]:
                reader.run(line, example)
        if any(line.startswith("briefpress") for line in reader.ran[before:]):
            untried = None
    if untried:
        reader.run(tried(untried), untried)
    assert reader.left or reader.ran
    if name in AFTER:
        AFTER[name](project)
    assert {where for where in BEFORE if where[0] == name} <= entered


def tried(example: Example) -> str:
    """Return what tells that a file or setting that is shown is right."""
    return "briefpress list" if "[[source]]" in example.text else "briefpress build country/KEN"


def test_no_command_is_shown_as_something_else() -> None:
    """What is shown as nothing in particular, or as text, is not run."""
    for page in [*PAGES, ROOT / "README.md"]:
        for example in examples(page):
            if example.language in ("", "text") and not re.search(r"\[[A-Z-]", example.text):
                assert not re.search(rf"(?m)^(\$ )?({PROGRAMS}) ", example.text), str(example)
        indented = re.findall(rf"(?m)^    (?:\$ )?(?:{PROGRAMS}) .*", page.read_text("utf-8"))
        assert not indented, page.name


def test_no_more_is_left_out_than_is_met() -> None:
    shown = [
        line
        for examples_of in FOLLOWED.values()
        for example in examples_of
        if example.language == "sh"
        for line in example.text.splitlines()
    ]
    for pattern in ELSEWHERE:
        assert [line for line in shown if re.search(pattern, line)], pattern
    run = [line for line in shown if not any(re.search(one, line) for one in ELSEWHERE)]
    assert len(run) > 30
