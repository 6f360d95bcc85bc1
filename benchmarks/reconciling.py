"""What reconciliation costs: its processor time beside that of the briefs it looks at.

.venv/bin/python benchmarks/reconciling.py [PROJECT] [SELECTOR…]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from briefpress import config, language
from briefpress.drawing.drawn import Drawn
from briefpress.model.slices import Slice, touching
from briefpress.press import guard, reconcile, stated
from briefpress.press.data import ready
from briefpress.press.expected import expected
from briefpress.press.make import make
from briefpress.press.plan import Job, names_of, plan, select
from briefpress.press.task import Task
from briefpress.sources import statement


def main(words: Sequence[str]) -> None:
    """Make briefs in this process, so that all of their processor time is counted."""
    project = config.load(Path(words[0] if words else "."))
    begun = time.process_time()
    reading = ready(project)
    tables = guard.of(project, reading).tables
    names = names_of(tables)
    jobs = plan(project, tables)
    chosen = set(select([job.brief for job in jobs], words[1:]))
    entries = {}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)

        def task(job: Job) -> Task:
            over, key = job.kind.over, job.key
            cut = Slice(project.edition, tables.of(touching(tables, over, key)), over, key)
            return Task(job, cut, names, project, "", Drawn(out / "charts", "", ""))

        for number, job in enumerate(jobs):
            if job.brief in chosen:
                language.text(job.language, names, project.root)
                (out / f"{number}.json").write_bytes(make(task(job)).facts)
                entries[job.brief] = {"state": "fresh", "facts": f"{number}.json"}
        whole = time.process_time() - begun
        start = time.process_time()
        found = list(statement.losses(reading.accounts))
        found += stated.differences(project, reading.tables)
        keys = reconcile.keys(jobs)
        whole_edition = expected(project.edition, tables, keys.values())
        found += reconcile.differences(out, entries, keys, whole_edition)
        took = time.process_time() - start
    print(
        f"{len(entries)} briefs: {whole:.1f} s of processor time, reconciliation"
        f" {took:.2f} s, {took / whole:.1%}; {len(found)} differences"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
