"""The exports of a view: its data, the statements behind it, and how to cite it. Does not use Streamlit."""

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
    """An exportable view. The tables are functions: they are only computed on request.

    Attributes:
        path: path of its page in the URL.
        key: the page's name for its figure, or for the table where it has none.
        sentence: what the view states.
        name: specific part of its file names, without common prefix and extension.
        kind: kind of its rows, a table of `view_columns.view_tables` or `columns.answer_tables`.
        rows: its data with stable column names.
        table: the same data as the page shows them to readers; a named index becomes the first column.
        statements: ids of the statements behind it; None if it does not rest on individual statements.
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
    """Returns the name of an exported file, without its extension."""
    return f"strike-positions_{name}"


def view_name(choices: ViewState, key: str, *told: str | None, whom: Sequence[str] = ()) -> str:
    """Returns the specific part of a view's file names, such as `border_2024-05-31_NATO_map`.

    Args:
        key: as in `ViewExport`.
        told: parts before the day, such as the only question; None is left out.
        whom: codes of the groups or actors in the view; by default the chosen groups.
    """
    return "_".join(filter(None, [*told, f"{choices.on}", "-".join(whom or choices.group) or "all", key]))


def rows_csv(shown: ViewExport) -> str:
    return csv_text(shown.rows())


def statements_csv(data: Dataset, shown: ViewExport) -> str:
    return csv_text(statements_behind_view(data, shown))


def statements_behind_view(data: Dataset, shown: ViewExport) -> pd.DataFrame:
    """Returns the statements behind a view, newest first, as `tables.statements_table`.

    The view must rest on individual statements.
    """
    assert shown.statements is not None
    statements = data.statements[data.statements["id"].isin(set(shown.statements()))]
    return statements_table(data, statements.sort_values("date", ascending=False, kind="stable"))


def statements_behind_cells(cells: pd.DataFrame, coded: pd.DataFrame, on: Day) -> list[str]:
    """Returns ids of the statements behind cells on a day.

    These are the statements that began the positions, that last set them, the latest ones, and dissent.

    Args:
        cells: as from `cell_states.cell_states` for that day.
        coded: as `coded_statements.coded_statements`.
    """
    beside = dissent_on(coded, on).merge(cells[CELL], on=CELL)
    return (
        pd.concat([cells["statement"], cells["set_by"], cells["last_statement"], beside["statement"]])
        .dropna()
        .unique()
        .tolist()
    )


def cells_export(data: Dataset, coded: pd.DataFrame, cells: pd.DataFrame, on: Day, **told: Any) -> ViewExport:
    """Returns the export of a view whose data are cells on a day.

    Args:
        cells, coded: as for `statements_behind_cells`.
        told: path, key, sentence, name and table, as in `ViewExport`.
    """
    return ViewExport(
        kind="cells",
        rows=lambda: cells_table(data, cells),
        statements=lambda: statements_behind_cells(cells, coded, on),
        **told,
    )


def workbook(data: Dataset, shown: ViewExport, choices: ViewState, address: str) -> bytes:
    """Returns a view as an Excel workbook.

    Its sheets are: about the view, the table as shown, the data, the statements and all their sources (if the
    view rests on statements), and the meaning of the columns.

    Args:
        address: URL that reproduces the view.
    """
    about = pd.DataFrame(
        {
            "": ["What it shows", "Day", "Link", "Data", "Licence", "To cite"],
            " ": [
                shown.sentence,
                day(choices.on),
                address,
                data.version,
                DATASET_LICENCE,
                citation(data, address),
            ],
        }
    )
    sheets = {"About": about, "As shown": _with_index(shown.table()), "Data": shown.rows()}
    if shown.statements:
        statements = statements_behind_view(data, shown)
        sheets |= {"Statements": statements, "Sources": sources_table(data, statements["id"])}
    columns = columns_of(data, shown.kind)
    return xlsx_bytes(sheets | {"Columns": columns[columns["Sheet"].isin(list(sheets))]})


def _with_index(table: pd.DataFrame) -> pd.DataFrame:
    return table.reset_index() if table.index.name else table


def columns_of(data: Dataset, kind: str) -> pd.DataFrame:
    """Returns the meaning of each column of a workbook's sheets: columns Sheet, Column and What it holds.

    Args:
        kind: of its rows, as in `ViewExport`.
    """
    answers = answer_tables(data.codebook)
    sheets = {
        "Data": (view_tables(data.codebook) | answers)[kind],
        "Statements": answers["statements"],
        "Sources": package_tables(data.codebook)["sources"],
    }
    rows = [
        (sheet, column.name, f"{column.says}.") for sheet, table in sheets.items() for column in table.columns
    ]
    return pd.DataFrame(rows, columns=["Sheet", "Column", "What it holds"])
