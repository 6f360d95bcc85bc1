"""Tables as they leave disclosure control: rounded, without agencies; and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from briefpress import config
from briefpress.disclosure.guard import BESIDE_ROUNDED, guarded
from briefpress.disclosure.looks import one_by_one
from briefpress.disclosureconfig import Disclosure
from briefpress.errors import ProjectError
from briefpress.measures.coverage import coverage
from briefpress.model.number import SUPPRESSED
from briefpress.model.tables import Tables, records
from briefpress.press import guard as press
from briefpress.press.data import Ready

From = Callable[..., Tables]
SENSITIVE = ("survivors *",)
UNNAMED = Disclosure(sensitive=SENSITIVE, agency_identifiers=False)


def cuts(part: Tables) -> Iterable[Tables]:
    return [part]


def count(activity: str, actual: int, **more: object) -> dict[str, object]:
    return {
        "activity": activity, "indicator": "Survivors served", "unit": "survivors",
        "actual": actual, **more,
    }  # fmt: skip


@pytest.fixture
def rounding(monkeypatch: pytest.MonkeyPatch) -> Disclosure:
    monkeypatch.setenv("THE_KEY", "0123456789abcdef0123456789abcdef")
    return Disclosure(sensitive=SENSITIVE, method="round", key="THE_KEY")


def test_a_large_count_is_rounded_too_and_a_percentage_beside_it_is_hidden(
    tables_from: From, rounding: Disclosure
) -> None:
    tables = tables_from(
        results=[
            count("A1", 123, id="R1", baseline=41, target=77),
            count("A1", 7, id="R2", indicator="Survivors in per cent", measure="percentage"),
            count("A2", 33, id="R3", indicator="Judges trained", unit="judges"),
        ]
    )
    safe = guarded(tables, rounding, cuts)
    rows = {row: values for row, *values in records(
        safe.tables.results, "id", "baseline", "target", "actual"
    )}  # fmt: skip
    baseline, target, actual = rows["R1"]
    assert actual in (120, 125)
    assert baseline in (40, 45)
    assert target == 77  # a plan
    assert rows["R2"][2] is SUPPRESSED
    assert rows["R3"][2] == 33  # not sensitive
    assert {one.rule for one in safe.log} == {"rounded to base 5", BESIDE_ROUNDED}
    assert safe.tables.rounded == 5


def test_zero_may_be_printed_for_a_small_count(tables_from: From, rounding: Disclosure) -> None:
    tables = tables_from(results=[count(f"A{at}", 1, id=f"R{at}") for at in range(30)])
    safe = guarded(tables, rounding, lambda part: [])
    assert {int(value) for value in safe.tables.results["actual"]} == {0, 5}


def gathered(tables_from: From, **more: object) -> Tables:
    given = {
        "activities": [{"id": "A1", "origin": "helpers.xlsx:3"}, {"id": "A2"}],
        "organisations": [
            {"activity": "A1", "organisation": "HLP", "name": "Helpers", "role": "implementing"},
            {"activity": "A1", "organisation": "EU", "name": "European Union", "role": "funding"},
            {"activity": "A2", "organisation": "HLP", "name": "Helpers", "role": "implementing"},
        ],
        "transactions": [
            {
                "id": "T1",
                "activity": "A1",
                "value": 5,
                "receiver": "HLP",
                "receiver_name": "Helpers",
            }
        ],
        "results": [count("A1", 50, id="R1")],
        **more,
    }
    return tables_from(**given)


def test_agencies_are_not_named_beside_sensitive_counts_and_donors_are(tables_from: From) -> None:
    tables = guarded(gathered(tables_from), UNNAMED, cuts).tables
    named = set(records(tables.organisations, "activity", "organisation"))
    assert named == {("A1", "EU"), ("A2", "HLP")}
    assert list(records(tables.transactions, "receiver", "receiver_name")) == [("", "")]
    assert "helpers" not in tables.activities["origin"][0].casefold()
    assert tables.unnamed == ("A1",)
    partner = coverage(tables).set_index("field").loc["partner"]
    assert partner["given"] == 2  # the data names them: that is no gap of the data
    same = guarded(gathered(tables_from), Disclosure(sensitive=SENSITIVE), cuts).tables
    assert len(same.organisations) == 3


def test_an_id_with_the_agencys_identifier_is_refused(tables_from: From) -> None:
    tables = gathered(tables_from, results=[count("A1", 50, id="hlp-2024-1")])
    with pytest.raises(ProjectError, match="column id: the id has the identifier of an organ"):
        guarded(tables, UNNAMED, cuts)


def test_a_source_with_the_agencys_name_is_refused(
    tables_from: From,
) -> None:
    starter = config.load(config.starter())
    source = replace(starter.sources[0], name="Database of the Helpers")
    given = replace(starter, disclosure=UNNAMED, sources=(source,))
    with pytest.raises(
        ProjectError, match=r"\[\[source\]\] 1: 'Database of the Helpers' is printed"
    ):
        press.of(given, Ready(gathered(tables_from), ()))
    neutral = replace(given, sources=(replace(source, name="Consolidated records"),))
    assert press.of(neutral, Ready(gathered(tables_from), ())).tables.unnamed == ("A1",)


def test_tables_without_results_pass_and_their_texts_are_read_if_asked_for(
    tables_from: From,
) -> None:
    tables = tables_from(activities=[{"id": "A1", "title": "By Ms. Jane Doe"}])
    assert guarded(tables, Disclosure(), cuts).waiting == ()
    assert len(guarded(tables, Disclosure(narrative=True), cuts).waiting) == 1


def test_a_text_with_the_agencys_name_waits(tables_from: From) -> None:
    activities = [{"id": "A1", "title": "Clinics of the HELPERS"}, {"id": "A2", "title": "Helpers"}]
    (one,) = guarded(gathered(tables_from, activities=activities), UNNAMED, cuts).waiting
    assert one.activity == "A1"
    assert one.found == ("the name of an agency, characters 16 to 22",)


def test_small_groups_of_one_are_no_single_people(tables_from: From) -> None:
    def refused(*groups: dict[str, object]) -> int:
        rows = [count("A1", 1, **one, id=f"R{at}") for at, one in enumerate(groups)]
        return len(list(one_by_one(tables_from(results=rows), Disclosure(sensitive=SENSITIVE))))

    assert refused({"sex": "female"}, {"sex": "male"}, {"sex": "unknown"}) == 0
    assert refused(*({"sex": "female", "age": age} for age in ("0-17", "18-59", "60+"))) == 0
    assert refused(*({"sex": "female", "age": age} for age in ("14", "31", "45"))) == 1
    assert refused({"sex": "female"}, {"sex": "female"}, {"sex": "female"}) == 1
