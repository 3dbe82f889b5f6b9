"""The same figures in a minimal Dash app: RECORDED and `?case=` as in `ready.py`. Takes the port as its
argument."""

import json
import os
import sys
from pathlib import Path
from urllib.parse import parse_qs

from dash import Dash, Input, Output, dcc, html

app = Dash(__name__, assets_folder=str(Path(os.environ["RECORDED"]) / "static"))
app.layout = html.Div(
    [
        dcc.Location(id="address"),
        dcc.Dropdown(["one", "two"], "one", id="choice", clearable=False),
        dcc.Graph(id="figure", config={"topojsonURL": "/assets/"}),
    ]
)


@app.callback(Output("figure", "figure"), Input("choice", "value"), Input("address", "search"))
def shown(choice: str, search: str) -> dict:
    case = parse_qs(search.removeprefix("?"))["case"][0]
    return json.loads((Path(os.environ["RECORDED"]) / f"{case}.json").read_text())[
        ["one", "two"].index(choice)
    ]


if __name__ == "__main__":
    app.run(port=sys.argv[1])
