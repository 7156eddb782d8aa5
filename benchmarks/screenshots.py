"""Pictures of the page for the README, taken of the real service with the worked example."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.app.browser.machine import CHROMIUM, QUIET, ROOT, serving
from tests.app.browser.steps import answer, measured, settle, tell, try_first_fix

FOLDER = ROOT / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def desktop(page: Page) -> None:
    page.click("#worked-example")
    measured(page)
    page.locator("#causes summary").first.click()
    page.evaluate("scrollTo(0, 0)")


def dark(page: Page) -> None:
    page.click("#worked-example")
    measured(page)
    try_first_fix(page)
    page.locator("#fixes .fix").first.scroll_into_view_if_needed()
    page.locator("#fixes .verdict").first.evaluate("e => e.scrollIntoView({block: 'start'})")


def phone(page: Page) -> None:
    tell(page, "Loss becomes NaN after 300 steps, it went down fine before. lr=0.1")
    page.locator("#transcript").evaluate("e => e.scrollIntoView({block: 'start'})")


def chinese(page: Page) -> None:
    tell(page, "训练几百步之后 loss 突然变成 nan，前面一直正常下降，lr=0.1")
    answer(page, "absent")
    for why in page.locator("#question .why summary").all():
        why.click()
    page.evaluate("scrollTo(0, 0)")


SHOTS = {
    desktop: {"locale": "en", "viewport": DESKTOP},
    dark: {"locale": "en", "viewport": DESKTOP, "color_scheme": "dark"},
    phone: {"locale": "en", "viewport": PHONE},
    chinese: {"locale": "zh", "viewport": DESKTOP},
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    print("| picture | bytes |\n|---|---:|")
    with (
        tempfile.TemporaryDirectory() as data,
        serving(Path(data)) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for walk, options in SHOTS.items():
            page = browser.new_context(base_url=address, **options).new_page()
            page.goto("/")
            walk(page)
            settle(page)
            page.mouse.move(0, 0)
            page.wait_for_timeout(500)
            path = FOLDER / f"{walk.__name__}.png"
            page.screenshot(path=path)
            print(f"| {path.name} | {path.stat().st_size} |")
        browser.close()


if __name__ == "__main__":
    main()
