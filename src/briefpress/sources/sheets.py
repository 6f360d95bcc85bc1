"""Which sheets of a workbook are read."""

from __future__ import annotations

from collections.abc import Sequence

from briefpress.config import Source
from briefpress.errors import Mistake, did_you_mean
from briefpress.sources import bounds


def chosen(
    visible: Sequence[str],
    hidden: Sequence[str],
    source: Source,
    shown: str,
    mistakes: list[Mistake],
) -> list[str]:
    """Return the visible sheets, or the one that the source names, be it hidden.

    Raises ProjectError for a sheet that is not there; a warning names the
    sheets that are hidden and not read.
    """
    if source.sheet:
        if source.sheet not in (*visible, *hidden):
            known = [*visible, *hidden]
            found = f"there is no sheet '{source.sheet}'.{did_you_mean(source.sheet, known)}"
            listed = ", ".join(f"'{name}'" for name in known)
            raise bounds.refused(shown, f"{found} There are: {listed}")
        return [source.sheet]
    if hidden:
        listed = ", ".join(f"'{name}'" for name in hidden)
        mistakes.append(
            Mistake(shown, found=f"hidden sheets are not read: {listed}", level="warning")
        )
    return list(visible)
