"""IATI files against the standard: the rules as IATI's own examples have them, and the codes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from lxml import etree

from briefpress.errors import Mistake
from briefpress.review import iatifile, rules

EXAMPLES = Path(__file__).parents[1] / "data/rulesets"
with (EXAMPLES / "expected.csv").open(encoding="utf-8", newline="") as lines:
    EXPECTED = [(row["ruleset"], row["document"], row["valid"]) for row in csv.DictReader(lines)]


def test_there_are_as_many_examples_as_iati_has() -> None:
    assert len(EXPECTED) == 83


@pytest.mark.parametrize(("ruleset", "document", "valid"), EXPECTED)
def test_a_document_keeps_a_ruleset_as_iati_says(ruleset: str, document: str, valid: str) -> None:
    rules = json.loads((EXAMPLES / ruleset).read_text(encoding="utf-8"))
    root = etree.parse(EXAMPLES / document).getroot()
    assert iatifile.valid(root, rules, dt.date(2026, 1, 1)) == (valid == "true")


def activity(inside: str = "", **attributes: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"""<iati-activities version="2.03">
<iati-activity xml:lang="en" default-currency="USD"{given}>
<iati-identifier>XM-1-A</iati-identifier>
<reporting-org ref="XM-1" type="40"><narrative>Agency</narrative></reporting-org>
<title><narrative>One</narrative></title>
<description><narrative>What</narrative></description>
<participating-org ref="XM-1" role="4" type="40"><narrative>Agency</narrative></participating-org>
<activity-status code="2"/>
<activity-date type="2" iso-date="2024-01-01"/>
<recipient-country code="KE"/>
<sector code="11110"/>
{inside}
</iati-activity></iati-activities>"""


def findings(document: str) -> list[Mistake]:
    return list(iatifile.check(io.BytesIO(document.encode()), "a.xml"))


def test_a_right_activity_has_no_findings() -> None:
    assert [str(one) for one in findings(activity())] == []


def test_a_broken_rule_is_said_in_words_with_line_and_id() -> None:
    (mistake,) = findings(
        activity(
            '<sector vocabulary="99" code="A" percentage="60"><narrative>A</narrative></sector>'
            '<sector vocabulary="99" code="B" percentage="30"><narrative>B</narrative></sector>'
        )
    )
    assert "must add up to 100%" in mistake.found
    assert (mistake.id, mistake.level, mistake.column) == ("XM-1-A", "warning", "iati-activity")
    assert mistake.line == 2


def test_thousands_of_vocabularies_take_no_memory() -> None:
    sectors = "".join(f'<sector vocabulary="v{at}" code="1"/>' * 2 for at in range(3_000))
    found = [one.found for one in findings(activity(sectors))]
    assert sum("vocabulary 'v" in one for one in found) == 6_000
    assert rules._compiled.cache_info().currsize <= 2_000


@pytest.mark.parametrize("value", ["NaN", "sNaN", "-Infinity", "1e9999999", "-1e9999999"])
def test_a_percentage_that_is_no_number_or_beyond_all_is_a_finding(value: str) -> None:
    country = f'<recipient-country code="UG" percentage="{value}"/>'
    sectors = "".join(
        f'<sector vocabulary="99" code="{code}" percentage="{value}"/>' for code in "AB"
    )
    assert any("percentage" in one.found.lower() for one in findings(activity(country + sectors)))


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ('<policy-marker code="99" significance="1"/>', "code '99' is not on the code list"),
        ('<policy-marker code="1" significance="9"/>', "significance '9' is not on"),
        ('<default-aid-type code="ZZZ"/>', "code 'ZZZ' is not on the code list AidType."),
    ],
)
def test_a_code_that_is_on_no_list_is_named_with_its_list(inside: str, found: str) -> None:
    assert any(found in mistake.found for mistake in findings(activity(inside)))


def test_a_code_of_another_vocabulary_is_not_looked_up() -> None:
    own = '<policy-marker vocabulary="99" code="X1"><narrative>Ours</narrative></policy-marker>'
    assert not [one for one in findings(activity(own)) if "code list" in one.found]


def test_files_older_than_the_ruleset_are_not_measured_by_it() -> None:
    assert findings(activity().replace('version="2.03"', 'version="1.05"')) == []
