"""While PostgreSQL or Redis is away the page says so, keeps what it has, and goes on afterwards."""

import pytest
import requests

from tests.app.browser.steps import settle, tell
from tests.app.cluster.machines import SHARED, Web, WorkerProcess
from tests.app.cluster.wire import Wire
from tests.app.patient import SICK_LOG

BACKENDS = ("distributed",)
TYPED = "lr=0.1, batch size 32"
PATIENCE = 90_000  # milliseconds: the machine may be busy
MEASURED = 240_000  # milliseconds from the start of a worker, which imports torch


@pytest.fixture
def postgres(settings):
    wire = Wire(settings.database_url, 5432)
    yield wire
    wire.close()


@pytest.fixture
def redis(settings):
    wire = Wire(settings.queue_url, 6379)
    yield wire
    wire.close()


@pytest.fixture
def shared(settings, postgres, redis):
    """What all processes are told: the way to both leads over the wires."""
    told = {name: getattr(settings, name) for name in SHARED}
    return told | {"database_url": postgres.url, "queue_url": redis.url}


@pytest.fixture
def web(tmp_path, shared):
    with Web(tmp_path / "web", **shared) as web:
        yield web


@pytest.fixture
def page_in(chromium, web):
    contexts = []

    def opened(language):
        contexts.append(chromium.new_context(locale=language, base_url=web.url))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Nothing is lost"), ("zh", "没有丢失任何内容")]
)
def test_a_page_whose_database_is_away_says_so_and_goes_on(page_in, postgres, language, sentence):
    page = page_in(language)
    tell(page, "loss is nan")
    entries = page.locator("#transcript > li").count()
    postgres.cut()
    page.fill("#input", TYPED)
    page.click("#say button[type=submit]")
    page.locator("#status", has_text=sentence).wait_for()
    settle(page)
    assert page.input_value("#input") == TYPED
    postgres.mend()
    page.click("#say button[type=submit]")
    page.locator("#transcript > li").nth(entries).wait_for()
    settle(page)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "The queue does not answer just now"), ("zh", "任务队列暂时连不上")],
)
def test_a_page_whose_queue_is_away_says_so_at_the_file_which_is_measured_all_the_same(
    page_in, web, redis, tmp_path, shared, language, sentence
):
    page = page_in(language)
    redis.cut()
    tell(page, "loss is nan")  # a conversation needs no queue
    send(page, "first.csv")
    notice = page.locator("#uploads .note", has_text=sentence)
    notice.wait_for()
    with WorkerProcess(tmp_path / "worker", **shared):
        page.locator("#uploads [data-state=done]").wait_for(timeout=MEASURED)
        notice.wait_for(state="detached")
        redis.mend()
        send(page, "second.csv")
        page.locator("#uploads [data-state=done]").nth(1).wait_for(timeout=MEASURED)
    assert not notice.count()
    assert requests.get(f"{web.url}/readyz", timeout=10).json()["checks"]["queue"] == "ok"


def send(page, name):
    page.set_input_files("#files", {"name": name, "mimeType": "text/csv", "buffer": SICK_LOG})
    page.locator("#uploads li", has_text=name).first.wait_for()
