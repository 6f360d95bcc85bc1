"""Which tables of a person's file tell of activities, and what their columns are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress import importing
from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError
from briefpress.growing.doubts import doubted, hinted
from briefpress.growing.hints import Hints
from briefpress.model.specs import SPECS

if TYPE_CHECKING:
    from briefpress.sources.grid import Grid
    from briefpress.sources.propose import Proposal

PAGES = (".txt", ".md", ".html", ".htm")
"""Endings of pages of text, whose activities are proposed by ``briefpress.narrative``."""


@dataclass(frozen=True)
class Chosen:
    """A file, and which of its tables are read as what.

    ``kind`` is its format; of a folder "iati" if there is such a file in it, else "", as of
    a page, of which whole tables are made.
    ``path`` is where it lies in a project. ``columns`` are the tables that are read,
    none where it has ours; ``left`` the names of the sheets that are not, ``sheets`` how
    many it has. ``set_aside``: some of its rows cannot be used.
    """

    file: Path
    hints: Hints
    path: str
    kind: str = ""
    columns: tuple[tuple[Grid, Proposal], ...] = ()
    left: tuple[str, ...] = ()
    sheets: int = 1
    set_aside: bool = False

    @property
    def whole(self) -> bool:
        """Say whether tables were made of it that are called as ours."""
        return is_whole(self.file)

    def named(self, mistakes: Iterable[Mistake], message: str = "") -> ProjectError:
        """Return an error of what is wrong in a person's own file; ``message`` if nothing is."""
        listed = list(mistakes)
        own = [one for one in listed if not one.found.startswith("is missing; nothing can do")]
        renamed = [self.renamed(one) for one in own or listed]
        return ProjectError(renamed) if renamed else ProjectError(message)

    def renamed(self, mistake: Mistake) -> Mistake:
        """Name the person's own file, and not the copy that was read."""
        name = mistake.file.replace("data/", "") if self.whole else mistake.file
        if self.whole and "is no canonical table" in mistake.found:
            mistake = replace(mistake, mend=_ONE_FILE)
        return replace(mistake, file=name.replace(self.path, str(self.file)))


_ONE_FILE = (
    "Give the one file with your activities, --data FILE, and add the others to the project"
    " with 'briefpress import'"
)


def is_whole(file: Path) -> bool:
    """Say whether a file becomes tables called as ours: a folder of them, or a page of text."""
    return file.is_dir() or file.suffix.lower() in PAGES


def chosen(file: Path, stage: Path, hints: Hints) -> Chosen:
    """Find out what the columns of a file are, which is in the folder ``data`` of ``stage``.

    Raises ProjectError for one that cannot be read or that tells of no activities.
    """
    from briefpress.sources import SUFFIXES, format_of
    from briefpress.sources.propose import key_of, propose

    if is_whole(file):
        inside = [one for one in (stage / "data").iterdir() if one.suffix.lower() in SUFFIXES]
        formats = {format_of(one, Source("data/")) for one in inside}
        return Chosen(file, hints, "data/", kind="iati" if "iati" in formats else "")
    found = Chosen(file, hints, f"data/{file.name}")
    kind = format_of(stage / found.path, Source(found.path))
    found = replace(found, kind=kind)
    if kind == "iati":
        return found
    source = Source(found.path, encoding=hints.encoding)
    wrong: list[Mistake] = []
    try:
        grids = importing.grids_of(stage / found.path, source, wrong)
    except ProjectError as error:
        raise found.named(error.mistakes, error.format_message()) from None
    if not any(grid.numbers for grid in grids):
        raise ProjectError([*wrong, _no_rows(file, grids)])
    _refuse_people(found, [*grids, *importing.hidden_of(stage / found.path, source)])
    if all(one.name in SPECS and set(one.heading) <= set(SPECS[one.name].names) for one in grids):
        return found
    key = key_of([grid.heading for grid in grids])
    every = [(grid, doubted(grid, hinted(propose(grid, key), hints))) for grid in grids]
    columns = [(grid, of) for grid, of in every if _is_read(of, alone=len(grids) == 1)]
    kept = [id(grid) for grid, _ in columns]
    if not columns and any(one.level == "error" for one in wrong):
        raise found.named(wrong)
    if not columns:
        raise ProjectError(_nothing_told(file, grids))
    left = [sheet(grid) for grid, _ in every if id(grid) not in kept]
    return replace(found, columns=tuple(columns), left=tuple(left), sheets=len(grids))


def _refuse_people(found: Chosen, grids: Sequence[Grid]) -> None:
    """Raise ProjectError where a sheet's rows are people: the file would lie in the project."""
    people = importing.people(grids, found.hints.allowed_columns)
    if people:
        options = " ".join(f'--allowed-column "{one.column}"' for one in people)
        mend = f"{people[-1].mend}. To 'briefpress new': {options}"
        raise found.named([*people[:-1], replace(people[-1], mend=mend)])


def sheet(grid: Grid) -> str:
    """Return the name of a workbook's sheet."""
    return grid.file.partition(", sheet '")[2].rstrip("'")


def _is_read(proposal: Proposal, *, alone: bool) -> bool:
    """Say whether a sheet tells of activities: names them, and one thing more."""
    told = {one.use.to for one in proposal.guesses if one.use and one.sure != "not sure"}
    if alone:
        return bool(told)
    names = {"activities.id", "activities.title"} & told or {
        one for one in told if one.endswith(".activity")
    }
    return bool(names) and len(told - {"activities.id", "activities.title"}) > 0


def _no_rows(file: Path, grids: Sequence[Grid]) -> Mistake:
    found = f"has no row below its headings; {_headings(grids)}"
    return Mistake(str(file), found=found, mend="Each row below them should be an activity")


def _headings(grids: Sequence[Grid]) -> str:
    headings = ", ".join(f"'{one}'" for grid in grids[:1] for one in grid.heading[:8])
    return f"its headings are {headings}"


def _nothing_told(file: Path, grids: Sequence[Grid]) -> list[Mistake]:
    found = f"of no column could be told what it is; {_headings(grids)}"
    mend = (
        "Each row should be an activity, below a row of headings such as 'Project title',"
        " 'Country', 'Sector', 'Donor', 'Start date', 'Budget (USD)'"
    )
    return [Mistake(str(file), found=found, mend=mend)]
