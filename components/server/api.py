"""The public, read-only HTTP API under `/api/v1/`. Uses Starlette, not Streamlit.

It serves every table of `data/query/endpoints.py` as CSV and JSON, the changes also as an Atom feed, and the
whole dataset as a data package. The ETag of a response is derived from the dataset's version, the code and
the request, so that a client with a cached response receives 304 instead of the content.
"""

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
# Max-age of a response in seconds.
FRESH = 300
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "zip": "application/zip",
    "text": "text/plain; charset=utf-8",
}


def routes(prefix: str = "") -> list[BaseRoute]:
    """Returns the API's routes.

    Args:
        prefix: path under which the whole app is served, if it is not the root.
    """
    # The data are public: scripts of any site may read them.
    open_to_all = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Content-Disposition"],
    )
    path = f"{'/' * bool(prefix.strip('/'))}{prefix.strip('/')}{ROOT}"
    return [
        Route(path, _respond, middleware=[open_to_all]),
        Mount(path, routes=[Route("/{file:path}", _respond)], middleware=[open_to_all]),
    ]


def _respond(request: Request) -> Response:
    """Responds to any request.

    It is not a coroutine: Starlette runs it in a thread, so that it does not block the event loop.
    """
    file = request.path_params.get("file", "")
    form = file.rpartition(".")[2]
    try:
        data = current_dataset()
    except DatasetError as error:
        return _error_response(503, f"The dataset cannot be used: {len(error.faults)} fault(s).", form)
    if file not in FILES:
        asked_for = f"{ROOT}/{file}"
        return _error_response(
            404,
            f"found {format_value(asked_for)}; expected one of {', '.join(f'{ROOT}/{f}' for f in FILES)}{did_you_mean(file, FILES)}",
            form,
        )
    try:
        with log_if_slow(f"{ROOT}/{file}"):
            return _file(request, data, file, form)
    except InvalidParameter as error:
        return _error_response(404 if error.unknown_actor else 400, str(error), form)


def _file(request: Request, data: Dataset, file: str, form: str) -> Response:
    name, query = file.removesuffix(f".{form}"), _query(request)
    asked = {} if form == "zip" else parse_parameters(data, name, query)
    if form == "zip" and query:
        raise InvalidParameter(
            f"{format_value(next(iter(query)))[1:-1]}: is not a parameter here; expected none, the dataset is given whole"
        )
    headers = {
        "ETag": _tag(data, request),
        "Cache-Control": f"public, max-age={FRESH}",
        "Content-Type": TYPES[form],
    }
    # A proxy that compresses the response may send back the ETag without its weak prefix, so the prefix is
    # ignored.
    if headers["ETag"].removeprefix("W/") in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if form in ("csv", "zip"):
        headers["Content-Disposition"] = f'attachment; filename="{_file_name(data, name, form, asked)}"'
    return Response(_WRITERS[form](data, name, asked, request), headers=headers)


def _query(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _tag(data: Dataset, request: Request) -> str:
    """Returns the ETag of a response.

    It is weak, because the same content may be sent compressed or not. It includes the whole URL, because a
    feed contains its own.
    """
    return f'W/"{data.version}-{hashlib.sha256(f"{_code()} {request.url}".encode()).hexdigest()[:16]}"'


@cache
def _code() -> str:
    """Returns a hash of the app's Python files.

    It is part of the ETag, because new code may return another response from the same data.
    """
    files = sorted(file for room in ("data", "components") for file in (ROOT_DIRECTORY / room).rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _file_name(data: Dataset, name: str, form: str, asked: QueryParams) -> str:
    return f"strike-positions_{name}_{data.version if form == 'zip' else asked['on']}.{form}"


def _csv(data: Dataset, name: str, asked: QueryParams, request: Request) -> str:
    return csv_text(run_query(data, name, asked))


def _json(data: Dataset, name: str, asked: QueryParams, request: Request) -> str:
    """Returns the rows with version, licence and parameters, so that they can be cited.

    The parameters include the days that apply by default.
    """
    rows = run_query(data, name, asked).to_json(orient="records", force_ascii=False)
    told = {
        "version": data.version,
        "licence": DATASET_LICENCE,
        "parameters": asked,
        "rows": json.loads(rows),
    }
    return json.dumps(told, ensure_ascii=False, default=str)


def _atom(data: Dataset, name: str, asked: QueryParams, request: Request) -> bytes:
    """Returns the feed. Without the parameter `since` it has the LATEST steps, however old they are."""
    latest = "since" not in request.query_params
    steps = run_query(data, name, asked | ({"since": pd.Timestamp.min} if latest else {}))
    steps = steps.sort_values("known", kind="stable").tail(LATEST) if latest else steps
    home = str(request.url).partition(f"{ROOT}/")[0]
    return changes_feed(
        data, steps, home, str(request.url), urlencode(sorted(_query(request).items()), doseq=True)
    )


def _zip(data: Dataset, name: str, asked: QueryParams, request: Request) -> bytes:
    return package_zip(data)


_WRITERS: Mapping[str, Callable[[Dataset, str, QueryParams, Request], str | bytes]] = {
    "csv": _csv,
    "json": _json,
    "atom": _atom,
    "zip": _zip,
}


def _error_response(status: int, message: str, form: str) -> Response:
    body, kind = (
        (json.dumps({"error": message}, ensure_ascii=False), "json")
        if form == "json"
        else (f"{message}\n", "text")
    )
    # The message may repeat the request's input: browsers must not interpret it as HTML.
    return Response(
        body,
        status_code=status,
        headers={
            "Content-Type": TYPES[kind],
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
