"""The knowledge pages in the browser."""

import pytest

from tests.app.browser.steps import WORDS, tell
from tests.app.browser.test_access import violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["", "?q=nan", "/causes/overfitting", "/findings/batch_size", "/fixes/add_dropout"]
)
def test_axe_finds_nothing_and_a_phone_shows_all(open_page, path, scheme):
    size = {"width": 360, "height": 740}
    page = open_page(f"/knowledge{path}", color_scheme=scheme, viewport=size)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_cause_of_the_chat_leads_to_its_page_and_the_language_stays_there(open_page):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    page.locator("#causes summary").first.click()
    page.locator("#causes a").first.click()
    page.wait_for_url("**/knowledge/causes/*")
    address = page.url
    page.click("#language")
    page.wait_for_selector("html[lang=zh]")
    assert page.url == address
    page.click("#theme")
    assert page.locator("html").get_attribute("data-theme") in ("dark", "light")
