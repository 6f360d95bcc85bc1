"""What came of a build: as lines for a terminal, and as Markdown for the page of a CI job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from briefpress.press.build import Outcome
from briefpress.press.progress import slowest


def briefs(count: int) -> str:
    """Return ``1 brief`` or ``2 briefs``."""
    return f"{count} brief{'' if count == 1 else 's'}"


def lines(outcome: Outcome, out: Path | str) -> Iterator[str]:
    """Give what a person wants to know at the end; of what went wrong only that it did."""
    if outcome.left:
        yield stopped(outcome)
    elif not outcome.made and not outcome.failed and not outcome.to_read:
        yield f"Nothing to do: {briefs(len(outcome.kept))} in place in {out}"
    else:
        kept = f", {len(outcome.kept)} kept" if outcome.kept else ""
        yield f"{briefs(len(outcome.made))} made{kept}. Open {out}/index.html"
    if slow := slowest(outcome):
        yield "Slowest: " + ", ".join(f"{brief} {seconds:.1f} s" for brief, seconds in slow)
    if outcome.rejected:
        rows = "row" if outcome.rejected == 1 else "rows"
        yield f"{outcome.rejected} {rows} of the data set aside in {out}/rejected.csv"
    if outcome.warnings:
        things = "thing" if outcome.warnings == 1 else "things"
        yield f"{outcome.warnings} {things} in the data to look at: briefpress check"


def stopped(outcome: Outcome) -> str:
    """Say what is there of a build that was stopped, and how to go on."""
    there = len(outcome.made) + len(outcome.kept)
    total = there + len(outcome.failed) + len(outcome.left)
    return (
        f"Stopped: {there} of {briefs(total)} {'is' if there == 1 else 'are'} made;"
        " 'briefpress build' goes on from there"
    )


def markdown(title: str, outcome: Outcome) -> str:
    """Return the outcome as Markdown: counts, what went wrong, the slowest briefs."""
    counts = {
        "made": len(outcome.made),
        "kept": len(outcome.kept),
        "failed": len(outcome.failed),
        "not to be handed out": len(outcome.gated),
        "left": len(outcome.left),
    }
    shown = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    parts = [f"### {_plain(title)}", f"Briefs: {shown or 'none'}."]
    if outcome.left:
        parts.append(f"{stopped(outcome)}.")
    parts += _table("Failed", "reason", outcome.failed)
    parts += _table("Not to be handed out", "why", outcome.gated)
    slow = {brief: f"{seconds:.1f}" for brief, seconds in slowest(outcome)}
    parts += _table("Slowest", "seconds", slow)
    return "\n\n".join(parts) + "\n\n"


def append(path: Path, text: str) -> None:
    """Put text at the end of a file: the page of a CI job has what other steps wrote, too."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _table(heading: str, column: str, rows: dict[str, str]) -> list[str]:
    if not rows:
        return []
    body = [f"| {_plain(brief)} | {_plain(said)} |" for brief, said in rows.items()]
    return [f"#### {heading}", "\n".join([f"| brief | {column} |", "|---|---|", *body])]


def _plain(text: str) -> str:
    """Return text that Markdown prints as it is, in one line."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", text)
    return " ".join(escaped.split())
