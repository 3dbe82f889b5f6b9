"""How tables are written to files: CSV that a spreadsheet can open without running any of it, and workbooks."""

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
# What a spreadsheet would take for the beginning of a formula, or for the end of a cell (OWASP, "CSV Injection"): an equals sign and its kind, also
# in the wide forms of East Asian keyboards, after any space; a tab or the end of a line.
RUNS = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
WIDEST = 60                    # letters that a column of a workbook shows
LONGEST_CELL = 32_767          # letters, Excel's own limit
ISO_DAY = r"\d{4}-\d\d-\d\d"


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV that a spreadsheet can open without running any of it; numbers stay numbers.

    A text that would run gets an apostrophe before it (`escape_formula`). UTF-8 is meant, without a byte order mark; lines end with a line feed.
    """
    safe = {escape_formula(name): column if _is_plain(column) else column.map(escape_formula) for name, column in table.items()}
    # the csv module quotes no lone carriage return, at which readers would begin a new row
    returns = any("\r" in str(value) for name, column in safe.items() for value in (name, *(() if _is_plain(column) else column)))
    return pd.DataFrame(safe).to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL)


def escape_formula(value: Any) -> Any:
    """A text that no spreadsheet runs: where it begins as a formula would, an apostrophe is put before it, else it is left as it is.

    Apostrophes that already stand before such a beginning count with it, so that nothing is lost: taking one apostrophe off a text that begins
    so gives back what it was.
    """
    return f"'{value}" if isinstance(value, str) and RUNS.match(value) else value


def xlsx_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Tables as the sheets of an Excel workbook: texts as texts, never formulas or links; days as days; the header stays in sight.

    A text longer than a cell may be is cut. The same tables give the same bytes.

    Args:
        sheets: name of the sheet (at most 31 letters, none of []:*?/\\) -> its table. A column is one of days if pandas says so or if all its
            values are texts such as 2024-05-31.

    Raises:
        xlsxwriter.exceptions.XlsxWriterException: for a name that Excel does not take.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    # else the moment of writing stands in it
    book.set_properties({"created": dt.datetime(1980, 1, 1)})
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, (heading, column) in enumerate(table.items()):
            sheet.write_string(0, place, str(heading), bold)
            values = _as_days(column)
            for row, value in enumerate(values, start=1):
                _write_cell(sheet, row, place, value, day)
            shown = values.map(lambda value: 10 if isinstance(value, pd.Timestamp) else len(str(value)), na_action="ignore").max()
            sheet.set_column(place, place, min(max(len(str(heading)), 0 if pd.isna(shown) else shown) + 2, WIDEST))
    book.close()
    return file.getvalue()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: Any, day: Any) -> None:
    if isinstance(value, tuple):
        value = BETWEEN.join(value)
    if isinstance(value, str):
        sheet.write_string(row, place, value[:LONGEST_CELL])          # unlike `write`, never makes a formula, a link or a number of it
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
    if len(told) and told.map(lambda value: isinstance(value, str) and re.fullmatch(ISO_DAY, value) is not None).all():
        return pd.to_datetime(column)
    return column


def _is_plain(column: pd.Series) -> bool:
    """Whether a column holds numbers, truth values or days, and no text."""
    return pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
