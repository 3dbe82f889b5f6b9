"""ASGI middleware: adds security headers to every response and blocks unused Streamlit endpoints.

Streamlit offers more than this app needs (uploads, an interface for agents, sign-in, server metrics); those
endpoints respond with 404. What the Content-Security-Policy must allow depends on Streamlit's pages;
SECURITY.md explains it. Uses ASGI, not Streamlit.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READING = ("GET", "HEAD", "OPTIONS")
# Permitted endpoints of Streamlit: health check, embedding configuration, the session's WebSocket, the app's
# component.
CORE = ("health", "host-config", "stream", "bidi-components/")
CLOSED = ("auth/", "oauth2callback", "component/")
# Streamlit's JavaScript modules for elements, the largest first.
EARLY = (
    "PlotlyChart",
    "DateInput",
    "Html",
    "Selectbox",
    "Multiselect",
    "Checkbox",
    "BidiComponent",
    "PageLink",
    "Button",
    "DownloadButton",
    "LinkButton",
)
EMBEDDING = re.compile(r"https?://(\*\.)?[\w-]+(\.[\w-]+)*(:\d{1,5})?")


def frame_ancestors(sites: str) -> list[str]:
    """Returns the sites, besides the app's own, whose pages may embed the app in a frame.

    Args:
        sites: separated by spaces, as `https://intranet.example https://*.example.org`.

    Raises:
        ValueError: if one is not a valid site; the message names it and the expected form.
    """
    for site in sites.split():
        if not EMBEDDING.fullmatch(site):
            raise ValueError(
                f'EMBED_IN: found "{site}"; expected sites with spaces between, as https://intranet.example'
            )
    return sites.split()


def inline_scripts(page: str) -> list[str]:
    """Returns the CSP hashes of the inline scripts of a page, so that no other inline scripts are allowed."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    ]


def security_headers(page: str, embed_in: Iterable[str] = ()) -> dict[str, str]:
    """Returns the security headers of every response.

    Args:
        page: the index page (`components/server/index_page.py`), whose inline scripts are allowed.
        embed_in: as from `frame_ancestors`.
    """
    sites = list(embed_in)
    policy = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", "blob:", *inline_scripts(page)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "blob:",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(["'self'", *sites]),
    }
    # X-Frame-Options cannot list sites: it is only sent, for browsers without frame-ancestors, if there are
    # none.
    frames = {} if sites else {"X-Frame-Options": "SAMEORIGIN"}
    return frames | {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(
            f"{name}=()"
            for name in (
                "accelerometer",
                "autoplay",
                "camera",
                "display-capture",
                "encrypted-media",
                "geolocation",
                "gyroscope",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "usb",
                "xr-spatial-tracking",
            )
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def preload_link_header(static: Path, prefix: str = "") -> str:
    """Returns the value of the header `Link`, which makes the browser preload Streamlit's modules.

    Otherwise the browser would only request them when the first elements arrive. The module for figures has
    some megabytes. Those for other elements are on most pages; until they are loaded, a grey placeholder
    stands in the element's place.

    Args:
        static: directory of Streamlit's static files.
        prefix: as for `SecurityMiddleware`.
    """
    parts = [file for name in EARLY for file in sorted(static.glob(f"static/js/{name}.*.js"))]
    return ", ".join(
        f"<{_root(prefix)}{file.relative_to(static).as_posix()}>; rel=modulepreload" for file in parts
    )


def _root(prefix: str) -> str:
    return f"/{prefix.strip('/')}/" if prefix.strip("/") else "/"


class SecurityMiddleware:
    """Middleware around the whole app.

    Responds with 404 to endpoints that are not permitted and with 405 to methods that write, and closes
    WebSockets opened by another site.

    Args:
        headers: as from `security_headers`.
        prefix: path under which the app is served, if it is not the root.
        early: as from `preload_link_header`.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str], prefix: str = "", early: str = ""):
        self._app, self._headers, self._early = app, headers, early
        self._prefix = _root(prefix)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            if _foreign(scope):
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self._app(scope, receive, send)
        elif scope["type"] == "http":

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    found = MutableHeaders(scope=message)
                    found.update(self._headers)
                    if self._early and found.get("content-type", "").startswith("text/html"):
                        found["Link"] = self._early
                await send(message)

            app = self._app
            if not self._offers(scope["path"]):
                app = PlainTextResponse("Not found\n", 404)
            elif scope["method"] not in READING:
                app = PlainTextResponse("Only reading is offered\n", 405, {"Allow": ", ".join(READING)})
            await app(scope, receive, answer)
        else:
            await self._app(scope, receive, send)

    def _offers(self, path: str) -> bool:
        path = path.removeprefix(self._prefix)
        core = path.partition("_stcore/")
        if core[1]:
            return any(core[2] == name or name.endswith("/") and core[2].startswith(name) for name in CORE)
        return not path.startswith(CLOSED)


def _foreign(scope: Scope) -> bool:
    """Returns whether a page of another site opens the WebSocket.

    Without this check Streamlit would look up its external IP address on the internet to decide.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
