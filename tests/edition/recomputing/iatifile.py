"""An IATI activity file (2.0x), read whole with lxml."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from lxml import etree

from recomputing.published import DAC_REGIONS, code_list, iso3
from recomputing.records import Activity, Money, Party, Place, Result, Said, Theme, row_id

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

SCOPES = {"1": "global", "2": "regional", "3": "multinational", "4": "national"}
SCOPES |= dict.fromkeys("5678", "subnational")
ROLES = {"1": "funding", "2": "accountable", "3": "extending", "4": "implementing"}
EARMARKINGS = ("unearmarked", "softly earmarked", "earmarked", "tightly earmarked")
MEASURES = {"1": "unit", "2": "percentage", "3": "nominal", "4": "ordinal", "5": "qualitative"}
TRANSACTIONS = """\
incoming funds
outgoing commitment
disbursement
expenditure
interest payment
loan repayment
reimbursement
purchase of equity
sale of equity
credit guarantee
incoming commitment
outgoing pledge
incoming pledge
""".splitlines()
TYPES = {str(code): word for code, word in enumerate(TRANSACTIONS, start=1)}
OUT = ("outgoing commitment", "disbursement", "expenditure", "outgoing pledge")
VOCABULARIES = (
    "1 dac, 2 dac-3, 3 cofog, 4 nace, 5 ntee, 6 aiddata, 7 sdg-goal, 8 sdg-target,"
    " 9 sdg-indicator, 10 cluster, 11 naics, 12 un-function, 98 own-2, 99 own"
)
SECTORS = dict(pair.split() for pair in VOCABULARIES.split(", "))


def read(path: Path, root: Path, said: Said) -> None:
    """Add what the activities of a file say."""
    _File(path.relative_to(root).as_posix(), said).read(etree.parse(str(path)).getroot())


class _File:
    def __init__(self, shown: str, said: Said) -> None:
        self.shown, self.said = shown, said
        self.names: dict[str, str] = {}
        self.addresses: dict[tuple[str, str], list[str]] = {}
        self.seen: set[str] = set()

    def read(self, root: Any) -> None:
        for element in root.iter("iati-activity"):
            one = _One(self, element)
            if not one.id or one.id in self.seen:
                self.refuse(element)
                continue
            self.seen.add(one.id)
            activity, used = one.read()
            if used:
                self.said.activities.append(activity)
                self.said.stands |= one.stands
            else:  # with all that it has: each of its rows is set aside
                self.said.refused |= set(one.stands.values()) | one.more

    def refuse(self, element: Any) -> None:
        self.said.refused.add(self.at(element))

    def at(self, element: Any) -> str:
        return f"{self.shown}, line {element.sourceline}"

    def organisation(self, ref: str | None, name: str) -> tuple[str, str]:
        """Return the id, and the first name that the file gives it, else that of IATI's list."""
        known = " ".join((ref or "").split()) or slug(name)
        if not known:
            return "", ""
        said = name or code_list("OrganisationIdentifier").get(known, known)
        if self.names.get(known, known) == known:
            self.names[known] = said
        return known, self.names[known]

    def own_vocabulary(self, reporter: str, plain: str, address: str) -> str:
        """Tell a publisher's own vocabularies apart by their addresses; the first is plain."""
        listed = self.addresses.setdefault((reporter, plain), [])
        if address not in listed:
            listed.append(address)
        at = listed.index(address)
        return f"{plain}-{slug(address) or at}" if at else plain


