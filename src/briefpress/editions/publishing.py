"""An approved edition into a dated folder of a target, and the pointer to the latest.

Stores have no rename, so the order keeps readers safe: a mark that says that the folder is
being written, the files, ``publication.json``, and only then the pointer. Whoever stops it
in between leaves the pointer as it was, and a folder without ``publication.json``, with
which the next attempt goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from briefpress.editions.publication import INDEX, LATEST, NAME, File, Publication
from briefpress.editions.targets import Target, There
from briefpress.errors import ProjectError, UnfinishedError

MARK = ".publishing"
"""In a dated folder that is being written: whose it is."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MD5 = re.compile("[0-9a-f]{32}")


def publish(edition: Publication, target: Target, say: Callable[[str], None]) -> bool:
    """Publish an edition; return whether anything was to do.

    Raises ProjectError when another edition is published under the day, or the folder
    holds something else; UnfinishedError or DiskError when the target does not take it.
    """
    folder = edition.folder
    there = target.listed(folder)
    published = target.read(f"{folder}/{NAME}")
    if published is not None and published != edition.content:
        raise ProjectError(
            f"{target.name}/{folder}: another edition is published under this day. Approve this"
            " one under another: 'briefpress approve --by NAME --date 2024-03-04'"
        )
    if published is None and there and MARK not in there:
        raise ProjectError(f"{target.name}/{folder}: holds something else: move that away")
    lacking = {name: one for name, one in edition.files.items() if not _same(one, there.get(name))}
    did = bool(lacking) or published is None or MARK in there
    if did:
        _fill(edition, target, lacking, there, say)
    return _point(edition, target, say) or did


def _fill(
    edition: Publication,
    target: Target,
    lacking: Mapping[str, File],
    there: Mapping[str, There],
    say: Callable[[str], None],
) -> None:
    folder, mark = edition.folder, f"{edition.folder}/{MARK}"
    say(f"Publishing {len(lacking)} of {len(edition.files)} files to {target.name}/{folder}")
    target.write(mark, edition.edition.encode())
    doomed = [f"{folder}/{name}" for name in there if name not in {*edition.files, NAME, MARK}]
    target.remove(doomed)
    target.put({f"{folder}/{name}": one for name, one in lacking.items()})
    now = target.listed(folder)
    if wrong := [name for name, one in edition.files.items() if not _same(one, now.get(name))]:
        raise UnfinishedError(
            f"{target.name}/{folder}/{wrong[0]}: did not arrive as it was sent. What was published"
            " before is in force; the same command again goes on"
        )
    target.write(f"{folder}/{NAME}", edition.content)
    target.remove([mark])


def _same(one: File, there: There | None) -> bool:
    """Say whether a target has a file: by its MD5, where it says that, else by its size."""
    if there is None or there.size != one.size:
        return False
    return not _MD5.fullmatch(there.md5) or there.md5 == one.md5


def _point(edition: Publication, target: Target, say: Callable[[str], None]) -> bool:
    """Put the pointer to this edition, unless a later one is in force; say whether it was not."""
    now = target.read(LATEST)
    if (later := _folder(now)) > edition.folder:
        say(f"{target.name}: the latest is still {later}, which was approved later")
        return False
    if now == edition.latest and target.read(INDEX) == edition.index:
        return False
    target.write(LATEST, edition.latest)
    target.write(INDEX, edition.index)
    return True


def _folder(pointer: bytes | None) -> str:
    """Return the folder that a pointer names; "" when there is none, or it is not one of ours."""
    try:
        said: dict[str, Any] = json.loads(pointer or b"{}")
        folder = str(said.get("folder", ""))
        return folder if _DAY.fullmatch(folder) else ""
    except (ValueError, AttributeError):
        return ""
