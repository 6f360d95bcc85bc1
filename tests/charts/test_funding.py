"""Funding flows: every dollar on its ribbon, or said not to be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from matplotlib.patches import PathPatch

from briefpress.model.slices import Slice

HEADING = "id,activity,type,date,value,currency,provider\n"


def incoming(*payments: str) -> str:
    rows = (payment.split() for payment in payments)
    return HEADING + "\n".join(
        f"T{at},{activity},incoming funds,2021-01-01,{value},USD,{donor}"
        for at, (activity, value, donor) in enumerate(rows)
    )


def test_funds_are_split_by_shares_and_donors_found_by_id_or_name(draw, whole: Slice) -> None:
    chart = draw("funding_flows", whole)
    assert chart.rows("provider", "country", "received") == [
        ("D1", "KEN", Decimal("1075.00")),
        ("D2", "KEN", Decimal("300.00")),
        ("D2", "UGA", Decimal("100.00")),
        ("", "001", Decimal("50.00")),
        ("D1", "UGA", Decimal("25.00")),
        ("D1", "PAK", Decimal("-20.00")),
    ]
    assert chart.table["rows"][0] == ("transactions/T1", "transactions/T3")
    assert set(chart.rows("currency", "unconverted")) == {("USD", 1)}


def test_ribbons_are_the_flows_in_proportion_and_no_correction_is_drawn(draw, whole) -> None:
    chart = draw("funding_flows", whole)
    ribbons = [patch for patch in chart.axes.patches if isinstance(patch, PathPatch)]
    heights = [
        ribbon.get_path().vertices[7][1] - ribbon.get_path().vertices[0][1] for ribbon in ribbons
    ]
    assert [height / sum(heights) * 1550 for height in heights] == pytest.approx(
        [1075, 25, 300, 100, 50]
    )


def test_blocks_carry_names_and_sums_and_the_gaps_are_said(draw, whole: Slice) -> None:
    words = draw("funding_flows", whole).words
    pairs = dict(zip(words[:-1:2], words[1::2], strict=True))
    assert pairs == {
        "First donor": "US$\u00a01,100",
        "Second donor": "US$\u00a0400",
        "Donor not named": "US$\u00a050",
        "Kenya": "US$\u00a01,375",
        "Uganda": "US$\u00a0125",
        "Worldwide": "US$\u00a050",
    }
    assert words[-1] == (
        "Repayments and corrections of US$\u00a020 in all are not drawn."
        " One payment in another currency is left out."
    )


@pytest.mark.parametrize(
    ("payments", "heading"),
    [
        (("A1 10 D1",), "US$\u00a010 received from one donor"),
        (("A1 10 D1", "A1 5 D2", "A1 -3 D2"), "US$\u00a012 received from two donors"),
    ],
)
def test_the_heading_gives_the_sum_and_the_donors(draw, made, payments, heading: str) -> None:
    assert draw("funding_flows", made(transactions=incoming(*payments))).heading == heading


def test_money_of_no_donor_is_said_to_be_so(draw, made) -> None:
    part = made(transactions=f"{HEADING}T1,A1,incoming funds,2021-01-01,7,USD,")
    assert draw("funding_flows", part).heading == "US$\u00a07 received; no donor is named"


def test_of_many_donors_the_smallest_share_one_block(draw, made) -> None:
    part = made(transactions=incoming(*(f"A1 {100 - at} D{at:02}" for at in range(10))))
    chart = draw("funding_flows", part)
    assert len(chart.table) == 10
    labels = chart.words[:16:2]
    assert labels == [*(f"D{at:02}" for at in range(7)), "Other donors"]
    assert chart.words[15] == "US$\u00a0276"  # 93 + 92 + 91
    assert chart.heading == "US$\u00a0955 received from 10 donors"


def test_eight_donors_all_have_their_own_block(draw, made) -> None:
    part = made(transactions=incoming(*(f"A1 {100 - at} D{at}" for at in range(8))))
    assert "Other donors" not in draw("funding_flows", part).words


def test_spending_and_other_currencies_alone_make_no_chart(draw, made) -> None:
    spent = f"{HEADING}T1,A1,expenditure,2021-01-01,7,USD,D1"
    euros = f"{HEADING}T1,A1,incoming funds,2021-01-01,7,EUR,D1"
    for transactions in ("", spent, euros, incoming("A1 -5 D1")):
        assert draw("funding_flows", made(transactions=transactions)).table.empty
