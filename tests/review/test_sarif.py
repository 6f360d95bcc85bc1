"""SARIF 2.1.0 as its standard asks for it.

The properties that each object may and must have are of the OASIS standard's text
(Static Analysis Results Interchange Format 2.1.0, section 3, numbers beside them); its
schema is not copied into this repository.
"""

import base64
import json
import re
from typing import Any

import pytest

from briefpress.model.finding import Finding, Judged, Place
from briefpress.review.pages.sarif import to_sarif

BRIEF = "country/PAK/en"
SEEN = Finding("overlap", "'A' and 'B' overlap", "Give room", 1, Place(20, 30, 40, 5))
PICTURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()

TEXT = {"text": str}
LEVEL = ("none", "note", "warning", "error")
LOCATION = {"uri": str, "uriBaseId": str, "index": int, "description": TEXT}
# name -> kind; a name with "!" has to be there
LOG: dict[str, Any] = {
    "$schema": str,
    "version!": ("2.1.0",),  # 3.13.2
    "runs!": [  # 3.13.4
        {
            "tool!": {"driver!": {  # 3.14.6, 3.18.2
                "name!": str, "version": str,  # 3.19.8
                "rules": [{"id!": str, "shortDescription": TEXT,  # 3.49.3
                           "defaultConfiguration": {"level": LEVEL}}],  # 3.50.3
            }},
            "originalUriBaseIds": dict,  # 3.14.14
            "columnKind": ("utf16CodeUnits", "unicodeCodePoints"),  # 3.14.17
            "artifacts": [{  # 3.24
                "location": LOCATION, "mimeType": str, "roles": ["attachment"],
                "contents": {"binary": str},
            }],
            "results": [{  # 3.27
                "message!": {"text!": str},  # 3.27.11, 3.11.8
                "ruleId": str, "ruleIndex": int, "level": LEVEL, "properties": dict,
                "locations": [{
                    "physicalLocation": {"artifactLocation": LOCATION},
                    "logicalLocations": [{"name": str, "kind": str}],
                }],
                "attachments": [{"artifactLocation!": LOCATION, "description": TEXT}],  # 3.21
                "suppressions": [{"kind!": ("inSource", "external"),  # 3.35.2
                                  "justification": str}],
            }],
        }
    ],
}  # fmt: skip


def wrong(value: Any, kind: Any, at: str = "log") -> list[str]:
    """Return where a value is not as its object is described."""
    if isinstance(kind, dict):
        known = {name.removesuffix("!"): one for name, one in kind.items()}
        found = [f"{at}.{name} is unknown" for name in value if name not in known]
        needed = [name[:-1] for name in kind if name.endswith("!")]
        found += [f"{at}.{name} is missing" for name in needed if name not in value]
        for name in value.keys() & known.keys():
            found += wrong(value[name], known[name], f"{at}.{name}")
        return found
    if isinstance(kind, list):
        if not isinstance(value, list):
            return [f"{at} is no list"]
        return [one for n, part in enumerate(value) for one in wrong(part, kind[0], f"{at}[{n}]")]
    if isinstance(kind, tuple | str):
        return [] if value in (kind if isinstance(kind, tuple) else (kind,)) else [f"{at}: {value}"]
    return [] if isinstance(value, kind) else [f"{at} is of another type"]


def log() -> dict[str, Any]:
    judged = [
        Judged(BRIEF, "error", SEEN),
        Judged(BRIEF, "allowed", SEEN, "as designed"),
        Judged("theme/x/en", "warning", Finding("of-a-later-version", "has 3 pages")),
    ]
    files = {BRIEF: "country/PAK pakistan.en.pdf"}
    return dict(json.loads(to_sarif(judged, files, [PICTURE, "", ""])))


def test_a_log_has_what_the_standard_asks_for_and_nothing_that_it_does_not_know() -> None:
    assert wrong(log(), LOG) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda run: run["results"][0].update(levle="error"), "levle is unknown"),
        (lambda run: run["results"][0].pop("message"), "message is missing"),
        (lambda run: run["results"][0].update(level="fatal"), "level: fatal"),
        (lambda run: run["tool"]["driver"].pop("name"), "name is missing"),
        (lambda run: run["results"][1]["suppressions"][0].pop("kind"), "kind is missing"),
    ],
)
def test_a_log_that_is_wrong_is_found_to_be(change: Any, found: str) -> None:
    broken = log()
    change(broken["runs"][0])
    assert [one for one in wrong(broken, LOG) if one.endswith(found)]


def test_what_a_log_refers_to_is_in_it() -> None:
    (run,) = log()["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uriBaseId"] in run["originalUriBaseIds"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["uri"])  # RFC 3986, a relative reference
    (attachment,) = run["results"][0]["attachments"]
    picture = run["artifacts"][attachment["artifactLocation"]["index"]]
    assert base64.b64decode(picture["contents"]["binary"]) == b"\x89PNG"
    assert [len(one.get("attachments", ())) for one in run["results"]] == [1, 0, 0]
