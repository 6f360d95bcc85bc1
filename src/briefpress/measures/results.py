"""Results: targets against actuals, and people reached, added up only where that is a count.

People are not added over sectors, periods or activities in one place: the same
woman may be in both. Percentages are never added (IATI IndicatorMeasure 2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from briefpress.measures.money import total
from briefpress.measures.shares import WIDE
from briefpress.model import places
from briefpress.model.number import SUPPRESSED, Suppressed
from briefpress.model.tables import Tables, sum_of

_PEOPLE = """
    people person human individual beneficiary beneficiaries participant survivor victim woman women
    man men girl boy child children infant baby babies adolescent youth adult elder elderly mother
    father parent caregiver orphan widow student pupil learner schoolchildren graduate trainee
    teacher patient client user refugee idp idps migrant returnee displaced detainee prisoner
    resident inhabitant citizen population member worker staff farmer recipient volunteer
    household hh hhs family families
    personne individu gens beneficiaire participante rescape rescapee victime femme homme fille
    garcon enfant nourrisson adolescente jeune adulte aine ainee mere pere orphelin orpheline veuve
    étudiant étudiante élève écolier écolière apprenant apprenante enseignant enseignante patiente
    réfugié réfugiée déplacé déplacée migrante détenu détenue habitant habitante citoyen citoyenne
    membre travailleur travailleuse agriculteur agricultrice bénévole ménage foyer famille
    persona individuo gente beneficiario beneficiaria sobreviviente víctima mujer mujeres hombre
    niña niño bebé adolescente joven jóvenes adulto adulta madre padre huérfano huérfana viuda
    estudiante alumno alumna escolar escolares docente paciente usuario usuaria refugiado refugiada
    desplazado desplazada detenido detenida habitante ciudadano ciudadana población miembro
    trabajador trabajadores trabajadora agricultor agricultores agricultora voluntario voluntaria
    hogar hogares familia
    люди людей человек человека лицо лица лиц женщина женщины женщин мужчина мужчины мужчин девочка
    девочки девочек мальчик мальчики мальчиков ребенок дети детей подросток подростки подростков
    молодежь взрослый взрослые взрослых мать матери матерей студент студенты студентов ученик
    ученики учеников учащийся учащиеся учащихся школьник школьники школьников учитель учителя
    учителей пациент пациенты пациентов беженец беженцы беженцев мигрант мигранты мигрантов
    перемещенные перемещенных житель жители жителей население бенефициар бенефициары бенефициаров
    получатель получатели получателей участник участники участников пострадавшие пострадавших
    домохозяйство домохозяйства домохозяйств семья семьи семей
    شخص أشخاص فرد أفراد إنسان ناس امرأة نساء رجل رجال فتاة فتيات فتى فتيان بنت بنات ولد أولاد طفل
    طفلة أطفال رضيع رضع مراهق مراهقين شاب شباب أم أمهات طالب طالبة طلاب طالبات تلميذ تلاميذ معلم
    معلمين مريض مرضى لاجئ لاجئة لاجئون لاجئين نازح نازحون نازحين مهاجر مهاجرين ساكن سكان مواطن
    مواطنين مستفيد مستفيدة مستفيدون مستفيدين مشارك مشاركة مشاركون مشاركين ناج ناجية ناجين ناجيات
    ضحية ضحايا أسرة أسر عائلة عائلات
