"""IATI activity files: everything in them to rows, and what is odd in real ones, each small."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress.errors import Mistake, ProjectError
from briefpress.measures.allocation import over_places
from briefpress.model.tables import Tables
from briefpress.sources import canonical, iati
from briefpress.sources.joined import joined

ACTIVITY = """<iati-identifier> XM-1-A </iati-identifier>
<reporting-org ref="XM-1" type="40"><narrative>Agency</narrative></reporting-org>
<title><narrative xml:lang="EN">Help lines</narrative><narrative xml:lang="fr">Écoute</narrative></title>
"""


def document(*inside: str, version: str = "2.03", head: str = ACTIVITY, **attributes: str) -> bytes:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    start = f'<iati-activity default-currency="USD" xml:lang="en"{given}>'
    body = "\n".join([start, head, *inside, "</iati-activity>"])
    return f'<iati-activities version="{version}">\n{body}\n</iati-activities>'.encode()


def read(content: bytes) -> tuple[Tables, list[Mistake]]:
    mistakes: list[Mistake] = []
    raws = iati.read(io.BytesIO(content), "a.xml", mistakes)
    return canonical.tables(raws, mistakes), mistakes


def tables(*inside: str, **attributes: str) -> Tables:
    found, mistakes = read(document(*inside, **attributes))
    assert [str(one) for one in mistakes if one.level == "error"] == []
    return found


def refused(content: bytes) -> str:
    with pytest.raises(ProjectError) as caught:
        iati.read(io.BytesIO(content), "a.xml", [])
    return str(caught.value.message)


# What is read


def test_an_activity_with_its_dates_its_scope_and_its_level() -> None:
    found = tables(
        '<description type="2"><narrative>Aims</narrative></description>',
        "<description><narrative>What it is</narrative></description>",
        '<activity-status code="2"/><activity-scope code="4"/>',
        '<activity-date type="1" iso-date="2020-01-01"/>',
        '<activity-date type="2" iso-date="2020-02-03Z"/>',
        '<activity-date type="3" iso-date="2021-12-31"/>',
        hierarchy="2",
    )
    row = found.activities.iloc[0]
    assert (row["id"], row["title"], row["summary"]) == ("XM-1-A", "Help lines", "What it is")
    assert (str(row["start_date"]), str(row["end_date"])) == ("2020-02-03", "2021-12-31")
    assert (row["scope"], row["status"], row["hierarchy"]) == ("national", "implementation", 2)
    assert (row["language"], row["origin"]) == ("en", "a.xml, line 2")


def test_texts_in_other_languages_are_kept_with_their_language() -> None:
    assert tables().narratives[["element", "language", "text"]].to_numpy().tolist() == [
        ["title", "fr", "Écoute"]
    ]


def places_of(*parts: str) -> list[list[object]]:
    columns = ["country", "region", "percentage"]
    found: list[list[object]] = tables(*parts).places[columns].to_numpy().tolist()
    return found


def test_regions_of_two_vocabularies_say_the_same_twice() -> None:
    assert places_of(
        '<recipient-country code="KE" percentage="60"/>',
        '<recipient-region vocabulary="99" code="AFR" percentage="40"/>',
        '<recipient-region code="298" percentage="40"/>',
    ) == [["KEN", "", Decimal(60)], ["", "002", Decimal(40)]]


def test_a_country_split_over_its_provinces_has_the_sum_of_its_shares() -> None:
    half = '<recipient-country code="KE" percentage="25"/>'
    assert places_of(half, half, '<recipient-country code="UG" percentage="50"/>') == [
        ["KEN", "", Decimal(50)], ["UGA", "", Decimal(50)],
    ]  # fmt: skip
    whole = '<recipient-country code="KE" percentage="100"/>'
    assert places_of(whole, whole) == [["KEN", "", Decimal(100)]]


def test_a_publishers_two_vocabularies_are_told_apart_by_their_addresses() -> None:
    found = tables(
        '<sector vocabulary="99" vocabulary-uri="http://a" code="A" percentage="100"/>',
        '<sector vocabulary="99" vocabulary-uri="http://b" code="A" percentage="100"/>',
    ).themes
    assert found["vocabulary"].tolist() == ["own", "own-http-b"]
    assert found["code"].nunique() == 2


def test_an_activity_that_two_files_have_is_taken_from_the_first_as_a_whole() -> None:
    mistakes: list[Mistake] = []
    known: dict[str, str] = {}
    for name in ("a.xml", "b.xml"):
        iati.read(io.BytesIO(document()), name, mistakes, known)
    assert len(mistakes) == 1
    assert "stands in line 2 of a.xml already; all of it is left out here" in mistakes[0].found


def test_two_activities_of_one_name_in_one_line_are_told_apart() -> None:
    mistakes: list[Mistake] = []
    twice = document(f"</iati-activity><iati-activity>{ACTIVITY}").replace(b"\n", b"")
    iati.read(io.BytesIO(twice), "a.xml", mistakes)
    assert ["already" in one.found for one in mistakes] == [True]


def test_what_goes_out_without_a_provider_comes_from_the_reporter() -> None:
    money = (
        '<transaction><transaction-type code="{}"/><transaction-date iso-date="2023-01-01"/>'
        '<value value-date="2023-01-01">1</value></transaction>'
    )
    found = tables(money.format(3), money.format(1)).transactions
    assert found["provider"].tolist() == ["XM-1", ""]


def test_a_transaction_without_an_aid_type_has_its_activitys() -> None:
    money = (
        '<transaction><transaction-type code="1"/><transaction-date iso-date="2023-01-01"/>'
        '<value value-date="2023-01-01">1</value>{}</transaction>'
    )
    own = '<aid-type vocabulary="2" code="4"/>'
    default = '<default-aid-type vocabulary="2" code="1"/>'
    found = tables(default, money.format(""), money.format(own))
    assert found.transactions["earmarking"].tolist() == ["unearmarked", "tightly earmarked"]


def test_places_with_percentages_by_country_and_region() -> None:
    found = tables(
        '<recipient-country code="KE" percentage="40"/><recipient-country code="XK" percentage="10"/>',
        '<recipient-region code="298" percentage="30"/>',
        '<recipient-region vocabulary="2" code="014" percentage="20"/>',
    )
    assert found.places[["country", "region", "percentage"]].to_numpy().tolist() == [
        ["KEN", "", Decimal(40)], ["XKX", "", Decimal(10)], ["", "002", Decimal(30)],
        ["", "014", Decimal(20)],
    ]  # fmt: skip


def test_sectors_of_every_vocabulary_and_a_code_names_one_theme() -> None:
    found = tables(
        '<sector code="11110" percentage="100"/>',
        '<sector vocabulary="2" code="111"/>',
        '<sector vocabulary="7" code="5"/>',
        '<sector vocabulary="99" code="5"><narrative>Our five</narrative></sector>',
        '<sector vocabulary="98"><narrative>Without code</narrative></sector>',
    )
    named = found.vocabularies.set_index("code")[["vocabulary", "name"]].to_numpy().tolist()
    assert found.themes["code"].tolist() == [
        "11110", "111", "sdg-goal:5", "XM-1:5", "XM-1:2:without-code",
    ]  # fmt: skip
    assert named[0] == ["dac", "Education policy and administrative management"]
    assert [one[1] for one in named[3:]] == ["Our five", "Without code"]


def test_organisations_markers_tags_and_related_activities() -> None:
    found = tables(
        '<participating-org ref="XM-2" role="1" type="40"><narrative>Fund</narrative></participating-org>',
        '<participating-org role="4"><narrative>Local group</narrative></participating-org>',
        '<policy-marker code="1" significance="2"/>',
        '<tag vocabulary="2" code="5"/>',
        '<related-activity ref="XM-1-P" type="1"/>',
    )
    assert found.organisations[["organisation", "name", "role", "type"]].to_numpy().tolist() == [
        ["XM-2", "Fund", "funding", "multilateral"],
        ["local-group", "Local group", "implementing", ""],
    ]
    assert found.markers[["vocabulary", "code", "significance"]].to_numpy().tolist() == [
        ["policy", "1", 2], ["tag-sdg-goal", "5", None],
    ]  # fmt: skip
    assert found.related[["related", "type"]].to_numpy().tolist() == [["XM-1-P", "parent"]]


MONEY = """<value currency="eur" value-date="2024-02-03">+12.50</value>"""
PERIOD = '<period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>'


def test_budgets_and_planned_disbursements() -> None:
    found = tables(
        f'<budget>{PERIOD}<value value-date="2024-01-01">5</value></budget>',
        f'<budget type="2" status="2">{PERIOD}{MONEY}</budget>',
        f"<planned-disbursement>{PERIOD}{MONEY}</planned-disbursement>",
    )
    columns = ["id", "type", "status", "value", "currency"]
    assert found.budgets[columns].to_numpy().tolist() == [
        ["XM-1-A#b1", "original", "indicative", Decimal(5), "USD"],
        ["XM-1-A#b2", "revised", "committed", Decimal("12.50"), "EUR"],
    ]
    assert found.planned_disbursements["id"].tolist() == ["XM-1-A#p1"]


@pytest.mark.parametrize(("code", "word"), [("1", "incoming funds"), ("11", "incoming commitment")])
def test_transactions_with_their_own_places_and_earmarking(code: str, word: str) -> None:
    found = tables(
        '<recipient-country code="KE"/>',
        f'<transaction><transaction-type code="{code}"/><transaction-date iso-date="2024-01-02"/>'
        f'{MONEY}<provider-org ref="SE-0"><narrative>Sweden</narrative></provider-org>'
        '<sector code="11110"/><recipient-country code="UG"/><recipient-region code="298"/>'
        '<aid-type vocabulary="2" code="4"/></transaction>',
    )
    row = found.transactions.iloc[0]
    assert (row["type"], row["value"], row["currency"]) == (word, Decimal("12.50"), "EUR")
    assert (row["provider"], row["provider_name"]) == ("SE-0", "Sweden")
    assert (row["earmarking"], str(row["value_date"])) == ("tightly earmarked", "2024-02-03")
    assert found.places[["transaction", "country"]].to_numpy().tolist() == [
        ["", "KEN"], ["XM-1-A#t1", "UGA"],
    ]  # fmt: skip
    assert found.themes["transaction"].tolist() == ["XM-1-A#t1"]


def test_results_by_indicator_period_and_group() -> None:
    found = tables(
        '<result type="1"><title><narrative>R</narrative></title><indicator measure="1"'
        ' ascending="0"><title><narrative>Calls</narrative></title><baseline value="3"/>'
        f"<period>{PERIOD}<target value='10'/><target value='6'><dimension name='sex'"
        " value='Female'/></target><actual value='7'/><actual value='4'><dimension name='sex'"
        " value='Female'/></actual></period></indicator></result>"
    )
    columns = ["indicator", "type", "ascending", "sex", "baseline", "target", "actual"]
    assert found.results[columns].to_numpy().tolist() == [
        ["Calls", "output", "no", "", 3, 10, 7],
        ["Calls", "output", "no", "female", None, 6, 4],
    ]


def test_a_second_value_of_one_group_is_named_and_left_out() -> None:
    sex = "<dimension name='sex' value='Female'/>"
    found, mistakes = read(
        document(
            '<result type="1"><title><narrative>R</narrative></title><indicator measure="1">'
            f"<title><narrative>Calls</narrative></title><period>{PERIOD}"
            "<target value='9'/><target value='9'/><actual value='40'/><actual value='30'/>"
            f"<actual value='6'>{sex}</actual><actual value='7'>{sex}</actual>"
            "</period></indicator></result>"
        )
    )
    assert [(one.level, one.id, one.column, one.found) for one in mistakes] == [
        ("warning", "XM-1-A", "target", "'9' is left out: the target is '9' already"),
        ("warning", "XM-1-A", "actual", "'30' is left out: the actual is '40' already"),
        ("warning", "XM-1-A", "actual", "'7' is left out: the actual of 'female' is '6' already"),
    ]
    assert found.results["actual"].tolist() == [40, 6]


OLD = """<iati-activities version="1.03"><iati-activity default-currency="EUR" xml:lang="en">
<iati-identifier>NL-1</iati-identifier><title>Old title</title><description>Old text</description>
<activity-date type="start-actual" iso-date="2015-01-01"/>
<participating-org role="Funding" ref="NL-2">Giver</participating-org>
<recipient-country code="UG" percentage="100">Uganda</recipient-country>
<sector vocabulary="DAC" code="11110">Education</sector>
<transaction><transaction-type code="D"/><transaction-date iso-date="2015-02-02"/>
<value value-date="2015-02-02">7</value></transaction></iati-activity></iati-activities>"""


def test_files_of_version_1_are_read_with_their_words_for_codes() -> None:
    found, mistakes = read(OLD.encode())
    assert mistakes == []
    assert found.activities[["title", "summary"]].to_numpy().tolist() == [["Old title", "Old text"]]
    assert found.transactions["type"].tolist() == ["disbursement"]
    assert found.organisations["role"].tolist() == ["funding"]
    assert found.themes["vocabulary"].tolist() == ["dac"]


# What is odd in real files


def test_region_998_twice_at_100_per_cent_is_once_and_is_no_country() -> None:
    found, mistakes = read(document('<recipient-region code="998" percentage="100"/>' * 2))
    assert found.places[["country", "region"]].to_numpy().tolist() == [["", "998"]]
    assert [one.level for one in mistakes] == ["warning"]
    assert dict(over_places(found).activities["XM-1-A"].parts) == {"": Fraction(1)}


def test_a_country_code_that_is_none_is_a_mistake_with_line_and_id() -> None:
    _, mistakes = read(document('<recipient-country code="TA" percentage="100"/>'))
    (mistake,) = mistakes
    assert (mistake.column, mistake.id, mistake.content) == (
        "recipient-country",
        "XM-1-A",
        ("TA", "100"),
    )
    assert mistake.line > 1


def test_an_activity_given_twice_is_left_out_the_second_time_with_both_lines() -> None:
    one = document().decode()
    body = one[one.index("<iati-activity ") : one.index("</iati-activities>")]
    found, (mistake,) = read(
        f'<iati-activities version="2.03">{body}{body}</iati-activities>'.encode()
    )
    assert len(found.activities) == 1
    assert "stands in line" in mistake.found
    assert "all of it is left out here" in mistake.found


@pytest.mark.parametrize(
    "inside",
    [
        "<transaction><transaction-date iso-date='2024-01-01'/><value>5</value></transaction>",
        "<transaction><transaction-type code='3'/><value>5</value></transaction>",
        "<transaction><transaction-type code='3'/><transaction-date iso-date='2024-01-01'/>"
        "<value>1,000.00</value></transaction>",
        f"<budget>{PERIOD}<value></value></budget>",
        f"<budget type='9'>{PERIOD}<value>5</value></budget>",
    ],
    ids=["no type", "no date", "commas", "no value", "a type of no list"],
)
def test_money_that_is_not_whole_is_a_mistake_and_never_a_zero(inside: str) -> None:
    _, mistakes = read(document(inside))
    assert mistakes
    assert {one.level for one in mistakes} == {"error"}
    assert all(one.line for one in mistakes)


def test_own_themes_of_two_publishers_are_two() -> None:
    other = ACTIVITY.replace("XM-1", "XM-9")
    sector = '<sector vocabulary="99" code="A"><narrative>{}</narrative></sector>'
    mistakes: list[Mistake] = []
    raws = [
        raw
        for head, name in ((ACTIVITY, "Health"), (other, "Water"))
        for raw in iati.read(io.BytesIO(document(sector.format(name), head=head)), name, mistakes)
    ]
    found = canonical.tables(joined(raws), mistakes)
    assert dict(zip(found.vocabularies["code"], found.vocabularies["name"], strict=True)) == {
        "XM-1:A": "Health", "XM-9:A": "Water",
    }  # fmt: skip


def test_one_activity_as_the_root_is_read() -> None:
    content = document()
    alone = content[content.index(b"<iati-activity ") : content.index(b"</iati-activities>")]
    assert read(alone)[0].activities["id"].tolist() == ["XM-1-A"]


# What is refused


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "is empty"),
        (b"hello", "is no XML"),
        (b'{"a": 1}', "is no XML"),
        (b"<iati-organisations version='2.03'/>", "is an IATI organisation file"),
        (b"<html><body><p>x</p></body></html>", "its root is <html>"),
        (b"<iati-activities version='3.01'/>", "version '3.01' of IATI, which is unknown"),
        (b"<iati-activities version='2.03'/>", "has no activities in it"),
        (document()[:-60], "ends in the middle"),
        (document().replace(b"Help", b"He\xfflp"), "encoding"),
        (document().replace(b"Help", b"He\x01lp"), "control character"),
        (document().replace(b"Help", b"He&nbsp;lp"), "such as &nbsp;"),
    ],
)
def test_what_is_no_whole_activity_file_is_refused_by_what_it_is(
    content: bytes, found: str
) -> None:
    assert found in refused(content)


LAUGH = b'<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY l SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("start", [LAUGH, OUTSIDE, b"<!DOCTYPE iati-activities>"])
def test_a_document_type_is_refused_before_anything_in_it_is_used(start: bytes) -> None:
    assert "document type definition" in refused(start + document().replace(b"Help", b"&l;"))


HOSTILE = """
import io, sys
from briefpress.sources import iati
from briefpress.errors import ProjectError
kind = sys.argv[1]
head = b"<iati-activities version='2.03'><iati-activity>"
made = {
    "deep": b"<iati-activities>" + b"<a>" * 2_000_000,
    "text": head + b"<iati-identifier>" + b"x" * 30_000_000 + b"</iati-identifier>",
    "attributes": head + b"<a " + b" ".join(b"a%d='1'" % n for n in range(1_000_000)) + b"/>",
    "children": head + b"<a/>" * 3_000_000,
}[kind]
try:
    iati.read(io.BytesIO(made), "a.xml", [])
    print("read")
