"""The edition before, read once for a build: what summaries say what has changed since."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.config import Kind, Project
from briefpress.errors import ProjectError
from briefpress.model.previous import Previous
from briefpress.press import manifest
from briefpress.press.released import APPROVAL, differences

if TYPE_CHECKING:
    from briefpress.press.plan import Job

_SHOWN = 5
"""Differences of a damaged edition that are named; `verify` says all."""


class Editions(dict[tuple[str, str], Previous]):
    """The edition before as the summaries of this one see it, by kind and language."""

    def of(self, job: Job) -> Previous | None:
        """Return what a brief sees of it: nothing, if the brief is no summary."""
        return self.get((job.kind.name, job.language))


def files(project: Project) -> list[str]:
    """Return the files of the edition before that this one is made of, relative to the project."""
    folder = project.edition.previous
    if not folder:
        return []
    built = manifest.read(project.root / folder)["briefs"]
    facts = [entry["facts"] for one in _summaries(project) for _, entry in _of_kind(built, one)]
    names = [manifest.NAME, APPROVAL, *facts]
    return [f"{folder}/{name}" for name in names if (project.root / folder / name).is_file()]


def read(project: Project, out: Path, hashed: Callable[[Path], str]) -> Editions:
    """Return the edition before as each summary sees it; nothing where none is named.

    ``hashed`` gives the hash of a file, which it may know already. Raises
    ProjectError when what is named is no edition, is not as it was built or
    approved, is of another project, is later than this one, or is the folder
    that this one is built into.
    """
    name = project.edition.previous
    if not name:
        return Editions()
    folder = project.root / name
    if folder.resolve() == out.resolve():
        raise _wrong(name, "is where this edition is built. Copy what was released elsewhere")
    built = manifest.read(folder)["briefs"]
    if not built:
        raise _wrong(name, f"is no edition: its {manifest.NAME} has no briefs, or cannot be read")
    wrong = list(differences(folder, hashed))
    if wrong:
        more = f"\nand {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        said = "\n".join(wrong[:_SHOWN]) + more
        raise _wrong(
            name,
            f"is not as it was released:\n{said}\nGet it again from where it is kept;"
            f" 'briefpress verify {name}' says when it is whole",
        )
    found = Editions()
    for kind in _summaries(project):
        there = dict(_of_kind(built, kind))
        if not there:
            raise _wrong(name, f"has no brief of the kind '{kind.name}', to be compared with")
        if len({brief.split("/")[1] for brief in there}) > 1:
            raise _wrong(name, f"has several summaries of the kind '{kind.name}'")
        own = {brief.split("/")[2]: (brief, entry) for brief, entry in there.items()}
        for language in project.edition.languages:
            code = language if language in own else next(iter(own))
            brief, entry = own[code]
            facts = json.loads((folder / entry["facts"]).read_bytes())
            found[kind.name, language] = _previous(
                project, name, brief, facts, "" if code == language else code
            )
    return found


def _wrong(name: str, found: str) -> ProjectError:
    return ProjectError(f"[edition] previous: '{name}' {found}")


def _summaries(project: Project) -> Iterator[Kind]:
    return (kind for kind in project.kinds if kind.over == "edition")


def _of_kind(briefs: manifest.Briefs, kind: Kind) -> Iterator[tuple[str, manifest.Entry]]:
    prefix = f"{kind.name}/"
    return ((brief, entry) for brief, entry in briefs.items() if brief.startswith(prefix))


def _previous(
    project: Project, name: str, brief: str, facts: dict[str, Any], foreign: str
) -> Previous:
    """Take from a summary's facts what the next one needs.

    ``foreign`` is the language of its titles, if it is another than that of the next.
    """
    edition = project.edition
    try:
        said = facts["edition"]
        start, end = (dt.date.fromisoformat(day) for day in said["period"])
        data_date = dt.date.fromisoformat(said["data_date"])
        if said["organisation"] != edition.organisation and said["title"] != edition.title:
            raise _wrong(
                name,
                f"is of another project: {said['organisation']}, {said['title']}."
                f" This one is {edition.organisation}, {edition.title}",
            )
        if data_date > edition.data_date:
            raise _wrong(name, f"has later data ({data_date}) than this edition has"
                         f" ({edition.data_date})")  # fmt: skip
        return Previous(
            where=f"{name}, {brief.rpartition('/')[0]}",
            start=start,
            end=end,
            data_date=data_date,
            numbers={one: facts["numbers"][one] for one in _main() if one in facts["numbers"]},
            activities=tuple(
                {
                    **{key: row[key] for key in ("id", "title", "places", "start", "end")},
                    "title_language": row["title_language"] or foreign,
                }
                for row in facts["tables"]["activities"]
            ),
            countries={row["country"]: row["activities"] for row in facts["tables"]["countries"]},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(
            name, f"has facts of {brief} that this version cannot read ({error!r})"
        ) from error


def _main() -> Iterator[str]:
    from briefpress.measures.changes import MAIN  # late: measures load pandas

    yield from MAIN.values()
