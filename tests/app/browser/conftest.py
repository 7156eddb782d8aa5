"""A real server in its own process, and Chromium; skipped where Chromium is missing."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    f"--{name}"
    for name in (
        "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
        "disable-background-networking", "disable-component-update", "disable-sync",
    )
]  # fmt: skip
START_SECONDS = 60


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of `whyloss serve` on a free port, on a data folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "WHYLOSS_DATA": str(tmp_path_factory.mktemp("browser")),
        "OMP_NUM_THREADS": "1",
        "WHYLOSS_RATE_MESSAGES": "6000 per minute",
        "WHYLOSS_RATE_REQUESTS": "60000 per minute",
    }
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
    process = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)  # our own server
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, server):
    """`open_page(path, language=..., **context)`; every page is watched to the end of the test.

    `refused` is the status that the test provokes: Chromium complains of each in its console.
    """
    contexts, complaints = [], []

    def opened(path: str = "/", language: str = "en", refused: int | None = None, **options):
        settings = {"locale": language, "base_url": server, "accept_downloads": True} | options
        context = chromium.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: _note(complaints, said, refused))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _stays(complaints, request.url, server))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _note(complaints, said, refused):
    if said.type in ("error", "warning") and f"status of {refused}" not in said.text:
        complaints.append(said.text)


def _stays(complaints, url, server):
    if not url.startswith((server, "data:", "blob:")):
        complaints.append(f"left the host: {url}")
