"""One edition of parts that were built apart: what ``build`` would have made, or nothing.

Parts come from other machines. What their manifests say is compared with one
another, with the project, and with their files, before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefpress.checkconfig import Checks
from briefpress.config import Project
from briefpress.errors import ProjectError, UnfinishedError
from briefpress.press import journal, lock, manifest, reconcile, stated
from briefpress.press import kept as kept_prints
from briefpress.press.build import Outcome, made_of
from briefpress.press.closing import Whole, close
from briefpress.press.data import CACHE, ready
from briefpress.press.expected import expected
from briefpress.press.fetched import fetched
from briefpress.press.files import NAME as FILES
from briefpress.press.files import Hashes
from briefpress.press.fingerprint import of_data
from briefpress.press.plan import names_of, plan
from briefpress.press.publish import explained, staged
from briefpress.press.shards import Shard, shard
from briefpress.press.steady import Steady
from briefpress.sources import statement

_NAMED = 5
"""Names that a refusal gives of each kind: enough to see what it is about."""


@dataclass(frozen=True)
class Part:
    """An output folder with the briefs of one shard."""

    folder: Path
    shard: Shard
    said: Mapping[str, Any]
    """Its manifest."""

    def entries(self) -> dict[str, manifest.Entry]:
        """Return the briefs of its shard that were built, failed or not.

        What else is in the folder is another part's to give.
        """
        briefs = self.said["briefs"]
        return {
            brief: briefs[brief]
            for brief in self.shard.of(self.said["plan"])
            if brief in briefs and _settled(briefs[brief])
        }


def join(
    project: Project,
    folders: Sequence[Path],
    out: Path,
    say: Callable[[str], None] = lambda line: None,
    *,
    wait: bool = True,
) -> Outcome:
    """Make in ``out`` the edition that the parts in ``folders`` are.

    Briefs that failed, and gates, are in the outcome as a build has them. Raises
    ProjectError, before anything is written, when the parts do not make one
    edition of the project. ``say`` is told what is waited for.
    """
    if out.resolve() in {folder.resolve() for folder in folders}:
        raise ProjectError(f"{out}: is one of the parts; join them into another folder")
    project = fetched(project, out / CACHE)
    steady = Steady(project)
    parts = [_part(folder) for folder in folders]
    for refuse in (_shards, _differences, _holes, _damages):
        if found := list(refuse(parts)):
            raise ProjectError("\n".join(found))
    with lock.held(out, wait, say):
        whole = _whole(project, parts[0], out, steady)
        return _joined(whole, parts, out, steady)


def _part(folder: Path) -> Part:
    """Read a part's manifest. It comes from elsewhere, so its form is not taken for granted."""
    if journal.pending(folder):
        raise ProjectError(f"{folder}: a build is at work here, or was interrupted: build it again")
    read = manifest.read(folder)
    if "shard" not in read:
        raise ProjectError(f"{folder}: is no part: 'briefpress build --shard 1/2' makes one")
    try:
        part = Part(folder, shard(read["shard"]), read)
        names = [name for entry in part.entries().values() for name in entry["sha256"]]
        sound = all(isinstance(read[key], dict) for key in ("inputs", "versions"))
    except (KeyError, TypeError, AttributeError):
        names, sound = [], False
    if not sound or not journal.inside(names) or any(_hidden(name) for name in names):
        raise ProjectError(f"{folder / manifest.NAME}: is damaged: build this part again")
    return part


def _hidden(name: str) -> bool:
    """Say whether a name is of something that is no brief's: a cache, the lock, the manifest."""
    return name.startswith(".") or "/" not in name


def _settled(entry: manifest.Entry) -> bool:
    """Say whether a build has come to a brief: it is as it should be, or it failed."""
    return entry["state"] == "fresh" or "reason" in entry


def _shards(parts: Sequence[Part]) -> Iterator[str]:
    """Say which shards are there twice, and which are not there."""
    first, count = parts[0], parts[0].shard.count
    by_number: dict[int, Part] = {}
    for part in parts:
        if part.shard.count != count:
            yield f"{first.folder} is shard {first.shard}, and {part.folder} is {part.shard}"
        elif part.shard.number in by_number:
            other = by_number[part.shard.number].folder
            yield f"shard {part.shard} is there twice: {other} and {part.folder}"
        by_number[part.shard.number] = part
    missing = [Shard(at, count) for at in range(1, count + 1) if at not in by_number]
    if missing:
        yield f"missing: shard {_some(map(str, missing))}"


