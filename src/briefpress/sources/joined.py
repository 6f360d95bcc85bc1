"""Several sources as one: what two of them say alike is said once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from briefpress.sources.grid import Raw


def joined(raws: Iterable[Raw]) -> list[Raw]:
    """Return the rows without the themes that an earlier file has already.

    A file of IATI or a person's own table brings the themes that it met, so two
    of them bring the same ones; a theme and an organisation are called as the
    first file calls them. What people write twice by hand is left for the checks.
    """
    themes: dict[tuple[str, str], str] = {}
    names: dict[str, tuple[str, str]] = {}
    return [
        _unsaid(raw, themes)
        if raw.table == "vocabularies"
        else _named(raw, names)
        if raw.table == "organisations" and raw.derived
        else raw
        for raw in raws
    ]


def _unsaid(raw: Raw, themes: dict[tuple[str, str], str]) -> Raw:
    if not {"vocabulary", "code"} <= raw.columns.keys():
        return raw
    keys = list(zip(raw.columns["vocabulary"], raw.columns["code"], strict=True))
    kept = [at for at, key in enumerate(keys) if themes.setdefault(key, raw.file) == raw.file]
    return raw if not raw.derived or len(kept) == len(keys) else _only(raw, kept)


def _only(raw: Raw, kept: Sequence[int]) -> Raw:
    columns = {name: [cells[at] for at in kept] for name, cells in raw.columns.items()}
    return replace(raw, columns=columns, numbers=[raw.numbers[at] for at in kept])


def _named(raw: Raw, names: dict[str, tuple[str, str]]) -> Raw:
    """Call each organisation by the name that the first file gives it."""
    if not {"organisation", "name"} <= raw.columns.keys():
        return raw
    given = []
    for code, name in zip(raw.columns["organisation"], raw.columns["name"], strict=True):
        file, first = names.setdefault(code, (raw.file, name))
        given.append(name if file == raw.file else first)
    return replace(raw, columns={**raw.columns, "name": given})
