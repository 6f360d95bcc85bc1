"""A data package: CSV files, and datapackage.json that says what is in each.

After the Data Package standard 2.0 (datapackage.org), in what version 1 has too, so that
programs which know only that read it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePosixPath
from typing import Any

from briefpress import remote
from briefpress.config import Project, Source
from briefpress.documents.attachments import as_csv
from briefpress.editions.data.collected import SUPPRESSED, Collected
from briefpress.editions.data.columns import Field, Table
from briefpress.press.plan import slugified

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MARK = "\ufeff".encode()


def csv_of(table: Table) -> bytes:
    """Return a table as CSV after RFC 4180, in UTF-8 without a mark, as the standard wants it.

    A text that a program would take for a formula has an apostrophe before it.
    """
    names = [field.name for field in table.fields]
    return as_csv(names, table.rows).removeprefix(_MARK)


def package(data: Collected) -> dict[str, bytes]:
    """Return the files of the package by their names, ``datapackage.json`` last."""
    files = {f"data/{table.name}.csv": csv_of(table) for table in data.tables}
    resources = [_resource(table, files[f"data/{table.name}.csv"]) for table in data.tables]
    text = json.dumps(descriptor(data, resources), ensure_ascii=False, indent=2) + "\n"
    return {**files, NAME: text.encode()}


def descriptor(data: Collected, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what datapackage.json says."""
    edition, handing = data.project.edition, data.project.data
    licence: dict[str, Any] = {}
    if handing.licence:
        one = {"name": handing.licence}
        licence = {
            "licenses": [one | ({"path": handing.licence_url} if handing.licence_url else {})]
        }
    return {
        "$schema": PROFILE,
        "name": slugified(f"{edition.organisation} {edition.title} {edition.period}") or "edition",
        "title": data.edition,
        "description": (
            f"The data behind the briefs of {edition.organisation}: {edition.title},"
            f" {edition.period}. Empty cells are missing data, never zero; '{SUPPRESSED}' is"
            " hidden to protect people. A text that a spreadsheet would take for a formula has an"
            " apostrophe before it."
        ),
        "version": edition.data_date.isoformat(),
        "created": f"{edition.data_date.isoformat()}T00:00:00Z",
        **licence,
        "sources": [_source(source) for source in data.project.sources],
        "contributors": [{"title": edition.organisation, "role": "publisher"}],
        "briefpress:manifest": f"sha256:{data.manifest}",
        "resources": resources,
    }  # fmt: skip


def _source(source: Source) -> dict[str, str]:
    """Return a source by its name; a path of this machine or a password is nobody's business."""
    path = source.path
    public = remote.is_url(path) and not remote.secret_in(path)
    file = PurePosixPath(path.rstrip("/")).name if path and not remote.is_url(path) else ""
    title = source.name or (path if public else file or "A database")
    return {"title": title} | ({"path": path} if public else {})


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": _named(table.name),
        "path": f"data/{table.name}.csv",
        "description": table.description,
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    columns = list(zip(*table.rows, strict=True))
    schema: dict[str, Any] = {
        "fields": [
            _field(field, SUPPRESSED in column and field.type == "number")
            for field, column in zip(table.fields, columns, strict=True)
        ],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": list(one.fields),
                "reference": {"resource": _named(one.table), "fields": list(one.there)},
            }
            for one in table.references
        ]
    return schema


def _named(table: str) -> str:
    return table.replace("_", "-")


def _field(field: Field, hides: bool) -> dict[str, Any]:
    """Return a field; in one that ``hides`` something, what is hidden stands for no number."""
    found: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "description": field.description,
    }
    if hides:
        found["missingValues"] = ["", SUPPRESSED]
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.allowed:
        constraints["enum"] = list(field.allowed)
    return found | ({"constraints": constraints} if constraints else {})


def named(project: Project) -> str:
    """Return the name of the workbook of an edition."""
    edition = project.edition
    return (
        f"{slugified(f'{edition.organisation} {edition.title}') or 'edition'}-{edition.period}.xlsx"
    )
