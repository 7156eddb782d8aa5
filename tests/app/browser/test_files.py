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
    page = open_page(language=language, refused=404)
    give(page, "log.csv", overfitted_run())
    wait_for(page, "done")
    page.locator("#transcript > li.measured").wait_for()
    page.locator("#uploads summary").click()
    assert page.locator("[data-probe=validation_loss_rises].present").count() == 1
    assert known(page) >= 1
    assert violations(page) == []
    page.reload()
    wait_for(page, "done")
    assert page.locator("#transcript > li.measured").count() == 1


def test_a_file_that_is_none_of_ours_is_refused_in_words(open_page):
    page = open_page(refused=404)
    give(page, "photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "image/png")
    wait_for(page, "refused")
    assert len(page.locator("#uploads .refusal").inner_text()) > 20
    page.locator("#uploads [data-verb=remove]").click()
    page.wait_for_function("document.querySelectorAll('#uploads > li').length === 0")


def test_a_lost_line_loses_no_byte(open_page):
    """The second piece meets a dead line twice; then it goes on from the first one's end."""
    page = open_page(refused=404)
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
    page.wait_for_function("!document.querySelector('#uploads [data-state=receiving]')")
    page.wait_for_selector("#uploads [data-state]:not([data-state=receiving])", timeout=MEASURED)
    assert len(cuts) == 2
    assert starts.count(0) == 1


def test_files_can_be_dropped_anywhere(open_page):
    page = open_page(refused=404)
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
