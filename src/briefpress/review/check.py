"""Looking at the finished files as a reader would get them: there, whole, tagged, in budget."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefpress.config import Project
from briefpress.press import journal, manifest
from briefpress.press.shards import shard


def check(project: Project, out: Path) -> Iterator[str]:
    """Give one line for each thing that should stop an edition from being handed out."""
    if journal.pending(out):
        yield f"{out}: a build is at work here, or was interrupted: 'briefpress build' ends it"
    built = manifest.read(out)
    briefs = built["briefs"]
    if not briefs:
        yield f"{out}: nothing has been built here. 'briefpress build' does it."
        return
    yield from built.get("differences", ())
    plan = built["plan"]
    for brief in shard(built["shard"]).of(plan) if "shard" in built else plan:
        entry = briefs.get(brief)
        if entry is None:
            yield f"{brief}: has not been built"
        elif entry["state"] != "fresh":
            yield f"{brief}: is {entry['state']}: {entry.get('reason', 'build it again')}"
        else:
            yield from (f"{brief}: {finding}" for finding in _file(project, out, brief, entry))


def _file(project: Project, out: Path, brief: str, entry: manifest.Entry) -> Iterator[str]:
    import pikepdf
    import pypdfium2

    from briefpress.documents import missing, reading, structure
    from briefpress.documents.pdf import bundled_families
    from briefpress.errors import BriefError

    if not manifest.in_place(out, entry):
        yield "a file is missing or is not the one that was built"
        return
    with pikepdf.open(out / entry["pdf"]) as pdf:
        if len(pdf.pages) != entry["pages"]:
            yield f"has {len(pdf.pages)} pages, the manifest says {entry['pages']}"
        try:
            missing.require(missing.in_file(pdf), bundled_families(project.folders))
        except BriefError as error:
            yield str(error)
        yield from dict.fromkeys(structure.findings(pdf))
        with pypdfium2.PdfDocument(out / entry["pdf"]) as pages:
            yield from dict.fromkeys(reading.findings(pdf, pages))
    yield from manifest.gates(brief, entry, project.checks)
