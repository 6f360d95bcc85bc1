"""The only place that knows JSON Lines: one object a line, its keys being the headings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefpress.config import Source
from briefpress.errors import Mistake
from briefpress.sources import bounds
from briefpress.sources.grid import Grid, written
from briefpress.sources.rows import grid

BETWEEN = "; "
"""What stands between the values of a list in one cell."""


class _Number(str):
    """A number with the digits that the file has."""


def read(path: Path | bytes, source: Source, shown: str, mistakes: list[Mistake]) -> list[Grid]:
    """Read one object a line, or one array of objects.

    An object inside another gives headings such as ``place.country``; a list of
    plain values becomes one cell with "; " between them. Raises ProjectError for
    a file that is no JSON; a line that is wrong is added to ``mistakes``.
    """
    content = path if isinstance(path, bytes) else bounds.content(path, shown)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise bounds.refused(shown, "is not UTF-8, as JSON has to be", line=line) from None
    if not text.strip():
        raise bounds.refused(shown, "is empty")
    whole = text.lstrip().startswith("[")
    flat: list[tuple[int, dict[str, str]]] = []
    for number, value in _array(text, shown) if whole else _lines(text, shown, mistakes):
        try:
            flat.append((number, _flat(value, source.decimal_mark)))
        except ValueError as error:
            mistakes.append(
                Mistake(
                    shown,
                    row=number if whole else 0,
                    line=0 if whole else number,
                    found=str(error),
                    content=(json.dumps(value, ensure_ascii=False)[:10_000],),
                )
            )
    heading = list(dict.fromkeys(key for _, one in flat for key in one))
    if len(heading) > bounds.MOST_COLUMNS:
        raise bounds.refused(shown, f"has more than {bounds.MOST_COLUMNS} different keys")
    if not heading:
        raise bounds.refused(shown, "has no object with a key in it")
    rows = [
        (0, heading),
        *((number, [one.get(key, "") for key in heading]) for number, one in flat),
    ]
    return [grid(rows, shown, Path(shown).stem, mistakes, unit="row" if whole else "line")]


def _array(text: str, shown: str) -> Iterator[tuple[int, Any]]:
    try:
        values = _parsed(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise bounds.refused(shown, _said(error), line=line) from None
    yield from enumerate(values, start=1)


def _lines(text: str, shown: str, mistakes: list[Mistake]) -> Iterator[tuple[int, Any]]:
    wrong = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, _parsed(line)
            except (ValueError, RecursionError) as error:
                wrong += 1
                mistakes.append(
                    Mistake(shown, line=number, found=_said(error), content=(line[:10_000],))
                )
                if wrong > bounds.MOST_MISTAKES:
                    raise bounds.refused(shown, "is no JSON Lines file", line=number) from None


def _parsed(text: str) -> Any:
    return json.loads(
        text,
        parse_float=_Number,
        parse_int=_Number,
        parse_constant=_no_number,
        object_pairs_hook=_object,
    )


def _said(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "has values too deep inside one another"
    if isinstance(error, json.JSONDecodeError):
        return f"is no JSON: {error.msg} at character {error.colno}"
    return str(error)


def _no_number(name: str) -> None:
    raise ValueError(f"'{name}' is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise ValueError(f"has the key '{twice}' twice")
    return found


def _flat(value: Any, mark: str, before: str = "") -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError('is no object. Write {"heading": "value", …} on each line')
    found: dict[str, str] = {}
    for key, inside in value.items():
        name = f"{before}{key}"
        if isinstance(inside, dict):
            found |= _flat(inside, mark, f"{name}.")
        elif isinstance(inside, list):
            if any(isinstance(one, dict | list) for one in inside):
                raise ValueError(f"'{name}' is a list of objects. Write each on a line of its own")
            found[name] = BETWEEN.join(_cell(one, mark, name) for one in inside)
        else:
            found[name] = _cell(inside, mark, name)
    return found


def _cell(value: Any, mark: str, name: str) -> str:
    if isinstance(value, _Number):
        return written(_plain(value, name), mark)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _plain(value: str, name: str) -> str:
    """Write 1.5e3 as 1500; the other numbers of JSON are plain already."""
    if "e" not in value.lower():
        return str(value)
    from decimal import Decimal

    digits, _, power = value.lower().partition("e")
    if len(digits) > 30 or len(power) > 3 or abs((number := Decimal(value)).adjusted()) > 30:
        raise ValueError(f"'{name}' has a number of more than 30 digits")
    return f"{number:f}"
