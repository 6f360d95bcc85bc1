"""`briefpress add kind`: a kind of brief with its template, in briefs.toml, that builds."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefpress.config import DIMENSIONS, FILE, Project, load, over_of, starter
from briefpress.errors import ProjectError, did_you_mean
from briefpress.growing.changes import Changes
from briefpress.growing.settings import OF_KIND, brief


@dataclass(frozen=True)
class Added:
    """What was added: lines to tell, and the selector of the briefs that it is seen in."""

    lines: tuple[str, ...]
    selector: str


def add(root: Path, name: str, over: str, out: Path) -> Added:
    """Add a kind of brief: one that comes with briefpress, or a new one built ``over`` something.

    Writes its template, if the project has none, and its ``[[brief]]``, and makes one of
    its briefs. Raises ProjectError, and BriefError where that fails; then nothing is
    written.
    """
    project = load(root)
    over = _over(project, name, over)
    known = name in OF_KIND
    template = f"templates/{name}.html"
    if not known and any((folder / template).is_file() for folder in project.folders):
        raise ProjectError(
            f"{template}: is there already, and is not overwritten. Give the kind another name, or"
            f' write it into {FILE} by hand: kind = "{name}", over = "{over}"'
        )
    with Changes(root) as changes:
        lines = []
        if not (root / template).is_file():
            own = (starter() / template).read_text(encoding="utf-8") if known else page(name, over)
            changes.write(template, own)
            lines.append(f"{template}: the page, for you to change")
        path = root / FILE
        before = path.read_text(encoding="utf-8-sig")
        changes.write(FILE, with_brief(before, brief(name, "" if over_of(name) == over else over)))
        lines.append(f'{FILE}: [[brief]] kind = "{name}"')
        count = _one_is_made(load(root), out, name, over)
    briefs = "1 brief" if count == 1 else f"{count} briefs"
    return Added((*lines, f"{briefs}, one for each {over}" if over != "edition" else briefs), name)


def _over(project: Project, name: str, over: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ProjectError(f"'{name}' is no name for a folder: use a-z, 0-9 and '-'")
    there = [kind.name for kind in project.kinds]
    if name in there:
        raise ProjectError(f"{FILE} has the kind '{name}' already: nothing was changed")
    if name in OF_KIND:
        if over not in ("", over_of(name)):
            raise ProjectError(f"'{name}' is one for each {over_of(name)}; leave out --over {over}")
        return over_of(name)
    if not over:
        raise ProjectError(
            f"'{name}' does not come with briefpress.{did_you_mean(name, OF_KIND)} There is:"
            f" {', '.join(OF_KIND)}. For a kind of your own, say what there is one brief for:"
            f" --over {', '.join(DIMENSIONS)}"
        )
    if over not in DIMENSIONS:
        hint = did_you_mean(over, DIMENSIONS)
        raise ProjectError(
            f"'{over}' is nothing that a brief can be built over.{hint} It can be:"
            f" {', '.join(DIMENSIONS)}"
        )
    return over


def _one_is_made(project: Project, out: Path, name: str, over: str) -> int:
    """Make one brief of the kind, and give it to nobody; return how many there are."""
    from briefpress.press import build, make

    found = [one for one in build.tasks(project, out) if one.job.kind.name == name]
    if not found:
        raise ProjectError(f"the data names no {over}: there is nothing to make '{name}' briefs of")
    make.make(found[0])
    return len({one.job.key for one in found})


def with_brief(text: str, section: str) -> str:
    """Return briefs.toml with one more ``[[brief]]`` behind the last one; all else stays.

    Raises ProjectError where the briefs are not written as ``[[brief]]``.
    """
    lines = text.splitlines(keepends=True)
    heads = [at for at, line in enumerate(lines) if re.match(r"\s*\[", line)]
    briefs = [at for at in heads if re.match(r"\s*\[\[\s*brief\s*\]\]", lines[at])]
    end = len(lines)
    if briefs:
        last = max(briefs)
        own = [at for at in heads if at > last and not re.match(r"\s*\[\s*brief\.", lines[at])]
        end = min(own, default=end)
        while end > last + 1 and re.match(r"\s*(#.*)?$", lines[end - 1]):
            end -= 1  # comments above the next table are about that
    before, after = "".join(lines[:end]).rstrip("\n"), "".join(lines[end:]).lstrip("\n")
    new = f"{before}\n\n{section.rstrip()}\n" + (f"\n{after}" if after else "")
    wanted: dict[str, Any] = tomllib.loads(text)
    wanted["brief"] = [*wanted.get("brief", []), *tomllib.loads(section)["brief"]]
    try:
        if tomllib.loads(new) == wanted:
            return new
    except tomllib.TOMLDecodeError:
        pass
    raise ProjectError(f"{FILE}: its briefs are not written as [[brief]]; add by hand:\n{section}")


_LEADS = {
    "country": (
        ", in_place=brief.key|in_place",
        "{{ organisation }} reports {{ shown }} activity {{ in_place }} for {{ period }}.",
        "{{ organisation }} reports {{ shown }} activities {{ in_place }} for {{ period }}.",
    ),
    "theme": (
        "",
        "{{ organisation }} reports {{ shown }} activity under this theme for {{ period }}.",
        "{{ organisation }} reports {{ shown }} activities under this theme for {{ period }}.",
    ),
    "donor": (
        ", donor=brief.title",
        "{{ organisation }} names {{ donor }} as a source of funds for {{ shown }} activity in"
        " {{ period }}.",
        "{{ organisation }} names {{ donor }} as a source of funds for {{ shown }} activities in"
        " {{ period }}.",
    ),
}
"""The first sentence, in words that briefpress has in its languages already."""

_LEADS["region"] = _LEADS["country"]


def page(name: str, over: str) -> str:
    """Return the template of a new kind, made of blocks that there are."""
    title = name.replace("-", " ").capitalize()
    each = "one for the whole edition" if over == "edition" else f"one for each {over}"
    lead = ""
    if over in _LEADS:
        more, one, many = _LEADS[over]
        lead = (
            '<p class="lead">\n'
            "{% trans count=activities.total.value, shown=activities.total|words,"
            f" organisation=edition.organisation, period=edition.period{more} %}}\n"
            f"{one}\n{{% pluralize %}}\n{many}\n{{% endtrans %}}\n</p>\n"
        )
    picture = "{% set picture = charts.locator_map %}\n" if over == "country" else ""
    return (
        '{% extends "base.html" %}\n'
        f"{{# {title}: {each}. What can stand here: briefpress facts {name}/… --tree #}}\n"
        "{% block page %}\n{% set level = 2 %}\n"
        f'{{% set kicker = _("{title}") %}}\n'
        "{% set maps = true %}\n"
        f'{picture}{{% include "blocks/band.html" %}}\n<main>\n'
        f'{{% include "blocks/glance.html" %}}\n{lead}'
        '{% include "blocks/funding.html" %}\n'
        "<section>\n<h2>{% trans count=activities.total.value %}What was done{% pluralize %}"
        "What was done{% endtrans %}</h2>\n"
        "{% if activities.total.value > 12 %}\n"
        '{% with name = brief.title %}{% include "blocks/activity_lines.html" %}{% endwith %}\n'
        '{% else %}\n{% include "blocks/cards.html" %}\n{% endif %}\n</section>\n'
        "{% with first = charts.activities_by_theme, second = charts.coverage %}"
        '{% include "blocks/pair.html" %}{% endwith %}\n'
        '{% include "blocks/tail.html" %}\n</main>\n{% endblock %}\n'
    )
