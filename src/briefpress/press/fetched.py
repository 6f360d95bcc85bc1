"""Sources at URLs, brought into a folder of the cache: from there every reader reads them.

A file is fetched when the store says that it is another than the last time; one
of which the store says nothing that would show a change, each time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from briefpress import remote
from briefpress.config import Project, Source
from briefpress.errors import ProjectError
from briefpress.press.publish import write_whole
from briefpress.sources import SUFFIXES
from briefpress.sources.bounds import MOST_BYTES

FOLDER = "fetched"
"""Where in the caches of the output folder the files are."""

_SIGNS = (
    *("ETag", "etag", "md5Hash", "content_md5", "Content-MD5", "Digest", "checksum", "generation"),
    *("LastModified", "last_modified", "Last-Modified", "mtime", "modified", "updated"),
)
"""What stores call that which shows a change."""

_AGAIN = "Build again when it is finished"


def fetched(project: Project, cache: Path) -> Project:
    """Return the project with its URLs' files below ``cache``; the same if it has no URLs.

    Raises ProjectError when one cannot be had.
    """
    if not any(remote.is_url(source.path) for source in project.sources):
        return project
    return replace(
        project, sources=tuple(_fetched(source, cache / FOLDER) for source in project.sources)
    )


def _fetched(source: Source, folder: Path) -> Source:
    if not remote.is_url(source.path):
        return source
    files, path = remote.system(source.path)
    with remote.explained(source.path):
        inside = dict(_inside(source.path, path, files))
        return replace(
            source, fetched=tuple((url, _file(files, inside[url], url, folder)) for url in inside)
        )


def _inside(url: str, path: str, files: Any) -> Iterator[tuple[str, str]]:
    """Give the URL and path of a file; of a folder, whose URL ends with a slash, of each in it."""
    if not url.endswith("/"):
        yield url, path
        return
    for found in sorted(files.ls(path, detail=True), key=lambda one: str(one["name"])):
        name = PurePosixPath(found["name"]).name
        if found["type"] == "file" and PurePosixPath(name).suffix.lower() in SUFFIXES:
            yield url + name, found["name"]


def _file(files: Any, path: str, url: str, folder: Path) -> Path:
    """Return where the file of a URL is, as it is now. Raises what the store raises."""
    name = PurePosixPath(urlsplit(url).path).name or "data"
    target = folder / hashlib.sha256(url.encode()).hexdigest()[:20] / name
    note = target.with_name(".fetched.json")
    info = files.info(path)
    if (info.get("size") or 0) > MOST_BYTES:
        raise ProjectError(f"{url}: holds more than {MOST_BYTES // 1024**2} MB")
    sign = _sign(info)
    if sign and _kept(target, note) == sign:
        os.utime(target.parent)  # what is used last is kept longest
        return target
    content = files.cat_file(path)
    if _sign(files.info(path)) != sign:
        raise ProjectError(f"{url}: has changed while it was fetched. {_AGAIN}")
    if not target.is_file() or target.read_bytes() != content:
        write_whole(target, content)
    known = {"sign": sign, "sha256": hashlib.sha256(content).hexdigest()}
    write_whole(note, json.dumps(known).encode())
    return target


def _sign(info: dict[str, Any]) -> list[str]:
    """Return what changes when the file does; nothing if the store has no such thing."""
    signs = [f"{key} {info[key]}" for key in _SIGNS if info.get(key)]
    return [*signs, f"size {info.get('size')}"] if signs else []


def _kept(target: Path, note: Path) -> list[str]:
    """Return the sign of the file that is kept; nothing if it is not as it was fetched."""
    try:
        known = json.loads(note.read_bytes())
        whole = hashlib.sha256(target.read_bytes()).hexdigest() == known["sha256"]
        return list(known["sign"]) if whole else []
    except (OSError, ValueError, KeyError, TypeError):
        return []
