"""The HTTP API beside the dashboard: `/api/v1/`, for other programs. Public data, read only. Knows Starlette, but not Streamlit.

Every table of `data/query/endpoints.py` as CSV and JSON, the changes as an Atom feed too, and the whole dataset as a data package. An answer is
known by its ETag, made of the dataset's version, the code that answers and what was asked, so that who asks again is sent nothing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from components.server.atom_feed import changes_feed
from components.server.dataset import current_dataset
from components.server.logs import log_if_slow
from data.dataset import Dataset
from data.export.citation import DATASET_LICENCE
from data.export.csv_xlsx import csv_text
from data.export.data_package import package_zip
from data.query.endpoints import FILES, LATEST, ROOT, QueryParams, parse_parameters, run_query
from data.query.parameters import InvalidParameter
from data.schema.errors import DatasetError, did_you_mean, format_value

ROOT_DIRECTORY = Path(__file__).parent.parent.parent
# How long an answer may be used without asking whether it still holds: seconds.
FRESH = 300
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8", "atom": "application/atom+xml; charset=utf-8",
         "zip": "application/zip", "text": "text/plain; charset=utf-8"}


def routes(prefix: str = "") -> list[BaseRoute]:
    """What the server answers beside the pages.

    Args:
        prefix: the path under which the whole app is served, if it is not the root.
    """
    # what is public may be read by any page in any browser
    open_to_all = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], allow_headers=["If-None-Match"],
                             expose_headers=["ETag", "Content-Disposition"])
    path = f"{'/' * bool(prefix.strip('/'))}{prefix.strip('/')}{ROOT}"
    return [Route(path, _respond, middleware=[open_to_all]), Mount(path, routes=[Route("/{file:path}", _respond)], middleware=[open_to_all])]


def _respond(request: Request) -> Response:
    """The answer to any request. No coroutine, so that Starlette runs it in a thread and the dashboard does not wait."""
    file = request.path_params.get("file", "")
    form = file.rpartition(".")[2]
    try:
        data = current_dataset()
    except DatasetError as error:
        return _error_response(503, f"The dataset cannot be used: {len(error.faults)} fault(s).", form)
    if file not in FILES:
        asked_for = f"{ROOT}/{file}"
        return _error_response(404, f"found {format_value(asked_for)}; expected one of {', '.join(f'{ROOT}/{f}' for f in FILES)}{did_you_mean(file, FILES)}", form)
    try:
        with log_if_slow(f"{ROOT}/{file}"):
            return _file(request, data, file, form)
    except InvalidParameter as error:
        return _error_response(404 if error.unknown_actor else 400, str(error), form)


def _file(request: Request, data: Dataset, file: str, form: str) -> Response:
    name, query = file.removesuffix(f".{form}"), _query(request)
    asked = {} if form == "zip" else parse_parameters(data, name, query)
    if form == "zip" and query:
        raise InvalidParameter(f"{format_value(next(iter(query)))[1:-1]}: is not a parameter here; expected none, the dataset is given whole")
    headers = {"ETag": _tag(data, request), "Cache-Control": f"public, max-age={FRESH}", "Content-Type": TYPES[form]}
    # what lies between may have compressed the answer and said so by leaving out that it is weak
    if headers["ETag"].removeprefix("W/") in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if form in ("csv", "zip"):
        headers["Content-Disposition"] = f'attachment; filename="{_file_name(data, name, form, asked)}"'
    return Response(_WRITERS[form](data, name, asked, request), headers=headers)


def _query(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _tag(data: Dataset, request: Request) -> str:
    """Weak, since the same answer may be sent compressed or not. The whole address, since a feed names its own."""
    return f'W/"{data.version}-{hashlib.sha256(f"{_code()} {request.url}".encode()).hexdigest()[:16]}"'


@cache
def _code() -> str:
    """What the code that answers is known by: new code may answer otherwise from the same data."""
    files = sorted(file for room in ("data", "components") for file in (ROOT_DIRECTORY / room).rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _file_name(data: Dataset, name: str, form: str, asked: QueryParams) -> str:
    return f"strike-positions_{name}_{data.version if form == 'zip' else asked['on']}.{form}"


def _csv(data: Dataset, name: str, asked: QueryParams, request: Request) -> str:
    return csv_text(run_query(data, name, asked))


def _json(data: Dataset, name: str, asked: QueryParams, request: Request) -> str:
    """The rows, and what makes them citable: version, licence, and what was asked with the days that were meant where none was named."""
    rows = run_query(data, name, asked).to_json(orient="records", force_ascii=False)
    told = {"version": data.version, "licence": DATASET_LICENCE, "parameters": asked, "rows": json.loads(rows)}
    return json.dumps(told, ensure_ascii=False, default=str)


def _atom(data: Dataset, name: str, asked: QueryParams, request: Request) -> bytes:
    """Without a first day, a feed is of the latest steps there are, however long ago."""
    latest = "since" not in request.query_params
    steps = run_query(data, name, asked | ({"since": pd.Timestamp.min} if latest else {}))
    steps = steps.sort_values("known", kind="stable").tail(LATEST) if latest else steps
    home = str(request.url).partition(f"{ROOT}/")[0]
    return changes_feed(data, steps, home, str(request.url), urlencode(sorted(_query(request).items()), doseq=True))


def _zip(data: Dataset, name: str, asked: QueryParams, request: Request) -> bytes:
    return package_zip(data)


_WRITERS: Mapping[str, Callable[[Dataset, str, QueryParams, Request], str | bytes]] = {"csv": _csv, "json": _json, "atom": _atom, "zip": _zip}


def _error_response(status: int, message: str, form: str) -> Response:
    body, kind = (json.dumps({"error": message}, ensure_ascii=False), "json") if form == "json" else (f"{message}\n", "text")
    # it may say again what was asked: no browser shall take that for a page
    return Response(body, status_code=status, headers={"Content-Type": TYPES[kind], "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
