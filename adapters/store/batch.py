"""Many rows in one statement: they travel as one JSON text, so that the statement stays the same
(and compiled) however many there are, and takes one round trip on either database.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Subquery, Text, bindparam, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement

from adapters.store.engine import Database

_PARAMETER = "batch"


class Batch:
    """Rows of these columns, as a table `rows` that statements select from or join.

    The order of the columns is that of the values in `values`.
    """

    def __init__(self, database: Database, *columns: Column[Any]) -> None:
        dialect = database.dialect
        self._to_driver = [c.type.dialect_impl(dialect).bind_processor(dialect) for c in columns]
        self.rows = _of_file(columns) if database.is_file else _of_server(columns)

    def values(self, rows: Iterable[tuple[Any, ...]]) -> dict[str, str]:
        """The parameter of a statement that uses `rows`."""
        steps = self._to_driver
        raw = [[step(v) if step else v for step, v in zip(steps, row, strict=True)] for row in rows]
        return {_PARAMETER: json.dumps(raw, default=str, separators=(",", ":"))}


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