"""
"""Words for people, households among them: two counts of them in one place may be of the same."""

_COUNTS = (
    "number numbers no nr count total unit units nombre numéro unité número unidad"
    " число количество عدد"
)
"""Words of a unit that does not say what is counted: it may be people."""

Row = dict[str, Any]
Value = Decimal | Suppressed | None
"""None: no data; suppressed: there is one, which is not to be printed."""

VALUES = ("baseline", "target", "actual")
UNKNOWN = "unknown"
"""The group of people whose sex or age nobody recorded; it is one of its own."""

_SEXES = {
    "f": "female", "female": "female", "women": "female", "woman": "female", "girls": "female",
    "m": "male", "male": "male", "men": "male", "man": "male", "boys": "male",
}  # fmt: skip
_EVERYONE = (
    "", "total", "both", "both sexes", "all", "all sexes", "everyone", "f+m", "m+f",
    "female and male", "male and female", "tous", "les deux", "ensemble", "todos", "ambos",
    "ambos sexos", "все", "всего", "оба", "итого", "المجموع", "الجميع", "总计", "合计",
)  # fmt: skip
"""What stands in the place of a sex in a row about everyone."""

_ALIKE = {"f": "female", "woman": "women", "girl": "girls",
          "m": "male", "man": "men", "boy": "boys"}  # fmt: skip
_WITHIN = {"women": "female", "girls": "female", "men": "male", "boys": "male"}
"""Women and girls share nobody, but both are in a group that is called female."""

_ONE_THING = ("activity", "result", "indicator", "unit", "measure", "start_date", "end_date")
"""What rows about one group of people have alike when they are one report of it."""

SEVERAL_PLACES = "people of several activities in one place may be the same people"


def results(tables: Tables) -> list[dict[str, Any]]:
    """Return one row for each indicator and period, in the data's order.

    Columns: ``indicator``, ``measure``, ``unit``, ``ascending``, ``start``,
    ``end`` (ISO), ``baseline``, ``target``, ``actual`` (Decimal or None),
    ``achieved`` (actual in per cent of target, or None), ``activities``
    (count), ``refused`` (why rows of several activities were not added, "" where
    they were or where there is one) and ``rows``. Rows of several activities
    are added only where they are plain counts of the same unit in the same
    period, have the same of the three values, and are not people of one place
    (a country and a region around it are one); else each stands alone.
    """
    found = summed(tables)
    for row in found:
        del row["of"]
    return found


def summed(tables: Tables) -> list[dict[str, Any]]:
    """Return the ``results`` with ``of``: for each of the three values the rows it is summed of.

    A sum of suppressed values is suppressed, unless it is among ``tables.published``.
    """
    alike: dict[tuple[Any, ...], list[Row]] = {}
    for row in _totals(_plain(tables)):
        key = (*(row[name] for name in _ADDABLE), *(row[name] is None for name in VALUES))
        alike.setdefault(key, []).append(row)
    lands = _lands(tables) if alike else {}
    found: list[dict[str, Any]] = []
    for rows in alike.values():
        refused = _refused(rows, lands)
        parts = [[row] for row in rows] if refused else [rows]
        found += [_row(part, refused, tables.published) for part in parts]
    return sorted(found, key=lambda row: row.pop("at"))


_ADDABLE = ("indicator", "unit", "measure", "ascending", "start_date", "end_date")
"""What rows of several activities have alike when they may be added up."""


@dataclass
class _Reported:
    """What an activity says of one indicator and period: of everyone, and by sex."""

    everyone: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)

    def whole(self) -> list[Row]:
        """Return the rows about everyone, or the sum of the groups where there is none.

        What the one row about everyone leaves out (a target in total, the actual
        value by sex) is that of a row called "total", or else the groups' sum.
        """
        plain = [row for row in self.everyone if row["sex"] == ""]
        others = [row for row in self.everyone if row["sex"] != ""]
        if not plain:
            plain, others = others, []
        if not plain:
            return _added(self.groups)
        if len(plain) > 1:
            return plain
        added = _added(self.groups)
        return [_completed(plain[0], [*(others if len(others) == 1 else []), *added])]


def _plain(tables: Tables) -> list[Row]:
    columns = tables.names("results")
    rows = tables.rows("results", *columns)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _totals(table: list[Row]) -> list[Row]:
    """Return the rows about everyone; where an activity has groups only, their sum by sex.

    Adds ``rows`` (ids) and ``at`` (the position of the first of them).
    """
    reported: dict[tuple[Any, ...], _Reported] = {}
    for at, row in enumerate(table):
        if row["age"] or row["dimension"]:
            continue
        one = reported.setdefault(tuple(row[name] for name in _ONE_THING), _Reported())
        rows = one.everyone if is_everyone(row["sex"]) else one.groups
        of = dict.fromkeys(VALUES, (row["row"],))
        rows.append(row | {"at": at, "rows": (row["row"],), "of": of})
    return [row for one in reported.values() for row in one.whole()]


def is_everyone(sex: str) -> bool:
    """Say whether what stands in the place of a sex means everyone."""
    return " ".join(sex.lower().split()) in _EVERYONE


def _added(groups: Sequence[Row]) -> list[Row]:
    """Return one row with the sum of groups that share nobody, else none.

    A sex that stands twice (a 3W has a row for each sector) may be the same people again.
    """
    if not groups or groups[0]["measure"] != "unit":
        return []
    sexes = [_ALIKE.get(row["sex"].lower(), row["sex"].lower()) for row in groups]
    around = {_WITHIN[sex] for sex in sexes if sex in _WITHIN}
    if len(set(sexes)) < len(sexes) or not around.isdisjoint(sexes):
        return []
    values = {name: _summed(row[name] for row in groups) for name in VALUES}
    rows = tuple(row for one in groups for row in one["rows"])
    return [groups[0] | values | {"sex": "", "rows": rows, "of": _of(groups)}]


def _completed(row: Row, others: Iterable[Row]) -> Row:
    """Fill in the values that a row lacks; what gave them is in its rows."""
    for other in others:
        known = {name: other[name] for name in VALUES if other[name] is not None}
        lacking = {name: value for name, value in known.items() if row[name] is None}
        if lacking:
            of = row["of"] | {name: other["of"][name] for name in lacking}
            row = row | lacking | {"rows": (*row["rows"], *other["rows"]), "of": of}
    return row


def _summed(values: Iterable[Value]) -> Value:
    """Sum values of which none is missing; else there is no sum. One suppressed hides it."""
    listed = list(values)
    if any(value is None for value in listed):
        return None
    known = [value for value in listed if isinstance(value, Decimal)]
    return total(known) if len(known) == len(listed) else SUPPRESSED


def _of(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Return the rows that each value of a sum is made of."""
    return {name: tuple(one for row in rows for one in row["of"][name]) for name in VALUES}


