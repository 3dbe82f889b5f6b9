"""What a view shows, as files to take away: its data, the statements behind it, and how to cite it. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.state.view_state import ViewState
from data.dataset import Dataset
from data.export.citation import DATASET_LICENCE, citation
from data.export.columns import answer_tables, package_tables
from data.export.csv_xlsx import csv_text, xlsx_bytes
from data.export.tables import cells_table, sources_table, statements_table
from data.export.view_columns import view_tables
from data.rules.coded_statements import CELL, Day
from data.rules.dissent import dissent_on
from data.sentences.wording import day

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ViewExport:
    """A view as it can be taken away. What costs time is only made when it is asked for.

    Attributes:
        path: of its screen in the address.
        key: the screen's name for its figure, or for the table where it has none.
        sentence: what it says.
        name: of its files, without what all share and without the ending.
        kind: of its rows, as a table of `view_columns.view_tables` or `columns.answer_tables`.
        rows: its data, one row each, with stable column names.
        table: the same as the page words it for readers; its index, if it has a name, is its first column.
        statements: ids of the statements behind it; None where it rests on no single ones.
    """

    path: str
    key: str
    sentence: str
    name: str
    kind: str
    rows: Callable[[], pd.DataFrame]
    table: Callable[[], pd.DataFrame]
    statements: Callable[[], Sequence[str]] | None

    @property
    def file(self) -> str:
        return file_name(self.name)


def file_name(name: str) -> str:
    """What a file is called that was taken away, without its ending."""
    return f"strike-positions_{name}"


def view_name(choices: ViewState, key: str, *told: str | None, whom: Sequence[str] = ()) -> str:
    """What files of a view are called: what it is about, its day, whose, and which view (`border_2024-05-31_NATO_map`).

    Args:
        told: what comes before the day, as the only question; None is left out.
        whom: codes of the groups or actors that it shows; the chosen groups where none are named.
    """
    return "_".join(filter(None, [*told, f"{choices.on}", "-".join(whom or choices.group) or "all", key]))


def rows_csv(shown: ViewExport) -> str:
    return csv_text(shown.rows())


def statements_csv(data: Dataset, shown: ViewExport) -> str:
    return csv_text(statements_behind_view(data, shown))


def statements_behind_view(data: Dataset, shown: ViewExport) -> pd.DataFrame:
    """The statements behind a view that rests on single ones, the newest first, as `tables.statements_table`."""
    assert shown.statements is not None
    statements = data.statements[data.statements["id"].isin(set(shown.statements()))]
    return statements_table(data, statements.sort_values("date", ascending=False, kind="stable"))


def statements_behind_cells(cells: pd.DataFrame, coded: pd.DataFrame, on: Day) -> list[str]:
    """Ids of the statements behind cells on a day: those that began their positions, that set them last, the latest words, and dissent.

    Args:
        cells: as from `cell_states.cell_states` for that day.
        coded: as `coded_statements.coded_statements`.
    """
    beside = dissent_on(coded, on).merge(cells[CELL], on=CELL)
    return pd.concat([cells["statement"], cells["set_by"], cells["last_statement"], beside["statement"]]).dropna().unique().tolist()


def cells_export(data: Dataset, coded: pd.DataFrame, cells: pd.DataFrame, on: Day, **told: Any) -> ViewExport:
    """A view whose data are cells on a day.

    Args:
        cells, coded: as for `statements_behind_cells`.
        told: path, key, sentence, name and table, as in `ViewExport`.
    """
    return ViewExport(kind="cells", rows=lambda: cells_table(data, cells), statements=lambda: statements_behind_cells(cells, coded, on), **told)


def workbook(data: Dataset, shown: ViewExport, choices: ViewState, address: str) -> bytes:
    """A view as an Excel workbook: what it is, as shown, its data, the statements and all their sources, and what the columns hold.

    Args:
        address: that makes the view again.
    """
    about = pd.DataFrame({"": ["What it shows", "Day", "Link", "Data", "Licence", "To cite"],
                          " ": [shown.sentence, day(choices.on), address, data.version, DATASET_LICENCE, citation(data, address)]})
    sheets = {"About": about, "As shown": _with_index(shown.table()), "Data": shown.rows()}
    if shown.statements:
        statements = statements_behind_view(data, shown)
        sheets |= {"Statements": statements, "Sources": sources_table(data, statements["id"])}
    columns = columns_of(data, shown.kind)
    return xlsx_bytes(sheets | {"Columns": columns[columns["Sheet"].isin(list(sheets))]})


def _with_index(table: pd.DataFrame) -> pd.DataFrame:
    return table.reset_index() if table.index.name else table


def columns_of(data: Dataset, kind: str) -> pd.DataFrame:
    """What each column of the sheets of a workbook holds.

    Args:
        kind: of its rows, as in `ViewExport`.
    """
    answers = answer_tables(data.codebook)
    sheets = {"Data": (view_tables(data.codebook) | answers)[kind], "Statements": answers["statements"],
              "Sources": package_tables(data.codebook)["sources"]}
    rows = [(sheet, column.name, f"{column.says}.") for sheet, table in sheets.items() for column in table.columns]
    return pd.DataFrame(rows, columns=["Sheet", "Column", "What it holds"])
