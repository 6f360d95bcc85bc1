"""A stand-in for GitHub's program ``gh``: the commands that the workflows use, in one folder.

It refuses what GitHub would refuse: a call without a token or a repository, or one
that the job has no permission for. What it was asked is in calls.jsonl.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

NEEDS = {
    "release list": "contents: read",
    "release download": "contents: read",
    "release create": "contents: write",
    "issue list": "issues: read",
    "issue create": "issues: write",
    "issue edit": "issues: write",
    "issue close": "issues: write",
    "label create": "issues: write",
    "run view": "actions: read",
}
FLAGS = {"--force"}
JQ = {
    '[.[].tagName | select(startswith("edition-"))][0] // ""': lambda found: next(
        (one["tagName"] for one in found if one["tagName"].startswith("edition-")), ""
    ),
    '.[0].number // ""': lambda found: found[0]["number"] if found else "",
    '"\\(.workflowName) \\(.conclusion) \\(.headSha)"': lambda found: " ".join(
        found[key] for key in ("workflowName", "conclusion", "headSha")
    ),
}


def main(words: list[str]) -> int:
    store = Path(os.environ["GH_STORE"])
    command, rest = " ".join(words[:2]), words[2:]
    given, named = [], {}
    while rest:
        word = rest.pop(0)
        if word in FLAGS:
            named[word] = ""
        elif word.startswith("--"):
            named[word] = rest.pop(0)
        else:
            given.append(word)
    if not os.environ.get("GH_TOKEN") or not os.environ.get("GH_REPO"):
        return _fail("GH_TOKEN and GH_REPO must be set")
    with Path(os.environ["GH_USED"]).open("a") as file:
        file.write(f"{NEEDS[command]}\n")
    scope, level = NEEDS[command].split(": ")
    granted = json.loads(os.environ["GH_GRANTED"]).get(scope, "none")
    if granted not in (level, "write"):
        return _fail("Resource not accessible by integration (HTTP 403)")
    body = Path(named["--body-file"]).read_text("utf-8") if "--body-file" in named else ""
    with (store / "calls.jsonl").open("a") as file:
        file.write(json.dumps({"command": command, "given": given, **named, "body": body}) + "\n")
    state = json.loads((store / "state.json").read_text("utf-8"))
    shown = act(command, given, named, body, state, store)
    (store / "state.json").write_text(json.dumps(state), "utf-8")
    if shown is None:
        return _fail(f"{command} {given}: not found (HTTP 404)")
    if "--jq" in named:
        shown = JQ[named["--jq"]](shown)
    print(shown)
    return 0


def act(
    command: str,
    given: list[str],
    named: dict[str, str],
    body: str,
    state: dict[str, Any],
    store: Path,
) -> Any:
    if command == "release list":
        return state["releases"][::-1]  # the newest first
    if command == "release create":
        folder = store / "releases" / given[0]
        folder.mkdir(parents=True)
        for name in given[1:]:
            shutil.copy(name, folder)
        state["releases"].append({"tagName": given[0]})
        return given[0]
    if command == "release download":
        shutil.copy(store / "releases" / given[0] / named["--pattern"], ".")
        return ""
    if command == "issue list":
        assert (named["--label"], named["--state"]) == ("edition", "open")
        return [one for one in state["issues"][::-1] if one["open"]]
    if command == "issue create":
        assert named["--label"] in state["labels"], "gh refuses a label that is not there"
        number = len(state["issues"]) + 1
        state["issues"].append(
            {"number": number, "title": named["--title"], "body": body, "open": True}
        )
        return number
    if command == "issue edit":
        state["issues"][int(given[0]) - 1].update(title=named["--title"], body=body)
        return ""
    if command == "issue close":
        state["issues"][int(given[0]) - 1]["open"] = False
        return ""
    if command == "label create":
        state["labels"].append(given[0])
        return ""
    return state["runs"].get(given[0])


def _fail(said: str) -> int:
    print(said, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