def _refused(rows: Sequence[Row], lands: Mapping[str, frozenset[str]]) -> str:
    """Say why these rows must not be added up, "" if they may."""
    if len(rows) == 1:
        return ""
    if rows[0]["measure"] != "unit":
        return f"values of the measure '{rows[0]['measure']}' are never added up"
    activities = [row["activity"] for row in rows]
    if len(set(activities)) < len(activities):
        return "one activity reports it more than once"
    if _may_be_people(rows[0]["unit"]):
        seen: set[str] = set()
        for activity in activities:
            here = lands.get(activity, frozenset())
            if not here or here & seen:
                return SEVERAL_PLACES
            seen |= here
    return ""


@cache
def _may_be_people(unit: str) -> bool:
    """Say whether a unit has a word for people in it, or does not say what is counted."""
    words = places.normalise(unit.replace("'", " ").replace("’", " ")).split()  # "d'élèves"
    names = {form for word in words for form in (word, word.removesuffix("s"))}
    names |= {word.removeprefix("ال") for word in words}  # "the" in Arabic
    return not names.isdisjoint(_words(_PEOPLE)) or _words(_COUNTS).issuperset(words)


@cache
def _words(listed: str) -> frozenset[str]:
    return frozenset(places.normalise(listed).split())


def _lands(tables: Tables) -> dict[str, frozenset[str]]:
    """Return the countries in which each activity may be."""
    found: dict[str, frozenset[str]] = {}
    for activity, country, region in tables.rows("places", "activity", "country", "region"):
        found[activity] = found.get(activity, frozenset()) | places.within(country + region)
    return found


def _row(rows: Sequence[Row], refused: str, published: Mapping[str, Decimal]) -> dict[str, Any]:
    first = rows[0]
    values = {name: _summed(row[name] for row in rows) for name in VALUES}
    of = _of(rows)
    for name, value in values.items():
        if value is SUPPRESSED:
            values[name] = published.get(sum_of(name, of[name]), SUPPRESSED)
    return {
        **{name: first[name] for name in ("indicator", "measure", "unit", "ascending")},
        "start": _iso(first["start_date"]),
        "end": _iso(first["end_date"]),
        **values,
        "achieved": _achieved(first["measure"], first["ascending"], values),
        "activities": len({row["activity"] for row in rows}),
        "refused": refused,
        "rows": tuple(row for one in rows for row in one["rows"]),
        "of": of,
        "at": first["at"],
    }


def _achieved(measure: str, ascending: str, values: dict[str, Value]) -> Value:
    """Return the actual value in per cent of the target, to one decimal.

    None where less is better: half of such a target is no half achieved; and
    where the target is zero or the measure has no zero of its own.
    """
    target, actual = values["target"], values["actual"]
    if target is None or actual is None or ascending == "no":
        return None
    if isinstance(target, Suppressed) or isinstance(actual, Suppressed):
        return SUPPRESSED
    if target <= 0:
        return None
    if measure not in ("unit", "percentage"):
        return None
    exact = WIDE.divide(WIDE.multiply(actual, 100), target)
    return exact.quantize(Decimal("0.1"), context=WIDE)


def people(tables: Tables) -> list[dict[str, Any]]:
    """Return the actual values by sex and age, one row a group of each indicator and period.

    Columns: ``indicator``, ``unit``, ``start``, ``end``, ``sex`` (female, male,
    unknown, or as the data has it; "" where it is not told apart), ``age`` (as
    the data has it), ``value``, ``rows``. Groups are listed, never added up.
    """
    found = []
    for row in _plain(tables):
        sex = "" if is_everyone(row["sex"]) else row["sex"].lower()
        if (sex or row["age"]) and row["actual"] is not None:
            found.append(
                {
                    "indicator": row["indicator"],
                    "unit": row["unit"],
                    "start": _iso(row["start_date"]),
                    "end": _iso(row["end_date"]),
                    "sex": _SEXES.get(sex, sex),
                    "age": row["age"],
                    "value": row["actual"],
                    "rows": (row["row"],),
                }
            )
    return found


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
