"""Budgets, planned disbursements and transactions of one activity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefpress.sources.iati import codes
from briefpress.sources.iati.about import classify
from briefpress.sources.iati.activity import (
    Activity,
    Parts,
    best,
    date,
    first,
    organisation,
    parts,
    texts,
)
from briefpress.sources.iati.where import locate

if TYPE_CHECKING:
    from lxml.etree import _Element


def budgets(activity: Activity) -> None:
    """Add the budgets; one without a type is original (IATI 2.03, budget/@type)."""
    for number, one in enumerate(activity.parts.get("budget", []), start=1):
        own = parts(one)
        activity.rows.add(
            "budgets",
            one.sourceline or 0,
            id=f"{activity.id}#b{number}",
            activity=activity.id,
            type=_type(one),
            status=codes.BUDGET_STATUS.get(one.get("status") or "1", ""),
            start_date=date(first(own, "period-start")),
            end_date=date(first(own, "period-end")),
            **_value(activity, own),
        )


def planned_disbursements(activity: Activity) -> None:
    """Add the planned disbursements."""
    for number, one in enumerate(activity.parts.get("planned-disbursement", []), start=1):
        own = parts(one)
        activity.rows.add(
            "planned_disbursements",
            one.sourceline or 0,
            id=f"{activity.id}#p{number}",
            activity=activity.id,
            type=_type(one),
            start_date=date(first(own, "period-start")),
            end_date=date(first(own, "period-end")),
            **_value(activity, own),
            **_parties(activity, own),
        )


def transactions(activity: Activity) -> None:
    """Add the transactions, each with the places and sectors that are its own."""
    default = _earmarking(activity.parts.get("default-aid-type", []))
    for number, one in enumerate(activity.parts.get("transaction", []), start=1):
        known = f"{activity.id}#t{number}"
        own = parts(one)
        kind = first(own, "transaction-type")
        given = (kind.get("code") or "").strip() if kind is not None else ""
        activity.rows.add(
            "transactions",
            one.sourceline or 0,
            id=known,
            activity=activity.id,
            type=codes.TRANSACTION_TYPE.get(given, given),
            date=date(first(own, "transaction-date")),
            earmarking=_earmarking(own.get("aid-type", [])) or default,
            description=best(texts(first(own, "description")), activity.language)[1],
            **_value(activity, own),
            **_from_reporter(activity, _parties(activity, own), given),
        )
        locate(activity, one, own, known)
        classify(activity, own, known)


def _type(one: _Element) -> str:
    given = (one.get("type") or "1").strip()
    return codes.BUDGET_TYPE.get(given, given)


def _value(activity: Activity, own: Parts) -> dict[str, str]:
    value = first(own, "value")
    if value is None:
        return {"value": "", "currency": activity.currency, "value_date": ""}
    return {
        "value": _decimal((value.text or "").strip()),
        "currency": (value.get("currency") or "").strip().upper() or activity.currency,
        "value_date": (value.get("value-date") or "").strip()[:10],
    }


def _decimal(given: str) -> str:
    """Write what xsd:decimal allows ("+5", ".5", "5.") as canonical tables have it."""
    whole = re.fullmatch(r"([+-]?)(\d*)\.?(\d*)", given, re.ASCII)
    if not whole or not (whole[2] or whole[3]):
        return given
    sign = "-" if whole[1] == "-" else ""
    decimals = whole[3].rstrip("0") if len(whole[3]) > 12 else whole[3]
    return f"{sign}{whole[2] or '0'}{f'.{decimals}' if decimals else ''}"


def _parties(activity: Activity, own: Parts) -> dict[str, str]:
    found = {}
    for end in ("provider", "receiver"):
        element = first(own, f"{end}-org")
        ref, name = "", ""
        if element is not None:
            said = best(texts(element), activity.language)[1]
            ref, name = organisation(element.get("ref"), said, activity)
        found[end], found[f"{end}_name"] = ref, name
    return found


def _from_reporter(activity: Activity, parties: dict[str, str], kind: str) -> dict[str, str]:
    """Let what goes out without a provider come from who reports it (IATI 2.03, provider-org)."""
    if parties["provider"] or codes.TRANSACTION_TYPE.get(kind, kind) not in _OUTGOING:
        return parties
    reporter = first(activity.parts, "reporting-org")
    said = best(texts(reporter), activity.language)[1]
    ref, name = organisation(activity.reporter, said, activity)
    return {**parties, "provider": ref, "provider_name": name}


_OUTGOING = ("outgoing commitment", "disbursement", "expenditure", "outgoing pledge")


def _earmarking(kinds: Iterable[_Element]) -> str:
    for kind in kinds:
        if kind.get("vocabulary") == "2":
            return codes.EARMARKING.get(kind.get("code") or "", "")
    return ""