class _One:
    """One activity while it is read."""

    def __init__(self, file: _File, element: Any) -> None:
        self.file, self.element = file, element
        self.id = " ".join((element.findtext("iati-identifier") or "").split())
        self.language = element.get(LANG) or ""
        self.currency = (element.get("default-currency") or "").strip().upper()
        reporter = element.find("reporting-org")
        self.reporter = (reporter.get("ref") or "").strip() if reporter is not None else ""
        self.stands: dict[str, str] = {}
        self.more: set[str] = set()

    def row(self, element: Any, table: str, *key: str) -> str:
        name = row_id(table, *key)
        self.stands.setdefault(name, self.file.at(element))
        return name

    def read(self) -> tuple[Activity, bool]:
        """Return the activity, and whether its own row can be used."""
        element = self.element
        dates = {one.get("type", ""): one for one in element.findall("activity-date")}
        start = self._first(dates, ("2", "1"))
        end = self._first(dates, ("4", "3"))
        scope = element.find("activity-scope")
        activity = Activity(
            self.id,
            self.row(element, "activities", self.id),
            int((element.get("hierarchy") or "1").strip()),
            SCOPES.get(scope.get("code"), "") if scope is not None else "",
            start,
            end,
        )
        self._parties(activity)
        activity.places = self.places(element, "")
        activity.themes = self.themes(element, "")
        self._budgets(activity)
        self._planned()
        self._transactions(activity)
        self._results(activity)
        for tag in ("policy-marker", "tag", "related-activity"):
            self.more |= {self.file.at(one) for one in element.findall(tag)}
        return activity, not (start and end and start > end)

    def _first(self, dates: dict[str, Any], kinds: Iterable[str]) -> dt.date | None:
        return next(filter(None, (day(dates.get(kind)) for kind in kinds)), None)

    def _parties(self, activity: Activity) -> None:
        for one in self.element.findall("participating-org"):
            ref, name = self.file.organisation(one.get("ref"), self.text(one))
            role = ROLES[one.get("role")]
            row = row_id("organisations", self.id, ref, role)
            if ref and row not in self.stands:
                kind = code_list("OrganisationType").get(one.get("type") or "", "")
                activity.parties.append(Party(ref, name, role, kind, row))
                self.row(one, "organisations", self.id, ref, role)

    def places(self, owner: Any, transaction: str) -> list[Place]:
        """Return the places of an activity or transaction, each once, with the sum of its shares.

        A transaction's region beside its country is the region around it.
        """
        countries, regions = owner.findall("recipient-country"), owner.findall("recipient-region")
        if transaction and countries:
            regions = []
        if len({one.get("vocabulary") or "1" for one in regions}) > 1:
            regions = self._one_vocabulary(countries, regions)
        found: dict[str, tuple[Any, Fraction | None]] = {}
        said = [(one, self._country(one)) for one in countries]
        said += [(one, self._region(one)) for one in regions]
        whole = sum((share(one) or 0 for one, _ in said), Fraction())
        for one, code in said:
            if code not in found:
                found[code] = (one, share(one))
                continue
            first, before = found[code]
            again = share(one)
            if again is not None and not (whole > 101 and again == before):
                found[code] = (first, (before or 0) + again)
        return [
            Place(code, given, self.row(one, "places", self.id, transaction, code))
            for code, (one, given) in found.items()
        ]

    def _one_vocabulary(self, countries: list[Any], regions: list[Any]) -> list[Any]:
        """Take all regions where all shares are given and no more than a whole; else the DAC's."""
        shares = [share(one) for one in (*countries, *regions)]
        if None not in shares and sum(shares, Fraction()) <= 101:
            return regions
        first = min(one.get("vocabulary") or "1" for one in regions)
        return [one for one in regions if (one.get("vocabulary") or "1") == first]

    def _country(self, one: Any) -> str:
        code = (one.get("code") or "").strip()
        if code in iso3():
            return iso3()[code]
        self.file.refuse(one)
        return "998"

    def _region(self, one: Any) -> str:
        code, vocabulary = (one.get("code") or "").strip(), one.get("vocabulary") or "1"
        if vocabulary == "99":
            return "998"
        if vocabulary == "1" and code in DAC_REGIONS:
            return DAC_REGIONS[code]
        raise ValueError(f"{self.file.at(one)}: the recomputation knows no region {code}")

    def themes(self, owner: Any, transaction: str) -> list[Theme]:
        found: dict[tuple[str, str], tuple[Any, Fraction | None]] = {}
        for one in owner.findall("sector"):
            key = self._theme(one)
            if key:
                first, before = found.get(key, (one, None))
                given = share(one)
                told = [one for one in (before, given) if one is not None]
                found[key] = (first, sum(told, Fraction()) if told else None)
        return [
            Theme(*key, given, self.row(one, "themes", self.id, transaction, *key))
            for key, (one, given) in found.items()
        ]

    def _theme(self, one: Any) -> tuple[str, str] | None:
        given = (one.get("vocabulary") or "1").strip()
        vocabulary = SECTORS[given]
        code = " ".join((one.get("code") or "").split()) or slug(self.text(one))
        if given in ("98", "99"):
            address = (one.get("vocabulary-uri") or "").strip()
            vocabulary = self.file.own_vocabulary(self.reporter, vocabulary, address)
        lists = {"1": "Sector", "2": "SectorCategory"}
        if not code or (given in lists and code not in code_list(lists[given])):
            self.file.refuse(one)
            return None
        if given not in lists:
            own = given in ("98", "99")
            further = vocabulary.removeprefix("own").removeprefix("-") if own else ""
            before = self.reporter or vocabulary if own else vocabulary
            code = ":".join(filter(None, (before, further, code)))
        codes = self.file.said.vocabularies.setdefault(vocabulary, {})
        if code not in codes:
            codes[code] = row_id("vocabularies", vocabulary, code)
            self.file.said.stands[codes[code]] = self.file.at(one)
        return vocabulary, code

    def _budgets(self, activity: Activity) -> None:
        for number, one in enumerate(self.element.findall("budget"), start=1):
            kind = {"1": "original", "2": "revised"}[one.get("type") or "1"]
            days = day(one.find("period-start")), day(one.find("period-end"))
            money = self._money(one, "budgets", f"b{number}", kind, days)
            if money:
                activity.budgets.append(money)

    def _planned(self) -> None:
        """Nothing is computed of planned disbursements, but they go with their activity."""
        for one in self.element.findall("planned-disbursement"):
            self.more.add(self.file.at(one))
            self._organisations_of(one)

    def _transactions(self, activity: Activity) -> None:
        default = self._earmarking(self.element.findall("default-aid-type"))
        for number, one in enumerate(self.element.findall("transaction"), start=1):
            code = one.find("transaction-type")
            kind = TYPES.get(code.get("code") or "", "") if code is not None else ""
            on = day(one.find("transaction-date"))
            ends = self._organisations_of(one)
            if not ends[0] and kind in OUT:
                reporter = self.element.find("reporting-org")
                ends = (*self.file.organisation(self.reporter, self.text(reporter)), *ends[2:])
            known = f"{self.id}#t{number}"
            money = self._money(one, "transactions", f"t{number}", kind, (on, on))
            places, themes = self.places(one, known), self.themes(one, known)
            if money:
                money.provider, money.provider_name, money.receiver, money.receiver_name = ends
                money.earmarking = self._earmarking(one.findall("aid-type")) or default
                money.places, money.themes = places, themes
                activity.transactions.append(money)
            elif places or themes:
                raise ValueError(f"{self.file.at(one)}: the recomputation knows no such case")

    def _organisations_of(self, one: Any) -> tuple[str, str, str, str]:
        found: list[str] = []
        for tag in ("provider-org", "receiver-org"):
            end = one.find(tag)
            found += (
                self.file.organisation(end.get("ref"), self.text(end))
                if end is not None
                else ("", "")
            )
        return (found[0], found[1], found[2], found[3])

    def _earmarking(self, kinds: Iterable[Any]) -> str:
        for kind in kinds:
            if kind.get("vocabulary") == "2":
                return EARMARKINGS[int(kind.get("code")) - 1]
        return ""

    def _money(
        self,
        one: Any,
        table: str,
        number: str,
        kind: str,
        days: tuple[dt.date | None, dt.date | None],
    ) -> Money | None:
        """Return a budget or transaction; None, and its place is noted, if it cannot be used."""
        value = one.find("value")
        amount = number_of(value.text) if value is not None else None
        currency = (value.get("currency") or "").strip().upper() if value is not None else ""
        currency = currency or self.currency
        start, end = days
        if not (kind and start and end and start <= end and amount is not None and currency):
            self.file.refuse(one)
            return None
        given = (value.get("value-date") or "").strip()[:10]
        rate_day = dt.date.fromisoformat(given) if given else start
        row = self.row(one, table, f"{self.id}#{number}")
        return Money(row, kind, start, end, amount, currency, rate_day)

    def _results(self, activity: Activity) -> None:
        for result in self.element.findall("result"):
            for indicator in result.findall("indicator"):
                for period in indicator.findall("period") or [None]:
                    self._result(activity, self.text(result.find("title")), indicator, period)

    def _result(self, activity: Activity, result: str, indicator: Any, period: Any) -> None:
        """Add a row for each group of people of an indicator and period."""
        measure = MEASURES[(indicator.get("measure") or "1").strip()]
        values: dict[str, dict[tuple[str, str, str], str]] = {}
        for name, owner in (("baseline", indicator), ("target", period), ("actual", period)):
            values[name] = groups(owner, name) if measure != "qualitative" else {}
        told = values["baseline"] if period is None else values["target"] | values["actual"]
        ascending = {"0": "no", "false": "no", "1": "yes", "true": "yes"}
        start, end = (
            (None, None)
            if period is None
            else (day(period.find("period-start")), day(period.find("period-end")))
        )
        for group in told or {("", "", ""): ""}:
            number = f"r{self._numbered()}"
            found = Result(
                self.row(indicator if period is None else period, "results", f"{self.id}#{number}"),
                result,
                self.text(indicator.find("title")),
                measure,
                "",
                ascending.get((indicator.get("ascending") or "").strip(), ""),
                start,
                end,
                {name: number_of(of.get(group)) for name, of in values.items()},
                *group,
            )
            if found.indicator and not (start and end and start > end):
                activity.results.append(found)
            else:
                self.file.refuse(indicator if period is None else period)

    def _numbered(self) -> int:
        return 1 + sum(name.startswith("results/") for name in self.stands)

    def text(self, element: Any) -> str:
        """Return the English text of an element, else its first."""
        if element is None:
            return ""
        narratives = element.findall("narrative") or [element]
        said = [
            (one.get(LANG) or self.language, " ".join("".join(one.itertext()).split()))
            for one in narratives
        ]
        said = [(language, text) for language, text in said if text]
        english = [text for language, text in said if language.lower().startswith("en")]
        return (english or [text for _, text in said] or [""])[0]


