"""A project's charts at work, for its own tests."""

from __future__ import annotations

from pathlib import Path

from briefpress import language
from briefpress.config import load
from briefpress.drawing import chart
from briefpress.drawing.house import House


def drawn(name: str, root: Path = Path(), most: int = 5) -> list[chart.Chart]:
    """Draw a chart for the first brief of each kind and the next ones; leave out what is empty.

    Raises ProjectError for a project whose data is wrong, BriefError for a chart that fails.
    """
    from briefpress.press import build

    project = load(root)
    out = project.root / "build"
    tasks = list(build.tasks(project, out))
    found = []
    for kind in project.kinds:
        for task in [one for one in tasks if one.job.kind == kind][:most]:
            text = language.text(task.job.language, task.names, project.root)
            house = House(project.brand.colour, text)
            one = chart.draw(name, task.slice, house, project.folders)
            found += [one] if one else []
    return found
