"""Findings as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors show beside a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from briefpress import __version__
from briefpress.checkconfig import CHECKS
from briefpress.model.finding import Judged

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(
    found: Sequence[Judged], files: Mapping[str, str], pictures: Sequence[str] = ()
) -> str:
    """Return a log of one run; ``files`` has each brief's PDF, relative to the output folder.

    ``pictures`` are those of the findings, as data URIs ("" for none): each is an
    artifact with its content (3.24.8), attached to its result (3.27.26). A PDF has no
    lines: the page and the box in millimetres are in a result's ``properties``, and in
    its message too. What is allowed is a suppressed result with its reason as the
    justification (3.35).
    """
    names = list(dict.fromkeys([*CHECKS, *(one.finding.check for one in found)]))
    artifacts, attached = _artifacts(pictures or [""] * len(found))
    rules = [
        {
            "id": name,
            "shortDescription": {"text": name.replace("-", " ").capitalize()},
            "defaultConfiguration": {"level": CHECKS.get(name, "warning")},
        }
        for name in names
    ]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "briefpress", "version": __version__, "rules": rules}},
                "originalUriBaseIds": {
                    "OUT": {"description": {"text": "The folder of the finished edition"}}
                },
                "columnKind": "unicodeCodePoints",
                **({"artifacts": artifacts} if artifacts else {}),
                "results": [
                    _result(one, names, files.get(one.brief, one.brief)) | attachments
                    for one, attachments in zip(found, attached, strict=True)
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _artifacts(pictures: Sequence[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the pictures as artifacts, and for each finding what attaches its own to it."""
    artifacts: list[dict[str, Any]] = []
    attached: list[dict[str, Any]] = []
    for at, picture in enumerate(pictures, start=1):
        if not picture:
            attached.append({})
            continue
        name = f"finding-{at}.png"
        location = {"uri": name, "index": len(artifacts)}
        description = {"text": "The place on the page"}
        artifacts.append(
            {
                "location": {"uri": name},
                "mimeType": "image/png",
                "roles": ["attachment"],
                "contents": {"binary": picture.partition("base64,")[2]},
            }
        )
        attached.append(
            {"attachments": [{"description": description, "artifactLocation": location}]}
        )
    return artifacts, attached


def _result(one: Judged, names: Sequence[str], file: str) -> dict[str, Any]:
    finding = one.finding
    properties = {key: value for key, value in finding.plain().items() if key in ("page", "place")}
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": names.index(finding.check),
        "level": "error" if one.level == "error" else "warning",
        "message": {"text": str(one)},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": quote(file), "uriBaseId": "OUT"}},
                "logicalLocations": [{"name": one.brief, "kind": "resource"}],
            }
        ],
        "properties": {"brief": one.brief, **properties},
    }
    if one.level == "allowed":
        result["suppressions"] = [{"kind": "external", "justification": one.reason}]
    return result
