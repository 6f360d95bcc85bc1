"""A whole edition, recomputed: what it reports, its money in parts, and views of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from recomputing.project import Settings
from recomputing.published import continent
from recomputing.records import Activity, Money, Said
from recomputing.splitting import NONE, Part, by_places, by_themes, by_years, converted

KINDS = {
    "committed": ("incoming commitment",),
    "received": ("incoming funds",),
    "spent": ("disbursement", "expenditure"),
}
INCOMING = ("incoming funds", "incoming commitment", "incoming pledge")
NAMES = ("budget", "committed", "received", "spent")


@dataclass(eq=False)
class Edition:
    """What is reported of what the sources say: activities of one level, with donors found."""

    settings: Settings
    said: Said
    activities: list[Activity] = field(init=False)
    elsewhere: list[str] = field(init=False)
    """Rows of money that stand at other levels."""
    _keys: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        levels = {one.level for one in self.said.activities} - {0}
        kept = self.settings.level or max(levels, default=0)
        several = len(levels) > 1 or self.settings.level not in (0, *levels)
        counted = [one for one in self.said.activities if not several or one.level in (kept, 0)]
        self.activities = counted
        ids = {one.id for one in counted}
        others = [one for one in self.said.activities if one.id not in ids]
        self.elsewhere = [m.row for one in others for m in (*one.budgets, *one.transactions)]
        self._find_donors()

    def _find_donors(self) -> None:
        parties = [party for one in self.activities for party in one.parties]
        ids = {party.organisation for party in parties}
        names: dict[str, str] = {}
        for party in parties:
            names.setdefault(plain(party.name), party.organisation)
        for activity in self.activities:
            for one in activity.transactions:
                if one.kind not in INCOMING:
                    continue
                said = [plain(text) for text in (one.provider, one.provider_name) if text]
                named = [names[text] for text in said if text in names]
                listed = [one.provider] if one.provider in ids else named
                one.donor = (listed or [one.provider or one.provider_name])[0]

    @cached_property
    def parts(self) -> dict[str, list[Part]]:
        """All money of each kind, in parts of years and places."""
        found: dict[str, list[Part]] = {name: [] for name in NAMES}
        for activity in self.activities:
            for name in NAMES:
                for money in monies(activity, name):
                    amount = converted(money, self.settings.currency, self.settings.rates)
                    value = Fraction(money.value) if amount is None else amount
                    whole = Part(money, activity, value, amount is not None, 0, True)
                    for part in by_years(whole, self.settings.start, self.settings.end):
                        found[name] += by_places(part) if part.inside else [part]
        return found

    @cached_property
    def monies(self) -> dict[str, Money]:
        """All money that is reported, by row."""
        every = (one for a in self.activities for one in (*a.budgets, *a.transactions))
        return {one.row: one for one in every}

    def keys(self, over: str) -> list[str]:
        """Return what briefs are made of: the keys of one dimension."""
        if over not in self._keys:
            self._keys[over] = self.view("edition", self.settings.period).keys(over)
        return self._keys[over]

    def view(self, over: str, key: str) -> View:
        whole = View(self, self.activities, "edition", self.settings.period)
        return whole if over == "edition" else whole.narrow(over, key)


def monies(activity: Activity, name: str) -> list[Money]:
    """Return the amounts of one kind; a revised budget stands for the original of its days."""
    if name != "budget":
        return [one for one in activity.transactions if one.kind in KINDS[name]]
    revised = {(one.start, one.end) for one in activity.budgets if one.kind == "revised"}
    return [
        one
        for one in activity.budgets
        if one.kind == "revised" or (one.start, one.end) not in revised
    ]


@dataclass
class View:
    """What one brief, or one chapter of one, is about."""

    edition: Edition
    activities: Sequence[Activity]
    over: str
    key: str

    def narrow(self, over: str, key: str) -> View:
        touching = [one for one in self.activities if key in touched(one, over)]
        return View(self.edition, touching, over, key)

    def keys(self, over: str) -> list[str]:
        if over == "edition":
            return [self.edition.settings.period]
        found = {key for one in self.activities for key in touched(one, over)} - {NONE}
        if over != "theme":
            return sorted(found)
        wanted = [one for one in self.edition.settings.vocabularies if one]
        vocabularies = self.edition.said.vocabularies
        listed = [one for name in wanted or vocabularies for one in vocabularies.get(name, ())]
        return [code for code in listed if code in found]

    @cached_property
    def vocabulary(self) -> str:
        """Return the vocabulary of the theme that this is about."""
        codes = self.edition.said.vocabularies
        return next(name for name, listed in codes.items() if self.key in listed)

    def parts(self, name: str) -> list[Part]:
        """Return the parts of one kind of money that are this view's own, outside ones too."""
        if self.over == "donor" and name not in ("committed", "received"):
            return []
        here = {one.id for one in self.activities}
        return [
            own
            for part in self.edition.parts[name]
            if part.activity.id in here
            for own in self._own(part)
        ]

    def _own(self, part: Part) -> Iterator[Part]:
        if self.over == "donor":
            own = [part] if part.money.donor == self.key else []
        elif not part.inside or self.over == "edition":
            own = [part]
        elif self.over == "country":
            own = [part] if part.place == self.key else []
        elif self.over == "region":
            own = [part] if continent(part.place) == self.key else []
        else:
            own = [one for one in by_themes(part, self.vocabulary) if one.theme == self.key]
        yield from own

    @property
    def whole(self) -> bool:
        """Say whether all parts of each amount are here, so that nothing is an estimate."""
        return self.over in ("edition", "donor")


def touched(activity: Activity, over: str) -> set[str]:
    """Return the keys of a dimension that an activity touches."""
    if over == "country":
        return {one.code for one in activity.all_places() if one.code.isalpha()}
    if over == "region":
        return {continent(one.code) for one in activity.all_places()}
    if over == "theme":
        return {one.code for one in activity.all_themes()}
    named = {one.organisation for one in activity.parties if one.role == "funding"}
    return named | {one.donor for one in activity.transactions}


def plain(name: str) -> str:
    """Return what spellings of a name have in common: no accents, capitals, signs, no "the"."""
    words = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    letters = [sign for sign in words if not unicodedata.combining(sign) and sign not in "'’"]
    listed = re.findall(r"[^\W_]+", "".join(letters))
    return " ".join(word for word in listed if word != "the")


def brief_key(name: str, keys: Sequence[str]) -> str | None:
    """Return the key that the name of a brief means: with a hash where it is no file name."""
    for key in keys:
        if name == key or name.endswith(f"-{hashlib.sha256(key.encode()).hexdigest()[:6]}"):
            return key
    return None
