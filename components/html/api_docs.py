"""Documentation of the API and the downloads, for the method page. Does not use Streamlit."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from components.html.cards import terms_card
from data.dataset import Dataset
from data.export.columns import answer_tables
from data.export.data_package import APOSTROPHE
from data.query.endpoints import ENDPOINTS, FILES, LATEST, ROOT
from data.query.parameters import SINCE_DAYS, codecs

ZIP = "dataset.zip"
FEED = f"The latest {LATEST} first words and moves as an Atom feed, each with a link to its evidence; with `since`, all after that day."
PACKAGE = "The whole dataset as a Frictionless data package: CSV tables with keys, a description of every column, codebook and licence."
MEANING = (
    f"Parameters mean what they mean in the address of a view. Without `on` the latest day searched is meant, without `since` {SINCE_DAYS} days "
    "before it, without any other everything. One that cannot be used is answered with 400 and a sentence that names it, an unknown actor with 404. "
    "JSON holds version, licence and parameters beside the rows. Each answer has an ETag, for asking again only when the data have changed."
)
SPREADSHEETS = f"{APOSTROPHE} That is so in CSV only; numbers are never changed."


def routes(data: Dataset) -> Markup:
    """Returns the API's URLs with their tables and parameters."""
    tables = answer_tables(data.codebook)
    rows = []
    for name, asked in ENDPOINTS.items():
        forms = [file.rpartition(".")[2] for file in FILES if file.startswith(f"{name}.")]
        rows.append(
            (
                f"`{ROOT}/{name}.{forms[0]}`" + "".join(f", `.{form}`" for form in forms[1:]),
                f"{tables[name].says}. Parameters: {', '.join(f'`{p}`' for p in asked.parameters)}."
                + (f" {FEED}" if "atom" in forms else ""),
            )
        )
    return terms_card([*rows, (f"`{ROOT}/{ZIP}`", PACKAGE)])


def meaning(data: Dataset) -> str:
    """Returns what the parameters mean, and which may be repeated."""
    repeat = [f"`{name}`" for name, key in codecs(data).items() if key.repeats]
    return f"{MEANING} These may be given more than once: {', '.join(repeat)}."


def columns_table(data: Dataset) -> pd.DataFrame:
    """Returns every column of the API's tables, for readers: Table, Column, Type, What it holds."""
    rows = [
        (name, column.name, column.type, f"{column.says}.")
        for name, table in answer_tables(data.codebook).items()
        for column in table.columns
    ]
    return pd.DataFrame(rows, columns=["Table", "Column", "Type", "What it holds"])


def examples(home: str, on: dt.date) -> dict[str, tuple[str, str]]:
    """Returns examples that read the positions of NATO members on a day from this server.

    Args:
        home: base URL of the app, without a trailing slash.

    Returns:
        By program, the language of the example and its text.
    """
    positions = f"{home}{ROOT}/positions.csv?{urlencode({'on': on.isoformat(), 'group': 'NATO'})}"
    return {
        "Python": (
            "python",
            f'import pandas as pd\n\npositions = pd.read_csv("{positions}", parse_dates=["since", "last_stated"])',
        ),
        "R": ("r", f'library(readr)\n\npositions <- read_csv("{positions}")'),
        "Excel": (
            "text",
            f"Data > Get Data > From Other Sources > From Web, then this address, then File origin 65001 (UTF-8):\n{positions}",
        ),
        "LibreOffice": (
            "text",
            f"Sheet > Link to External Data, then this address, then Character set Unicode (UTF-8):\n{positions}",
        ),
        "Google Sheets": (
            "text",
            f'In a cell, if this address can be reached from the internet:\n=IMPORTDATA("{positions}")',
        ),
    }
