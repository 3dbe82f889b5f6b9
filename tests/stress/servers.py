"""Servers that a test starts, measures and ends: the app by itself, and several behind the load balancer
of `deploy/nginx.conf`."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import ROOT


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(address: str, process: subprocess.Popen, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
            return
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline, f"{address} does not answer"
            time.sleep(0.2)


def processor_seconds(process: subprocess.Popen) -> float:
    """What a process has used of the processor so far."""
    parts = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


class App:
    """The app in a process of its own."""

    def __init__(self, directory: Path, **environment: str):
        self.port, self.log = free_port(), directory / "server.log"
        directory.mkdir(exist_ok=True)
        self.address = f"http://127.0.0.1:{self.port}"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "streamlit",
                    "run",
                    "dashboard.py",
                    "--server.port",
                    str(self.port),
                    "--server.address",
                    "127.0.0.1",
                ],
                cwd=ROOT,
                env=os.environ | environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def megabytes(self) -> float:
        """Memory that the process holds."""
        return (
            int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024
        )

    def processor_seconds(self) -> float:
        return processor_seconds(self.process)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)


@contextmanager
def apps(directory: Path, number: int, **environment: str) -> Iterator[list[App]]:
    """That many, all of them ready."""
    started = [App(directory / str(n), **environment) for n in range(number)]
    try:
        for app in started:
            wait_for(app.address, app.process)
        yield started
    finally:
        for app in started:
            app.end()


@contextmanager
def balanced(directory: Path, replicas: Sequence[App]) -> Iterator[str]:
    """The address of the load balancer of `deploy/nginx.conf` before these; only its names, ports and
    places are those of the test."""
    port, nginx = free_port(), shutil.which("nginx") or "/usr/sbin/nginx"
    config = (ROOT / "deploy" / "nginx.conf").read_text()
    there = iter(replicas)
    config = re.sub(r"server app-\d:8501", lambda _: f"server 127.0.0.1:{next(there).port}", config)
    config = config.replace(
        "listen 8080;", f"listen 127.0.0.1:{port};\n        add_header X-Replica $upstream_addr;"
    )
    places = "".join(
        f"{kind}_temp_path {directory}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (directory / "nginx.conf").write_text(
        f"pid {directory}/nginx.pid;\n" + config.replace("http {", f"http {{\n{places}", 1)
    )
    process = subprocess.Popen(
        [
            nginx,
            "-c",
            str(directory / "nginx.conf"),
            "-p",
            str(directory),
            "-e",
            str(directory / "error.log"),
            "-g",
            "daemon off;",
        ]
    )
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)
