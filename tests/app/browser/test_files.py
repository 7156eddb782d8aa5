"""Files on the page: sent, resumed, measured live, refused, cancelled and deleted."""

import math

import pytest

from tests.app.browser.steps import known, settle
from tests.app.browser.test_access import violations

MEASURED = 60_000  # milliseconds until the worker has measured a small file


def overfitted_run(rows: int = 40) -> bytes:
    lines = ["epoch,loss,val_loss,val_accuracy,lr"]
    for epoch in range(rows):
        fall, wobble = 2.3 * math.exp(-epoch / 8), 0.02 * math.sin(epoch * 2.1)
        worse = 0.05 * max(0, epoch - 12)
        lines.append(
            f"{epoch},{fall + 0.01 + abs(wobble):.4f},{fall + 0.3 + worse + wobble:.4f},"
            f"{0.7 - 0.6 * math.exp(-epoch / 5) - worse / 10:.4f},0.001"
        )
    return "\n".join(lines).encode()


def give(page, name, content, mime="text/csv"):
    page.set_input_files("#files", {"name": name, "mimeType": mime, "buffer": content})


def wait_for(page, state):
    page.wait_for_selector(f"#uploads [data-state={state}]", timeout=MEASURED)
    settle(page)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_log_is_measured_while_one_watches_and_becomes_evidence(open_page, language):
    page = open_page(language=language)
    give(page, "log.csv", overfitted_run())
    wait_for(page, "done")
    page.locator("#transcript > li.measured").wait_for()
    page.locator("#uploads summary").first.click()
    assert page.locator("[data-probe=validation_loss_rises].present").count() == 1
    assert known(page) >= 1
    assert violations(page) == []
    page.reload()
    wait_for(page, "done")
    assert page.locator("#transcript > li.measured").count() == 1


def test_a_file_that_is_none_of_ours_is_refused_in_words(open_page):
    page = open_page()
    give(page, "photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "image/png")
    wait_for(page, "refused")
    assert len(page.locator("#uploads .refusal").inner_text()) > 20
    page.locator("#uploads [data-verb=remove]").click()
    page.locator("#uploads > li").wait_for(state="detached")


def test_a_lost_line_loses_no_byte(open_page):
    """The second piece meets a dead line twice; then it goes on from the first one's end."""
    page = open_page(refused=503)
    page.on("console", lambda said: None)
    starts, cuts = [], []

    def line(route):
        request = route.request
        if request.method != "PATCH":
            return route.continue_()
        starts.append(int(request.headers["upload-offset"]))
        if starts[-1] > 0 and len(cuts) < 2:
            cuts.append(starts[-1])
            return route.fulfill(status=503, json={"detail": "gone", "code": "gone"})
        return route.continue_()

    page.route("**/uploads/*", line)
    log = overfitted_run() + b"\n" * (5 << 20)
    give(page, "long.csv", log)
    page.wait_for_selector("#uploads [data-state]:not([data-state=receiving])", timeout=MEASURED)
    assert len(cuts) == 2
    assert starts.count(0) == 1


def test_files_can_be_dropped_anywhere(open_page):
    page = open_page()
    page.evaluate(
        """(text) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
          const tell = (kind) => document.body.dispatchEvent(
            new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
          tell("dragover");
          tell("drop");
        }""",
        overfitted_run().decode(),
    )
    wait_for(page, "done")
    assert "dropped.csv" in page.locator("#uploads").inner_text()


def test_the_curves_are_drawn_when_they_are_opened(open_page):
    page = open_page()
    give(page, "log.csv", overfitted_run())
    wait_for(page, "done")
    loss = page.locator("[data-plot=loss]")
    if loss.get_attribute("open") is None:
        loss.locator("summary").click()
    assert "validation loss" in loss.locator("p").inner_text()
    loss.locator(".scatterlayer .trace").nth(1).wait_for()
    assert loss.locator(".shapelayer path").count() >= 1
    assert violations(page) == []


def test_the_report_on_disk_shows_the_curves_without_a_network(open_page, chromium, tmp_path):
    page = open_page()
    give(page, "log.csv", overfitted_run())
    wait_for(page, "done")
    page.click("#menu summary")
    with page.expect_download() as download:
        page.click("[data-report=html]")
    kept = tmp_path / "report.html"
    download.value.save_as(kept)
    context = chromium.new_context(offline=True)
    report = context.new_page()
    asked = []
    report.on("request", lambda request: asked.append(request.url))
    report.goto(kept.as_uri())
    assert report.locator("svg path").count() >= 2
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert violations(report) == []
    context.close()


def test_the_training_batch_is_said_to_be_the_validation_batch_and_measured_anew(open_page):
    page = open_page()
    x = "\n".join(["a,b,label", *(f"{i % 7},{i % 5},{i % 2}" for i in range(60))])
    give(page, "rows.csv", x.encode())
    wait_for(page, "done")
    kind = page.locator("#uploads [data-verb=correct]")
    assert kind.input_value() == "batch"
    kind.select_option("validation_batch")
    page.locator("#uploads option[value=validation_batch][selected]").wait_for(
        state="attached", timeout=MEASURED
    )
    wait_for(page, "done")
    assert kind.input_value() == "validation_batch"


def test_where_no_events_come_the_page_asks_again(open_page):
    page = open_page(refused=503)
    page.route("**/events", lambda route: route.fulfill(status=503))
    give(page, "log.csv", overfitted_run())
    wait_for(page, "done")
    page.locator("#transcript > li.measured").first.wait_for()
