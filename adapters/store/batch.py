"""Many rows in one statement: they travel as one JSON text, so that the statement stays the same
(and compiled) however many there are, and takes one round trip on either database.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Column,
    Subquery,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement

from adapters.store.engine import Database

_PARAMETER = "batch"
_ENCODER = json.JSONEncoder(default=str, separators=(",", ":"))


class Batch:
    """Rows of these columns, as a table `rows` that statements select from or join.

    The order of the columns is that of the values in `values`.
    """

    def __init__(self, database: Database, *columns: Column[Any]) -> None:
        dialect = database.dialect
        steps = (c.type.dialect_impl(dialect).bind_processor(dialect) for c in columns)
        self._to_driver = [(place, step) for place, step in enumerate(steps) if step]
        self.rows = _of_file(columns) if database.is_file else _of_server(columns)

    def values(self, rows: Iterable[tuple[Any, ...]]) -> dict[str, str]:
        """The parameter of a statement that uses `rows`."""
        raw = list(map(list, rows))
        for place, step in self._to_driver:
            for row in raw:
                row[place] = step(row[place])
        return {_PARAMETER: _ENCODER.encode(raw)}


def pairs(database: Database, column: Column[str]) -> TableValuedAlias:
    """The keys of a column's JSON object and their values (as text, or as they are), as a table to
    join.
    """
    if database.is_file:
        return func.json_each(column).table_valued("key", "value")
    return func.jsonb_each_text(cast(column, JSONB)).table_valued("key", "value")


def packed(database: Database, *columns: Column[Any]) -> ColumnElement[str]:
    """Many rows of a group as one JSON text, a list of lists: quicker to read than the rows."""
    if database.is_file:
        return func.json_group_array(func.json_array(*columns))
    return cast(func.json_agg(func.json_build_array(*columns)), Text)


def _of_file(columns: tuple[Column[Any], ...]) -> Subquery:
    each = func.json_each(bindparam(_PARAMETER, type_=Text)).table_valued("value")

    def value(number: int) -> ColumnElement[Any]:
        return func.json_extract(each.c.value, literal_column(f"'$[{number}]'"))

    return select(*(value(n).label(c.name) for n, c in enumerate(columns))).subquery(_PARAMETER)


def _of_server(columns: tuple[Column[Any], ...]) -> Subquery:
    parameter = cast(bindparam(_PARAMETER, type_=Text), JSONB)
    each = func.jsonb_array_elements(parameter).column_valued("value")

    def value(number: int, column: Column[Any]) -> ColumnElement[Any]:
        return cast(each.op("->>")(literal_column(str(number))), column.type)

    return select(*(value(n, c).label(c.name) for n, c in enumerate(columns))).subquery(_PARAMETER)
