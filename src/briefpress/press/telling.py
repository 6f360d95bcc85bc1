"""What a build is going to do, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from briefpress.press.build import Foreseen


def lines(ahead: Foreseen, *, explain: bool, dry: bool) -> Iterator[str]:
    """Give a line for each brief that is to be made, with its reasons; and what that takes."""
    if explain or dry:
        for brief, reasons in ahead.reasons.items():
            yield f"{brief}: {'; '.join(reasons)}" if explain else brief
    if dry:
        yield _summary(ahead)


def _summary(ahead: Foreseen) -> str:
    kept = f"{ahead.kept} would stay as {'it is' if ahead.kept == 1 else 'they are'}"
    count = len(ahead.reasons)
    if not count:
        return f"Nothing would be made: {kept}."
    briefs = f"{count} brief{'' if count == 1 else 's'}"
    return f"{briefs} would be made, {kept}. {_took(ahead.seconds)}"


def _took(seconds: float | None) -> str:
    if seconds is None:
        return "How long that takes is not known."
    if seconds < 90:
        whole = max(1, round(seconds))
        return f"That takes about {whole} second{'' if whole == 1 else 's'}."
    return f"That takes about {round(seconds / 60)} minutes."
