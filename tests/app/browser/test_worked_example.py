"""The worked example: a real run, measured live, and a fix tried on its model."""

import pytest

from tests.app.browser.steps import leading, measured, settle, shares, tell, try_first_fix
from tests.app.browser.test_access import violations


@pytest.fixture
def example(open_page):
    page = open_page()
    page.click("#worked-example")
    measured(page)
    return page


def test_it_names_the_cause_and_a_fix_that_is_seen_to_help(example):
    page = example
    assert leading(page) == "learning_rate_too_high"
    before = int(shares(page)[0].rstrip("%"))
    try_first_fix(page)
    verdict = page.locator("#fixes .fix").first.locator(".verdict").inner_text()
    assert "helps" in verdict
    assert page.locator("#fixes .curves .scatterlayer .trace").count() >= 4
    assert int(shares(page)[0].rstrip("%")) >= min(before + 1, 100)  # where it was sure already
    assert violations(page) == []
    page.reload()
    page.locator("#fixes .verdict").first.wait_for()
    assert page.locator("#fixes .verdict").first.inner_text() == verdict


def test_the_range_test_marks_the_present_rate_and_a_running_one_is_cancelled(example):
    page = example
    card = page.locator("[data-experiment=learning_rate_range_test]")
    card.locator("summary").first.click()
    card.locator("[data-verb=try]").click()
    card.locator(".curves summary").first.click(timeout=60_000)
    card.locator(".annotation-text", has_text="0.3").wait_for()
    noise = page.locator("[data-experiment=overfit_one_batch]")
    noise.locator("summary").first.click()
    noise.locator("[data-verb=try]").click()
    noise.locator("[data-verb=cancel]").click()
    noise.locator("[data-verb=try], .curves").first.wait_for(timeout=60_000)


def test_what_would_change_the_verdict_is_told_as_the_api_has_it(open_page):
    page = open_page()
    tell(page, "the training loss does not go down at all")
    with page.expect_response(lambda answer: answer.url.endswith("/doubts")) as answered:
        page.locator("#doubts summary").click()
    changes = answered.value.json()["would_change"]
    page.locator("#doubts li:not(.note)").first.wait_for(timeout=30_000)
    shown = page.locator("#doubts").inner_text()  # code is set apart, without its marks
    assert changes
    assert all(change["text"].replace("`", "") in shown for change in changes)


def test_what_was_not_checked_is_told_with_how_to_have_it_checked(example):
    for item in example.locator("#unchecked li").all():
        assert item.locator("a").count() == 1 and item.locator("small").inner_text()


def test_a_reader_of_the_link_sees_the_plots_too(example, open_page):
    page = example
    page.click("#menu summary")
    page.click("#share")
    page.locator("#shared").wait_for()
    reader = open_page(page.input_value("#shared"))
    reader.locator("[data-plot=loss]").wait_for()
    assert not reader.locator("[data-verb=try]").first.is_visible()


def test_a_question_is_skipped_with_one_click_and_brought_back(open_page):
    page = open_page()
    tell(page, "The training loss does not go down at all")
    first = page.locator("#question fieldset").first.get_attribute("data-finding")
    page.click("#skip")
    page.locator("#transcript > li.answered").wait_for()
    settle(page)
    assert page.locator(f"#question [data-finding={first}]").count() == 0
    page.click("#undo")
    page.locator(f"#question [data-finding={first}]").wait_for()
