"""The end of a build: the rows set aside, the gallery, and last of all the manifest."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from briefpress.config import Project
from briefpress.language import Names
from briefpress.model.tables import Tables
from briefpress.press import guard, kept, manifest
from briefpress.press.gallery import gallery
from briefpress.press.kept import Known
from briefpress.press.manifest import REJECTED
from briefpress.press.publish import write_whole
from briefpress.press.shards import Shard
from briefpress.sources.statement import Account


@dataclass(frozen=True)
class Whole:
    """What a manifest says of an edition as a whole, and what that is written from."""

    project: Project
    tables: Tables
    names: Names
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    plan: Sequence[str]
    shard: Shard | None = None
    """Which part of the plan was to be built, if not all of it."""
    stored: bool = False
    """Whether ``tables`` are larger than memory, and only what is needed to plan is in them."""
    suppressed: Sequence[Sequence[str]] = ()
    """Rows of the suppression log: the columns of ``guard.LOG``."""
    accounts: Sequence[Account] = ()
    """What each file of the sources had, and where it went."""


def close(
    out: Path,
    whole: Whole,
    entries: manifest.Briefs,
    known: Mapping[str, Known],
    old: Set[str],
    differences: Sequence[str] = (),
) -> None:
    """Write all but the briefs, and remove those ``old`` files that no brief stands for any more.

    ``differences`` are what the briefs do not agree in. Raises OSError, which names
    the file.
    """
    ordered = {brief: entries[brief] for brief in whole.plan if brief in entries}
    standing = {name for entry in ordered.values() for name in entry["sha256"]}
    _set_aside(out, whole.tables)
    _suppressed(out, whole.suppressed)
    kept.write(out, {brief: known[brief] for brief in ordered if brief in known})
    write_whole(out / "index.html", gallery(whole.project, whole.names, ordered))
    for name in old - standing:
        (out / name).unlink(missing_ok=True)
    edition = whole.project.edition
    manifest.write(
        out,
        {
            "edition": f"{edition.organisation}: {edition.title}, {edition.period}",
            "data_date": str(edition.data_date),
            **({"shard": str(whole.shard)} if whole.shard else {}),
            **({"differences": list(differences)} if differences else {}),
            **({"rounded": whole.tables.rounded} if whole.tables.rounded else {}),
            "sources": [asdict(account) for account in whole.accounts],
            "inputs": dict(sorted(whole.inputs.items())),
            "versions": whole.versions,
            "plan": list(whole.plan),
            "briefs": ordered,
        },
    )


def _set_aside(out: Path, tables: Tables) -> None:
    """Write the rows that could not be used, so that none is lost; no such file when none is.

    A cell that a spreadsheet program would take for a formula gets an apostrophe before it.
    """
    if tables.rejected.empty:
        (out / REJECTED).unlink(missing_ok=True)
    else:
        harmless = tables.rejected.replace(r"^(?=[=+\-@\t\r])", "'", regex=True)
        content = harmless.to_csv(index=False, lineterminator="\r\n")
        write_whole(out / REJECTED, content.encode("utf-8-sig"))


def _suppressed(out: Path, log: Sequence[Sequence[str]]) -> None:
    """Write which cells are hidden by which rule; no such file when none is."""
    if not log:
        (out / manifest.SUPPRESSION).unlink(missing_ok=True)
        return
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(
        [guard.LOG, *([re.sub(r"^(?=[=+\-@\t\r])", "'", cell) for cell in row] for row in log)]
    )
    write_whole(out / manifest.SUPPRESSION, text.getvalue().encode("utf-8-sig"))
