"""The examples for template authors: those that are to build do, those that are refused are."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import DOCS, Example, examples

SHOWN = [one for one in examples(DOCS / "templates.md") if one.title]


def build(project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefpress", "build", str(project), "*/KEN"]
    return subprocess.run(command, capture_output=True, text=True)


def write(project: Path, example: Example) -> None:
    """Write the file that an example is, or add it to the one that it is of."""
    name, _, added = example.title.partition(", ")
    file = project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text(encoding="utf-8") if added else ""
    file.write_text(f"{before}\n{example.text}" if added else example.text, encoding="utf-8")


@pytest.mark.xdist_group("manual")
def test_the_examples_for_template_authors_build(
    tmp_path: Path, water: Callable[[Path], Path]
) -> None:
    project = water(tmp_path / "water")
    for example in SHOWN:
        if not example.title.startswith("refused"):
            write(project, example)
    done = build(project)
    assert done.returncode == 0, done.stderr
    made = sorted(path.parent.name for path in project.glob("build/*/KEN*.pdf"))
    assert made == ["country", "donors-of-a-country"]


@pytest.mark.xdist_group("manual")
def test_the_examples_of_what_is_refused_are_refused(
    tmp_path: Path, water: Callable[[Path], Path]
) -> None:
    project = water(tmp_path / "water")
    refused = [one for one in SHOWN if one.title.startswith("refused")]
    assert len(refused) == 4
    settings = (project / "briefs.toml").read_text(encoding="utf-8")
    for nth, example in enumerate(refused):
        (project / f"templates/refused-{nth}.html").write_text(example.text, encoding="utf-8")
        settings += f'\n[[brief]]\nkind = "refused-{nth}"\nover = "country"\n'
    (project / "briefs.toml").write_text(settings, encoding="utf-8")
    done = build(project)
    assert done.returncode == 1, done.stderr
    for nth, example in enumerate(refused):
        assert f"FAILED refused-{nth}/KEN/en" in done.stderr, example
    # the message that the page shows is that of the second, in a template of its own
    (shown,) = [
        one.text
        for one in examples(DOCS / "templates.md")
        if "recieved" in one.text and not one.title
    ]
    assert re.sub(r"^.*?line \d+: ", "line 2: ", shown).strip() in done.stderr
    assert list(project.glob("build/*/*.pdf")) == list(project.glob("build/country/*.pdf"))
