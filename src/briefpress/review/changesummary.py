"""What changed, as Markdown for the page of a CI job or for an issue to approve."""

from __future__ import annotations

from collections.abc import Iterator

from briefpress.review.changes import because, shown, signed, summary
from briefpress.review.diff import BriefChange, Changes

LIMIT = 60_000
"""Characters: GitHub takes 65,536 for an issue, and a workflow puts some of its own before."""

_WORDS = 160


def differs(changes: Changes) -> bool:
    """Say whether anything at all differs, be it only how a page is laid out."""
    return bool(changes.added or changes.removed or changes.changed)


def to_markdown(changes: Changes, limit: int = LIMIT) -> str:
    """Return the changes brief by brief, at most ``limit`` characters of them.

    Briefs that do not fit are counted at the end, never cut in the middle of a table.
    """
    parts = [f"### {_code(changes.old)} → {_code(changes.new)}", summary(changes)]
    briefs = list(_briefs(changes))
    room = limit - sum(len(part) + 2 for part in parts) - 100
    for at, brief in enumerate(briefs):
        room -= len(brief) + 2
        if room < 0:
            left = len(briefs) - at
            parts.append(
                f"… and {left} brief{'s' if left > 1 else ''} more: they are in changes.html."
            )
            break
        parts.append(brief)
    return "\n\n".join(parts) + "\n"


def _briefs(changes: Changes) -> Iterator[str]:
    for what, briefs in (("new", changes.added), ("gone", changes.removed)):
        for brief in briefs:
            yield f"- {_code(brief)} is {what}"
    for one in changes.changed:
        yield "\n\n".join(_brief(one))


def _brief(one: BriefChange) -> Iterator[str]:
    was = f" (was {_code(one.was)})" if one.was else ""
    yield f"#### {_code(one.brief)}{was}"
    if one.numbers:
        rows = [
            f"| {_code(number.name)} | {shown(number.old)} | {shown(number.new)}"
            f" | {signed(number.by)} {number.unit} | {'; '.join(map(_code, because(number)))} |"
            for number in one.numbers
        ]
        yield "\n".join(
            ["| number | before | now | by | because |", "|---|--:|--:|--:|---|", *rows]
        )
    if one.texts:
        rows = [
            f"| {_code(text.name)} | {_code(text.old)} | {_code(text.new)} |" for text in one.texts
        ]
        yield "\n".join(["| text | before | now |", "|---|---|---|", *rows])
    if not (one.numbers or one.texts):
        yield "The same numbers and texts, laid out otherwise."


def _code(text: str) -> str:
    """Return words of the data as code: nothing in them is a link, a name to call or a table's end.

    GitLab and GitHub call who is named after an @, and link what is written #12.
    """
    plain = " ".join(text.replace("`", "'").split())
    if not plain:
        return ""
    cut = plain if len(plain) <= _WORDS else f"{plain[: _WORDS - 1]}…"
    return "`" + cut.replace("\\", "/").replace("|", "\\|") + "`"
