"""What texts say of people: names, telephones, e-mail addresses and places too near. It waits.

Nothing is taken out of a text, for no pattern knows whose name it is: a person reads
it and decides. What is found is never repeated, only where it stands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from briefpress.disclosure.agencies import agencies, naming
from briefpress.disclosureconfig import Disclosure
from briefpress.model.tables import Tables, records
from briefpress.narrative import gazetteer

_LETTERS = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w’'-]*"
_CALLED = rf"{_LETTERS}(?:\s+(?:(?:al|el|bin|bint|de|da|van|von)[\s-])?{_LETTERS})*"
_ONE = (
    r"survivor|victim|girl|boy|woman|man|child|mother|father|daughter|son|teenager|widow|refugee"
    r"|survivante|rescapée?|victime|fille|garçon|femme|homme|enfant|mère"
    r"|sobreviviente|víctima|niñ[ao]|mujer|hombre|madre|chic[ao]"
)
_NOBODY = re.findall(
    r"\w+",
    """
    Women Men Girls Boys Children People Persons Youth Adolescents Students Survivors Victims
    Adults Pupils Those All Refugees Beneficiaries Participants Workers Mothers The A An
    Femmes Hommes Filles Garçons Enfants Personnes Jeunes Mujeres Hombres Niñas Niños Personas
    Jóvenes Женщины Мужчины Девочки Мальчики Дети Люди
    """,
)
"""Words with a capital that have an age beside them, and are nobody's name."""

_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:(?:Mr|Mrs|Ms|Dr|Mme|Mlle|Sr|Sra|Srta|Prof)\.?|Miss|Madame|Monsieur|Señora?"
        rf"|г-жа|г-н|госпожа|господин)\s+(?P<name>{_CALLED})",
        rf"(?i:\b(?:{_ONE})\b)[^.;:]{{0,40}}?\b(?i:named|called|whose name is|nommée?|prénommée?"
        rf"|appelée?|llamad[ao]|de nombre)\s+(?P<name>{_CALLED})",
        rf"(?i:\bmy name is|\bher name is|\bhis name is|\bje m[’']appelle|\bme llamo|\bпо имени"
        rf"|\bменя зовут)\s+(?P<name>{_CALLED})",
        rf"(?P<name>{_CALLED})(?:,\s+(?:aged?|âgée? de|de)|\s+aged)\s+\d{{1,2}}\b"
        r"(?!\s*(?:[-–—+]|to\b|and\b|years and\b|or\b|à\b|a\b|y\b|et\b|ou\b))",
        rf"(?P<name>{_CALLED})(?:,\s+an?\s+|,\s+)\d{{1,2}}(?:[- ]years?[- ]old\b|\s+ans\b|\s+años\b"
        r"|\s+лет\b)",
        rf"(?i:\b\d{{1,2}}[- ]years?[- ]old)(?:\s+(?:{_ONE}))?,?\s+(?P<name>{_CALLED})",
        r"(?:السيدة|السيد|الآنسة|تدعى|يدعى|اسمها|اسمه)\s+(?P<name>[\u0621-\u064a]+)",
        r"(?:名叫|名为|叫做)(?P<name>[\u4e00-\u9fff]{2,4})",
        r"(?P<name>[\u4e00-\u9fff]{1,3})(?:女士|先生|小姐)",
    )
)
"""A title before a name, somebody who is called so, a name with an age: never a name alone."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BETWEEN = r"[\s().\u00a0/-]*"
_TELEPHONES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w+])(?P<name>(?:\+|00)[1-9](?:{_BETWEEN}\d){{7,14}})(?!\d)",
        r"\b(?:tel|phone|telephone|call|mobile|cell|whatsapp|hotline|tél|téléphone|appele[rz]"
        r"|teléfono|llam[ae]r?|móvil|тел|телефон|هاتف|جوال|واتساب|电话|手机)\b[\s.:(]*(?:\w+\s+){0,2}?"
        rf"(?P<name>\d(?:{_BETWEEN}\d){{5,14}})(?!\d)",
        r"(?<![\d.,])(?P<name>0\d{1,4}[\s.-]\d{3}[\s.-]?\d{3,4})(?![\d.,]\d|\d)",
    )
)
_NEAR = (
    r"village|hamlet|camp|settlement|shelter|safe ?house|neighbou?rhood|sub-?district|district"
    r"|ward|parish|commune|quartier|arrondissement|campement|barrio|aldea|campamento|vereda"
)
_PLACES = (
    re.compile(rf"(?P<name>{_CALLED})\s+(?:refugee\s+)?(?i:{_NEAR})\b"),
    re.compile(
        rf"\b(?i:{_NEAR})\s+(?:(?:of|de|du|d[’']|del|called|named)\s*)?(?:la\s+|le\s+)?"
        rf"(?P<name>{_CALLED})"
    ),
)
_FAR_ENOUGH = {
    "country": ("country", "region", "adjective"),
    "province": ("country", "region", "adjective", "province"),
}

_COLUMNS = {
    "activities": ("title", "summary"),
    "narratives": ("text",),
    "results": ("result", "indicator", "dimension"),
}
"""Where people write, and briefs print it; with the table's ``activity``."""


