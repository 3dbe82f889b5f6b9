"""Writes tables as CSV that is safe to open in a spreadsheet, and as workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import xlsxwriter

BETWEEN = "; "
# What a spreadsheet takes for the start of a formula, or for the end of a cell (OWASP, "CSV Injection"):
# = + - @, also in the full-width forms of East Asian keyboards, after any space; a tab or a line break.
RUNS = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
WIDEST = 60  # characters: the widest column of a workbook
LONGEST_CELL = 32_767  # characters, Excel's limit
ISO_DAY = r"\d{4}-\d\d-\d\d"


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV that a spreadsheet can open without executing any of it; numbers stay numbers.

    A text that would be executed gets a leading apostrophe (`escape_formula`). To be encoded as UTF-8 without
    a byte order mark; lines end with a line feed.
    """
    safe = {
        escape_formula(name): column if _is_plain(column) else column.map(escape_formula)
        for name, column in table.items()
    }
    # the csv module does not quote a lone carriage return, at which readers begin a new row
    returns = any(
        "\r" in str(value)
        for name, column in safe.items()
        for value in (name, *(() if _is_plain(column) else column))
    )
    return pd.DataFrame(safe).to_csv(
        index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL
    )


def escape_formula(value: Any) -> Any:
    """Prefixes an apostrophe to a text that a spreadsheet would take for a formula; returns any other value
    unchanged.

    Texts that have apostrophes before such a start get one more, so that the text can be restored: remove one
    apostrophe from every text that begins with apostrophes followed by the start of a formula.
    """
    return f"'{value}" if isinstance(value, str) and RUNS.match(value) else value


def xlsx_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Tables as the sheets of an Excel workbook: texts as texts, never formulas or links; days as days; the
    header row frozen.

    A text longer than a cell allows is truncated. The same tables give the same bytes.

    Args:
        sheets: name of the sheet (at most 31 characters, none of []:*?/\\) -> its table. A column holds days
            if its dtype says so, or if all its values are texts such as 2024-05-31.

    Raises:
        xlsxwriter.exceptions.XlsxWriterException: for a sheet name that Excel does not allow.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    # fixed: the default is the time of writing
    book.set_properties({"created": dt.datetime(1980, 1, 1)})
    bold, day = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    )
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, (heading, column) in enumerate(table.items()):
            sheet.write_string(0, place, str(heading), bold)
            values = _as_days(column)
            for row, value in enumerate(values, start=1):
                _write_cell(sheet, row, place, value, day)
            shown = values.map(
                lambda value: 10 if isinstance(value, pd.Timestamp) else len(str(value)), na_action="ignore"
            ).max()
            sheet.set_column(
                place, place, min(max(len(str(heading)), 0 if pd.isna(shown) else shown) + 2, WIDEST)
            )
    book.close()
    return file.getvalue()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: Any, day: Any) -> None:
    if isinstance(value, tuple):
        value = BETWEEN.join(value)
    if isinstance(value, str):
        sheet.write_string(row, place, value[:LONGEST_CELL])  # `write` would detect formulas, links
    elif pd.isna(value):
        return
    elif isinstance(value, pd.Timestamp):
        sheet.write_datetime(row, place, value.to_pydatetime(), day)
    elif pd.api.types.is_bool(value):
        sheet.write_boolean(row, place, bool(value))
    else:
        sheet.write_number(row, place, value)


def _as_days(column: pd.Series) -> pd.Series:
    told = column.dropna()
    if (
        len(told)
        and told.map(lambda value: isinstance(value, str) and re.fullmatch(ISO_DAY, value) is not None).all()
    ):
        return pd.to_datetime(column)
    return column


def _is_plain(column: pd.Series) -> bool:
    """Whether a column holds numbers, booleans or days, and no text."""
    return pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