def _differences(parts: Sequence[Part]) -> Iterator[str]:
    """Say what other parts were made of than the first."""
    first = parts[0]
    for other in parts[1:]:
        where = f"{first.folder} and {other.folder} were not made of the same"
        for key in ("inputs", "versions"):
            if differ := _differing(first.said[key], other.said[key]):
                yield f"{where}: {_some(differ)}"
        if first.said["plan"] != other.said["plan"]:
            briefs = set(first.said["plan"]) ^ set(other.said["plan"])
            yield f"{where} plan: {_some(sorted(briefs)) or 'the order of its briefs'}"


def _holes(parts: Sequence[Part]) -> Iterator[str]:
    """Say which parts were not built to the end."""
    for part in parts:
        there = part.entries()
        left = [brief for brief in part.shard.of(part.said["plan"]) if brief not in there]
        if left:
            yield f"{part.folder}: was not built to the end, build it again: {_some(left)}"


def _damages(parts: Sequence[Part]) -> Iterator[str]:
    """Say which files are not those that were built."""
    for part in parts:
        lost = [
            name
            for entry in part.entries().values()
            for name in manifest.missing(part.folder, entry)
        ]
        if lost:
            yield f"{part.folder}: not as its manifest says: {_some(lost)}"


def _whole(project: Project, part: Part, out: Path, steady: Steady) -> Whole:
    """Return the edition, if the project is what the parts were made of."""
    said = part.said
    modules = [name for name in said["inputs"] if name.endswith(".py")]
    here = made_of(project, Hashes(out / CACHE / FILES), modules)
    differ = [
        *_differing(here.inputs, said["inputs"]),
        *_differing(here.versions, said["versions"]),
    ]
    if differ:
        raise ProjectError(f"{part.folder} was not made of what is here: {_some(differ)}")
    key = of_data(project, here.inputs, here.versions)
    reading = ready(project, out / CACHE, key, steady, keep=False)
    if reading.errors:
        raise ProjectError(reading.errors)
    names = names_of(reading.tables)
    return Whole(
        project,
        reading.tables,
        names,
        here.inputs,
        here.versions,
        said["plan"],
        stored=reading.store is not None,
        accounts=reading.accounts,
    )


def _joined(whole: Whole, parts: Sequence[Part], out: Path, steady: Steady) -> Outcome:
    """Put each part's briefs in place, then what makes them one edition."""
    before = journal.before(out)
    known = {brief: one for part in parts for brief, one in kept_prints.read(part.folder).items()}
    entries = {brief: entry for part in parts for brief, entry in part.entries().items()}
    with explained(out), journal.Journal(out, whole.versions) as log:
        for part in parts:
            for brief, entry in part.entries().items():
                _copy(part, brief, entry, out, log)
        steady.require_rest()
        keys = reconcile.keys(plan(whole.project, whole.tables))
        world = None
        if not whole.stored:
            world = expected(whole.project.edition, whole.tables, keys.values())
        found = [
            *statement.losses(whole.accounts),
            *stated.differences(whole.project, whole.tables),
            *reconcile.differences(out, entries, keys, world),
        ]
        close(out, whole, entries, known, before.files, found)
        log.empty()
    outcome = _outcome({brief: entries[brief] for brief in whole.plan}, whole.project.checks)
    outcome.differences = found
    return outcome


def _copy(part: Part, brief: str, entry: manifest.Entry, out: Path, log: journal.Journal) -> None:
    """Put the files of a brief in place: all of them or none."""
    files = {name: _content(part.folder / name, entry["sha256"][name]) for name in entry["sha256"]}
    with staged(out, files) as new:
        log.note(journal.Line(brief, entry, new))


def _content(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnfinishedError(f"{path}: cannot be read: {error.strerror}. Join again") from error
    if manifest.digest(content) != digest:
        raise UnfinishedError(f"{path}: has changed meanwhile. Join again")
    return content


def _outcome(entries: manifest.Briefs, checks: Checks) -> Outcome:
    outcome = Outcome()
    for brief, entry in entries.items():
        if entry.get("held"):
            outcome.gated[brief] = entry["reason"]
            continue
        if entry["state"] != "fresh":
            outcome.failed[brief] = entry["reason"]
            continue
        outcome.made.append(brief)
        if gates := manifest.gates(brief, entry, checks):
            outcome.gated[brief] = "; ".join(gates)
    return outcome


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return the names under which two mappings have not the same."""
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]


def _some(names: Any) -> str:
    listed = list(names)
    more = len(listed) - _NAMED
    return ", ".join(listed[:_NAMED]) + (f" and {more} more" if more > 0 else "")
