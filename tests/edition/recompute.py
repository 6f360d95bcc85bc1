"""Every number of a built edition, recomputed from its sources by plain Python.

As a program: python tests/edition/recompute.py BUILD_FOLDER PROJECT. Ends with 1 when
a number differs, or is one that the recomputation does not know.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recomputing import project
from recomputing.comparing import Compared
from recomputing.edition import Edition

SHOWN = 50


def compared(out: Path, root: Path) -> tuple[Compared, list[str], int]:
    """Return what was compared, what differs, and how many briefs there were."""
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_bytes())
    work = Compared(Edition(*project.read(root)))
    found = list(work.missing(manifest["plan"]))
    briefs = [brief for brief, one in manifest["briefs"].items() if one["state"] == "fresh"]
    for brief in briefs:
        facts = json.loads((out / manifest["briefs"][brief]["facts"]).read_bytes())
        found += [f"{brief}: {line}" for line in work.differences(facts)]
    return work, found, len(briefs)


def main(arguments: Sequence[str]) -> int:
    """Print what differs; 1 if anything does, or nothing was built."""
    out, root = map(Path, arguments)
    work, found, briefs = compared(out, root)
    for line in found[:SHOWN]:
        print(line)
    if len(found) > SHOWN:
        print(f"and {len(found) - SHOWN} more")
    print(
        f"{briefs} briefs: {work.numbers} numbers and {work.cells} cells recomputed from"
        f" the sources, {work.hidden} suppressed, {len(found)} differences"
    )
    return int(bool(found) or not briefs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
