"""Canonical tables as Arrow has them, and back: each value as it was, a decimal with its digits."""

from __future__ import annotations

import datetime as dt
import json
import operator
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_AS_VALUE = "as value"


def to_arrow(table: pd.DataFrame) -> pa.Table:
    """Return a table's columns; what each of them was is in the schema's metadata."""
    import pyarrow as pa

    columns, kinds = {}, {}
    for name in map(str, table.columns):
        if name == "amount" and all(map(operator.is_, table["amount"], table["value"])):
            kinds[name] = _AS_VALUE  # nothing was converted: half of all decimals
        else:
            columns[name], kinds[name] = _to_arrow(table[name])
    return pa.table(columns).replace_schema_metadata({"kinds": json.dumps(kinds)})


def from_arrow(arrow: pa.Table) -> pd.DataFrame:
    """Undo ``to_arrow``, of all rows or some."""
    import pandas as pd

    kinds = json.loads(arrow.schema.metadata[b"kinds"])
    found = {name: _from_arrow(arrow.column(name), kinds[name]) for name in arrow.column_names}
    return pd.DataFrame(
        {name: found["value" if kind == _AS_VALUE else name] for name, kind in kinds.items()}
    )


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the rows of several tables of ``to_arrow`` as one such table.

    What a column is, is told by those tables in which something stands in it.
    """
    import pyarrow as pa

    kinds: dict[str, str] = {}
    plain = []
    for table in tables:
        own = json.loads(table.schema.metadata[b"kinds"])
        if own.get("amount") == _AS_VALUE:
            table, own["amount"] = table.append_column("amount", table["value"]), own["value"]
        kinds |= {name: it for name, it in own.items() if kinds.get(name, "none") == "none"}
        words = {field.name for field in table.schema if pa.types.is_dictionary(field.type)}
        plain.append(
            table.cast(
                pa.schema(
                    [
                        field.with_type(pa.string()) if field.name in words else field
                        for field in table.schema
                    ]
                )
            )
        )
    whole = pa.concat_tables(plain, promote_options="default")
    return whole.replace_schema_metadata({"kinds": json.dumps(kinds)})


def _to_arrow(column: pd.Series[Any]) -> tuple[pa.Array, str]:
    """Return a column as Arrow has it, and what it was: text, decimal, date or whole number.

    A decimal is kept as its digits: 5.00 is not 5.
    """
    import pandas as pd
    import pyarrow as pa

    if column.dtype != object:
        return pa.array(column, pa.string()), "text"
    values = [None if value is None or pd.isna(value) else value for value in column]
    first = next((value for value in values if value is not None), None)
    match first:
        case Decimal():
            texts = [None if value is None else str(value) for value in values]
            return pa.array(texts, pa.string()).dictionary_encode(), "decimal"
        case dt.date():
            return pa.array(values, pa.date32()), "date"
        case int():
            return pa.array(values, pa.int64()), "whole"
    return pa.nulls(len(values)), "none"


def _from_arrow(column: pa.ChunkedArray, kind: str) -> pd.Series[Any]:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    if kind == "text":
        return pd.Series(column.cast(pa.string()), dtype=str)
    if kind == "decimal":
        encoded = column.combine_chunks()
        if not isinstance(encoded, pa.DictionaryArray):
            encoded = encoded.dictionary_encode()
        known = np.array([*map(Decimal, encoded.dictionary.to_pylist()), None], dtype=object)
        values = known[encoded.indices.fill_null(len(known) - 1).to_numpy(zero_copy_only=False)]
    elif kind == "date":
        values = column.to_pandas(date_as_object=True).to_numpy()
    elif kind == "none":
        values = np.full(len(column), None, dtype=object)
    else:
        values = np.array([*column.to_pylist(), None], dtype=object)[:-1]
    return pd.Series(values, dtype=object)
