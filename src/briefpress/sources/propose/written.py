"""How a table writes its dates and numbers: proved by one cell, or asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FEW = 20
"""So many times as many say one thing where those that say another are mistakes."""


def date_format_of(cells: Sequence[str], questions: list[str]) -> str:
    """Return the format that the dates prove; ask where 01/07 can be July or January.

    A few that contradict nearly all others are mistakes, which reading them names.
    """
    pattern = r"(\d{1,2})([./-])(\d{1,2})[./-](\d{2,4})"
    written = [found for cell in cells if (found := re.fullmatch(pattern, cell))]
    if not written:
        return ""
    first, second = (sum(int(one[nth]) > 12 for one in written) for nth in (1, 3))
    sign, year = written[0][2], "YYYY" if len(written[0][4]) == 4 else "YY"
    two = all(len(one[1]) == len(one[3]) == 2 for one in written)
    day, month = ("DD", "MM") if two else ("D", "M")
    if first > _FEW * second:
        return f"{day}{sign}{month}{sign}{year}"
    if second > _FEW * first:
        return f"{month}{sign}{day}{sign}{year}"
    either = f"'{day}{sign}{month}{sign}{year}' or '{month}{sign}{day}{sign}{year}'"
    questions.append(f"Is '{written[0][0]}' day first or month first? date_format = {either}")
    return ""


def decimal_mark_of(cells: Sequence[str], questions: list[str]) -> str:
    """Return the mark that one of the numbers proves; ask where 1.234 can be two numbers."""
    doubtful = ""
    for cell in cells:
        signs = re.findall(r"[.,]", cell)
        if not signs:
            continue
        last = signs[-1]
        if len(set(signs)) == 2 or not re.search(rf"\{last}\d{{3}}%?$", cell):
            if len(signs) == 1 or len(set(signs)) == 2:
                return str(last)
        elif len(signs) > 1:
            return "." if last == "," else ","
        doubtful = cell
    if doubtful:
        questions.append(f"Is '{doubtful}' a thousand or one and a bit? decimal_mark = '.' or ','")
    return ""
