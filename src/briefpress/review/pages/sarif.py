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


def to_sarif(found: Sequence[Judged], files: Mapping[str, str]) -> str:
    """Return a log of one run; ``files`` has each brief's PDF, relative to the output folder.

    A PDF has no lines: the page and the box in millimetres are in a result's
    ``properties``, the page is in its message too. What is allowed is a
    suppressed result with its reason as the justification (3.35).
    """
    names = list(dict.fromkeys([*CHECKS, *(one.finding.check for one in found)]))
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
                "results": [_result(one, names, files.get(one.brief, one.brief)) for one in found],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


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