def groups(owner: Any, tag: str) -> dict[tuple[str, str, str], str]:
    """Return values by sex, age and other dimensions; the first of each stands."""
    found: dict[tuple[str, str, str], str] = {}
    for one in owner.findall(tag) if owner is not None else ():
        value = (one.get("value") or "").strip().removesuffix("%").strip()
        if one.find("dimension") is not None or one.find("location") is not None:
            raise ValueError(f"line {one.sourceline}: the recomputation reads no dimensions")
        if value:
            found.setdefault(("", "", ""), value)
    return found


def share(one: Any) -> Fraction | None:
    given = (one.get("percentage") or "").strip()
    return Fraction(given) if given else None


def number_of(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").strip()) if (text or "").strip() else None
    except InvalidOperation:
        return None


def day(element: Any) -> dt.date | None:
    """Return the day of an ``iso-date``, whatever time or zone follows it."""
    given = ((element.get("iso-date") or "") if element is not None else "").strip()
    return dt.date.fromisoformat(given[:10]) if re.match(r"\d{4}-\d\d-\d\d", given) else None


def slug(name: str) -> str:
    """Return a name as small letters and digits joined by hyphens: an id where there is none."""
    marks = unicodedata.normalize("NFKD", name.casefold())
    bare = unicodedata.normalize("NFC", "".join(c for c in marks if not unicodedata.combining(c)))
    return "-".join(re.findall(r"[^\W_]+", bare))
