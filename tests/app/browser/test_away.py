"""While PostgreSQL is away the page says so, keeps what was typed, and goes on when it is back."""

import pytest

from tests.app.browser.steps import settle, tell
from tests.app.cluster.machines import SHARED, Web
from tests.app.cluster.wire import Wire

BACKENDS = ("distributed",)
TYPED = "lr=0.1, batch size 32"


@pytest.fixture
def wire(settings):
    wire = Wire(settings.database_url, 5432)
    yield wire
    wire.close()


@pytest.fixture
def web(tmp_path, settings, wire):
    shared = {name: getattr(settings, name) for name in SHARED}
    with Web(tmp_path / "web", **shared | {"database_url": wire.url}) as web:
        yield web


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Nothing is lost"), ("zh", "没有丢失任何内容")]
)
def test_a_page_whose_database_is_away_says_so_and_goes_on(chromium, web, wire, language, sentence):
    context = chromium.new_context(locale=language, base_url=web.url)
    page = context.new_page()
    page.goto("/")
    tell(page, "loss is nan")
    entries = page.locator("#transcript > li").count()
    wire.cut()
    page.fill("#input", TYPED)
    page.click("#say button[type=submit]")
    page.locator("#status", has_text=sentence).wait_for()
    settle(page)
    assert page.input_value("#input") == TYPED
    wire.mend()
    page.click("#say button[type=submit]")
    page.locator("#transcript > li").nth(entries).wait_for()
    settle(page)
    context.close()
