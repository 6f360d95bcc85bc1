"""An IATI file against the standard: its ruleset and its code lists, one activity at a time."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from briefpress.errors import Mistake, did_you_mean
from briefpress.model import codelists
from briefpress.review import rules
from briefpress.sources.iati.stream import activities

if TYPE_CHECKING:
    from lxml.etree import _Element

Ruleset = Mapping[str, Mapping[str, Any]]

_ACTIVITY = re.compile(r"/iati-activities/iati-activity|//iati-activity")


def check(source: Path | BinaryIO, shown: str) -> Iterator[Mistake]:
    """Give every rule that an activity breaks and every code that is on no list, as warnings.

    1.0x is older than the ruleset and the lists, and is not checked. Raises
    ProjectError for a file that cannot be read at all.
    """
    today = dt.date.today()
    for header, activity in activities(source, shown):
        if header.old:
            return
        id_ = " ".join((activity.findtext("iati-identifier") or "").split())
        for element, case in _broken(activity, _standard(), today):
            yield _mistake(shown, element, case["ruleInfo"]["message"].rstrip("."), id_)
        for element, found in _codes(activity):
            yield _mistake(shown, element, found, id_)


def valid(root: _Element, ruleset: Ruleset, today: dt.date) -> bool:
    """Say whether a whole document keeps a ruleset."""
    return not any(
        next(rules.broken(element, of_context, today), None)
        for context, of_context in ruleset.items()
        for element in root.getroottree().xpath(context)
    )


def _mistake(shown: str, element: _Element, found: str, id_: str) -> Mistake:
    line = element.sourceline or 0
    return Mistake(shown, line=line, column=str(element.tag), found=found, id=id_, level="warning")


@cache
def _standard() -> Ruleset:
    path = Path(__file__).with_name("reference") / "standard.json"
    ruleset: Ruleset = json.loads(path.read_text(encoding="utf-8"))
    return {
        _ACTIVITY.sub(".", re.sub(r"^//(?=title|description)", ".//", context)): of_context
        for context, of_context in ruleset.items()
        if "organisation" not in context
    }


def _broken(
    activity: _Element, ruleset: Ruleset, today: dt.date
) -> Iterator[tuple[_Element, rules.Case]]:
    for context, of_context in ruleset.items():
        for element in rules.found(activity, context):
            for case in rules.broken(element, of_context, today):
                yield element, case


@cache
def _checked() -> tuple[tuple[str, str, codelists.Mapped], ...]:
    """Return path of the element from the activity, attribute, and the list that holds there.

    A code that is only on the list's own side of a condition is looked for
    there; texts (``text()``) and lists of organisations are not checked.
    """
    found = []
    for one in codelists.mapped():
        at = re.fullmatch(r"//iati-activity(/.*)?/@([\w:-]+)", one.path)
        if at and one.complete:
            condition = f"[{one.condition}]" if one.condition else ""
            found.append((f".{at[1] or ''}{condition}", at[2], one))
    return tuple(found)


def _codes(activity: _Element) -> Iterator[tuple[_Element, str]]:
    for path, attribute, one in _checked():
        known = codelists.codes(one.codelist)
        name = attribute.replace("xml:", "{http://www.w3.org/XML/1998/namespace}")
        for element in rules.found(activity, path):
            given = element.get(name)
            if given is not None and given not in known:
                hint = did_you_mean(given, known) if len(known) < 200 else ""
                yield (
                    element,
                    f"{attribute} '{given}' is not on the code list {one.codelist}.{hint}",
                )
