"""Who gave: the provider of incoming money as one organisation, by its id or by its name."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from briefpress.model.places import normalise
from briefpress.model.tables import Tables

INCOMING = ("incoming funds", "incoming commitment", "incoming pledge")
"""IATI TransactionType 1, 11 and 13: money or promises that come from the provider."""


def with_donors(tables: Tables) -> Tables:
    """Give ``transactions`` the column ``donor``: the organisation's id, "" for none.

    A provider is an id of ``organisations``, or a name of one of them whatever
    its capitals and accents; another one is taken as it stands. Only incoming
    money has a donor.
    """
    table, organisations = tables.transactions, tables.organisations
    ids = set(organisations["organisation"])
    names: dict[str, str] = {}
    called = zip(organisations["organisation"], organisations["name"], strict=True)
    for code, name in dict.fromkeys(called):
        names.setdefault(normalise(name), code)
    pairs = list(zip(table["provider"], table["provider_name"], strict=True))
    known = {pair: _donor(*pair, ids, names) for pair in dict.fromkeys(pairs)}
    donors = pd.Series([known[pair] for pair in pairs], table.index, dtype=str)
    incoming = table["type"].isin(INCOMING)
    return replace(tables, transactions=table.assign(donor=donors.where(incoming, "")))


def _donor(provider: str, name: str, ids: set[str], names: dict[str, str]) -> str:
    if provider in ids:
        return provider
    for said in (provider, name):
        if said and normalise(said) in names:
            return names[normalise(said)]
    return provider or name