@dataclass(frozen=True)
class Waiting:
    """A text that waits for a person's word: of which activity, where it stands, what is in it."""

    activity: str
    origin: str
    column: str
    found: tuple[str, ...]
    """What was found and where, as "a telephone number, characters 3 to 14"."""
    text: str
    """The text's hash, by which a review names it."""

    @property
    def place(self) -> str:
        """Return file, row and column."""
        return f"{self.origin.partition(' (')[0]}, column {self.column}"

    def __str__(self) -> str:
        found = "; ".join(self.found)
        return (
            f"{self.place}: {found}. Change the text, or, when somebody has read it and it may be"
            f' printed, add to briefs.toml:\n[[disclosure.reviewed]]\ntext = "{self.text}"'
            '\nby = "NAME, DATE"\nwhy = "REASON"'
        )


def waiting(
    tables: Tables, declared: Disclosure, sensitive: Collection[str]
) -> tuple[Waiting, ...]:
    """Return the texts of an edition that wait, without those that were reviewed.

    Texts of the activities in ``sensitive`` are looked at, of all where the
    project asks for it, of none where it does not want it. Where the project forbids
    to name agencies, a text must not either: ``tables`` still have their names.
    """
    if declared.narrative is False:
        return ()
    reviewed = {one.text for one in declared.reviewed}
    agency = naming(() if declared.agency_identifiers else agencies(tables, set(sensitive)))
    seen: dict[str, tuple[str, ...]] = {}
    found = []
    for name, columns in _COLUMNS.items():
        activity = "id" if name == "activities" else "activity"
        for column in columns:
            for of, origin, text in records(getattr(tables, name), activity, "origin", column):
                if not text or not (declared.narrative or of in sensitive):
                    continue
                key = text if of in sensitive else f" {text}"
                if key not in seen:
                    also = agency if of in sensitive else None
                    seen[key] = tuple(things(text, declared.permitted_level, also))
                if seen[key] and fingerprint(text) not in reviewed:
                    found.append(Waiting(of, origin, column, seen[key], fingerprint(text)))
    return tuple(found)


def fingerprint(text: str) -> str:
    """Return what names a text in a review: another text has another one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def things(text: str, level: str, agency: re.Pattern[str] | None = None) -> Iterator[str]:
    """Give what is found in a text and where, the first character being 1; never the words."""
    spans = [
        *((one.span("name"), "a personal name") for one in _named(text)),
        *((one.span("name"), "a telephone number") for one in _matches(_TELEPHONES, text)),
        *((one.span(), "an e-mail address") for one in _MAIL.finditer(text)),
        *((span, "a place below the permitted level") for span in _too_near(text, level)),
        *(
            (one.span(), "the name of an agency")
            for one in (agency.finditer(text) if agency else ())
        ),
    ]
    last = -1
    for (start, end), what in sorted(spans):
        if start > last:
            yield f"{what}, characters {start + 1} to {end}"
            last = end - 1


def _named(text: str) -> Iterator[re.Match[str]]:
    for one in _matches(_NAMES, text):
        if not set(one["name"].split()) & set(_NOBODY):
            yield one


def _matches(patterns: Collection[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    return (one for pattern in patterns for one in pattern.finditer(text))


def _too_near(text: str, level: str) -> Iterator[tuple[int, int]]:
    permitted = _FAR_ENOUGH.get(level)
    if permitted is None:
        return
    for one in gazetteer.named(text):
        if one.kind not in permitted:
            yield one.start, one.end
    known = [(one.start, one.end) for one in gazetteer.named(text) if one.kind in permitted]
    for match in _matches(_PLACES, text):
        if match.span("name") not in known and match["name"] not in (
            "The",
            "A",
            "An",
            "This",
            "In",
        ):
            yield match.span("name")
