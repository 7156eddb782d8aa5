"""A real server in its own process, and Chromium; skipped where Chromium is missing."""

from pathlib import Path

import pytest

from tests.app.browser.machine import CHROMIUM, QUIET, serving


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("browser")) as address:
        yield address


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
        page.set_default_timeout(30_000)  # the machine may be busy
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