except ProjectError as error:
    print("refused", error.message[:100])
print(next(int(x.split()[1]) // 1024 for x in open('/proc/self/status') if 'VmHWM' in x))
"""


@pytest.mark.parametrize("kind", ["deep", "text", "attributes", "children"])
def test_a_hostile_file_is_refused_soon_and_in_little_memory(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE, kind],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    said, memory = done.stdout.splitlines()
    assert said.startswith("refused a.xml"), done.stderr
    assert int(memory) < 512


@given(st.data())
def test_no_bytes_are_more_than_a_refusal_or_mistakes(data: st.DataObject) -> None:
    whole = document(f"<budget>{PERIOD}<value>5</value></budget>", '<recipient-country code="KE"/>')
    at = data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.binary(max_size=6) | st.sampled_from([b"<", b"&", b"\0", b"<a>", b"]]>"]))
    content = whole[:at] + junk + whole[at + data.draw(st.integers(0, 9)) :]
    with contextlib.suppress(ProjectError):
        read(content)


def test_beyond_line_65535_a_line_is_right_or_the_next() -> None:  # libxml2 keeps 16 bits

    activity = document().decode()
    body = activity[activity.index("<iati-activity ") : activity.index("</iati-activities>")]
    many = "".join(body.replace("XM-1-A", f"XM-1-{at}") for at in range(15_000))
    lines = f'<iati-activities version="2.03">\n{many}</iati-activities>'
    (raw, *_) = iati.read(io.BytesIO(lines.encode()), "a.xml", [])
    line = lines[: lines.rindex("<iati-activity ")].count("\n") + 1
    assert line > 65_535
    assert raw.numbers[-1] in (line, line + 1)
