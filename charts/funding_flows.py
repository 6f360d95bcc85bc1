"""Funding flows: whose money the activities received, and for which countries."""

from decimal import Decimal

import pandas as pd
from matplotlib.axes import Axes

from briefpress.drawing import marks, ribbons
from briefpress.drawing.house import House
from briefpress.drawing.wording import series
from briefpress.language import Text
from briefpress.measures import money
from briefpress.measures.shares import shares
from briefpress.model.slices import Slice

MOST = 8
"""Blocks on each side; where there are more, the smallest share the last."""
SIDES = ["provider", "country"]
OTHERS = "*"
APART = ("", OTHERS)


def table(part: Slice) -> pd.DataFrame:
    """Columns: provider (id or name), country (ISO alpha-3), received, currency, unconverted, rows.

    "" where the data names no provider or no country. ``received`` is in
    ``currency``, each activity's funds split by its places' shares;
    ``unconverted``: transactions in other currencies, which are not in it. One
    row a pair, largest first; no row if nothing was received.
    """
    tables, currency = part.tables, part.edition.currency
    ids = dict(zip(tables.organisations["name"], tables.organisations["organisation"], strict=True))
    received = money.of_types(tables.transactions, money.RECEIVED)
    received = received.assign(provider=[ids.get(name, name) for name in received["provider"]])
    counted = money.in_currency(received, currency)
    flows = money.flows(counted, shares(tables.places, ["activity"]))
    flows.insert(3, "currency", currency)
    flows.insert(4, "unconverted", len(received) - len(counted))
    return flows if (flows["received"] > 0).any() else flows.iloc[:0]


def size(table: pd.DataFrame) -> tuple[float, float]:
    pairs = _pairs(table)
    blocks = ribbons.height(pairs["provider"].nunique(), pairs["country"].nunique())
    incomplete = (table["received"] < 0).any() or table["unconverted"].any()
    return 174, blocks + (marks.NOTE if incomplete else 0)


def heading(table: pd.DataFrame, text: Text) -> str:
    donors = len(set(table["provider"]) - {""})
    amount = text.money(sum(table["received"], Decimal()), table["currency"].iloc[0])
    if not donors:
        return text.gettext("{amount} received; no donor is named").format(amount=amount)
    return text.ngettext(
        "{amount} received from {count} donor", "{amount} received from {count} donors", donors
    ).format(amount=amount, count=text.words(donors))


def measure(table: pd.DataFrame, text: Text) -> str:
    return text.gettext(
        "Incoming funds, in {currency}, from donors to countries;"
        " an activity’s funds are split by its countries’ shares"
    ).format(currency=table["currency"].iloc[0])


def draw(table: pd.DataFrame, axes: Axes, house: House) -> None:
    text, pairs, currency = house.text, _pairs(table), table["currency"].iloc[0]
    totals = {side: _totals(pairs, side) for side in SIDES}
    donors, countries = (
        [
            ribbons.Block(_name(code, side, text), text.money(amount, currency), code not in APART)
            for code, amount in totals[side].items()
        ]
        for side in SIDES
    )
    at = {side: list(sums) for side, sums in totals.items()}
    flows = [
        (at["provider"].index(donor), at["country"].index(country), float(amount))
        for donor, country, amount in pairs.itertuples(index=False)
    ]
    left_out = _left_out(table, text)
    ribbons.ribbons(axes, donors, countries, flows, house, foot=marks.NOTE if left_out else 0)
    marks.note(axes, house, left_out)


def alt(table: pd.DataFrame, text: Text) -> str:
    pairs, currency = _pairs(table), table["currency"].iloc[0]
    pair = text.gettext("{donor} to {country}")
    flows = [
        (
            pair.format(donor=_name(donor, SIDES[0], text), country=_name(country, SIDES[1], text)),
            text.money(amount, currency),
        )
        for donor, country, amount in pairs.itertuples(index=False)
    ]
    donors, countries = (
        series(
            text,
            [
                (_name(code, side, text), text.money(amount, currency))
                for code, amount in _totals(pairs, side).items()
            ],
        )
        for side in SIDES
    )
    said = text.gettext(
        "Flow chart: funds received, from donors to countries."
        " By donor: {donors}. By country: {countries}. Each flow: {flows}."
    ).format(donors=donors, countries=countries, flows=series(text, flows))
    return f"{said} {_left_out(table, text)}".strip()


def _pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Return donor, country and amount of each ribbon: the positive ones, small blocks as one."""
    pairs = table.loc[table["received"] > 0, [*SIDES, "received"]]
    for side in SIDES:
        ranked = list(_totals(pairs, side))
        if len(ranked) > MOST:
            kept = pairs[side].isin(ranked[: MOST - 1])
            pairs = pairs.assign(**{side: pairs[side].where(kept, OTHERS)})
    sums = [(*ends, sum(part, Decimal())) for ends, part in pairs.groupby(SIDES)["received"]]
    return pd.DataFrame(sums, columns=[*SIDES, "received"]).sort_values("received", ascending=False)


def _totals(pairs: pd.DataFrame, side: str) -> dict[str, Decimal]:
    """Sum the ribbons of each block on one side, largest first, the others last."""
    sums = {str(code): sum(part, Decimal()) for code, part in pairs.groupby(side)["received"]}
    return dict(sorted(sums.items(), key=lambda item: (item[0] == OTHERS, -item[1])))


def _name(code: str, side: str, text: Text) -> str:
    if side == "provider":
        apart = {"": text.gettext("Donor not named"), OTHERS: text.gettext("Other donors")}
        return apart.get(code) or text.organisation(code)
    apart = {"": text.gettext("No country named"), OTHERS: text.gettext("Other countries")}
    return apart.get(code) or text.place(code)


def _left_out(table: pd.DataFrame, text: Text) -> str:
    """Say what no ribbon shows: repayments, and other currencies."""
    repaid = sum(table.loc[table["received"] < 0, "received"], Decimal())
    unconverted = int(table["unconverted"].max())
    sentences = []
    if repaid:
        sentences.append(
            text.gettext("Corrections of {amount} are not drawn.").format(
                amount=text.money(repaid, table["currency"].iloc[0])
            )
        )
    if unconverted:
        sentences.append(
            text.ngettext(
                "{count} payment in another currency is not in it.",
                "{count} payments in other currencies are not in it.",
                unconverted,
            ).format(count=text.words(unconverted))
        )
    return " ".join(sentences)
