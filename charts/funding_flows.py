"""Funding flows: whose money the activities received, and for which countries."""

from decimal import Decimal

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import alttext, marks, ribbons
from briefpress.drawing.house import House
from briefpress.drawing.wording import opening, series
from briefpress.language import Text
from briefpress.measures import funding
from briefpress.model.slices import Slice

MOST = 8
"""Blocks on each side; where there are more, the smallest share the last."""
LARGEST = 12
"""Flows that the alt text lists; sums of both sides it gives all."""
SIDES = ["provider", "country"]
OTHERS = "*"


def table(part: Slice) -> pd.DataFrame:
    """Columns: provider, country, received, currency, kind, unconverted, rows.

    ``provider`` is an id or name, ``country`` ISO alpha-3 or a region's code, ""
    where the data names none. ``received`` is in ``currency``, each amount split
    by its places' shares; ``kind``: incoming funds (received), or commitments
    where there are none; ``unconverted``: amounts without a rate, which are not
    in it. One row a pair, largest first; no row if nothing came in.
    """
    found = funding.flows(part)
    pairs = [
        {
            "provider": donor,
            "country": place,
            "received": sum(rows["amount"], Decimal()),
            "rows": tuple(dict.fromkeys(row for ids in rows["rows"] for row in ids)),
        }
        for (donor, place), rows in found.groupby(["donor", "place"], sort=True)
    ]
    flows = pd.DataFrame(pairs, columns=["provider", "country", "received", "rows"])
    flows = flows.sort_values("received", ascending=False, kind="stable").reset_index(drop=True)
    flows.insert(3, "currency", part.edition.currency)
    flows.insert(4, "kind", found["kind"].iloc[0] if len(found) else "")
    income = funding.incoming(funding.of(part))
    flows.insert(5, "unconverted", len({one.row for one in income.unconverted}))
    return flows if (flows["received"] > 0).any() else flows.iloc[:0]


def size(table: pd.DataFrame) -> tuple[float, float]:
    pairs = _pairs(table)
    blocks = ribbons.height(pairs["provider"].nunique(), pairs["country"].nunique())
    incomplete = (table["received"] < 0).any() or table["unconverted"].any()
    return 174, blocks + (marks.NOTE if incomplete else 0)


def heading(table: pd.DataFrame, text: Text) -> str:
    donors = len(set(table["provider"]) - {""})
    amount = text.money(sum(table["received"], Decimal()), table["currency"].iloc[0])
    if _committed(table):
        sentence = text.ngettext(
            "{amount} committed by {count} donor", "{amount} committed by {count} donors", donors
        )
        none = text.gettext("{amount} committed; no donor is named")
    else:
        sentence = text.ngettext(
            "{amount} received from {count} donor", "{amount} received from {count} donors", donors
        )
        none = text.gettext("{amount} received; no donor is named")
    return (sentence if donors else none).format(amount=amount, count=text.words(donors, "donor"))


def measure(table: pd.DataFrame, text: Text) -> str:
    said = (
        text.gettext(
            "Incoming commitments, in {currency}, from donors to countries;"
            " an activity’s funds are split by its countries’ shares"
        )
        if _committed(table)
        else text.gettext(
            "Incoming funds, in {currency}, from donors to countries;"
            " an activity’s funds are split by its countries’ shares"
        )
    )
    return said.format(currency=table["currency"].iloc[0])


def _committed(table: pd.DataFrame) -> bool:
    """Say whether these are commitments: no incoming funds are reported."""
    return bool((table["kind"] == "committed").all())


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    donors, countries, flows = _blocks(table, house.text)
    left_out = _left_out(table, house.text)
    lengths = [(donor, country, float(amount)) for donor, country, amount in flows]
    ribbons.ribbons(axes, donors, countries, lengths, house, foot=marks.NOTE if left_out else 0)
    marks.note(axes, house, left_out)


def alt(table: pd.DataFrame, text: Text) -> str:
    donors, countries, flows = _blocks(table, text)
    pair, currency = text.gettext("{donor} to {country}"), table["currency"].iloc[0]
    values = []
    for one, other, amount in flows:
        ends = pair.format(donor=donors[one].label, country=countries[other].label)
        values.append(alttext.Value(ends, amount, text.money(amount, currency)))
    listed = text.gettext(
        "By donor: {donors}. By country: {countries}. Largest flows: {flows}."
    ).format(
        donors=series(text, ((block.label, block.printed) for block in donors)),
        countries=series(text, ((block.label, block.printed) for block in countries)),
        flows=series(text, ((one.label, one.printed) for one in values[:LARGEST])),
    )
    opening = text.gettext("Flow chart. {measure}.").format(measure=measure(table, text))
    return alttext.composed(text, opening, values, listed=listed, note=_left_out(table, text))


def _blocks(
    table: pd.DataFrame, text: Text
) -> tuple[list[ribbons.Block], list[ribbons.Block], list[tuple[int, int, Decimal]]]:
    """Return the blocks of both sides, and what flows between which of them, largest first."""
    _, pairs, currency = text.gettext, _pairs(table), table["currency"].iloc[0]
    names = {
        "provider": (text.organisation, {"": _("Donor not named"), OTHERS: _("Other donors")}),
        "country": (text.place, {"": _("No country named"), OTHERS: _("Other countries")}),
    }
    at, blocks = [], []
    for side, (name, apart) in names.items():
        sums = _totals(pairs, side)
        at.append(list(sums))
        blocks.append(
            [
                ribbons.Block(
                    apart.get(code) or name(code),
                    text.money(amount, currency),
                    meant=code not in apart,
                )
                for code, amount in sums.items()
            ]
        )
    flows = [
        (at[0].index(donor), at[1].index(country), amount)
        for donor, country, amount in pairs.itertuples(index=False)
    ]
    return blocks[0], blocks[1], flows


def _pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Return donor, country and amount of each ribbon: the positive ones, small blocks as one."""
    pairs = table.loc[table["received"] > 0, [*SIDES, "received"]]
    for side in SIDES:
        ranked = list(_totals(pairs, side))
        if len(ranked) > MOST:
            kept = pairs[side].isin(ranked[: MOST - 1])
            pairs = pairs.assign(**{side: pairs[side].where(kept, OTHERS)})
    sums = [(*ends, sum(part, Decimal())) for ends, part in pairs.groupby(SIDES)["received"]]
    joined = pd.DataFrame(sums, columns=[*SIDES, "received"])
    return joined.sort_values("received", ascending=False, kind="stable")


def _totals(pairs: pd.DataFrame, side: str) -> dict[str, Decimal]:
    """Sum the ribbons of each block on one side, largest first, the others last."""
    sums = {str(code): sum(part, Decimal()) for code, part in pairs.groupby(side)["received"]}
    return dict(sorted(sums.items(), key=lambda item: (item[0] == OTHERS, -item[1])))


def _left_out(table: pd.DataFrame, text: Text) -> str:
    """Say what no ribbon shows: repayments, and other currencies."""
    repaid = sum(table.loc[table["received"] < 0, "received"], Decimal())
    unconverted = int(table["unconverted"].max())
    sentences = []
    if repaid:
        sentences.append(
            text.gettext("Repayments and corrections of {amount} in all are not drawn.").format(
                amount=text.money(abs(repaid), table["currency"].iloc[0])
            )
        )
    if unconverted:
        sentence = text.ngettext(
            "{count} payment in another currency is left out.",
            "{count} payments in other currencies are left out.",
            unconverted,
        )
        sentences.append(opening(sentence.format(count=text.words(unconverted, "payment"))))
    return " ".join(sentences)
